/* test-live.c
 *
 * The live test picture over the wire: what it shows is true, it begins with a key frame for whoever
 * comes, it costs nothing while nobody watches, and the time in each picture is that of the picture.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gst/gst.h>
#include <string.h>

#include "box.h"
#include "decode.h"
#include "encoder-encoding.h"
#include "live.h"

#define DEADLINE_US (20 * G_USEC_PER_SEC)

/* From taking a picture to reading it here, on a machine with much else to do. */
#define MAX_AGE_US  (5 * G_USEC_PER_SEC)

static EncoderServer *
start_live (guint channels)
{
  static const char *const sources[] = { "test-live", NULL };
  EncoderConfig config;

  box_config (&config, channels);
  config.sources = sources;
  config.sub = (EncoderFormat) { 176, 144, 10.0 };
  config.idle_ms = 300;
  return box_start (&config);
}

static gboolean
has_h264 (void)
{
  if (g_strcmp0 (encoder_encoding_get_name (ENCODER_CODEC_ANY), "jpegenc") != 0)
    return TRUE;

  g_test_skip ("No H.264 encoder is installed");
  return FALSE;
}

static void
wait_for_source (EncoderServer *server,
                 guint          channel,
                 const char    *beginning)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;

  for (;;) {
    g_autofree char *source = encoder_server_describe_source (server, channel);

    if (g_str_has_prefix (source, beginning))
      return;
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_usleep (5000);
  }
}

/* Every picture decodes, counts on by one, shows the clock of when it was sent, and says the same
 * time to programs. */
static void
test_shows_the_clock (void)
{
  g_autoptr (EncoderServer) server = start_live (2);
  g_autoptr (RawClient) client = live_watch (encoder_server_get_port (server, 1), 1, "Main");
  g_autoptr (GPtrArray) recording = live_record (client, 40, DVRIP_VIDEO_H264);
  g_autoptr (GPtrArray) pictures = NULL;
  guint first_frame = 0;

  if (!has_h264 ())
    return;

  pictures = live_decode (recording, DVRIP_VIDEO_H264, NULL);
  for (guint i = 0; i < pictures->len; i++) {
    const DecodedPicture *picture = g_ptr_array_index (pictures, i);
    const LivePicture *sent = g_ptr_array_index (recording, i);
    EncoderLiveReading reading = { 0 };

    g_assert_true (encoder_live_picture_read (g_bytes_get_data (picture->luma, NULL),
                                              picture->width, picture->height, picture->stride, 1,
                                              &reading));
    first_frame = i == 0 ? reading.frame : first_frame;
    g_assert_cmpuint (reading.channel, ==, 2);
    g_assert_cmpuint (reading.frame, ==, first_frame + i);
    g_assert_cmpuint (sent->stamp_us / 1000, ==, reading.real_ms);
    g_assert_cmpint ((gint64) sent->stamp_us, <=, sent->arrival_us);
    g_assert_cmpint ((gint64) sent->stamp_us, >, sent->arrival_us - MAX_AGE_US);
  }
}

static void
test_begins_with_a_key_frame (void)
{
  g_autoptr (EncoderServer) server = start_live (1);
  guint16 port = encoder_server_get_port (server, 1);
  g_autoptr (RawClient) first = live_watch (port, 0, "Main");

  raw_client_expect_stream (first);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (RawClient) other = live_watch (port, 0, "Main");
    g_autoptr (GPtrArray) recording = live_record (other, 3, DVRIP_VIDEO_H264);

    g_assert_true (((LivePicture *) g_ptr_array_index (recording, 0))->is_key);
  }
}

/* Both streams at once, each of its own size and rate. */
static void
test_sub_stream (void)
{
  g_autoptr (EncoderServer) server = start_live (1);
  guint16 port = encoder_server_get_port (server, 1);
  g_autoptr (RawClient) main_client = live_watch (port, 0, "Main");
  g_autoptr (RawClient) client = live_watch (port, 0, "Extra1");
  g_autoptr (GPtrArray) recording = live_record (client, 5, DVRIP_VIDEO_H264);
  const LivePicture *first = g_ptr_array_index (recording, 0);

  g_assert_true (first->is_key);
  g_assert_cmpuint (first->header[5], ==, 10);
  g_assert_cmpuint (first->header[6], ==, 176 / 8);
  g_assert_cmpuint (first->header[7], ==, 144 / 8);
  raw_client_expect_stream (main_client);
}

/* Turned by a command over the wire, seen in the picture. */
static void
test_camera_turns (void)
{
  g_autoptr (EncoderServer) server = start_live (1);
  g_autoptr (RawClient) client = live_watch (encoder_server_get_port (server, 1), 0, "Main");
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;
  double pan = 0.0;

  if (!has_h264 ())
    return;

  raw_client_send (client, client->session, 5, 1400,
                   "{ \"Name\" : \"OPPTZControl\", \"OPPTZControl\" : { \"Command\" : "
                   "\"DirectionRight\", \"Parameter\" : { \"Channel\" : 0, \"Preset\" : 65535, "
                   "\"Step\" : 8 } }, \"SessionID\" : \"0x1\" }");
  while (pan < 0.2) {
    g_autoptr (GPtrArray) recording = NULL;
    g_autoptr (GPtrArray) pictures = NULL;
    const DecodedPicture *picture;
    EncoderLiveReading reading = { 0 };

    /* From a key frame on, whatever came before it. */
    do {
      g_clear_pointer (&recording, g_ptr_array_unref);
      recording = live_record (client, 1, DVRIP_VIDEO_H264);
    } while (!((LivePicture *) g_ptr_array_index (recording, 0))->is_key);
    pictures = live_decode (recording, DVRIP_VIDEO_H264, NULL);
    picture = g_ptr_array_index (pictures, 0);
    g_assert_true (encoder_live_picture_read (g_bytes_get_data (picture->luma, NULL),
                                              picture->width, picture->height, picture->stride, 1,
                                              &reading));
    pan = reading.pan;
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
  }
}

static void
test_no_timestamps (void)
{
  static const char *const sources[] = { "test-live", "test", NULL };
  g_autoptr (EncoderServer) server = NULL;
  EncoderConfig config;

  box_config (&config, 2);
  config.sources = sources;
  config.no_timestamps = TRUE;
  server = box_start (&config);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (RawClient) client = live_watch (encoder_server_get_port (server, 1), i, "Main");
    g_autoptr (GPtrArray) recording = live_record (client, 3, DVRIP_VIDEO_H264);

    for (guint n = 0; n < 3; n++)
      g_assert_cmpuint (((LivePicture *) g_ptr_array_index (recording, n))->stamp_us, ==, 0);
  }
}

/* The pictures of a loop say when they were sent. */
static void
test_loop_says_its_time (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = live_watch (encoder_server_get_port (server, 1), 0, "Main");
  g_autoptr (GPtrArray) recording = live_record (client, 30, DVRIP_VIDEO_H264);
  guint64 before_us = 0;

  for (guint i = 0; i < recording->len && has_h264 (); i++) {
    const LivePicture *picture = g_ptr_array_index (recording, i);

    g_assert_cmpuint (picture->stamp_us, >, before_us);
    g_assert_cmpint ((gint64) picture->stamp_us, <=, picture->arrival_us);
    g_assert_cmpint ((gint64) picture->stamp_us, >, picture->arrival_us - MAX_AGE_US);
    before_us = picture->stamp_us;
  }
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;

  return n;
}

/* Off until somebody comes and some time after the last one leaves; and nothing is left of it. */
static void
test_runs_while_watched (void)
{
  g_autoptr (EncoderServer) server = start_live (1);
  guint threads = 0, files = 0;

  wait_for_source (server, 1, "off");
  for (guint i = 0; i < 3; i++) {
    g_autoptr (RawClient) client = live_watch (encoder_server_get_port (server, 1), 0, "Main");
    g_autoptr (GPtrArray) recording = live_record (client, 2, DVRIP_VIDEO_H264);
    gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;

    g_assert_cmpuint (recording->len, ==, 2);
    wait_for_source (server, 1, "live");
    g_clear_pointer (&client, raw_client_free);
    wait_for_source (server, 1, "off");
    box_wait_open (server, 0);
    if (i == 0) {
      g_usleep (100000);
      threads = count_files ("/proc/self/task");
      files = count_files ("/proc/self/fd");
    }
    while (count_files ("/proc/self/task") > threads || count_files ("/proc/self/fd") > files) {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
      g_usleep (5000);
    }
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/encoder/live/shows-the-clock", test_shows_the_clock);
  g_test_add_func ("/encoder/live/begins-with-a-key-frame", test_begins_with_a_key_frame);
  g_test_add_func ("/encoder/live/sub-stream", test_sub_stream);
  g_test_add_func ("/encoder/live/camera-turns", test_camera_turns);
  g_test_add_func ("/encoder/live/no-timestamps", test_no_timestamps);
  g_test_add_func ("/encoder/live/loop-says-its-time", test_loop_says_its_time);
  g_test_add_func ("/encoder/live/runs-while-watched", test_runs_while_watched);

  return g_test_run ();
}
