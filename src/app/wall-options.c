/* wall-options.c
 *
 * The command line: what it may say.
 * There is no option for a password: other users can read command lines. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-options.h"

#include <glib/gi18n-lib.h>

static const GOptionEntry entries[] = {
  { "devices", 'd', 0, G_OPTION_ARG_FILENAME, NULL,
    N_("Watch the cameras of this device file, and keep in it what is changed of them"),
    N_("FILE") },
  { "credentials", 'c', 0, G_OPTION_ARG_FILENAME, NULL,
    N_("Take passwords from this file, which only you may read"), N_("FILE") },
  { "fullscreen", 'f', 0, G_OPTION_ARG_NONE, NULL, N_("Fill the screen"), NULL },
  { "report", 'r', 0, G_OPTION_ARG_NONE, NULL,
    N_("Print what the running wall knows of its cameras, as JSON"), NULL },
  { "export", 'e', 0, G_OPTION_ARG_FILENAME, NULL,
    N_("Write the wall into this file, without passwords"), N_("FILE") },
  { "import", 'i', 0, G_OPTION_ARG_FILENAME, NULL,
    N_("Add to the wall what this file has and the wall has not"), N_("FILE") },
  { "replace", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_("With --import: make the wall what the file says, preferences included"), NULL },
  { "dry-run", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_("With --import: only say what would be done"), NULL },
  { "new-instance", 'n', 0, G_OPTION_ARG_NONE, NULL,
    N_("Open a wall beside the one that is running; --report asks the first"), NULL },
  { "version", 'v', 0, G_OPTION_ARG_NONE, NULL, N_("Print the version"), NULL },
  { NULL },
};

/**
 * wall_options_get_entries:
 *
 * Returns: (transfer none): the table of options, which ends with an empty one
 */
const GOptionEntry *
wall_options_get_entries (void)
{
  return entries;
}

/**
 * wall_options_add:
 * @application: an application
 *
 * Has @application understand the wall's options.
 */
void
wall_options_add (GApplication *application)
{
  g_application_add_main_option_entries (application, entries);
  g_application_set_option_context_parameter_string (application, NULL);
  g_application_set_option_context_summary (application,
                                            _("A camera wall that never shows an old picture as live."));
}

static void
make_absolute (GVariantDict *options,
               const char   *name)
{
  g_autofree char *path = wall_options_dup_path (options, name);
  g_autofree char *absolute = NULL;

  if (path == NULL)
    return;

  absolute = g_canonicalize_filename (path, NULL);
  g_variant_dict_insert_value (options, name, g_variant_new_bytestring (absolute));
}

/**
 * wall_options_make_absolute:
 * @options: as parsed here
 *
 * Makes the file names good for the instance that is running, which has a folder of its own.
 */
void
wall_options_make_absolute (GVariantDict *options)
{
  make_absolute (options, "devices");
  make_absolute (options, "credentials");
}

/**
 * wall_options_dup_path:
 * @options: parsed options
 * @name: of one that takes a file
 *
 * Returns: (transfer full) (nullable): the file; %NULL if it was not given
 */
char *
wall_options_dup_path (GVariantDict *options,
                       const char   *name)
{
  char *path = NULL;

  return g_variant_dict_lookup (options, name, "^ay", &path) ? path : NULL;
}

/**
 * wall_options_find_missing_file:
 * @options: parsed options
 * @out_taken: (out): what was taken for its file
 *
 * An option that stands where the file of another was forgotten is taken for that file's name. One
 * that is called so can be named with its folder.
 *
 * Returns: (transfer none) (nullable): the option without a file; %NULL: all have theirs
 */
const char *
wall_options_find_missing_file (GVariantDict *options,
                                char        **out_taken)
{
  for (guint i = 0; entries[i].long_name; i++) {
    g_autofree char *path = entries[i].arg == G_OPTION_ARG_FILENAME
                              ? wall_options_dup_path (options, entries[i].long_name)
                              : NULL;

    if (path && path[0] == '-') {
      *out_taken = g_steal_pointer (&path);
      return entries[i].long_name;
    }
  }

  return NULL;
}
