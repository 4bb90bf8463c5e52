/* test-text-merge.c
 *
 * Two changed the same file: both changes survive, and the words of a person with them. Where only one
 * of them can, it is mine, or there is no merge at all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-text-merge.h"

#define A "[camera a]\ndevice=r\nplace=0\nnumber=1\nname=A\n"
#define B "\n[camera b]\ndevice=r\nplace=1\nnumber=2\nname=B\n"
#define R "# The yard\n[device r]\nuri=dvrip://h\n\n"

static void
assert_merged (const char        *base,
               const char        *mine,
               const char        *theirs,
               WallTextMergeMode  mode,
               const char        *wanted)
{
  g_autoptr (GString) merged = wall_text_merge (base, mine, theirs, mode);

  if (wanted == NULL) {
    g_assert_null (merged);
    return;
  }

  g_assert_nonnull (merged);
  g_assert_cmpstr (merged->str, ==, wanted);
}

/* The same for who merges the other way round. */
static void
assert_both (const char *base,
             const char *mine,
             const char *theirs,
             const char *wanted)
{
  assert_merged (base, mine, theirs, WALL_TEXT_MERGE_MINE, wanted);
  assert_merged (base, theirs, mine, WALL_TEXT_MERGE_MINE, wanted);
  assert_merged (base, mine, theirs, WALL_TEXT_MERGE_STRICT, wanted);
}

static void
test_one_changed (void)
{
  assert_both (R A, R A, R A "# new\n" B, R A "# new\n" B);
  assert_both (R A, R A B, R A B, R A B);
}

static void
test_different_keys (void)
{
  assert_both (R A, R "[camera a]\ndevice=r\nplace=0\nnumber=1\nname=Gate\n",
               R "[camera a]\ndevice=r\nplace=7\nnumber=1\nname=A\n",
               R "[camera a]\ndevice=r\nplace=7\nnumber=1\nname=Gate\n");
  assert_merged (R A, R "[camera a]\ndevice=r\nplace=0\nnumber=1\n",
                 "# mine\n" R "[camera a]\n# why\ndevice=r\nplace=0\nnumber=1\nname=A\nenabled=false\n",
                 WALL_TEXT_MERGE_STRICT,
                 "# mine\n" R "[camera a]\n# why\ndevice=r\nplace=0\nnumber=1\nenabled=false\n");
}

static void
test_same_key (void)
{
  static const char mine[] = R "[camera a]\ndevice=r\nplace=0\nnumber=1\nname=Mine\n";
  static const char theirs[] = R "[camera a]\ndevice=r\nplace=0\nnumber=1\nname=Theirs\n";

  assert_merged (R A, mine, theirs, WALL_TEXT_MERGE_MINE, mine);
  assert_merged (R A, mine, theirs, WALL_TEXT_MERGE_STRICT, NULL);
}

#define NEW(id, place, number) \
  "\n[camera " id "]\ndevice=r\nplace=" place "\nnumber=" number "\n"

/* Two walls chose the same number and place: mine moves on. */
static void
test_both_added (void)
{
  assert_merged (R A, R A NEW ("m", "1", "2"), R A NEW ("t", "1", "2"), WALL_TEXT_MERGE_MINE,
                 R A NEW ("m", "2", "3") NEW ("t", "1", "2"));
  assert_merged (R A, R A NEW ("m", "1", "2"), R A NEW ("t", "2", "3"), WALL_TEXT_MERGE_STRICT,
                 R A NEW ("m", "1", "2") NEW ("t", "2", "3"));
}

static void
test_same_place (void)
{
  static const char mine[] = R "[camera a]\ndevice=r\nplace=5\nnumber=1\nname=A\n" B;
  static const char theirs[] = R A "\n[camera b]\ndevice=r\nplace=5\nnumber=2\nname=B\n";

  assert_merged (R A B, mine, theirs, WALL_TEXT_MERGE_MINE,
                 R "[camera a]\ndevice=r\nplace=6\nnumber=1\nname=A\n"
                   "\n[camera b]\ndevice=r\nplace=5\nnumber=2\nname=B\n");
  assert_merged (R A B, mine, theirs, WALL_TEXT_MERGE_STRICT, NULL);
}

static void
test_removed (void)
{
  assert_merged (R A B, R A, R A B "# end\n", WALL_TEXT_MERGE_MINE, R A "\n# end\n");
  assert_merged (R A B, R A, R A B "# end\n", WALL_TEXT_MERGE_STRICT, R A "\n# end\n");
  /* One that is gone is not changed any more; to take its change back is not possible. */
  assert_merged (R A B, R A "\n[camera b]\ndevice=r\nplace=1\nnumber=2\nname=Gate\n", R A,
                 WALL_TEXT_MERGE_MINE, R A);
  assert_merged (R A B, R A "\n[camera b]\ndevice=r\nplace=1\nnumber=2\nname=Gate\n", R A,
                 WALL_TEXT_MERGE_STRICT, NULL);
}

/* I removed the last camera of a device, they gave it another one. */
static void
test_device_stays_while_it_is_needed (void)
{
  assert_merged (R A, "# The yard\n", R A NEW ("t", "1", "2"), WALL_TEXT_MERGE_MINE,
                 R "[camera t]\ndevice=r\nplace=1\nnumber=2\n");
}

/* They removed the last camera of a device, I gave it another one. */
static void
test_device_comes_back_when_it_is_needed (void)
{
  assert_merged (R A, R A NEW ("m", "1", "2"), "# The yard\n", WALL_TEXT_MERGE_MINE,
                 "# The yard\n\n[camera m]\ndevice=r\nplace=1\nnumber=2\n\n[device r]\nuri=dvrip://h\n");
}

/* A removal that is taken back after others: the place is somebody else's now. */
static void
test_comes_back_where_there_is_room (void)
{
  assert_merged (R A, R A B, R A NEW ("n", "1", "2"), WALL_TEXT_MERGE_STRICT,
                 R A "\n[camera b]\ndevice=r\nplace=2\nnumber=3\nname=B\n" NEW ("n", "1", "2"));
}

static void
test_what_is_no_file (void)
{
  assert_merged (R A, R A B, "nonsense\n", WALL_TEXT_MERGE_MINE, NULL);
  assert_merged ("", R A, "[watchwall]\nversion=1\n", WALL_TEXT_MERGE_MINE,
                 "[watchwall]\nversion=1\n\n[device r]\nuri=dvrip://h\n\n" A);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/text-merge/one-changed", test_one_changed);
  g_test_add_func ("/model/text-merge/different-keys", test_different_keys);
  g_test_add_func ("/model/text-merge/same-key", test_same_key);
  g_test_add_func ("/model/text-merge/both-added", test_both_added);
  g_test_add_func ("/model/text-merge/same-place", test_same_place);
  g_test_add_func ("/model/text-merge/removed", test_removed);
  g_test_add_func ("/model/text-merge/device-stays-while-it-is-needed",
                   test_device_stays_while_it_is_needed);
  g_test_add_func ("/model/text-merge/device-comes-back-when-it-is-needed",
                   test_device_comes_back_when_it_is_needed);
  g_test_add_func ("/model/text-merge/comes-back-where-there-is-room",
                   test_comes_back_where_there_is_room);
  g_test_add_func ("/model/text-merge/what-is-no-file", test_what_is_no_file);
  return g_test_run ();
}
