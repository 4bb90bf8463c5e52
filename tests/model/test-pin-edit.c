/* test-pin-edit.c
 *
 * One line is added, where a person would look for it, and every other byte stays.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-pin-edit.h"

static void
assert_edited (const char *text,
               const char *group,
               const char *wanted)
{
  g_autoptr (GString) before = g_string_new (text);
  g_autoptr (GString) after = wall_pin_edit (before, group, "PIN");

  g_assert_cmpstr (before->str, ==, text);
  if (wanted == NULL) {
    g_assert_null (after);
    return;
  }

  g_assert_nonnull (after);
  g_assert_cmpstr (after->str, ==, wanted);
}

static void
test_in_its_group (void)
{
  assert_edited ("# mine\n[camera a]\nuri = x\n# why\n\n[camera b]\nuri=y\n", "camera a",
                 "# mine\n[camera a]\nuri = x\ncertificate=PIN\n# why\n\n[camera b]\nuri=y\n");
  assert_edited ("[camera a]\nuri=x\n\n[camera b]\nuri=y\nnew key=1\n\n\n", "camera b",
                 "[camera a]\nuri=x\n\n[camera b]\nuri=y\nnew key=1\ncertificate=PIN\n\n\n");
  assert_edited (" [camera a] \n\turi=x\n#[camera a]\n", "camera a",
                 " [camera a] \n\turi=x\ncertificate=PIN\n#[camera a]\n");
}

static void
test_ends_of_lines (void)
{
  assert_edited ("[d]\r\nuri=x\r\n\r\n[e]\r\n", "d",
                 "[d]\r\nuri=x\r\ncertificate=PIN\r\n\r\n[e]\r\n");
  assert_edited ("[d]\nuri=x", "d", "[d]\nuri=x\ncertificate=PIN\n");
  assert_edited ("[d]\r\nuri=x", "d", "[d]\r\nuri=x\r\ncertificate=PIN\r\n");
  assert_edited ("[d]", "d", "[d]\ncertificate=PIN\n");
  assert_edited ("\xef\xbb\xbf[d]\nuri=x\n", "d", "\xef\xbb\xbf[d]\nuri=x\ncertificate=PIN\n");
}

static void
test_group_is_found_by_its_whole_name (void)
{
  assert_edited ("[camera ab]\n[camera a]\n", "camera a",
                 "[camera ab]\n[camera a]\ncertificate=PIN\n");
  assert_edited ("[camera ab]\n#[camera a]\nx=[camera a]\n", "camera a", NULL);
  assert_edited ("", "camera a", NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/pin-edit/in-its-group", test_in_its_group);
  g_test_add_func ("/model/pin-edit/ends-of-lines", test_ends_of_lines);
  g_test_add_func ("/model/pin-edit/group-is-found-by-its-whole-name",
                   test_group_is_found_by_its_whole_name);
  return g_test_run ();
}
