/* main.c
 *
 * What has to be settled before the application runs. Main thread; no other is there yet.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <signal.h>

#include "wall-application.h"
#include "wall-process.h"

static void
choose_language (void)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

static void
prepare_process (void)
{
  /* Graphs of pipelines would show the passwords of foreign sources. */
  g_unsetenv ("GST_DEBUG_DUMP_DOT_DIR");

  /* These would have libsecret keep passwords where a keyring is not. */
  g_unsetenv ("SECRET_BACKEND");
  g_unsetenv ("SECRET_FILE_TEST_PATH");
  g_unsetenv ("SECRET_FILE_TEST_PASSWORD");

  /* A device that is gone is an error of one connection, not of the program. */
  signal (SIGPIPE, SIG_IGN);
  wall_process_tune_memory ();
  wall_process_raise_file_limit ();
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (WallApplication) application = NULL;

  prepare_process ();
  choose_language ();
  g_set_application_name ("Watchwall");

  application = wall_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
