/* test-snapshot.c
 *
 * What the file of a snapshot is called, and where it goes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-snapshot.h"

static void
assert_name (const char *name,
             guint       number,
             gint64      age_us,
             const char *expected)
{
  g_autoptr (GDateTime) taken = g_date_time_new_local (2026, 11, 22, 4, 5, 6.7);
  g_autofree char *file_name = wall_snapshot_dup_file_name (&(WallSnapshotTitle) {
    .name = name, .number = number, .taken = taken, .age_us = age_us,
  });

  g_assert_cmpstr (file_name, ==, expected);
}

static void
test_name (void)
{
  assert_name ("Main gate", 3, -1, "Main gate 2026-11-22 04-05-06");
  assert_name (NULL, 3, -1, "Camera 3 2026-11-22 04-05-06");
  assert_name ("", 0, -1, "Camera 2026-11-22 04-05-06");
  assert_name ("Main gate", 3, 12 * G_USEC_PER_SEC,
               "Main gate 2026-11-22 04-05-06 (not live, 12 s old)");
}

/* Whatever a person calls a camera. */
static void
test_any_name (void)
{
  g_autofree char *long_name = g_strnfill (5000, 'x');
  g_autoptr (GDateTime) taken = g_date_time_new_now_local ();
  g_autofree char *file_name = NULL;

  assert_name ("../../etc/passwd", 1, -1, "_._.._etc_passwd 2026-11-22 04-05-06");
  assert_name ("A\\B: \"C\" <d>|e?*\n", 1, -1, "A_B_ _C_ _d__e___ 2026-11-22 04-05-06");
  assert_name ("大门 Süd", 1, -1, "大门 Süd 2026-11-22 04-05-06");
  assert_name ("..", 1, -1, "_. 2026-11-22 04-05-06");
  assert_name ("  ", 7, -1, "Camera 7 2026-11-22 04-05-06");
  assert_name ("bad\xff", 1, -1, "bad\xef\xbf\xbd 2026-11-22 04-05-06");
  assert_name ("a\xe2\x80\xae" "b", 1, -1, "a_b 2026-11-22 04-05-06");

  file_name = wall_snapshot_dup_file_name (&(WallSnapshotTitle) {
    .name = long_name, .taken = taken, .age_us = -1,
  });
  g_assert_cmpuint (strlen (file_name), <, 200);
}

static void
test_directory (void)
{
  g_autofree char *directory = wall_snapshot_dup_directory ();

  g_assert_true (g_path_is_absolute (directory));
  g_assert_true (g_str_has_suffix (directory, "/Watchwall"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/snapshot/name", test_name);
  g_test_add_func ("/snapshot/any-name", test_any_name);
  g_test_add_func ("/snapshot/directory", test_directory);

  return g_test_run ();
}
