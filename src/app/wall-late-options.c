/* wall-late-options.c
 *
 * What the command line asks of a wall that runs already: what is ignored, or not understood, is said
 * where it was typed. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-late-options.h"

#include <glib/gi18n-lib.h>

#include "wall-options.h"

static void
say_if_ignored (GApplicationCommandLine *command_line,
                const char              *option,
                const char              *running,
                const char              *wanted)
{
  if (wanted == NULL || g_strcmp0 (running, wanted) == 0)
    return;

  g_application_command_line_printerr (
    command_line,
    _("watchwall: A wall is running already: %s %s is ignored. Quit it first, or use "
      "--new-instance.\n"),
    option, wanted);
}

/**
 * wall_late_options_say_ignored:
 * @command_line: of another start
 * @devices: (nullable): the device file that the wall runs with
 * @credentials: (nullable): likewise
 *
 * Says which files that were asked for are not the ones of the wall.
 */
void
wall_late_options_say_ignored (GApplicationCommandLine *command_line,
                               const char              *devices,
                               const char              *credentials)
{
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  g_autofree char *wanted_devices = wall_options_dup_path (options, "devices");
  g_autofree char *wanted_credentials = wall_options_dup_path (options, "credentials");

  say_if_ignored (command_line, "--devices", devices, wanted_devices);
  say_if_ignored (command_line, "--credentials", credentials, wanted_credentials);
}

/**
 * wall_late_options_refuse_rest:
 * @command_line: a command line
 *
 * Says what is neither an option nor belongs to one.
 *
 * Returns: whether there is such a thing
 */
gboolean
wall_late_options_refuse_rest (GApplicationCommandLine *command_line)
{
  int n = 0;
  g_auto (GStrv) arguments = g_application_command_line_get_arguments (command_line, &n);

  if (n < 2)
    return FALSE;

  g_application_command_line_printerr (command_line, _("watchwall: “%s” is not understood. "
                                                       "See watchwall --help.\n"),
                                       arguments[1]);

  return TRUE;
}
