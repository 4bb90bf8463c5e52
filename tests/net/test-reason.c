/* test-reason.c
 *
 * Promises of wall-reason: every reason has a nick of its own, and every error a reason.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "wall-reason.h"

static void
test_reason_nicks_round_trip (void)
{
  for (guint i = 0; i < WALL_N_REASONS; i++) {
    const char *nick = wall_reason_to_nick ((WallReason) i);
    WallReason reason = WALL_N_REASONS;

    g_assert_nonnull (nick);
    g_assert_true (wall_reason_from_nick (nick, &reason));
    g_assert_cmpint (reason, ==, (int) i);
  }

  g_assert_cmpstr (wall_reason_to_nick (WALL_REASON_TOO_MANY), ==, "too-many-connections");
}

static void
test_reason_unknown_nick_changes_nothing (void)
{
  WallReason reason = WALL_REASON_SILENT;

  g_assert_false (wall_reason_from_nick ("nonsense", &reason));
  g_assert_false (wall_reason_from_nick ("", &reason));
  g_assert_false (wall_reason_from_nick (NULL, &reason));
  g_assert_cmpint (reason, ==, WALL_REASON_SILENT);
}

static void
test_reason_keeps_our_own (void)
{
  for (int i = 1; i < WALL_N_REASONS; i++) {
    g_autoptr (GError) error = g_error_new_literal (WALL_ERROR, i, "ours");

    g_assert_cmpint (wall_reason_from_error (error), ==, i);
  }
}

static void
test_reason_understands_errno (void)
{
  const struct {
    int number;
    WallReason reason;
  } cases[] = {
    { ECONNREFUSED, WALL_REASON_REFUSED }, { EHOSTUNREACH, WALL_REASON_NO_ROUTE },
    { ENETUNREACH, WALL_REASON_NO_ROUTE }, { ETIMEDOUT, WALL_REASON_TIMED_OUT },
    { ECONNRESET, WALL_REASON_RESET },     { EPIPE, WALL_REASON_RESET },
    { EMFILE, WALL_REASON_LOCAL },         { ENFILE, WALL_REASON_LOCAL },
    { ENOMEM, WALL_REASON_LOCAL },         { EPERM, WALL_REASON_LOCAL },
    { ENOBUFS, WALL_REASON_LOCAL },
    /* What newer ones make of it cannot be told from a closed port. */
    { EADDRNOTAVAIL,
      g_io_error_from_errno (EADDRNOTAVAIL) == G_IO_ERROR_CONNECTION_REFUSED ? WALL_REASON_REFUSED
                                                                             : WALL_REASON_LOCAL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    int code = g_io_error_from_errno (cases[i].number);
    g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, code, "theirs");

    g_assert_cmpint (wall_reason_from_error (error), ==, cases[i].reason);
  }
}

static void
test_reason_of_the_rest (void)
{
  g_autoptr (GError) name = g_error_new_literal (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "");
  g_autoptr (GError) cancel = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  g_autoptr (GError) other = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_IO, "");

  g_assert_cmpint (wall_reason_from_error (NULL), ==, WALL_REASON_NONE);
  g_assert_cmpint (wall_reason_from_error (name), ==, WALL_REASON_NAME_NOT_FOUND);
  g_assert_cmpint (wall_reason_from_error (cancel), ==, WALL_REASON_NONE);
  g_assert_cmpint (wall_reason_from_error (other), ==, WALL_REASON_LOCAL);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/reason/nicks-round-trip", test_reason_nicks_round_trip);
  g_test_add_func ("/net/reason/unknown-nick-changes-nothing",
                   test_reason_unknown_nick_changes_nothing);
  g_test_add_func ("/net/reason/keeps-our-own", test_reason_keeps_our_own);
  g_test_add_func ("/net/reason/understands-errno", test_reason_understands_errno);
  g_test_add_func ("/net/reason/of-the-rest", test_reason_of_the_rest);

  return g_test_run ();
}
