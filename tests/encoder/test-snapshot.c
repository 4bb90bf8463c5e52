/* test-snapshot.c
 *
 * A channel's current picture as JPEG.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "box.h"
#include "encoder-device.h"
#include "raw-client.h"

#define PIECE 32768

static void
send_snap (RawClient *client,
           guint32    sequence,
           int        channel)
{
  g_autofree char *json =
    g_strdup_printf ("{ \"Name\" : \"OPSNAP\", \"OPSNAP\" : { \"Channel\" : %d }, "
                     "\"SessionID\" : \"0x%X\" }", channel, client->session);

  raw_client_send (client, client->session, sequence, 1560, json);
}

/* All packets of a picture put together; raw bytes, no terminator. */
static GByteArray *
read_snap (RawClient *client,
           guint32    sequence)
{
  GByteArray *jpeg = g_byte_array_new ();
  guint n = 1;

  for (guint i = 0; i < n; i++) {
    g_autoptr (RawPacket) packet = raw_client_read (client);

    g_assert_cmpuint (packet->id, ==, 1561);
    g_assert_cmpuint (packet->sequence, ==, sequence);
    g_assert_cmphex (packet->session, ==, client->session);
    if (i == 0)
      n = MAX (1, packet->head[12]);
    g_assert_cmpuint (packet->head[12], ==, n == 1 ? 0 : n);
    g_assert_cmpuint (packet->head[13], ==, i);
    if (i + 1 < n)
      g_assert_cmpuint (packet->length, ==, PIECE);
    g_assert_cmpuint (packet->length, <=, PIECE);
    g_byte_array_append (jpeg, g_bytes_get_data (packet->payload, NULL), packet->length);
  }

  return jpeg;
}

static guint
get16 (const guint8 *data)
{
  return (guint) (data[0] << 8 | data[1]);
}

/* Reads the size out of the frame header, as any viewer would. */
static void
assert_jpeg (GByteArray *jpeg,
             guint       width,
             guint       height)
{
  const guint8 *data = jpeg->data;
  gsize at = 2;

  g_assert_cmpuint (jpeg->len, >, 200);
  g_assert_cmpmem (data, 4, "\xff\xd8\xff\xe0", 4);
  g_assert_cmpmem (data + jpeg->len - 2, 2, "\xff\xd9", 2);
  while (data[at + 1] != 0xc0) {
    g_assert_cmphex (data[at], ==, 0xff);
    at += 2 + get16 (data + at + 2);
    g_assert_cmpuint (at + 9, <, jpeg->len);
  }
  g_assert_cmpuint (get16 (data + at + 5), ==, height);
  g_assert_cmpuint (get16 (data + at + 7), ==, width);
}

static RawClient *
connect_to (EncoderServer *server)
{
  RawClient *client = raw_client_new (encoder_server_get_port (server, 1));

  raw_client_login (client);
  return client;
}

static GByteArray *
snap (RawClient *client,
      guint32    sequence,
      int        channel)
{
  send_snap (client, sequence, channel);
  return read_snap (client, sequence);
}

static gboolean
is_same (const GByteArray *a,
         const GByteArray *b)
{
  return a->len == b->len && memcmp (a->data, b->data, a->len) == 0;
}

static void
test_picture (void)
{
  g_autoptr (EncoderServer) server = box_new (2);
  g_autoptr (RawClient) client = connect_to (server);
  g_autoptr (GByteArray) one = snap (client, 7, 0);
  g_autoptr (GByteArray) two = snap (client, 8, 1);
  gint64 begin_us = g_get_monotonic_time ();
  gboolean has_moved = FALSE;
  EncoderCounters counters;

  assert_jpeg (one, 160, 96);
  assert_jpeg (two, 160, 96);
  g_assert_false (is_same (one, two));

  /* The picture goes on. */
  while (!has_moved) {
    g_autoptr (GByteArray) later = snap (client, 9, 0);

    assert_jpeg (later, 160, 96);
    has_moved = !is_same (later, one);
    g_assert_cmpint (g_get_monotonic_time () - begin_us, <, 20 * G_USEC_PER_SEC);
  }
  encoder_server_get_counters (server, &counters);
  g_assert_cmpuint (counters.snapshots, >=, 3);
}

static void
assert_ret (RawClient  *client,
            const char *json,
            int         ret)
{
  g_autofree char *reply = raw_client_ask (client, 1560, json);
  g_autofree char *expected =
    g_strdup_printf ("{ \"Name\" : \"OPSNAP\", \"Ret\" : %d, \"SessionID\" : \"0x%08X\" }", ret,
                     client->session);

  g_assert_cmpstr (reply, ==, expected);
}

static void
test_refused (void)
{
  g_autofree char *dir = g_dir_make_tmp ("encoder-snapshot-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "users", NULL);
  g_autoptr (EncoderUsers) users = NULL;
  g_autoptr (EncoderServer) server = NULL;
  g_autoptr (RawClient) client = NULL;
  g_autoptr (GByteArray) jpeg = NULL;
  EncoderConfig config;

  g_assert_true (g_file_set_contents (path, "[user admin]\npassword=admin\nlive=2\n", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  users = encoder_users_load (path, NULL);
  box_config (&config, 2);
  config.users = users;
  server = box_start (&config);
  client = connect_to (server);
  assert_ret (client, "{\"Name\":\"OPSNAP\"}", 117);
  assert_ret (client, "{\"OPSNAP\":{\"Channel\":2}}", 109);
  assert_ret (client, "{\"OPSNAP\":{\"Channel\":-1}}", 109);
  assert_ret (client, "{\"OPSNAP\":{\"Channel\":0}}", 107);
  jpeg = snap (client, 1, 1);
  assert_jpeg (jpeg, 160, 96);
  g_unlink (path);
  g_rmdir (dir);
}

/* One at a time for a client; questions are answered meanwhile. */
static void
test_busy (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = connect_to (server);
  guint pictures = 0, busy = 0;

  for (guint i = 0; i < 10; i++)
    send_snap (client, i, 0);
  for (guint i = 0; i < 10; i++) {
    g_autoptr (RawPacket) packet = raw_client_read (client);
    const char *text = g_bytes_get_data (packet->payload, NULL);

    g_assert_cmpuint (packet->id, ==, 1561);
    if ((guint8) text[0] == 0xff)
      pictures++;
    else if (strstr (text, "\"Ret\" : 108"))
      busy++;
  }
  g_assert_cmpuint (pictures, >=, 1);
  g_assert_cmpuint (busy, >=, 1);
  g_assert_cmpuint (pictures + busy, ==, 10);
}

/* Clients, and the box itself, go while pictures are made. */
static void
test_gone (void)
{
  EncoderServer *server = box_new (1);

  for (guint i = 0; i < 8; i++) {
    g_autoptr (RawClient) client = connect_to (server);

    send_snap (client, 0, 0);
  }
  box_wait_open (server, 0);
  {
    g_autoptr (RawClient) client = connect_to (server);

    send_snap (client, 0, 0);
    encoder_server_free (server);
  }
}

static void
test_large (void)
{
  EncoderConfig config;
  g_autoptr (EncoderServer) server = NULL;
  g_autoptr (RawClient) client = NULL;
  g_autoptr (GByteArray) jpeg = NULL;

  box_config (&config, 1);
  config.main = (EncoderFormat) { 1280, 720, 1.0 };
  server = box_start (&config);
  client = connect_to (server);
  jpeg = snap (client, 1, 0);
  assert_jpeg (jpeg, 1280, 720);
  g_assert_cmpuint (jpeg->len, >, PIECE);
}

/* Whatever the stream is, the snapshot is JPEG. */
static void
test_codecs (void)
{
  static const EncoderCodec codecs[] = { ENCODER_CODEC_H265, ENCODER_CODEC_MPEG4,
                                         ENCODER_CODEC_JPEG };

  for (gsize i = 0; i < G_N_ELEMENTS (codecs); i++) {
    EncoderConfig config;
    g_autoptr (EncoderServer) server = NULL;
    g_autoptr (RawClient) client = NULL;
    g_autoptr (GByteArray) jpeg = NULL;

    box_config (&config, 1);
    config.main = (EncoderFormat) { 320, 240, 5.0, codecs[i] };
    server = box_start (&config);
    client = connect_to (server);
    jpeg = snap (client, 1, 0);
    assert_jpeg (jpeg, 320, 240);
  }
}

/* A live picture is started for it when nobody watches. */
static void
test_live (void)
{
  static const char *const sources[] = { "test-live", NULL };
  EncoderConfig config;
  g_autoptr (EncoderServer) server = NULL;
  g_autoptr (RawClient) client = NULL;
  g_autoptr (GByteArray) jpeg = NULL;
  g_autoptr (GByteArray) again = NULL;

  box_config (&config, 1);
  config.sources = sources;
  server = box_start (&config);
  client = connect_to (server);
  jpeg = snap (client, 1, 0);
  assert_jpeg (jpeg, 160, 96);
  again = snap (client, 2, 0);
  assert_jpeg (again, 160, 96);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/encoder/snapshot/picture", test_picture);
  g_test_add_func ("/encoder/snapshot/refused", test_refused);
  g_test_add_func ("/encoder/snapshot/busy", test_busy);
  g_test_add_func ("/encoder/snapshot/gone", test_gone);
  g_test_add_func ("/encoder/snapshot/large", test_large);
  g_test_add_func ("/encoder/snapshot/codecs", test_codecs);
  g_test_add_func ("/encoder/snapshot/live", test_live);

  return g_test_run ();
}
