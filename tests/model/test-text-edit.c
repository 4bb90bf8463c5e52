/* test-text-edit.c
 *
 * A key is added where a person would look for it, changed where it stands, a group comes and goes,
 * and every other byte stays.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-text-edit.h"

static void
assert_edited (const char *text,
               const char *group,
               const char *wanted)
{
  g_autoptr (GString) edited = g_string_new (text);
  gboolean is_there = wall_text_edit_set (edited, group, "certificate", "PIN");

  g_assert_true (is_there == (wanted != NULL));
  g_assert_cmpstr (edited->str, ==, wanted ? wanted : text);
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

static void
assert_set (const char *text,
            const char *value,
            const char *wanted)
{
  g_autoptr (GString) edited = g_string_new (text);

  g_assert_true (wall_text_edit_set (edited, "c", "name", value));
  g_assert_cmpstr (edited->str, ==, wanted);
}

static void
test_key_is_changed_where_it_stands (void)
{
  assert_set ("[c]\n# the gate\n name = Gate \nplace=1\n", "Yard",
              "[c]\n# the gate\n name = Yard\nplace=1\n");
  assert_set ("[c]\r\nname=Gate\r\nplace=1\r\n", "Yard", "[c]\r\nname=Yard\r\nplace=1\r\n");
  assert_set ("[c]\nname=", "Yard", "[c]\nname=Yard");
  assert_set ("[c]\nname=a\nnames=b\nname=c\n[d]\nname=d\n", "x",
              "[c]\nname=a\nnames=b\nname=x\n[d]\nname=d\n");
}

static void
test_key_goes (void)
{
  assert_set ("[c]\nname=Gate\nplace=1\n", NULL, "[c]\nplace=1\n");
  assert_set ("[c]\nplace=1\nname=Gate", NULL, "[c]\nplace=1\n");
  assert_set ("[c]\nname=a\n#name=b\nname=c\n[d]\nname=d\n", NULL, "[c]\n#name=b\n[d]\nname=d\n");
  assert_set ("[c]\nnames=Gate\n", NULL, "[c]\nnames=Gate\n");
}

static void
assert_removed (const char *text,
                const char *wanted)
{
  g_autoptr (GString) edited = g_string_new (text);

  g_assert_true (wall_text_edit_remove_group (edited, "c"));
  g_assert_cmpstr (edited->str, ==, wanted);
  g_assert_false (wall_text_edit_remove_group (edited, "c"));
  g_assert_cmpstr (edited->str, ==, wanted);
}

static void
test_group_goes (void)
{
  assert_removed ("[a]\nk=1\n\n[c]\nk=2\n\n[d]\nk=3\n", "[a]\nk=1\n\n[d]\nk=3\n");
  assert_removed ("[a]\nk=1\n[c]\nk=2\n[d]\nk=3\n", "[a]\nk=1\n[d]\nk=3\n");
  assert_removed ("[a]\nk=1\n\n[c]\nk=2\n", "[a]\nk=1\n");
  assert_removed ("[a]\r\nk=1\r\n\r\n[c]\r\nk=2", "[a]\r\nk=1\r\n");
  assert_removed ("[a]\nk=1\n# of c\n[c]\nk=2\n# of d\n[d]\n", "[a]\nk=1\n# of c\n# of d\n[d]\n");
  assert_removed ("[c]\nk=2\n", "");
}

static void
assert_added (const char *text,
              const char *wanted)
{
  g_autoptr (GString) edited = g_string_new (text);

  wall_text_edit_add_group (edited, "c");
  g_assert_true (wall_text_edit_set (edited, "c", "k", "2"));
  g_assert_cmpstr (edited->str, ==, wanted);
}

static void
test_group_comes (void)
{
  assert_added ("", "[c]\nk=2\n");
  assert_added ("\xef\xbb\xbf", "\xef\xbb\xbf[c]\nk=2\n");
  assert_added ("[a]\nk=1", "[a]\nk=1\n\n[c]\nk=2\n");
  assert_added ("[a]\r\nk=1\r\n", "[a]\r\nk=1\r\n\r\n[c]\r\nk=2\r\n");
  assert_added ("[a]\nk=1\n\n", "[a]\nk=1\n\n[c]\nk=2\n");
}

/* Taken out and put back: the same file. */
static void
test_group_comes_back (void)
{
  static const char *const texts[] = {
    "[a]\nk=1\n\n[c]\n# why\nk=2\n\n[d]\nk=3\n",
    "[a]\nk=1\n\n[c]\nk=2\n",
    "[a]\r\nk=1\r\n\r\n[c]\r\nk=2\r\n\r\n# of d\r\n[d]\r\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GString) text = g_string_new (texts[i]);
    g_autofree char *block = wall_text_edit_dup_group (text, "c");

    g_assert_nonnull (block);
    g_assert_true (wall_text_edit_remove_group (text, "c"));
    g_assert_null (wall_text_edit_dup_group (text, "c"));
    wall_text_edit_insert (text, block, "a");
    g_assert_cmpstr (text->str, ==, texts[i]);
  }
}

static void
test_group_is_put_at_the_end (void)
{
  g_autoptr (GString) text = g_string_new ("[a]\nk=1\n[d]\n");

  wall_text_edit_insert (text, "[c]\nk=2\n", "gone");
  g_assert_cmpstr (text->str, ==, "[a]\nk=1\n[d]\n\n[c]\nk=2\n");
  wall_text_edit_insert (text, "[b]", "a");
  g_assert_cmpstr (text->str, ==, "[a]\nk=1\n\n[b]\n\n[d]\n\n[c]\nk=2\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/text-edit/in-its-group", test_in_its_group);
  g_test_add_func ("/model/text-edit/ends-of-lines", test_ends_of_lines);
  g_test_add_func ("/model/text-edit/group-is-found-by-its-whole-name",
                   test_group_is_found_by_its_whole_name);
  g_test_add_func ("/model/text-edit/key-is-changed-where-it-stands",
                   test_key_is_changed_where_it_stands);
  g_test_add_func ("/model/text-edit/key-goes", test_key_goes);
  g_test_add_func ("/model/text-edit/group-goes", test_group_goes);
  g_test_add_func ("/model/text-edit/group-comes", test_group_comes);
  g_test_add_func ("/model/text-edit/group-comes-back", test_group_comes_back);
  g_test_add_func ("/model/text-edit/group-is-put-at-the-end", test_group_is_put_at_the_end);
  return g_test_run ();
}
