/* test-probe-guess.c
 *
 * What is said to a port of which nobody knows what it speaks, and what answers are taken for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "wall-probe-guess.h"

static void
test_answers (void)
{
  static const struct {
    const char *data;
    gsize       size;
    guint16     port;
    const char *scheme;
    gboolean    is_foreign;
  } answers[] = {
    { "RTSP/1.0 400 Bad Request\r\n", 26, 4000, "rtsp", FALSE },
    { "HTTP/1.1 400 Bad Request\r\n", 26, 4000, "http", FALSE },
    { "http/1.0 200\r\n", 14, 4000, "http", FALSE },
    { "\xff\x01\x00\x00", 4, 4000, "dvrip", FALSE },
    { "\xff\x00\x00\x00", 4, 80, "dvrip", FALSE },
    { "\x15\x03\x01\x00\x02\x02\x0a", 7, 4000, "https", FALSE },
    { "\x15\x03\x03\x00\x02\x02\x28", 7, 322, "rtsps", FALSE },
    { "R", 1, 4000, NULL, FALSE },
    { "RTSP", 4, 4000, NULL, FALSE },
    { "\xff", 1, 4000, NULL, FALSE },
    { "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n", 40, 4000, NULL, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    gboolean is_foreign = -1;
    const char *scheme =
      wall_probe_guess_answer ((const guint8 *) answers[i].data, answers[i].size, answers[i].port,
                               &is_foreign);

    g_assert_cmpstr (scheme, ==, answers[i].scheme);
    g_assert_cmpint (is_foreign, ==, answers[i].is_foreign);
  }
}

/* Whatever comes, there is an end of it. */
static void
test_bounded (void)
{
  g_autofree guint8 *data = g_malloc (WALL_PROBE_GUESS_ENOUGH);
  gboolean is_foreign;

  for (guint byte = 0; byte < 256; byte++) {
    memset (data, (int) byte, WALL_PROBE_GUESS_ENOUGH);
    g_assert_true (wall_probe_guess_answer (data, WALL_PROBE_GUESS_ENOUGH, 4000, &is_foreign) ||
                   is_foreign);
  }
}

static void
test_questions (void)
{
  WallProbeQuestion questions[WALL_PROBE_MAX_QUESTIONS];

  g_assert_cmpuint (wall_probe_guess_questions (34567, questions), ==, 1);
  g_assert_cmpint (questions[0], ==, WALL_PROBE_ASK_DVRIP);
  g_assert_cmpuint (wall_probe_guess_questions (554, questions), ==, 1);
  g_assert_cmpint (questions[0], ==, WALL_PROBE_ASK_OPTIONS);
  g_assert_cmpuint (wall_probe_guess_questions (4000, questions), ==, 2);
  g_assert_cmpuint (wall_probe_guess_questions (443, questions), ==, 0);
}

/* A packet as the protocol has it: the length is that of the text, and the id a keepalive's. */
static void
test_first_question_is_a_packet (void)
{
  g_autoptr (GBytes) bytes = wall_probe_guess_write (WALL_PROBE_ASK_DVRIP);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  g_assert_cmpuint (size, >, 20);
  g_assert_cmphex (data[0], ==, 0xff);
  g_assert_cmpuint (data[14] | data[15] << 8, ==, 1006);
  g_assert_cmpuint (data[16] | data[17] << 8, ==, size - 20);
  g_assert_nonnull (strstr ((const char *) data + 20, "\r\n\r\n"));
}

static void
test_manners (void)
{
  const WallProbeQuestion both[] = { WALL_PROBE_ASK_DVRIP, WALL_PROBE_ASK_OPTIONS };
  const WallProbeManner silent[] = { WALL_PROBE_SILENT, WALL_PROBE_CLOSED };
  const WallProbeManner closed[] = { WALL_PROBE_CLOSED, WALL_PROBE_SILENT };

  g_assert_cmpstr (wall_probe_guess_manner (4000, both, silent, 2), ==, "dvrip");
  g_assert_null (wall_probe_guess_manner (4000, both, closed, 2));
  g_assert_cmpstr (wall_probe_guess_manner (34567, both, closed, 1), ==, "dvrip");
  g_assert_null (wall_probe_guess_manner (80, both + 1, silent, 1));
  g_assert_cmpstr (wall_probe_guess_manner (443, NULL, NULL, 0), ==, "https");
  g_assert_cmpstr (wall_probe_guess_manner (322, NULL, NULL, 0), ==, "rtsps");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream/probe-guess/answers", test_answers);
  g_test_add_func ("/stream/probe-guess/bounded", test_bounded);
  g_test_add_func ("/stream/probe-guess/questions", test_questions);
  g_test_add_func ("/stream/probe-guess/first-question-is-a-packet",
                   test_first_question_is_a_packet);
  g_test_add_func ("/stream/probe-guess/manners", test_manners);

  return g_test_run ();
}
