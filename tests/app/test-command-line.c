/* test-command-line.c
 *
 * What the program answers before it opens a window. The program's path is the first argument.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

static const char *program;

typedef struct {
  int   status;
  char *output;
  char *errors;
} Answer;

static void
answer_clear (Answer *answer)
{
  g_free (answer->output);
  g_free (answer->errors);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static gboolean
on_deadline (gpointer process)
{
  g_subprocess_force_exit (process);

  return G_SOURCE_REMOVE;
}

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Answer *answer = user_data;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, &answer->output,
                                        &answer->errors, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (G_SUBPROCESS (source)));
  answer->status = g_subprocess_get_exit_status (G_SUBPROCESS (source));
}

/* Runs the program to its end, without a display if @display is %NULL. */
static Answer
ask (const char *display,
     const char *option,
     const char *argument)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  Answer answer = { -1, NULL, NULL };
  guint deadline_id;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                        | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  if (display == NULL)
    g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  process = g_subprocess_launcher_spawn (launcher, &error, program, option, argument, NULL);
  g_assert_no_error (error);

  deadline_id = g_timeout_add_seconds (40, on_deadline, process);
  g_subprocess_communicate_utf8_async (process, NULL, NULL, on_done, &answer);
  while (answer.status < 0)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline_id);

  return answer;
}

static char *
write_file (const char *text,
            int         mode)
{
  g_autoptr (GError) error = NULL;
  char *path = NULL;
  int fd = g_file_open_tmp ("watchwall-XXXXXX.ini", &path, &error);

  g_assert_no_error (error);
  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (path, mode), ==, 0);

  return path;
}

#define assert_says(text, words) g_assert_nonnull (strstr (text, words))

static void
test_version (void)
{
  g_auto (Answer) answer = ask (NULL, "--version", NULL);

  g_assert_cmpint (answer.status, ==, 0);
  g_assert_cmpstr (answer.output, ==, "watchwall " PACKAGE_VERSION "\n");
}

static void
test_report_without_wall (void)
{
  g_auto (Answer) answer = ask (NULL, "--report", NULL);

  g_assert_cmpint (answer.status, ==, 1);
  g_assert_cmpstr (answer.output, ==, "");
  assert_says (answer.errors, "No wall is running");
}

static void
test_no_display (void)
{
  g_auto (Answer) answer = ask (NULL, NULL, NULL);

  g_assert_cmpint (answer.status, ==, 1);
  assert_says (answer.errors, "no display");
}

static void
test_refuses_broken_devices (void)
{
  g_autofree char *path = write_file ("[camera gate]\nuri=nonsense\nnumber=many\n", 0600);
  g_auto (Answer) answer = ask (g_getenv ("DISPLAY"), "--devices", path);

  g_assert_cmpint (answer.status, ==, 1);
  assert_says (answer.errors, path);
  assert_says (answer.errors, "camera gate");
  g_unlink (path);
}

static void
test_refuses_open_credentials (void)
{
  g_autofree char *path = write_file ("[login 1]\nhost=h\nuser=u\npassword=canary\n", 0644);
  g_auto (Answer) answer = ask (g_getenv ("DISPLAY"), "--credentials", path);

  g_assert_cmpint (answer.status, ==, 1);
  assert_says (answer.errors, path);
  g_assert_null (strstr (answer.errors, "canary"));
  g_unlink (path);
}

static void
test_refuses_arguments (void)
{
  g_auto (Answer) answer = ask (g_getenv ("DISPLAY"), "devices.ini", NULL);

  g_assert_cmpint (answer.status, ==, 1);
  assert_says (answer.errors, "devices.ini");
}

/* What follows in the place of a file is not made one. */
static void
test_refuses_option_as_file (void)
{
  g_auto (Answer) import = ask (NULL, "--import", "--foo");
  g_auto (Answer) export = ask (NULL, "--export", "--dry-run");

  g_assert_cmpint (import.status, ==, 1);
  assert_says (import.errors, "--import wants a file");
  assert_says (import.errors, "--foo");
  g_assert_cmpint (export.status, ==, 1);
  assert_says (export.errors, "--export wants a file");
  g_assert_false (g_file_test ("--dry-run", G_FILE_TEST_EXISTS));
}

/* The file that was named is the one that is spoken of. */
static void
test_export_names_its_file (void)
{
  g_autofree char *devices = write_file ("[camera gate]\nuri=http://192.0.2.1/\n", 0600);
  g_auto (Answer) answer = { -1, NULL, NULL };
  g_autofree char *option = g_strconcat ("--devices=", devices, NULL);

  answer = ask (NULL, option, "--export=/no/such/folder/my.wall");
  g_assert_cmpint (answer.status, ==, 1);
  assert_says (answer.errors, "/no/such/folder/my.wall");
  g_assert_null (strstr (answer.errors, "/no/such/folder/my.wall."));
  g_unlink (devices);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, >, 1);
  program = argv[1];

  g_test_add_func ("/app/command-line/version", test_version);
  g_test_add_func ("/app/command-line/report-without-wall", test_report_without_wall);
  g_test_add_func ("/app/command-line/no-display", test_no_display);
  g_test_add_func ("/app/command-line/refuses-broken-devices", test_refuses_broken_devices);
  g_test_add_func ("/app/command-line/refuses-open-credentials", test_refuses_open_credentials);
  g_test_add_func ("/app/command-line/refuses-arguments", test_refuses_arguments);
  g_test_add_func ("/app/command-line/refuses-option-as-file", test_refuses_option_as_file);
  g_test_add_func ("/app/command-line/export-names-its-file", test_export_names_its_file);

  return g_test_run ();
}
