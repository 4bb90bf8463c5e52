/* test-talk.c
 *
 * A client that speaks to the box: who may, when, and what is heard.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "box.h"
#include "encoder-console.h"
#include "encoder-device.h"
#include "raw-client.h"

#define UNIT_SIZE 328
#define DEADLINE_US (20 * G_USEC_PER_SEC)

static const guint8 unit_header[] = { 0x00, 0x00, 0x01, 0xfa, 0x0e, 0x02, 0x40, 0x01 };

static int
ask (RawClient  *client,
     guint16     id,
     const char *json)
{
  g_autofree char *reply = raw_client_ask (client, id, json);
  g_autofree char *rest =
    g_strdup_printf (", \"SessionID\" : \"0x%08X\" }", client->session);
  const char *start = "{ \"Name\" : \"OPTalk\", \"Ret\" : ";
  int ret;

  g_assert_true (g_str_has_prefix (reply, start));
  ret = (int) g_ascii_strtoll (reply + strlen (start), NULL, 10);
  g_assert_true (g_str_has_suffix (reply, rest));
  return ret;
}

static int
talk (RawClient  *client,
      guint16     id,
      const char *action)
{
  g_autofree char *json =
    g_strdup_printf ("{\"Name\":\"OPTalk\",\"OPTalk\":{\"Action\":\"%s\",\"AudioFormat\":"
                     "{\"BitRate\":128,\"EncodeType\":\"G711_ALAW\",\"SampleBit\":8,"
                     "\"SampleRate\":8000}},\"SessionID\":\"0x%X\"}", action, client->session);

  return ask (client, id, json);
}

static void
send_sound (RawClient    *client,
            gconstpointer data,
            gsize         size)
{
  g_autofree guint8 *packet = g_malloc0 (20 + size);

  packet[0] = 0xff;
  for (int i = 0; i < 4; i++) {
    packet[4 + i] = (guint8) (client->session >> 8 * i);
    packet[16 + i] = (guint8) (size >> 8 * i);
  }
  packet[14] = 0x98;
  packet[15] = 0x05;
  memcpy (packet + 20, data, size);
  raw_client_send_bytes (client, packet, 20 + size);
}

static void
say (RawClient *client,
     guint      n_units)
{
  g_autofree guint8 *units = g_malloc (n_units * UNIT_SIZE);

  memset (units, 0xd5, n_units * UNIT_SIZE);
  for (guint i = 0; i < n_units; i++)
    memcpy (units + i * UNIT_SIZE, unit_header, sizeof unit_header);
  send_sound (client, units, n_units * UNIT_SIZE);
}

static void
expect_answer (RawClient *client,
               guint32    sequence)
{
  g_autoptr (RawPacket) packet = raw_client_read (client);
  const guint8 *data = g_bytes_get_data (packet->payload, NULL);

  g_assert_cmpuint (packet->id, ==, 1433);
  g_assert_cmpuint (packet->sequence, ==, sequence);
  g_assert_cmphex (packet->session, ==, client->session);
  g_assert_cmphex (packet->head[13], ==, 0);
  g_assert_cmpuint (packet->length, ==, UNIT_SIZE);
  g_assert_cmpmem (data, sizeof unit_header, unit_header, sizeof unit_header);
  g_assert_cmpint (memcmp (data + 8, data + 9, 319), !=, 0);
}

static EncoderTalkStats
get_talk (EncoderServer *server)
{
  EncoderTalkStats stats;

  encoder_device_get_talk (server, 1, &stats);
  return stats;
}

static RawClient *
connect_to (EncoderServer *server)
{
  RawClient *client = raw_client_new (encoder_server_get_port (server, 1));

  raw_client_login (client);
  return client;
}

static void
test_one_socket (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = connect_to (server);
  EncoderTalkStats stats;
  gboolean quit = FALSE;
  g_autofree char *console = NULL;

  g_assert_cmpint (talk (client, 1434, "Claim"), ==, 100);
  g_assert_cmpint (talk (client, 1430, "Start"), ==, 100);
  g_assert_true (get_talk (server).is_open);
  for (guint i = 0; i < 3; i++) {
    say (client, 1);
    expect_answer (client, i);
  }

  stats = get_talk (server);
  g_assert_cmpuint (stats.units, ==, 3);
  g_assert_cmpuint (stats.bytes, ==, 960);
  g_assert_cmpuint (stats.bad, ==, 0);
  console = encoder_console_answer (server, "talk", &quit);
  g_assert_cmpstr (console, ==, "ok: open=1 units=3 bytes=960 bad=0");
  g_assert_cmpint (talk (client, 1430, "Stop"), ==, 100);
  g_assert_false (get_talk (server).is_open);
}

static void
test_states (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = connect_to (server);
  g_autoptr (RawClient) other = connect_to (server);

  g_assert_cmpint (talk (client, 1430, "Start"), ==, 504);
  g_assert_cmpint (talk (client, 1430, "Stop"), ==, 504);
  g_assert_cmpint (talk (client, 1434, "Claim"), ==, 100);
  g_assert_cmpint (talk (client, 1434, "Claim"), ==, 100);
  g_assert_cmpint (talk (other, 1434, "Claim"), ==, 503);
  g_assert_cmpint (talk (other, 1430, "Start"), ==, 504);
  g_assert_cmpint (talk (client, 1430, "Stop"), ==, 504);
  g_assert_cmpint (talk (client, 1430, "Start"), ==, 100);
  g_assert_cmpint (talk (client, 1430, "Start"), ==, 503);
  g_assert_cmpint (talk (client, 1434, "Claim"), ==, 503);
  g_assert_cmpint (talk (other, 1430, "Stop"), ==, 504);
  g_assert_cmpint (talk (client, 1430, "Dance"), ==, 103);
  g_assert_cmpint (talk (client, 1430, "Stop"), ==, 100);
  g_assert_cmpint (talk (other, 1434, "Claim"), ==, 100);

  g_assert_cmpint (ask (client, 1434, "{\"Name\":\"OPTalk\"}"), ==, 117);
  g_assert_cmpint (ask (client, 1430, "{\"OPTalk\":{}}"), ==, 117);
  g_assert_cmpint (ask (other, 1434, "{\"OPTalk\":{\"AudioFormat\":{\"EncodeType\":"
                                     "\"G726\"}}}"), ==, 605);
}

/* Claimed with "Start", it is open; a Start after that is not one too many. */
static void
test_combined (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = connect_to (server);

  g_assert_cmpint (talk (client, 1430, "PauseUpload"), ==, 504);
  g_assert_cmpint (talk (client, 1434, "Start"), ==, 100);
  say (client, 1);
  expect_answer (client, 0);
  g_assert_cmpint (talk (client, 1430, "Start"), ==, 100);
  g_assert_cmpint (talk (client, 1430, "Start"), ==, 503);
  g_assert_cmpint (talk (client, 1430, "PauseUpload"), ==, 100);
  g_assert_cmpint (talk (client, 1430, "ResumeUpload"), ==, 100);
  say (client, 1);
  expect_answer (client, 1);
  g_assert_cmpint (talk (client, 1430, "Stop"), ==, 100);
}

/* Who goes away gives the word to others. */
static void
test_leaves (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = connect_to (server);
  g_autoptr (RawClient) other = connect_to (server);

  g_assert_cmpint (talk (client, 1434, "Claim"), ==, 100);
  g_assert_cmpint (talk (client, 1430, "Start"), ==, 100);
  g_clear_pointer (&client, raw_client_free);
  box_wait_open (server, 1);
  g_assert_false (get_talk (server).is_open);
  g_assert_cmpint (talk (other, 1434, "Claim"), ==, 100);
}

/* The vendor's way: claimed and spoken on a socket of its own, started on the first. */
static void
test_two_sockets (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) control = connect_to (server);
  g_autoptr (RawClient) voice = raw_client_new (encoder_server_get_port (server, 1));
  g_autofree char *logout = NULL;

  raw_client_use_session (voice, control);
  g_assert_cmpint (talk (voice, 1434, "Claim"), ==, 100);
  g_assert_cmpint (talk (control, 1430, "Start"), ==, 100);
  say (voice, 1);
  expect_answer (voice, 0);
  logout = raw_client_ask (control, 1002, "{}");
  raw_client_expect_fin (voice);
  g_assert_false (get_talk (server).is_open);
}

static void
wait_for_bad (EncoderServer *server,
              guint          bad)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;

  while (get_talk (server).bad < bad) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_usleep (2000);
  }
  g_assert_cmpuint (get_talk (server).bad, ==, bad);
}

static void
test_bad_units (void)
{
  static const struct {
    const char *bytes;
    gsize       size;
  } bad[] = {
    { "", 0 },
    { "\0\0\1\xfa", 4 },
    { "\0\0\1\xfa\x0e\x02\x00\x00", 8 },
    { "\0\0\1\xfa\x0e\x02\x02\x00x", 9 },
    { "\0\0\1\xfa\x0e\x02\xff\xffxx", 10 },
    { "\0\0\1\xfa\x0a\x02\x01\x00x", 9 },
    { "\0\0\1\xfa\x0e\x03\x01\x00x", 9 },
    { "\0\0\1\xfc\x0e\x02\x01\x00x", 9 },
    { "\0\0\1\xfa\x0e\x02\x01\x00xyz", 11 },
  };
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = connect_to (server);
  EncoderTalkStats stats;

  g_assert_cmpint (talk (client, 1434, "Claim"), ==, 100);
  g_assert_cmpint (talk (client, 1430, "Start"), ==, 100);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    send_sound (client, bad[i].bytes, bad[i].size);
    wait_for_bad (server, (guint) i + 1);
  }

  /* The last one began well; a packet may hold several. */
  stats = get_talk (server);
  g_assert_cmpuint (stats.units, ==, 1);
  expect_answer (client, 0);
  say (client, 5);
  while (get_talk (server).units < 6)
    g_usleep (1000);
  expect_answer (client, 1);
  g_assert_cmpuint (get_talk (server).bytes, ==, 1 + 5 * 320);
}

/* Sound that nobody claimed is refused once, and costs nothing more. */
static void
test_unasked (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = connect_to (server);
  g_autoptr (RawClient) stranger = raw_client_new (encoder_server_get_port (server, 1));
  g_autoptr (RawPacket) packet = NULL;

  say (stranger, 1);
  for (guint i = 0; i < 10; i++)
    say (client, 1);
  packet = raw_client_read (client);
  g_assert_cmpuint (packet->id, ==, 1431);
  g_assert_nonnull (strstr (g_bytes_get_data (packet->payload, NULL), "\"Ret\" : 504"));
  g_assert_true (raw_client_is_quiet (client, 200));
  g_assert_true (raw_client_is_quiet (stranger, 0));
  g_assert_cmpuint (get_talk (server).units, ==, 0);
}

/* Who speaks and never listens is heard all the same. */
static void
test_deaf (void)
{
  g_autoptr (EncoderServer) server = box_new (1);
  g_autoptr (RawClient) client = connect_to (server);
  const guint n = 20000;
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;

  g_assert_cmpint (talk (client, 1434, "Claim"), ==, 100);
  g_assert_cmpint (talk (client, 1430, "Start"), ==, 100);
  for (guint i = 0; i < n; i += 100)
    say (client, 100);
  while (get_talk (server).units < n) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_usleep (2000);
  }
  g_assert_true (get_talk (server).is_open);
}

static RawUnit *
next_sound (RawClient *client)
{
  for (;;) {
    RawUnit *unit = raw_client_read_unit (client);

    if (unit->kind == 0xfa)
      return unit;
    raw_unit_free (unit);
  }
}

static gboolean
is_filled_with (const RawUnit *unit,
                guint8         value)
{
  for (guint i = 8; i < unit->bytes->len; i++) {
    if (unit->bytes->data[i] != value)
      return FALSE;
  }

  return TRUE;
}

static RawClient *
watch (EncoderServer *server,
       guint          channel)
{
  RawClient *client = connect_to (server);

  g_assert_cmpint (raw_client_claim (client, channel, "Extra1"), ==, 100);
  raw_client_send_monitor (client, 1410, "Start", channel, "Extra1");
  return client;
}

static void
say_value (RawClient *client,
           guint8     value)
{
  guint8 unit[UNIT_SIZE];

  memset (unit, value, sizeof unit);
  memcpy (unit, unit_header, sizeof unit_header);
  send_sound (client, unit, sizeof unit);
}

/* What is said is heard on the first channel, in its order, then silence, then the tone again; the
 * other channels are in other rooms. */
static void
test_heard (void)
{
  g_autoptr (EncoderServer) server = box_new (2);
  g_autoptr (RawClient) speaker = connect_to (server);
  g_autoptr (RawClient) listener = NULL;
  g_autoptr (RawClient) other = NULL;
  g_autoptr (RawUnit) elsewhere = NULL;
  gboolean is_silent = FALSE, is_tone = FALSE;

  g_assert_cmpint (talk (speaker, 1434, "Claim"), ==, 100);
  g_assert_cmpint (talk (speaker, 1430, "Start"), ==, 100);
  listener = watch (server, 0);
  other = watch (server, 1);
  while (!is_silent) {
    g_autoptr (RawUnit) unit = next_sound (listener);

    is_silent = is_filled_with (unit, 0xd5);
  }

  for (guint8 i = 0; i < 10; i++)
    say_value (speaker, 0x10 + i);
  for (guint8 i = 0; i < 10; ) {
    g_autoptr (RawUnit) unit = next_sound (listener);

    if (is_filled_with (unit, 0xd5))
      continue;
    g_assert_true (is_filled_with (unit, 0x10 + i));
    i++;
  }
  elsewhere = next_sound (other);
  g_assert_false (is_filled_with (elsewhere, elsewhere->bytes->data[8]));

  g_clear_pointer (&speaker, raw_client_free);
  while (!is_tone) {
    g_autoptr (RawUnit) unit = next_sound (listener);

    is_tone = !is_filled_with (unit, unit->bytes->data[8]);
  }
}

static void
test_rights (void)
{
  g_autofree char *dir = g_dir_make_tmp ("encoder-talk-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "users", NULL);
  g_autoptr (EncoderUsers) users = NULL;
  g_autoptr (EncoderServer) server = NULL;
  g_autoptr (RawClient) client = NULL;
  EncoderConfig config;

  g_assert_true (g_file_set_contents (path, "[user admin]\npassword=admin\nlive=all\n", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  users = encoder_users_load (path, NULL);
  box_config (&config, 1);
  config.users = users;
  server = box_start (&config);
  client = connect_to (server);
  g_assert_cmpint (talk (client, 1434, "Claim"), ==, 107);
  g_unlink (path);
  g_rmdir (dir);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/encoder/talk/one-socket", test_one_socket);
  g_test_add_func ("/encoder/talk/states", test_states);
  g_test_add_func ("/encoder/talk/combined", test_combined);
  g_test_add_func ("/encoder/talk/leaves", test_leaves);
  g_test_add_func ("/encoder/talk/two-sockets", test_two_sockets);
  g_test_add_func ("/encoder/talk/bad-units", test_bad_units);
  g_test_add_func ("/encoder/talk/unasked", test_unasked);
  g_test_add_func ("/encoder/talk/deaf", test_deaf);
  g_test_add_func ("/encoder/talk/heard", test_heard);
  g_test_add_func ("/encoder/talk/rights", test_rights);

  return g_test_run ();
}
