/* test-packet-reader.c
 *
 * Packets come out the same however their bytes were cut, and no claim of a length takes memory.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "dvrip-packet-reader.h"
#include "wall-reason.h"

#define GROWTH (64u << 10)

static void
append_packet (GByteArray *stream, guint16 id, guint32 length, guint8 seed)
{
  DvripHeader header = { .version = seed & 1, .reserved = { seed, 0x80 }, .session_id = 0x57,
                         .sequence = seed, .id = id, .length = length };
  guint8 data[DVRIP_HEADER_SIZE];

  dvrip_header_write (&header, data);
  g_byte_array_append (stream, data, sizeof data);
  for (guint32 i = 0; i < length; i++)
    g_byte_array_append (stream, (guint8[]) { (guint8) (seed + i * 7) }, 1);
}

/* Three kinds of packets, an empty one, and payloads that look like headers. */
static GByteArray *
make_stream (void)
{
  GByteArray *stream = g_byte_array_new ();

  append_packet (stream, DVRIP_ID_LOGIN_REPLY, 150, 0xff);
  append_packet (stream, DVRIP_ID_MONITOR_DATA, 300, 1);
  append_packet (stream, DVRIP_ID_ALARM, 0, 2);
  append_packet (stream, 0x7856, 5, 3);
  append_packet (stream, DVRIP_ID_MONITOR_DATA, 1, 0xff);

  return stream;
}

/* Pops all there is, and writes it down in a form that can be compared. */
static DvripRead
drain (DvripPacketReader *reader, GByteArray *out)
{
  for (;;) {
    g_autoptr (GBytes) payload = NULL;
    DvripHeader header;
    guint8 data[DVRIP_HEADER_SIZE];
    DvripRead read = dvrip_packet_reader_pop (reader, &header, &payload, NULL);

    if (read != DVRIP_READ_READY)
      return read;

    g_assert_cmpuint (g_bytes_get_size (payload), ==, header.length);
    dvrip_header_write (&header, data);
    g_byte_array_append (out, data, sizeof data);
    if (header.length > 0)
      g_byte_array_append (out, g_bytes_get_data (payload, NULL), header.length);
  }
}

static void
test_packet_reader_is_indifferent_to_one_cut (void)
{
  g_autoptr (GByteArray) stream = make_stream ();

  for (guint cut = 0; cut <= stream->len; cut++) {
    g_autoptr (DvripPacketReader) reader = dvrip_packet_reader_new ();
    g_autoptr (GByteArray) out = g_byte_array_new ();

    dvrip_packet_reader_push (reader, stream->data, cut);
    g_assert_cmpint (drain (reader, out), ==, DVRIP_READ_MORE);
    dvrip_packet_reader_push (reader, stream->data + cut, stream->len - cut);
    g_assert_cmpint (drain (reader, out), ==, DVRIP_READ_MORE);
    g_assert_cmpmem (out->data, out->len, stream->data, stream->len);
    g_assert_false (dvrip_packet_reader_is_inside (reader));
  }
}

static void
test_packet_reader_is_indifferent_to_piece_size (void)
{
  g_autoptr (GByteArray) stream = make_stream ();

  for (guint piece = 1; piece <= 64; piece++) {
    g_autoptr (DvripPacketReader) reader = dvrip_packet_reader_new ();
    g_autoptr (GByteArray) out = g_byte_array_new ();

    for (guint at = 0; at < stream->len; at += piece) {
      dvrip_packet_reader_push (reader, stream->data + at, MIN (piece, stream->len - at));
      g_assert_cmpint (drain (reader, out), ==, DVRIP_READ_MORE);
    }
    g_assert_cmpmem (out->data, out->len, stream->data, stream->len);
  }
}

static void
test_packet_reader_takes_pushes_in_a_row (void)
{
  g_autoptr (GByteArray) stream = make_stream ();
  g_autoptr (DvripPacketReader) reader = dvrip_packet_reader_new ();
  g_autoptr (GByteArray) out = g_byte_array_new ();

  for (guint at = 0; at < stream->len; at++)
    dvrip_packet_reader_push (reader, stream->data + at, 1);
  dvrip_packet_reader_push (reader, NULL, 0);

  g_assert_cmpint (drain (reader, out), ==, DVRIP_READ_MORE);
  g_assert_cmpmem (out->data, out->len, stream->data, stream->len);
}

static void
test_packet_reader_knows_inside (void)
{
  g_autoptr (DvripPacketReader) reader = dvrip_packet_reader_new ();
  g_autoptr (GByteArray) out = g_byte_array_new ();

  g_assert_false (dvrip_packet_reader_is_inside (reader));
  dvrip_packet_reader_push (reader, (const guint8 *) "\377", 1);
  g_assert_cmpint (drain (reader, out), ==, DVRIP_READ_MORE);
  g_assert_true (dvrip_packet_reader_is_inside (reader));
}

static void
assert_error (DvripPacketReader *reader, WallReason reason)
{
  for (int i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;
    GBytes *payload = NULL;
    DvripHeader header;

    g_assert_cmpint (dvrip_packet_reader_pop (reader, &header, &payload, &error), ==,
                     DVRIP_READ_ERROR);
    g_assert_error (error, WALL_ERROR, (int) reason);
    g_assert_null (payload);
    g_assert_cmpuint (dvrip_packet_reader_get_allocated (reader), ==, 0);

    dvrip_packet_reader_push (reader, (const guint8 *) "\377\000\000\000", 4);
  }
}

static void
test_packet_reader_refuses_first_byte (void)
{
  for (int byte = 0; byte < 0xff; byte++) {
    g_autoptr (DvripPacketReader) reader = dvrip_packet_reader_new ();

    dvrip_packet_reader_push (reader, (guint8[]) { (guint8) byte }, 1);
    assert_error (reader, WALL_REASON_NOT_DVRIP);
  }
}

static void
test_packet_reader_tells_bad_data_from_other_protocol (void)
{
  g_autoptr (DvripPacketReader) reader = dvrip_packet_reader_new ();
  g_autoptr (GByteArray) stream = make_stream ();
  g_autoptr (GByteArray) out = g_byte_array_new ();

  g_byte_array_append (stream, (const guint8 *) "H", 1);
  dvrip_packet_reader_push (reader, stream->data, stream->len);
  g_assert_cmpint (drain (reader, out), ==, DVRIP_READ_ERROR);
  g_assert_cmpmem (out->data, out->len, stream->data, stream->len - 1);
  assert_error (reader, WALL_REASON_BAD_DATA);
}

static void
push_claim (DvripPacketReader *reader, guint16 id, guint32 length)
{
  DvripHeader header = { .version = 1, .id = id, .length = length };
  guint8 data[DVRIP_HEADER_SIZE];

  dvrip_header_write (&header, data);
  dvrip_packet_reader_push (reader, data, sizeof data);
}

static void
test_packet_reader_refuses_claims_beyond_limit (void)
{
  static const struct { guint16 id; guint32 length; } claims[] = {
    { DVRIP_ID_LOGIN_REPLY, DVRIP_MAX_CONTROL + 1 },
    { DVRIP_ID_LOGIN_REPLY, DVRIP_MAX_MEDIA },
    { DVRIP_ID_MONITOR_DATA, DVRIP_MAX_MEDIA + 1 },
    { DVRIP_ID_MONITOR_DATA, 0x7fffffff },
    { DVRIP_ID_MONITOR_DATA, 0xffffffff },
    { DVRIP_ID_MONITOR_DATA, 0xffffffec }, /* 20 more are 0 in 32 bits */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (claims); i++) {
    g_autoptr (DvripPacketReader) reader = dvrip_packet_reader_new ();

    push_claim (reader, claims[i].id, claims[i].length);
    assert_error (reader, WALL_REASON_BAD_DATA);
  }
}

/* The packet as large as may be, or a byte less, in pieces as a socket gives them. */
static void
check_large (guint16 id, guint32 length)
{
  g_autoptr (DvripPacketReader) reader = dvrip_packet_reader_new ();
  g_autofree guint8 *piece = g_malloc0 (GROWTH);
  g_autoptr (GBytes) payload = NULL;
  DvripHeader header;

  push_claim (reader, id, length);
  for (guint32 left = length; left > 0;) {
    guint32 n = MIN (left, GROWTH - 1);
    gsize received = DVRIP_HEADER_SIZE + length - left;

    g_assert_cmpint (dvrip_packet_reader_pop (reader, &header, &payload, NULL), ==,
                     DVRIP_READ_MORE);
    g_assert_cmpuint (dvrip_packet_reader_get_allocated (reader), <=, received + GROWTH);
    dvrip_packet_reader_push (reader, piece, n);
    left -= n;
  }

  g_assert_cmpint (dvrip_packet_reader_pop (reader, &header, &payload, NULL), ==, DVRIP_READ_READY);
  g_assert_cmpuint (g_bytes_get_size (payload), ==, length);
  g_assert_cmpuint (dvrip_packet_reader_get_allocated (reader), <=, GROWTH);
}

static void
test_packet_reader_takes_packets_up_to_limit (void)
{
  check_large (DVRIP_ID_LOGIN_REPLY, DVRIP_MAX_CONTROL - 1);
  check_large (DVRIP_ID_LOGIN_REPLY, DVRIP_MAX_CONTROL);
  check_large (DVRIP_ID_MONITOR_DATA, DVRIP_MAX_MEDIA - 1);
  check_large (DVRIP_ID_MONITOR_DATA, DVRIP_MAX_MEDIA);
}

static void
test_packet_reader_takes_no_memory_for_claims (void)
{
  g_autoptr (DvripPacketReader) reader = dvrip_packet_reader_new ();
  g_autoptr (GByteArray) out = g_byte_array_new ();

  push_claim (reader, DVRIP_ID_MONITOR_DATA, DVRIP_MAX_MEDIA);
  dvrip_packet_reader_push (reader, (const guint8 *) "x", 1);
  g_assert_cmpint (drain (reader, out), ==, DVRIP_READ_MORE);
  g_assert_cmpuint (dvrip_packet_reader_get_allocated (reader), <=, DVRIP_HEADER_SIZE + 1 + GROWTH);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dvrip/packet-reader/is-indifferent-to-one-cut",
                   test_packet_reader_is_indifferent_to_one_cut);
  g_test_add_func ("/dvrip/packet-reader/is-indifferent-to-piece-size",
                   test_packet_reader_is_indifferent_to_piece_size);
  g_test_add_func ("/dvrip/packet-reader/takes-pushes-in-a-row",
                   test_packet_reader_takes_pushes_in_a_row);
  g_test_add_func ("/dvrip/packet-reader/knows-inside", test_packet_reader_knows_inside);
  g_test_add_func ("/dvrip/packet-reader/refuses-first-byte",
                   test_packet_reader_refuses_first_byte);
  g_test_add_func ("/dvrip/packet-reader/tells-bad-data-from-other-protocol",
                   test_packet_reader_tells_bad_data_from_other_protocol);
  g_test_add_func ("/dvrip/packet-reader/refuses-claims-beyond-limit",
                   test_packet_reader_refuses_claims_beyond_limit);
  g_test_add_func ("/dvrip/packet-reader/takes-packets-up-to-limit",
                   test_packet_reader_takes_packets_up_to_limit);
  g_test_add_func ("/dvrip/packet-reader/takes-no-memory-for-claims",
                   test_packet_reader_takes_no_memory_for_claims);

  return g_test_run ();
}
