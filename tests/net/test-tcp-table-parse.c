/* test-tcp-table-parse.c
 *
 * What the parsers make of bytes and text, those that no kernel would say among them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "wall-tcp-table.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <netinet/tcp.h>
#include <string.h>

static void
test_unknown_is_not_found (void)
{
  g_autoptr (WallTcpTable) table = wall_tcp_table_new ();
  WallTcpEntry entry = { .rtt_us = 7 };

  g_assert_false (wall_tcp_table_find (table, "127.0.0.1", 1, "127.0.0.1", 2, &entry));
  g_assert_false (wall_tcp_table_find (table, "camera.example", 1, "127.0.0.1", 2, &entry));
  g_assert_false (wall_tcp_table_find (table, NULL, 1, "", 2, &entry));
  g_assert_false (wall_tcp_table_get (table, 0, &entry));
  g_assert_cmpuint (entry.rtt_us, ==, 7);
}

#define HEADING "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt uid\n"
#define LINE_4  "   3: 0100007F:8707 0200007F:C350 08 00000001:0000000A 00:00000000 00000003  0\n"
#define LINE_6  " 114: 000080FE000000000000000001000000:0050 " \
                "0000000000000000FFFF00000100000A:0051 " \
                "01 00000000:00000000 00:00000000 00000000 0\n"

static void
test_proc_text_is_read (void)
{
  g_autoptr (WallTcpTable) table = wall_tcp_table_new ();
  g_autoptr (GError) error = NULL;
  WallTcpEntry entry;

  if (G_BYTE_ORDER != G_LITTLE_ENDIAN) {
    g_test_skip ("The text is of a little-endian kernel");
    return;
  }

  wall_tcp_table_add_proc (table, HEADING LINE_4 LINE_6, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (wall_tcp_table_get_length (table), ==, 2);

  g_assert_true (wall_tcp_table_find (table, "127.0.0.1", 0x8707, "127.0.0.2", 0xc350, &entry));
  g_assert_cmpint (entry.state, ==, WALL_TCP_CLOSE_WAIT);
  g_assert_cmpuint (entry.send_queue, ==, 1);
  g_assert_cmpuint (entry.receive_queue, ==, 10);
  g_assert_cmpuint (entry.retransmits, ==, 3);

  g_assert_true (wall_tcp_table_find (table, "fe80::1%eth0", 80, "10.0.0.1", 81, &entry));
  g_assert_cmpstr (entry.local_address, ==, "fe80::1");
}

/* Cut anywhere, a line is either whole enough or refused; it is never read past its end. */
static void
test_proc_text_is_refused_when_cut (void)
{
  const gsize needed = strlen (LINE_4) - strlen ("0000003  0\n");

  for (gsize size = 1; size < strlen (LINE_4); size++) {
    g_autoptr (WallTcpTable) table = wall_tcp_table_new ();
    g_autoptr (GError) error = NULL;
    g_autofree char *line = g_strndup (LINE_4, size);
    g_autofree char *text = g_strconcat (HEADING, line, NULL);
    gboolean is_whole = size >= needed;

    g_assert_cmpint (wall_tcp_table_add_proc (table, text, &error), ==, is_whole);
    g_assert_cmpuint (wall_tcp_table_get_length (table), ==, is_whole);
    if (!is_whole)
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  }
}

static void
test_proc_text_without_lines_is_empty (void)
{
  const char *texts[] = { "", HEADING, HEADING "\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (WallTcpTable) table = wall_tcp_table_new ();

    g_assert_true (wall_tcp_table_add_proc (table, texts[i], NULL));
    g_assert_cmpuint (wall_tcp_table_get_length (table), ==, 0);
  }
}

/* One connection with its tcp_info, as the kernel lays it out. */
typedef struct {
  struct nlmsghdr      header;
  struct inet_diag_msg message;
  struct rtattr        attribute;
  struct tcp_info      info;
} Datagram;

static Datagram
make_datagram (guint8 state)
{
  Datagram datagram;

  memset (&datagram, 0, sizeof datagram);
  datagram.header.nlmsg_len = sizeof datagram;
  datagram.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  datagram.message.idiag_family = AF_INET;
  datagram.message.idiag_state = state;
  datagram.message.idiag_retrans = 2;
  datagram.message.idiag_rqueue = 11;
  datagram.message.idiag_wqueue = 12;
  datagram.message.id.idiag_sport = htons (1000);
  datagram.message.id.idiag_dport = htons (2000);
  datagram.message.id.idiag_src[0] = htonl (0x0a000001);
  datagram.message.id.idiag_dst[0] = htonl (0x0a000002);
  datagram.attribute.rta_len = sizeof datagram.attribute + sizeof datagram.info;
  datagram.attribute.rta_type = INET_DIAG_INFO;
  datagram.info.tcpi_rtt = 1234;
  datagram.info.tcpi_total_retrans = 5;

  return datagram;
}

static void
test_datagram_is_read (void)
{
  g_autoptr (WallTcpTable) table = wall_tcp_table_new ();
  g_autoptr (GError) error = NULL;
  Datagram datagram = make_datagram (WALL_TCP_SYN_SENT);
  gboolean is_last = TRUE;
  WallTcpEntry entry;

  wall_tcp_table_add_diag (table, (guint8 *) &datagram, sizeof datagram, &is_last, &error);
  g_assert_no_error (error);
  g_assert_false (is_last);
  g_assert_true (wall_tcp_table_find (table, "10.0.0.1", 1000, "10.0.0.2", 2000, &entry));
  g_assert_cmpstr (wall_tcp_state_to_string (entry.state), ==, "SYN_SENT");
  g_assert_cmpuint (entry.rtt_us, ==, 1234);
  g_assert_cmpuint (entry.retransmits, ==, 5);
  g_assert_cmpuint (entry.receive_queue, ==, 11);
  g_assert_cmpuint (entry.send_queue, ==, 12);
}

/* What waits out its time, or was never accepted, is listed without a tcp_info. */
static void
test_without_tcp_info_is_unknown (void)
{
  const WallTcpState states[] = { WALL_TCP_FIN_WAIT_2, WALL_TCP_TIME_WAIT, WALL_TCP_SYN_RECV };
  const gsize size = G_STRUCT_OFFSET (Datagram, attribute);

  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    g_autoptr (WallTcpTable) table = wall_tcp_table_new ();
    Datagram datagram = make_datagram ((guint8) states[i]);
    gboolean is_last;
    WallTcpEntry entry;

    datagram.header.nlmsg_len = (guint32) size;
    g_assert_true (wall_tcp_table_add_diag (table, (guint8 *) &datagram, size, &is_last, NULL));
    g_assert_true (wall_tcp_table_get (table, 0, &entry));
    g_assert_cmpint (entry.state, ==, states[i]);
    g_assert_cmpuint (entry.rtt_us, ==, 0);
    g_assert_cmpuint (entry.retransmits, ==, 2);
  }
}

static void
test_later_row_wins (void)
{
  g_autoptr (WallTcpTable) table = wall_tcp_table_new ();
  Datagram datagrams[] = {
    make_datagram (WALL_TCP_FIN_WAIT_2),
    make_datagram (WALL_TCP_TIME_WAIT),
  };
  gboolean is_last;
  WallTcpEntry entry;

  g_assert_true (wall_tcp_table_add_diag (table, (guint8 *) datagrams, sizeof datagrams, &is_last,
                                          NULL));
  g_assert_cmpuint (wall_tcp_table_get_length (table), ==, 1);
  g_assert_true (wall_tcp_table_get (table, 0, &entry));
  g_assert_cmpint (entry.state, ==, WALL_TCP_TIME_WAIT);
}

static void
test_end_is_told (void)
{
  g_autoptr (WallTcpTable) table = wall_tcp_table_new ();
  struct nlmsghdr header = { .nlmsg_len = sizeof header, .nlmsg_type = NLMSG_DONE };
  gboolean is_last = FALSE;

  g_assert_true (wall_tcp_table_add_diag (table, (guint8 *) &header, sizeof header, &is_last,
                                          NULL));
  g_assert_true (is_last);
}

static void
test_refusal_is_an_error (void)
{
  g_autoptr (WallTcpTable) table = wall_tcp_table_new ();
  g_autoptr (GError) error = NULL;
  gboolean is_last;
  struct {
    struct nlmsghdr header;
    struct nlmsgerr failure;
  } refusal = {
    .header = { .nlmsg_len = sizeof refusal, .nlmsg_type = NLMSG_ERROR },
    .failure = { .error = -EACCES },
  };

  g_assert_false (wall_tcp_table_add_diag (table, (guint8 *) &refusal, sizeof refusal, &is_last,
                                           &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
}

/* The copy ends where the bytes end, so that the sanitizers see the first byte read beyond. */
static void
test_datagram_is_refused_when_cut (void)
{
  Datagram datagram = make_datagram (WALL_TCP_ESTABLISHED);

  for (gsize size = 1; size < sizeof datagram; size++) {
    g_autoptr (WallTcpTable) table = wall_tcp_table_new ();
    g_autoptr (GError) error = NULL;
    g_autofree guint8 *copy = g_memdup2 (&datagram, size);
    gboolean is_last;

    g_assert_false (wall_tcp_table_add_diag (table, copy, size, &is_last, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    g_assert_cmpuint (wall_tcp_table_get_length (table), ==, 0);
  }
}

static void
test_false_lengths_are_refused (void)
{
  const guint32 lengths[] = { 0, 1, sizeof (struct nlmsghdr) - 1, sizeof (struct nlmsghdr) + 1,
                              sizeof (Datagram) + 1, 0x7fffffff, 0xffffffff };
  const guint16 attribute_lengths[] = { 0, 3, sizeof (struct tcp_info) + 5, 0xffff };
  gboolean is_last;

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autoptr (WallTcpTable) table = wall_tcp_table_new ();
    Datagram datagram = make_datagram (WALL_TCP_ESTABLISHED);

    datagram.header.nlmsg_len = lengths[i];
    g_assert_false (wall_tcp_table_add_diag (table, (guint8 *) &datagram, sizeof datagram,
                                             &is_last, NULL));
  }

  for (guint i = 0; i < G_N_ELEMENTS (attribute_lengths); i++) {
    g_autoptr (WallTcpTable) table = wall_tcp_table_new ();
    Datagram datagram = make_datagram (WALL_TCP_ESTABLISHED);

    datagram.attribute.rta_len = attribute_lengths[i];
    g_assert_false (wall_tcp_table_add_diag (table, (guint8 *) &datagram, sizeof datagram,
                                             &is_last, NULL));
  }
}

static void
test_older_tcp_info_is_read (void)
{
  g_autoptr (WallTcpTable) table = wall_tcp_table_new ();
  Datagram datagram = make_datagram (WALL_TCP_ESTABLISHED);
  gsize short_by = sizeof (struct tcp_info) - G_STRUCT_OFFSET (struct tcp_info, tcpi_rtt) - 4;
  gboolean is_last;
  WallTcpEntry entry;

  datagram.attribute.rta_len -= short_by;
  datagram.header.nlmsg_len -= short_by;
  g_assert_true (wall_tcp_table_add_diag (table, (guint8 *) &datagram, sizeof datagram - short_by,
                                          &is_last, NULL));
  g_assert_true (wall_tcp_table_get (table, 0, &entry));
  g_assert_cmpuint (entry.rtt_us, ==, 1234);
  g_assert_cmpuint (entry.retransmits, ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/tcp-table-parse/finds-nothing-unknown", test_unknown_is_not_found);
  g_test_add_func ("/net/tcp-table-parse/proc/reads-text", test_proc_text_is_read);
  g_test_add_func ("/net/tcp-table-parse/proc/refuses-cut-lines",
                   test_proc_text_is_refused_when_cut);
  g_test_add_func ("/net/tcp-table-parse/proc/empty-text", test_proc_text_without_lines_is_empty);
  g_test_add_func ("/net/tcp-table-parse/diag/reads-datagram", test_datagram_is_read);
  g_test_add_func ("/net/tcp-table-parse/diag/without-tcp-info-is-unknown",
                   test_without_tcp_info_is_unknown);
  g_test_add_func ("/net/tcp-table-parse/later-row-wins", test_later_row_wins);
  g_test_add_func ("/net/tcp-table-parse/diag/tells-the-end", test_end_is_told);
  g_test_add_func ("/net/tcp-table-parse/diag/refusal-is-an-error", test_refusal_is_an_error);
  g_test_add_func ("/net/tcp-table-parse/diag/refuses-cut-datagram",
                   test_datagram_is_refused_when_cut);
  g_test_add_func ("/net/tcp-table-parse/diag/refuses-false-lengths",
                   test_false_lengths_are_refused);
  g_test_add_func ("/net/tcp-table-parse/diag/reads-older-tcp-info", test_older_tcp_info_is_read);

  return g_test_run ();
}
