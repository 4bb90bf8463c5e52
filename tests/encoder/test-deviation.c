/* test-deviation.c
 *
 * Each deviation as it stands on the wire.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "box.h"
#include "wire.h"

#define KEEPALIVE "{ \"Name\" : \"KeepAlive\" }"

static EncoderServer *
start (const char *deviations)
{
  g_autoptr (GError) error = NULL;
  EncoderConfig config;

  box_config (&config, 1);
  encoder_deviations_parse (deviations, &config.deviations, &error);
  g_assert_no_error (error);
  return box_start (&config);
}

static WireStream *
watch (const char *deviations,
       const char *type,
       guint       n_packets)
{
  g_autoptr (EncoderServer) server = start (deviations);
  g_autoptr (RawClient) client = wire_sign_in (server, NULL);

  wire_start (client, type);
  return wire_read_stream (client, n_packets);
}

static void
check_version (gconstpointer data)
{
  g_autoptr (WireStream) stream = watch (data, "Main", 5);
  gboolean deviates = g_str_equal (data, "version-0");

  for (guint i = 0; i < stream->packets->len; i++)
    g_assert_cmpuint (((WirePacket *) stream->packets->pdata[i])->head[1], ==, deviates ? 0 : 1);
}

static void
test_reserved (void)
{
  g_autoptr (WireStream) stream = watch ("reserved", "Main", 5);
  WirePacket *key = stream->packets->pdata[0];
  gboolean has_sound = FALSE;

  g_assert_cmphex (key->head[2], ==, 1);
  for (guint i = 1; i < stream->packets->len; i++)
    has_sound |= ((WirePacket *) stream->packets->pdata[i])->head[3] == 0x80;
  g_assert_true (has_sound);
}

static void
check_answer (const char *deviations,
              guint8      version,
              guint32     first_sequence,
              guint32     second_sequence,
              const char *end,
              gsize       end_size)
{
  g_autoptr (EncoderServer) server = start (deviations);
  g_autoptr (RawClient) client = wire_sign_in (server, NULL);
  g_autoptr (WirePacket) first = wire_ask (client, 1006, KEEPALIVE);
  g_autoptr (WirePacket) second = wire_ask (client, 1006, KEEPALIVE);
  const GByteArray *text = first->payload;

  g_assert_cmpuint (first->head[1], ==, version);
  g_assert_cmpuint (first->sequence, ==, first_sequence);
  g_assert_cmpuint (second->sequence, ==, second_sequence);
  g_assert_cmpmem (text->data + text->len - end_size, end_size, end, end_size);
  g_assert_cmpint (text->data[text->len - end_size - 1], ==, '}');
}

/* Questions have the number 40; the login was the device's answer 0. */
static void
test_answers (void)
{
  check_answer ("none", 1, 40, 40, "\n\0", 2);
  check_answer ("version-0", 0, 40, 40, "\n\0", 2);
  check_answer ("own-sequence", 1, 1, 2, "\n\0", 2);
  check_answer ("sequence-plus-1", 1, 41, 41, "\n\0", 2);
  check_answer ("newline", 1, 40, 40, "\n", 1);
  check_answer ("nul", 1, 40, 40, "\0", 1);
  check_answer ("no-terminator", 1, 40, 40, "", 0);
}

static void
check_login_lacks (const char *deviations,
                   const char *word)
{
  g_autoptr (EncoderServer) server = start (deviations);
  g_autoptr (WirePacket) answer = NULL;
  g_autoptr (RawClient) client = wire_sign_in (server, &answer);
  g_autofree char *text = g_strndup ((char *) answer->payload->data, answer->payload->len);

  g_assert_cmphex (client->session, !=, 0);
  g_assert_null (strstr (text, word));
  g_assert_nonnull (strstr (text, "\"Ret\" : 100"));
}

static void
test_login (void)
{
  check_login_lacks ("no-alive-interval", "AliveInterval");
  check_login_lacks ("short-session", "0x00");
  check_login_lacks ("no-ret", "NoSuchWord");
}

static void
test_no_ret (void)
{
  g_autoptr (EncoderServer) server = start ("no-ret");
  g_autoptr (RawClient) client = wire_sign_in (server, NULL);
  g_autoptr (WirePacket) answer = wire_ask (client, 1006, KEEPALIVE);
  g_autofree char *text = g_strndup ((char *) answer->payload->data, answer->payload->len);

  g_assert_null (strstr (text, "Ret"));
  g_assert_nonnull (strstr (text, "KeepAlive"));
}

static guint
count_start_replies (const char *deviations)
{
  g_autoptr (WireStream) stream = watch (deviations, "Main", 5);

  for (guint i = 0; i < stream->others->len; i++)
    g_assert_cmpuint (((WirePacket *) stream->others->pdata[i])->id, ==, 1411);

  return stream->others->len;
}

static void
test_start_reply (void)
{
  g_assert_cmpuint (count_start_replies ("none"), ==, 0);
  g_assert_cmpuint (count_start_replies ("start-reply"), ==, 1);
}

/* Of two sockets, the one of the login. */
static void
check_two_sockets (const char *deviations,
                   gboolean    has_reply)
{
  g_autoptr (EncoderServer) server = start (deviations);
  g_autoptr (RawClient) control = wire_sign_in (server, NULL);
  g_autoptr (RawClient) media = raw_client_new (encoder_server_get_port (server, 1));
  g_autoptr (WireStream) stream = NULL;

  raw_client_use_session (media, control);
  g_assert_cmpint (raw_client_claim (media, 0, "Main"), ==, 100);
  raw_client_send_monitor (control, 1410, "Start", 0, "Main");
  stream = wire_read_stream (media, 3);
  g_assert_cmpuint (stream->packets->len, ==, 3);
  g_assert_cmpint (raw_client_is_quiet (control, 300), ==, !has_reply);
}

static void
test_no_start_reply (void)
{
  check_two_sockets ("none", TRUE);
  check_two_sockets ("no-start-reply", FALSE);
}

static void
check_claims (const char *deviations,
              const char *type,
              int         ret_on_one,
              int         ret_on_another)
{
  g_autoptr (EncoderServer) server = start (deviations);
  g_autoptr (RawClient) control = wire_sign_in (server, NULL);
  g_autoptr (RawClient) media = raw_client_new (encoder_server_get_port (server, 1));

  raw_client_use_session (media, control);
  g_assert_cmpint (raw_client_claim (control, 0, type), ==, ret_on_one);
  g_assert_cmpint (raw_client_claim (media, 0, type), ==, ret_on_another);
}

static void
test_claims (void)
{
  check_claims ("none", "Main", 100, 100);
  check_claims ("one-socket", "Main", 100, 103);
  check_claims ("two-sockets", "Main", 103, 100);
  check_claims ("extra", "Extra", 100, 100);
  check_claims ("extra", "Extra1", 109, 109);
  check_claims ("extra1", "Extra1", 100, 100);
  check_claims ("extra1", "Extra", 109, 109);
}

static guint
get_longest (const char *deviations,
             guint       n_packets)
{
  g_autoptr (WireStream) stream = watch (deviations, "Main", n_packets);
  guint longest = 0;

  for (guint i = 0; i < stream->packets->len; i++)
    longest = MAX (longest, ((WirePacket *) stream->packets->pdata[i])->length);

  return longest;
}

static void
test_packets (void)
{
  g_autoptr (WireStream) several = watch ("several-units,packets-1400", "Main", 30);
  gboolean has_two_in_one = FALSE;

  g_assert_cmpuint (get_longest ("packets-1400", 20), ==, 1400);
  for (guint i = 0; i < several->packets->len; i++) {
    const WirePacket *packet = several->packets->pdata[i];

    for (guint at = 8; at + 6 <= packet->payload->len; at++)
      has_two_in_one |= memcmp (packet->payload->data + at, "\0\0\1\xfa\x0e\x02", 6) == 0;
  }
  g_assert_true (has_two_in_one);
}

static guint
count_kind (const char *deviations,
            guint8      kind,
            guint       n_packets)
{
  g_autoptr (WireStream) stream = watch (deviations, "Main", n_packets);
  g_autoptr (GArray) units = wire_split (stream);
  guint n_found = 0;

  g_assert_cmpuint (units->len, >, 3);
  for (guint i = 0; i < units->len; i++)
    n_found += g_array_index (units, WireUnit, i).kind == kind;

  return n_found;
}

static void
test_units_between (void)
{
  g_autoptr (WireStream) stream = watch ("service-blocks", "Main", 10);
  g_autoptr (GArray) units = wire_split (stream);
  guint n_blocks = 0;

  g_assert_cmpuint (count_kind ("none", 0xf9, 20), ==, 0);
  g_assert_cmpuint (count_kind ("info-units", 0xf9, 20), >=, 2);
  g_assert_cmpuint (count_kind ("none", 0xfa, 20), >=, 3);
  g_assert_cmpuint (count_kind ("no-audio", 0xfa, 20), ==, 0);
  for (guint i = 0; i < units->len; i++) {
    const WireUnit *unit = &g_array_index (units, WireUnit, i);

    n_blocks += unit->kind == 0xfd && unit->size == 8 + 127 && unit->data[12] == 0x03;
  }
  g_assert_cmpuint (n_blocks, ==, 1);
}

static void
check_key_header (const char *deviations,
                  guint8      codec,
                  guint8      rate,
                  guint8      width,
                  guint8      height)
{
  g_autoptr (WireStream) stream = watch (deviations, "Main", 2);
  const guint8 *head = stream->bytes->data;

  g_assert_cmpmem (head, 4, "\0\0\1\xfc", 4);
  g_assert_cmphex (head[4], ==, codec);
  g_assert_cmphex (head[5], ==, rate);
  g_assert_cmphex (head[6], ==, width);
  g_assert_cmphex (head[7], ==, height);
}

static void
test_key_headers (void)
{
  check_key_header ("none", 0x02, 25, 160 / 8, 96 / 8);
  check_key_header ("4k-bits", 0x52, 25, 0xe0, 0x0e);
  check_key_header ("unknown-codec", 0x0f, 25, 160 / 8, 96 / 8);
  check_key_header ("rate-0", 0x02, 0, 160 / 8, 96 / 8);
  check_key_header ("wrong-rate", 0x02, 1, 160 / 8, 96 / 8);
}

static void
test_starts_inside (void)
{
  g_autoptr (WireStream) stream = watch ("starts-inside", "Main", 3);

  g_assert_cmpint (memcmp (stream->bytes->data, "\0\0\1\xfc", 4), !=, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/encoder/deviation/version-0", "version-0", check_version);
  g_test_add_data_func ("/encoder/deviation/version-1", "none", check_version);
  g_test_add_func ("/encoder/deviation/reserved", test_reserved);
  g_test_add_func ("/encoder/deviation/answers", test_answers);
  g_test_add_func ("/encoder/deviation/login", test_login);
  g_test_add_func ("/encoder/deviation/no-ret", test_no_ret);
  g_test_add_func ("/encoder/deviation/start-reply", test_start_reply);
  g_test_add_func ("/encoder/deviation/no-start-reply", test_no_start_reply);
  g_test_add_func ("/encoder/deviation/claims", test_claims);
  g_test_add_func ("/encoder/deviation/packets", test_packets);
  g_test_add_func ("/encoder/deviation/units-between", test_units_between);
  g_test_add_func ("/encoder/deviation/key-headers", test_key_headers);
  g_test_add_func ("/encoder/deviation/starts-inside", test_starts_inside);
  return g_test_run ();
}
