/* wall-early-options.c
 *
 * What the command line asks for before the application has a place on the bus: answers that need no
 * wall, and whether there is a display for one. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-early-options.h"

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>
#include <unistd.h>

#include "wall-options.h"
#include "wall-renderer.h"
#include "wall-report-service.h"
#include "wall-transfer-command.h"

static int
print_report (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *report = wall_report_service_ask (APPLICATION_ID, &error);

  if (report == NULL) {
    g_printerr ("watchwall: %s\n", error->message);
    return 1;
  }

  g_print ("%s\n", report);

  return 0;
}

static gboolean
has_all_files (GVariantDict *options)
{
  g_autofree char *taken = NULL;
  const char *option = wall_options_find_missing_file (options, &taken);

  if (option == NULL)
    return TRUE;

  /* Translators: an option, and what follows it in the place of a file */
  g_printerr (_("watchwall: --%s wants a file, and “%s” is an option. A file that is called so is "
                "“./%s”.\n"), option, taken, taken);

  return FALSE;
}

static void
become_another_instance (GApplication *application)
{
  g_autofree char *id = g_strdup_printf ("%s.instance-%d", APPLICATION_ID, (int) getpid ());

  g_application_set_application_id (application, id);
}

/**
 * wall_early_options_handle:
 * @application: one that is not registered yet
 * @options: as parsed; file names in it become absolute
 *
 * For #GApplicationClass.handle_local_options.
 *
 * Returns: the exit status; -1: go on
 */
int
wall_early_options_handle (GApplication *application,
                           GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version")) {
    g_print ("watchwall %s\n", PACKAGE_VERSION);
    return 0;
  }
  if (!has_all_files (options))
    return 1;
  if (g_variant_dict_contains (options, "report"))
    return print_report ();
  if (wall_transfer_command_is_wanted (options))
    return wall_transfer_command_run (options);
  if (g_variant_dict_contains (options, "new-instance"))
    become_another_instance (application);

  wall_options_make_absolute (options);
  wall_renderer_choose ();
  if (gtk_init_check ())
    return -1;

  g_printerr ("watchwall: %s\n", _("There is no display to show the wall on: neither "
                                   "WAYLAND_DISPLAY nor DISPLAY leads to one."));

  return 1;
}
