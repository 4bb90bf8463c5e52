/* test-header.c
 *
 * Packet headers are read and written to the byte, and what cannot be one is refused.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "dvrip-header.h"
#include "wall-reason.h"

/* Headers from captures of the vendor's client, a device that sends whole frames, the bytes that
 * two clients broadcast to find devices, and an empty packet that ends a playback. */
static const struct {
  guint8 data[DVRIP_HEADER_SIZE];
  DvripHeader header;
} vectors[] = {
  { { 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xee, 0x03, 0x35, 0, 0, 0 },
    { 0, { 0, 0 }, 1, 0, 0, 0, DVRIP_ID_KEEPALIVE, 53 } },
  { { 0xff, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xef, 0x03, 0x43, 0, 0, 0 },
    { 1, { 0, 0 }, 1, 0, 0, 0, DVRIP_ID_KEEPALIVE_REPLY, 67 } },
  { { 0xff, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x85, 0x05, 0xb8, 0, 0, 0 },
    { 0, { 0, 0 }, 6, 0, 0, 0, DVRIP_ID_CLAIM, 184 } },
  { { 0xff, 1, 0, 0, 6, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0x86, 0x05, 0x43, 0, 0, 0 },
    { 1, { 0, 0 }, 6, 1, 0, 0, DVRIP_ID_CLAIM_REPLY, 67 } },
  { { 0xff, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x82, 0x05, 0xb8, 0, 0, 0 },
    { 0, { 0, 0 }, 6, 0, 0, 0, DVRIP_ID_MONITOR, 184 } },
  { { 0xff, 1, 0, 0, 6, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0x83, 0x05, 0x43, 0, 0, 0 },
    { 1, { 0, 0 }, 6, 1, 0, 0, DVRIP_ID_MONITOR_REPLY, 67 } },
  { { 0xff, 0, 0, 0, 6, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0x18, 0x04, 0x38, 0, 0, 0 },
    { 0, { 0, 0 }, 6, 4, 0, 0, DVRIP_ID_CHANNEL_TITLE, 56 } },
  { { 0xff, 1, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x84, 0x05, 0x00, 0x20, 0, 0 },
    { 1, { 0, 0 }, 6, 0, 0, 0, DVRIP_ID_MONITOR_DATA, 8192 } },
  { { 0xff, 1, 0, 0, 0x57, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xe9, 0x03, 0x96, 0, 0, 0 },
    { 1, { 0, 0 }, 0x57, 0, 0, 0, DVRIP_ID_LOGIN_REPLY, 150 } },
  { { 0xff, 1, 0, 0, 0xcd, 0xab, 0, 0, 0xfa, 0xde, 0, 0, 0x12, 0x34, 0x56, 0x78, 5, 0, 0, 0 },
    { 1, { 0, 0 }, 0xabcd, 0xdefa, 0x12, 0x34, 0x7856, 5 } },
  { { 0xff, 1, 0, 0, 0x6b, 0, 0, 0, 0x60, 0, 0, 0, 0, 0, 0x84, 0x05, 0x0e, 0x6b, 0, 0 },
    { 1, { 0, 0 }, 0x6b, 0x60, 0, 0, DVRIP_ID_MONITOR_DATA, 27406 } },
  { { 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xfa, 0x05, 0, 0, 0, 0 },
    { 0, { 0, 0 }, 0, 0, 0, 0, 1530, 0 } },
  { { 0xff, 1, 0, 0, 0x4a, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0x8e, 0x05, 0, 0, 0, 0 },
    { 1, { 0, 0 }, 0x4a, 0, 0, 1, DVRIP_ID_PLAYBACK_DATA, 0 } },
  { { 0xff, 1, 1, 0x80, 0xff, 0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0, 0, 0x84, 5, 0, 0, 0, 0 },
    { 1, { 1, 0x80 }, G_MAXUINT32, G_MAXUINT32 - 1, 0, 0, DVRIP_ID_MONITOR_DATA, 0 } },
};

static void
assert_headers_equal (const DvripHeader *a, const DvripHeader *b)
{
  g_assert_cmpuint (a->version, ==, b->version);
  g_assert_cmpmem (a->reserved, 2, b->reserved, 2);
  g_assert_cmphex (a->session_id, ==, b->session_id);
  g_assert_cmphex (a->sequence, ==, b->sequence);
  g_assert_cmpuint (a->total_packets, ==, b->total_packets);
  g_assert_cmpuint (a->current_packet, ==, b->current_packet);
  g_assert_cmpuint (a->id, ==, b->id);
  g_assert_cmpuint (a->length, ==, b->length);
}

static void
test_header_reads_captures (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++) {
    g_autoptr (GError) error = NULL;
    DvripHeader header;

    g_assert_true (dvrip_header_parse (vectors[i].data, &header, &error));
    g_assert_no_error (error);
    assert_headers_equal (&header, &vectors[i].header);
  }
}

static void
test_header_writes_captures (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++) {
    guint8 data[DVRIP_HEADER_SIZE];

    dvrip_header_write (&vectors[i].header, data);
    g_assert_cmpmem (data, sizeof data, vectors[i].data, DVRIP_HEADER_SIZE);
  }
}

static void
assert_refused (const guint8 *data, WallReason reason)
{
  g_autoptr (GError) error = NULL;
  DvripHeader header;

  memset (&header, 0x5a, sizeof header);
  g_assert_false (dvrip_header_parse (data, &header, &error));
  g_assert_error (error, WALL_ERROR, (int) reason);
  g_assert_cmphex (header.session_id, ==, 0x5a5a5a5a);
}

static void
test_header_refuses_bad_start (void)
{
  guint8 data[DVRIP_HEADER_SIZE];

  memcpy (data, vectors[0].data, sizeof data);
  data[0] = 0xfe;
  assert_refused (data, WALL_REASON_NOT_DVRIP);

  memcpy (data, vectors[0].data, sizeof data);
  data[1] = 2;
  assert_refused (data, WALL_REASON_NOT_DVRIP);

  assert_refused ((const guint8 *) "HTTP/1.1 400 Bad Request\r\n", WALL_REASON_NOT_DVRIP);
  assert_refused ((const guint8 *) "\377\375\001\377\375\037\377\375\041login: . . . .",
                  WALL_REASON_NOT_DVRIP);
}

static void
test_header_judges_by_first_bytes (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (dvrip_header_check_start (NULL, 0, NULL));
  g_assert_true (dvrip_header_check_start ((const guint8 *) "\377", 1, NULL));
  g_assert_true (dvrip_header_check_start ((const guint8 *) "\377\001", 2, NULL));
  g_assert_false (dvrip_header_check_start ((const guint8 *) "\377\002", 2, NULL));
  g_assert_false (dvrip_header_check_start ((const guint8 *) "R", 1, &error));
  g_assert_error (error, WALL_ERROR, WALL_REASON_NOT_DVRIP);
}

static void
check_limit (guint16 id, guint32 limit)
{
  DvripHeader header = { .id = id };
  guint8 data[DVRIP_HEADER_SIZE];

  for (int i = -1; i <= 0; i++) {
    header.length = limit + i;
    dvrip_header_write (&header, data);
    g_assert_true (dvrip_header_parse (data, &header, NULL));
    g_assert_cmpuint (header.length, ==, limit + i);
  }

  header.length = limit + 1;
  dvrip_header_write (&header, data);
  assert_refused (data, WALL_REASON_BAD_DATA);

  header.length = G_MAXUINT32;
  dvrip_header_write (&header, data);
  assert_refused (data, WALL_REASON_BAD_DATA);
}

static void
test_header_has_limit_for_each_kind (void)
{
  static const guint16 media[] = { 1412, 1422, 1426, 1432, 1433 };
  static const guint16 control[] = { 0, 1001, 1007, 1411, 1413, 1414, 1504, 1531, G_MAXUINT16 };

  for (gsize i = 0; i < G_N_ELEMENTS (media); i++) {
    g_assert_true (dvrip_header_is_media (media[i]));
    check_limit (media[i], DVRIP_MAX_MEDIA);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (control); i++) {
    g_assert_false (dvrip_header_is_media (control[i]));
    check_limit (control[i], DVRIP_MAX_CONTROL);
  }

  /* Words or a picture. */
  g_assert_false (dvrip_header_is_media (1561));
  check_limit (1561, DVRIP_MAX_MEDIA);
}

static void
test_header_says_number_and_limit (void)
{
  DvripHeader header = { .id = DVRIP_ID_MONITOR_DATA, .length = 0xfffffff0 };
  guint8 data[DVRIP_HEADER_SIZE];
  g_autoptr (GError) error = NULL;

  dvrip_header_write (&header, data);
  g_assert_false (dvrip_header_parse (data, &header, &error));
  g_assert_nonnull (strstr (error->message, "4294967280"));
  g_assert_nonnull (strstr (error->message, "4194304"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dvrip/header/reads-captures", test_header_reads_captures);
  g_test_add_func ("/dvrip/header/writes-captures", test_header_writes_captures);
  g_test_add_func ("/dvrip/header/refuses-bad-start", test_header_refuses_bad_start);
  g_test_add_func ("/dvrip/header/judges-by-first-bytes", test_header_judges_by_first_bytes);
  g_test_add_func ("/dvrip/header/has-limit-for-each-kind", test_header_has_limit_for_each_kind);
  g_test_add_func ("/dvrip/header/says-number-and-limit", test_header_says_number_and_limit);

  return g_test_run ();
}
