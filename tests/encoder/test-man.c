/* test-man.c
 *
 * The manual page says what the program can do: its options, and every fault and deviation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <string.h>

#include "encoder-deviation.h"
#include "encoder-fault.h"

static const char *program;
static char *page;

static char *
run (const char *option)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *output = NULL;

  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
  g_subprocess_launcher_unsetenv (launcher, "LANGUAGE");
  process = g_subprocess_launcher_spawn (launcher, &error, program, option, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));

  return output;
}

/* Each match of @pattern in what the program says must stand in the page. */
static guint
check (const char *option,
       const char *pattern)
{
  g_autofree char *output = run (option);
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint n_found = 0;

  for (g_regex_match (regex, output, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL)) {
    g_autofree char *found = g_match_info_fetch (match, 1);
    g_auto (GStrv) parts = g_strsplit (found, "-", -1);
    g_autofree char *escaped = g_strjoinv ("\\-", parts);

    if (!strstr (page, escaped))
      g_error ("The manual page does not know “%s” (%s)", found, option);
    n_found++;
  }

  return n_found;
}

static void
test_options (void)
{
  g_assert_cmpuint (check ("--help", "^\\s+(?:-h, )?(--[a-z0-9-]+)"), >, 15);
}

static void
test_faults (void)
{
  g_assert_cmpuint (check ("--list-faults", "^([a-z0-9-]+)"), ==, ENCODER_N_FAULTS);
}

static void
test_deviations (void)
{
  g_assert_cmpuint (check ("--list-deviations", "^([a-z0-9-]+)"), ==, ENCODER_N_DEVIATIONS);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  program = argv[1];
  g_file_get_contents (argv[2], &page, NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/encoder/man/options", test_options);
  g_test_add_func ("/encoder/man/faults", test_faults);
  g_test_add_func ("/encoder/man/deviations", test_deviations);
  status = g_test_run ();
  g_free (page);

  return status;
}
