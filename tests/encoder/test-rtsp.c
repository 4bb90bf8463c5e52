/* test-rtsp.c
 *
 * RTSP cameras passed on: bit for bit, with their sound, and with nobody's password in sight; what
 * cannot be passed on is said in words; a camera that goes away comes back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <gst/gst.h>
#include <string.h>

#include "box.h"
#include "decode.h"
#include "encoder-encoding.h"
#include "encoder-pattern.h"
#include "encoder-test-source.h"
#include "live.h"
#include "rtsp-camera.h"

#define DEADLINE_US (30 * G_USEC_PER_SEC)

static const EncoderFormat small = { 160, 96, 25.0, ENCODER_CODEC_ANY };
static const EncoderFormat small_h265 = { 160, 96, 25.0, ENCODER_CODEC_H265 };

static EncoderLoop *
make_loop (const EncoderFormat *format)
{
  g_autoptr (GError) error = NULL;
  EncoderLoop *loop = encoder_test_source_make (3, format, box_cache_dir (), NULL, &error);

  g_assert_no_error (error);
  return loop;
}

/* @userinfo: "" or "user@", "user:password@" */
static EncoderServer *
start_box (RtspCamera    *camera,
           const char    *userinfo,
           const char    *path,
           EncoderLogins *logins)
{
  g_autofree char *uri = g_strdup_printf ("rtsp://%s127.0.0.1:%u%s", userinfo,
                                          rtsp_camera_get_port (camera), path);
  const char *const sources[] = { uri, NULL };
  EncoderConfig config;

  box_config (&config, 1);
  config.sources = sources;
  config.logins = logins;
  config.idle_ms = 300;
  return box_start (&config);
}

/* @client: watches it */
static void
wait_for_source (EncoderServer *server,
                 RawClient     *client,
                 const char    *beginning,
                 const char    *within)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;

  g_assert_cmphex (client->session, !=, 0);
  for (;;) {
    g_autofree char *source = encoder_server_describe_source (server, 1);

    g_assert_null (strstr (source, "secret"));
    if (g_str_has_prefix (source, beginning)) {
      if (within)
        g_assert_nonnull (strstr (source, within));
      return;
    }
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_usleep (5000);
  }
}

/* The unit without the message that the encoder wrote into it: MISB's, of 28 bytes, with its head
 * and its end. */
static GBytes *
without_time (GBytes   *payload,
              gboolean  is_h265)
{
  static const guint8 heads[2][8] = { { 0, 0, 0, 1, 6, 5, 28 }, { 0, 0, 0, 1, 0x4e, 1, 5, 28 } };
  gsize head_size = is_h265 ? 8 : 7, size;
  const guint8 *data = g_bytes_get_data (payload, &size);
  const guint8 *head = memmem (data, size, heads[is_h265 ? 1 : 0], head_size);
  GByteArray *rest = g_byte_array_new ();
  gsize place, end;

  g_assert_nonnull (head);
  place = (gsize) (head - data);
  end = place + head_size + 28 + 1;
  g_byte_array_append (rest, data, (guint) place);
  g_byte_array_append (rest, data + end, (guint) (size - end));

  return g_byte_array_free_to_bytes (rest);
}

/* Every picture of the camera, none twice, none touched. */
static void
check_passed_on (const EncoderFormat *format,
                 DvripVideoCodec      codec)
{
  g_autoptr (EncoderLoop) loop = make_loop (format);
  g_autoptr (RtspCamera) camera = rtsp_camera_new (loop, NULL, NULL);
  g_autoptr (EncoderServer) server = start_box (camera, "", "/live", NULL);
  guint16 port = encoder_server_get_port (server, 1);
  g_autoptr (RawClient) client = live_watch (port, 0, "Main");
  g_autoptr (GPtrArray) recording = live_record (client, 56, codec);
  g_autoptr (GPtrArray) pictures = live_decode (recording, codec, NULL);

  for (guint i = 0; i < recording->len; i++) {
    const LivePicture *sent = g_ptr_array_index (recording, i);
    const DecodedPicture *picture = g_ptr_array_index (pictures, i);
    g_autoptr (GBytes) plain = without_time (sent->payload, codec == DVRIP_VIDEO_H265);
    const EncoderUnit *unit;
    guint channel = 0, frame = 0;

    g_assert_true (encoder_pattern_read (g_bytes_get_data (picture->luma, NULL), picture->width,
                                         picture->height, picture->stride, 1, &channel, &frame));
    g_assert_cmpuint (channel, ==, 3);
    unit = encoder_loop_get_unit (loop, frame);
    g_assert_cmpmem (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), unit->payload,
                     unit->payload_size);
    if (sent->is_key)
      g_assert_cmpmem (sent->header, 5, unit->header, 5);
    g_assert_cmpuint (sent->stamp_us, !=, 0);
    g_assert_cmpint ((gint64) sent->stamp_us, <=, sent->arrival_us);
  }

  /* A recorder of one camera: the sub stream is the same. */
  g_assert_true (((LivePicture *) g_ptr_array_index (recording, 0))->is_key);
  {
    g_autoptr (RawClient) other = live_watch (port, 0, "Extra1");
    g_autoptr (RawUnit) unit = raw_client_read_video (other);

    g_assert_cmphex (unit->kind, ==, 0xfc);
    g_assert_cmpuint (unit->bytes->data[6], ==, 160 / 8);
  }
}

static void
test_h264 (void)
{
  check_passed_on (&small, DVRIP_VIDEO_H264);
}

static void
test_h265 (void)
{
  if (encoder_encoding_get_name (ENCODER_CODEC_H265))
    check_passed_on (&small_h265, DVRIP_VIDEO_H265);
  else
    g_test_skip ("No encoder is installed");
}

/* JPEG over RTP becomes FE units; the sound of the camera becomes A-law. */
static void
test_jpeg_and_sound (void)
{
  g_autoptr (RtspCamera) camera =
    rtsp_camera_new (NULL, "( videotestsrc is-live=true ! video/x-raw,format=I420,width=160,height=96,"
                           "framerate=25/1 ! jpegenc ! rtpjpegpay name=pay0 pt=26 "
                           "audiotestsrc is-live=true freq=500 volume=0.5 ! "
                           "audio/x-raw,rate=8000,channels=1 ! mulawenc ! "
                           "rtppcmupay name=pay1 pt=0 )", NULL);
  g_autoptr (EncoderServer) server = start_box (camera, "", "/live", NULL);
  g_autoptr (RawClient) client = live_watch (encoder_server_get_port (server, 1), 0, "Main");
  guint n_pictures = 0, n_sounds = 0;

  while (n_pictures < 10 || n_sounds < 10) {
    g_autoptr (RawUnit) unit = raw_client_read_unit (client);

    if (unit->kind == 0xfa) {
      g_assert_cmpmem (unit->bytes->data, 8, "\0\0\1\xfa\x0e\x02\x40\x01", 8);
      /* A tone, not silence. */
      g_assert_cmpint (memcmp (unit->bytes->data + 8, unit->bytes->data + 12, 300), !=, 0);
      n_sounds++;
    } else {
      g_assert_cmphex (unit->kind, ==, 0xfe);
      g_assert_cmpmem (unit->bytes->data + 16, 3, "\xff\xd8\xff", 3);
      n_pictures++;
    }
  }
}

static void
test_other_codec (void)
{
  g_autoptr (RtspCamera) camera =
    rtsp_camera_new (NULL, "( videotestsrc is-live=true ! video/x-raw,format=I420,width=160,height=96,"
                           "framerate=25/1 ! theoraenc ! rtptheorapay name=pay0 pt=96 )", NULL);
  g_autoptr (EncoderServer) server = start_box (camera, "", "/live", NULL);
  g_autoptr (RawClient) client = live_watch (encoder_server_get_port (server, 1), 0, "Main");

  wait_for_source (server, client, "away", "THEORA");
}

/* The camera dies in the middle; whoever watches stays connected, whoever comes is told; then it is
 * there again, and the stream goes on with a key frame. */
static void
test_camera_comes_back (void)
{
  g_autoptr (EncoderLoop) loop = make_loop (&small);
  g_autoptr (RtspCamera) camera = rtsp_camera_new (loop, NULL, NULL);
  g_autoptr (EncoderServer) server = start_box (camera, "", "/live", NULL);
  guint16 port = encoder_server_get_port (server, 1);
  g_autoptr (RawClient) client = live_watch (port, 0, "Main");
  g_autoptr (RawClient) other = raw_client_new (port);
  g_autoptr (GPtrArray) recording = live_record (client, 10, DVRIP_VIDEO_H264);
  g_autoptr (RawUnit) unit = NULL;

  g_assert_true (((LivePicture *) g_ptr_array_index (recording, 0))->is_key);
  raw_client_login (other);
  rtsp_camera_die (camera);
  wait_for_source (server, client, "away", NULL);
  g_assert_cmpint (raw_client_claim (other, 0, "Main"), ==, 121);
  rtsp_camera_come_back (camera);
  wait_for_source (server, client, "live", NULL);
  g_assert_cmpint (raw_client_claim (other, 0, "Main"), ==, 100);
  raw_client_send_monitor (other, 1410, "Start", 0, "Main");
  unit = raw_client_read_video (other);
  g_assert_cmphex (unit->kind, ==, 0xfc);
  /* The old client gets pictures again, too. */
  for (guint n_keys = 0; n_keys < 2; ) {
    g_autoptr (RawUnit) next = raw_client_read_video (client);

    n_keys += next->kind == 0xfc;
  }
}

static void
test_nobody_there (void)
{
  g_autoptr (RtspCamera) camera = rtsp_camera_new (NULL, "( videotestsrc )", NULL);
  g_autoptr (EncoderServer) server = start_box (camera, "", "/live", NULL);
  g_autoptr (RawClient) client = NULL;

  rtsp_camera_die (camera);
  client = live_watch (encoder_server_get_port (server, 1), 0, "Main");
  wait_for_source (server, client, "away", "cannot be reached");
}

static void
test_no_such_stream (void)
{
  g_autoptr (EncoderLoop) loop = make_loop (&small);
  g_autoptr (RtspCamera) camera = rtsp_camera_new (loop, NULL, NULL);
  g_autoptr (EncoderServer) server = start_box (camera, "", "/other", NULL);
  g_autoptr (RawClient) client = live_watch (encoder_server_get_port (server, 1), 0, "Main");

  wait_for_source (server, client, "away", "no such stream");
}

static EncoderLogins *
write_logins (const char *password)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "watchwall-logins-XXXXXX", NULL);
  int fd = g_mkstemp_full (path, 0, 0600);
  g_autofree char *text =
    g_strdup_printf ("[login other]\nhost=192.0.2.1\npassword=wrong\n"
                     "[login camera]\nhost=127.0.0.1\nuser=admin\npassword=%s\n", password);
  g_autoptr (GError) error = NULL;
  EncoderLogins *logins;

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, &error));
  logins = encoder_logins_read (path, &error);
  g_assert_no_error (error);
  g_remove (path);

  return logins;
}

/* From the address or from the file; wrong, missing; and never seen. */
static void
test_password (void)
{
  static const struct {
    const char *userinfo, *in_file, *state, *within;
  } cases[] = {
    { "admin:top%20secret%2f%40@", NULL, "live", "rtsp://admin@127.0.0.1" },
    { "", "top secret/@", "live", "rtsp://127.0.0.1" },
    { "admin@", "top secret/@", "live", "rtsp://admin@127.0.0.1" },
    { "admin:not-secret@", NULL, "away", "wrong user or password" },
    { "", NULL, "away", "asks for a password" },
  };
  g_autoptr (EncoderLoop) loop = make_loop (&small);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RtspCamera) camera = rtsp_camera_new (loop, NULL, "top secret/@");
    g_autoptr (EncoderLogins) logins = cases[i].in_file ? write_logins (cases[i].in_file) : NULL;
    g_autoptr (EncoderServer) server = start_box (camera, cases[i].userinfo, "/live", logins);
    g_autoptr (RawClient) client = live_watch (encoder_server_get_port (server, 1), 0, "Main");

    wait_for_source (server, client, cases[i].state, cases[i].within);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/encoder/rtsp/h264", test_h264);
  g_test_add_func ("/encoder/rtsp/h265", test_h265);
  g_test_add_func ("/encoder/rtsp/jpeg-and-sound", test_jpeg_and_sound);
  g_test_add_func ("/encoder/rtsp/other-codec", test_other_codec);
  g_test_add_func ("/encoder/rtsp/camera-comes-back", test_camera_comes_back);
  g_test_add_func ("/encoder/rtsp/nobody-there", test_nobody_there);
  g_test_add_func ("/encoder/rtsp/no-such-stream", test_no_such_stream);
  g_test_add_func ("/encoder/rtsp/password", test_password);

  return g_test_run ();
}
