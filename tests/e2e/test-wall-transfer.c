/* test-wall-transfer.c
 *
 * A wall goes out of one program and into another: by the command line with and without a running
 * wall, and from the menu. What is refused changes nothing; what was imported can be taken back; no
 * password goes along.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-input.h"

#include <glib/gstdio.h>
#include <string.h>

#define WAIT_SECONDS 30

#define DEVICES                                                                                    \
  "[device a]\nuri=dvrip://127.0.0.1:1\nuser=admin\n"                                              \
  "[camera 1]\ndevice=a\nchannel=1\nnumber=1\nname=Gate\nplace=0\n"
#define OTHER                                                                                      \
  "[device b]\nuri=dvrip://127.0.0.1:2\nuser=admin\n"                                              \
  "[camera 1]\ndevice=b\nchannel=1\nnumber=5\nname=Yard\nplace=0\n"                                \
  "[camera 2]\ndevice=b\nchannel=2\nnumber=6\nname=Lane\nplace=1\n"                                \
  "[settings]\nlayout='2x2'\n"

typedef struct {
  char    *folder;
  char    *devices;
  char    *other;
  char    *out;
  E2eWall *wall;   /* (nullable) */
} Rig;

static char *
put (Rig        *rig,
     const char *name,
     const char *text)
{
  char *path = g_build_filename (rig->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);

  return path;
}

static char *
get (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static void
set_up (Rig          *rig,
        gconstpointer data)
{
  rig->folder = g_dir_make_tmp ("watchwall-transfer-XXXXXX", NULL);
  rig->devices = put (rig, "devices", DEVICES);
  rig->other = put (rig, "other.wall", OTHER);
  rig->out = g_build_filename (rig->folder, "out.wall", NULL);
}

static void
tear_down (Rig          *rig,
           gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (rig->folder, 0, NULL);
  const char *name;

  g_clear_pointer (&rig->wall, e2e_wall_free);
  while ((name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (rig->folder, name, NULL);

    g_unlink (path);
  }
  g_rmdir (rig->folder);
  g_free (rig->folder);
  g_free (rig->devices);
  g_free (rig->other);
  g_free (rig->out);
}

/* What it said, whether it went well or not. */
static char *
run (gboolean           succeeds,
     const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process
    = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE,
                         &error);
  char *said = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &said, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("%s %s: %s", argv[1], argv[2], said);
  g_assert_cmpint (g_subprocess_get_successful (process), ==, succeeds);

  return said;
}

#define RUN(succeeds, ...) run (succeeds, (const char *const[]) { __VA_ARGS__, NULL })
#define WATCHWALL(succeeds, ...) RUN (succeeds, g_getenv ("WATCHWALL"), __VA_ARGS__)

static void
test_file (Rig          *rig,
           gconstpointer data)
{
  g_autofree char *bad = put (rig, "bad", "Dear diary,\n");
  g_autofree char *kept_path = g_strconcat (rig->devices, ".before-import", NULL);
  g_autofree char *told = NULL, *untouched = NULL, *refused = NULL, *still = NULL, *done = NULL,
                  *merged = NULL, *kept = NULL, *replaced_said = NULL, *replaced = NULL;

  told = WATCHWALL (TRUE, "--devices", rig->devices, "--import", rig->other, "--dry-run");
  g_assert_nonnull (strstr (told, "1 device is added, 2 cameras are added."));
  g_assert_nonnull (strstr (told, "\n  + "));
  g_assert_nonnull (strstr (told, "Yard"));
  untouched = get (rig->devices);
  g_assert_cmpstr (untouched, ==, DEVICES);

  refused = WATCHWALL (FALSE, "--devices", rig->devices, "--import", bad, "--replace");
  g_assert_nonnull (strstr (refused, "line 1"));
  still = get (rig->devices);
  g_assert_cmpstr (still, ==, DEVICES);

  done = WATCHWALL (TRUE, "--devices", rig->devices, "--import", rig->other);
  merged = get (rig->devices);
  g_assert_true (g_str_has_prefix (merged, "[device a]\nuri=dvrip://127.0.0.1:1\n"));
  g_assert_nonnull (strstr (merged, "name=Yard"));
  kept = get (kept_path);
  g_assert_cmpstr (kept, ==, DEVICES);

  replaced_said = WATCHWALL (TRUE, "--devices", rig->devices, "--import", rig->other, "--replace");
  replaced = get (rig->devices);
  g_assert_null (strstr (replaced, "Gate"));
  g_assert_null (strstr (replaced, "settings"));
}

static void
test_out_of_file (Rig          *rig,
                  gconstpointer data)
{
  g_autofree char *said = WATCHWALL (TRUE, "--devices", rig->devices, "--export", rig->out);
  g_autofree char *text = get (rig->out);

  g_assert_nonnull (strstr (said, "without passwords"));
  g_assert_nonnull (strstr (text, "uri=dvrip://127.0.0.1:1"));
  g_assert_nonnull (strstr (text, "version=1"));
  g_assert_nonnull (strstr (text, "layout='automatic'"));
}

static guint
count_cameras (E2eWall *wall)
{
  g_autoptr (JsonObject) report = e2e_wall_report (wall);

  return json_array_get_length (json_object_get_array_member (report, "cameras"));
}

static void
wait_for_cameras (E2eWall *wall,
                  guint    n)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  while (count_cameras (wall) != n) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    g_usleep (50 * 1000);
  }
}

static char *
activate (const char *action)
{
  return RUN (TRUE, "gdbus", "call", "--session", "--dest", "org.watchwall.Watchwall",
              "--object-path", "/org/watchwall/Watchwall", "--method", "org.gtk.Actions.Activate",
              action, "[]", "{}");
}

/* The running wall is asked, and takes it back. */
static void
test_running (Rig          *rig,
              gconstpointer data)
{
  g_autofree char *said = NULL, *exported = NULL, *text = NULL, *undone = NULL;

  rig->wall = e2e_wall_new_with_files (DEVICES,
                                       "[login 1]\nhost=127.0.0.1\nport=1\nuser=admin\n"
                                       "password=Kanari.envogel\n");
  said = WATCHWALL (TRUE, "--import", rig->other, "--replace");
  wait_for_cameras (rig->wall, 2);

  exported = WATCHWALL (TRUE, "--export", rig->out);
  text = get (rig->out);
  g_assert_nonnull (strstr (text, "name=Yard"));
  g_assert_nonnull (strstr (text, "layout='2x2'"));
  g_assert_null (strstr (text, "Kanari"));

  undone = activate ("undo-last");
  wait_for_cameras (rig->wall, 1);
  g_free (g_steal_pointer (&exported));
  g_free (g_steal_pointer (&text));
  exported = WATCHWALL (TRUE, "--export", rig->out);
  text = get (rig->out);
  g_assert_nonnull (strstr (text, "name=Gate"));
  g_assert_nonnull (strstr (text, "layout='automatic'"));
}

/* A search that meets a window which is just going away, such as a list of completions, ends with an
 * error of X, and has found nothing out. */
static gboolean
is_closed (gpointer title)
{
  const char *const argv[] = { "xdotool", "search", "--onlyvisible", "--name", title, NULL };
  g_autoptr (GSubprocess) search
    = e2e_spawn (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, NULL);
  g_autofree char *said = NULL;

  g_subprocess_communicate_utf8 (search, NULL, NULL, &said, NULL, NULL);

  return !g_subprocess_get_successful (search) && said && strstr (said, "X Error") == NULL;
}

/* In the field for a path, away from the files that were used last, where newer choosers forget it. Its
 * completions come late, and stay behind what is typed: they are taken away. What is done again is for that window alone: should it just have closed, the next one would take
 * the keys for its own. */
static void
choose_file (const char *title,
             const char *path)
{
  g_autofree char *name = g_strdup_printf ("^%s$", title);
  g_autofree char *quoted = g_shell_quote (path);

  e2e_focus_window (name);
  e2e_repeat (is_closed, name,
              "search --onlyvisible --name '%s' windowactivate "
              "key --window 0 alt+Home ctrl+l ctrl+a "
              "type --window 0 --delay 20 --terminator , %s , sleep 1 "
              "key --window 0 shift+End Delete Return",
              name, quoted);
}

static void
wait_for_text (const char *path,
               const char *word)
{
  gint64 end_us = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;
  gboolean is_there = FALSE;

  while (!is_there) {
    g_autofree char *text = NULL;

    is_there = g_file_get_contents (path, &text, NULL, NULL) && strstr (text, word);
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    g_usleep (50 * 1000);
  }
}

/* As a person does it: the menu's action, the file, what it would do, and a button. */
static void
test_from_menu (Rig          *rig,
                gconstpointer data)
{
  g_autofree char *exporting = NULL, *importing = NULL, *undone = NULL;

  rig->wall = e2e_wall_new_with_files (DEVICES, NULL);
  exporting = activate ("export-wall");
  choose_file ("Export Wall", rig->out);
  wait_for_text (rig->out, "name=Gate");

  importing = activate ("import-wall");
  choose_file ("Import Wall", rig->other);
  e2e_focus_window ("^Import Wall\\?$");
  g_assert_cmpuint (count_cameras (rig->wall), ==, 1);
  e2e_repeat (is_closed, (gpointer) "^Import Wall\\?$",
              "search --onlyvisible --name '^Import Wall\\?$' windowactivate key --window 0 Return");
  wait_for_cameras (rig->wall, 3);

  undone = activate ("undo-last");
  wait_for_cameras (rig->wall, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/e2e/transfer/into-the-file", Rig, NULL, set_up, test_file, tear_down);
  g_test_add ("/e2e/transfer/out-of-the-file", Rig, NULL, set_up, test_out_of_file, tear_down);
  g_test_add ("/e2e/transfer/running-wall", Rig, NULL, set_up, test_running, tear_down);
  g_test_add ("/e2e/transfer/from-the-menu", Rig, NULL, set_up, test_from_menu, tear_down);

  return g_test_run ();
}
