/* test-fault-media.c
 *
 * Each fault of a stream as it stands on the wire.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "box.h"
#include "wire.h"

#define FOURTH 3

/* Pictures that are the same in each round. */
static EncoderServer *
start (void)
{
  EncoderConfig config;

  box_config (&config, 1);
  config.no_timestamps = TRUE;
  return box_start (&config);
}

static void
set_fault (EncoderServer *server,
           const char    *text)
{
  g_autoptr (GError) error = NULL;
  EncoderFaultSpec spec;

  encoder_fault_spec_parse (text, 1, &spec, &error);
  g_assert_no_error (error);
  encoder_server_apply_fault (server, &spec);
}

static WireStream *
watch (const char *fault,
       const char *type,
       guint       n_packets)
{
  g_autoptr (EncoderServer) server = start ();
  g_autoptr (RawClient) client = NULL;

  set_fault (server, fault);
  client = wire_sign_in (server, NULL);
  wire_start (client, type);
  return wire_read_stream (client, n_packets);
}

static gboolean
is_video (const WireUnit *unit)
{
  return unit->kind == 0xfc || unit->kind == 0xfd;
}

/* Sound, which has a pace of its own, beside pictures: of 20 + 20, so many are pictures. */
static guint
count_pictures (const char *fault)
{
  g_autoptr (WireStream) stream = watch (fault, "Main", 40);
  g_autoptr (GArray) units = wire_split (stream);
  guint n_pictures = 0;

  for (guint i = 0; i < units->len; i++)
    n_pictures += is_video (&g_array_index (units, WireUnit, i));

  return n_pictures;
}

static void
test_slow (void)
{
  g_assert_cmpuint (count_pictures ("none"), >=, 15);
  g_assert_cmpuint (count_pictures ("slow=0.5"), ==, 1);
}

/* What comes is of the loop, in its order; something between is not there. */
static void
test_drop (void)
{
  g_autoptr (WireStream) all = watch ("none", "Main", 70);
  g_autoptr (WireStream) some = watch ("drop=50", "Main", 40);
  g_autoptr (GArray) all_units = wire_split (all), some_units = wire_split (some);
  guint at = 0, n_missing = 0, n_found = 0;

  for (guint i = 0; i < some_units->len && n_found < 12; i++) {
    const WireUnit *unit = &g_array_index (some_units, WireUnit, i);

    if (unit->kind != 0xfd)
      continue;
    for (; ; at++) {
      const WireUnit *other = &g_array_index (all_units, WireUnit, at);

      g_assert_cmpuint (at, <, all_units->len);
      if (other->size == unit->size && memcmp (other->data, unit->data, unit->size) == 0)
        break;
      n_missing += other->kind == 0xfd;
    }
    at++;
    n_found++;
  }
  g_assert_cmpuint (n_found, ==, 12);
  g_assert_cmpuint (n_missing, >=, 3);
}

/* Their numbers are missing. */
static void
test_lose (void)
{
  g_autoptr (WireStream) stream = watch ("lose=30", "Main", 60);
  const WirePacket *last = stream->packets->pdata[stream->packets->len - 1];

  g_assert_cmpuint (last->sequence, >, 65);
  g_assert_cmpuint (last->sequence, <, 200);
}

static GByteArray *
join_pictures (const char *fault,
               guint       n_pictures)
{
  g_autoptr (WireStream) stream = watch (fault, "Main", 10);
  g_autoptr (GArray) units = wire_split (stream);
  GByteArray *bytes = g_byte_array_new ();

  for (guint i = 0; i < units->len && n_pictures > 0; i++) {
    const WireUnit *unit = &g_array_index (units, WireUnit, i);

    if (!is_video (unit))
      continue;
    g_byte_array_append (bytes, unit->data + unit->header_size,
                         (guint) (unit->size - unit->header_size));
    n_pictures--;
  }

  return bytes;
}

/* The same pictures, and how many bits of them differ. */
static guint
count_changes (const char *fault)
{
  g_autoptr (GByteArray) good = join_pictures ("none", 4);
  g_autoptr (GByteArray) bad = join_pictures (fault, 4);
  guint n_changes = 0;

  g_assert_cmpuint (good->len, >, 500);
  g_assert_cmpuint (bad->len, ==, good->len);
  for (guint i = 0; i < good->len; i++)
    n_changes += (guint) __builtin_popcount (good->data[i] ^ bad->data[i]);

  return n_changes;
}

static void
test_damage (void)
{
  g_autoptr (GByteArray) good = join_pictures ("none", 4);

  g_assert_cmpuint (count_changes ("none"), ==, 0);
  g_assert_cmpuint (count_changes ("garbage=100"), >, good->len * 3);
  g_assert_cmpuint (count_changes ("flip=100"), >, 10);
  g_assert_cmpuint (count_changes ("flip=100"), <=, 4 * 12);
  g_assert_cmpuint (count_changes ("flip-sps"), >, 1);
  g_assert_cmpuint (count_changes ("flip-sps"), <=, 12);
}

/* The parameter set is another one, of the size that H.264 writes as ue(1023) twice; the unit's
 * length is that of what follows. */
static void
test_huge_sps (void)
{
  static const guint8 sps[] = { 0, 0, 0, 1, 0x67, 66, 0xc0, 62 };
  g_autoptr (WireStream) stream = watch ("huge-sps", "Main", 10);
  g_autoptr (GArray) units = wire_split (stream);

  g_assert_cmpuint (units->len, >, 3);
  g_assert_cmpmem (stream->bytes->data + 16, sizeof sps, sps, sizeof sps);
}

static void
check_packet_length (const char *fault,
                     guint32     length)
{
  g_autoptr (WireStream) stream = watch (fault, "Main", 12);
  gboolean is_found = FALSE;

  for (guint i = FOURTH; i < stream->packets->len; i++)
    is_found |= ((WirePacket *) stream->packets->pdata[i])->length == length;
  g_assert_true (is_found);
}

static void
test_packet_length (void)
{
  check_packet_length ("packet-length", G_MAXUINT32);
  check_packet_length ("packet-length=0x7FFFFFFF", 0x7fffffff);
  check_packet_length ("packet-length=0", 0);
  check_packet_length ("packet-length=1", 1);
  check_packet_length ("starve", 4 << 20);
}

/* Three pictures are good, the fourth is not; what its header says, is the last that can be read. */
static void
check_unit_length (const char *fault,
                   guint32     length,
                   gboolean    is_over)
{
  g_autoptr (EncoderServer) server = start ();
  g_autoptr (RawClient) client = NULL;
  g_autoptr (WireStream) stream = NULL;
  g_autoptr (GArray) units = NULL;
  const guint8 *bad;
  gsize at = 0;
  guint n_pictures = 0;

  set_fault (server, fault);
  client = wire_sign_in (server, NULL);
  wire_start (client, "Main");
  stream = wire_read_stream (client, 7);
  units = wire_split (stream);
  for (guint i = 0; i < units->len && n_pictures < FOURTH; i++) {
    const WireUnit *unit = &g_array_index (units, WireUnit, i);

    n_pictures += is_video (unit);
    at += unit->size;
  }
  /* Sound may come before it. */
  while (at < stream->bytes->len && stream->bytes->data[at + 3] == 0xfa)
    at += 328;
  bad = stream->bytes->data + at;
  g_assert_cmphex (bad[3], ==, 0xfd);
  g_assert_cmpuint (bad[4] | bad[5] << 8 | bad[6] << 16 | (guint32) bad[7] << 24, ==, length);
  if (is_over)
    g_assert_true (raw_client_is_quiet (client, 300));
}

static void
test_unit_length (void)
{
  check_unit_length ("unit-length", G_MAXUINT32, FALSE);
  check_unit_length ("unit-length=1", 1, FALSE);
  check_unit_length ("starve-unit", 4 << 20, TRUE);
}

/* Packets of one byte, until the fault is over: then all the rest. */
static void
test_drip (void)
{
  g_autoptr (EncoderServer) server = start ();
  g_autoptr (RawClient) client = NULL;
  g_autoptr (WireStream) stream = NULL, after = NULL;
  guint n_bytes = 0;

  set_fault (server, "drip=20");
  client = wire_sign_in (server, NULL);
  wire_start (client, "Main");
  stream = wire_read_stream (client, 20);
  for (guint i = 0; i < stream->packets->len; i++)
    n_bytes += ((WirePacket *) stream->packets->pdata[i])->length == 1;
  g_assert_cmpuint (n_bytes, >=, 10);

  set_fault (server, "none");
  after = wire_read_stream (client, 40);
  g_byte_array_prepend (after->bytes, stream->bytes->data, stream->bytes->len);
  {
    g_autoptr (GArray) units = wire_split (after);
    gsize size = 0;

    for (guint i = 0; i < units->len; i++)
      size += g_array_index (units, WireUnit, i).size;
    g_assert_cmpuint (size, ==, after->bytes->len);
  }
}

static void
check_cut (const char *fault)
{
  g_autoptr (EncoderServer) server = start ();
  g_autoptr (RawClient) client = wire_sign_in (server, NULL);
  g_autoptr (WireStream) before = NULL;

  wire_start (client, "Main");
  before = wire_read_stream (client, 5);
  set_fault (server, fault);
  for (guint n_packets = 0; ; n_packets++) {
    g_autoptr (WirePacket) packet = wire_read (client);

    if (!packet)
      break;
    g_assert_cmpuint (n_packets, <, 500);
  }
}

/* It ends inside a packet: the last one that was begun never came whole. */
static void
test_cut (void)
{
  check_cut ("cut");
  check_cut ("cut-reset");
}

static void
test_size_change (void)
{
  g_autoptr (WireStream) stream = watch ("size-change=3", "Main", 60);
  g_autoptr (GArray) units = wire_split (stream);
  guint n_main = 0, n_sub = 0;

  for (guint i = 0; i < units->len; i++) {
    const WireUnit *unit = &g_array_index (units, WireUnit, i);

    n_main += unit->kind == 0xfc && unit->data[6] == 160 / 8;
    n_sub += unit->kind == 0xfc && unit->data[6] == 80 / 8;
  }
  g_assert_cmpuint (n_main, >=, 3);
  g_assert_cmpuint (n_sub, >=, 3);
}

static void
test_codec_change (void)
{
  g_autoptr (WireStream) stream = watch ("codec-change=3", "Main", 60);
  g_autoptr (GArray) units = wire_split (stream);
  guint n_h264 = 0, n_h265 = 0;

  for (guint i = 0; i < units->len; i++) {
    const WireUnit *unit = &g_array_index (units, WireUnit, i);

    n_h264 += unit->kind == 0xfc && unit->data[4] == 0x02;
    n_h265 += unit->kind == 0xfc && unit->data[4] == 0x03;
  }
  g_assert_cmpuint (n_h264, >=, 3);
  g_assert_cmpuint (n_h265, >=, 9);
}

/* The day, in bits 17 to 21. */
static guint
get_day (const char *fault)
{
  g_autoptr (WireStream) stream = watch (fault, "Main", 2);
  const guint8 *time = stream->bytes->data + 8;

  return (time[2] >> 1) & 0x1f;
}

static void
test_clock_jump (void)
{
  guint today = get_day ("none");

  g_assert_cmpuint (get_day ("clock-jump"), !=, today);
  g_assert_cmpuint (get_day ("clock-jump=1"), ==, get_day ("none"));
}

static void
test_wrap (void)
{
  g_autoptr (WireStream) stream = watch ("wrap", "Main", 20);
  guint32 sequence = G_MAXUINT32 - 7;

  for (guint i = 0; i < stream->packets->len; i++)
    g_assert_cmpuint (((WirePacket *) stream->packets->pdata[i])->sequence, ==, sequence++);
  g_assert_cmpuint (sequence, ==, 12);
}

/* Several at once, each for its time. */
static void
test_times (void)
{
  g_autoptr (EncoderServer) server = start ();
  gint64 deadline_us = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  EncoderFaultSet faults;

  set_fault (server, "+freeze");
  set_fault (server, "+drop=20@0+0.2");
  set_fault (server, "+slow@0.4");
  encoder_server_get_faults (server, 1, &faults);
  g_assert_true (encoder_fault_set_has (&faults, ENCODER_FAULT_FREEZE));
  g_assert_true (encoder_fault_set_has (&faults, ENCODER_FAULT_DROP));
  g_assert_cmpfloat (faults.values[ENCODER_FAULT_DROP], ==, 20);
  g_assert_false (encoder_fault_set_has (&faults, ENCODER_FAULT_SLOW));

  while (!encoder_fault_set_has (&faults, ENCODER_FAULT_SLOW)) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_usleep (2000);
    encoder_server_get_faults (server, 1, &faults);
  }
  g_assert_true (encoder_fault_set_has (&faults, ENCODER_FAULT_FREEZE));
  g_assert_false (encoder_fault_set_has (&faults, ENCODER_FAULT_DROP));
  set_fault (server, "-freeze");
  g_assert_cmpint (encoder_server_get_fault (server, 1), ==, ENCODER_FAULT_SLOW);
  set_fault (server, "none@0.1");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/encoder/fault-media/slow", test_slow);
  g_test_add_func ("/encoder/fault-media/drop", test_drop);
  g_test_add_func ("/encoder/fault-media/lose", test_lose);
  g_test_add_func ("/encoder/fault-media/damage", test_damage);
  g_test_add_func ("/encoder/fault-media/huge-sps", test_huge_sps);
  g_test_add_func ("/encoder/fault-media/packet-length", test_packet_length);
  g_test_add_func ("/encoder/fault-media/unit-length", test_unit_length);
  g_test_add_func ("/encoder/fault-media/drip", test_drip);
  g_test_add_func ("/encoder/fault-media/cut", test_cut);
  g_test_add_func ("/encoder/fault-media/size-change", test_size_change);
  g_test_add_func ("/encoder/fault-media/codec-change", test_codec_change);
  g_test_add_func ("/encoder/fault-media/clock-jump", test_clock_jump);
  g_test_add_func ("/encoder/fault-media/wrap", test_wrap);
  g_test_add_func ("/encoder/fault-media/times", test_times);
  return g_test_run ();
}
