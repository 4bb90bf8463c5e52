/* wall-man.c
 *
 * Writes the manual page while the program is built: a template, with the options as the program has
 * them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "wall-options.h"

/* A hyphen that can be copied, and no dot that begins a request. */
static void
append_text (GString    *page,
             const char *text)
{
  if (*text == '.' || *text == '\'')
    g_string_append (page, "\\&");
  for (; *text; text++)
    if (*text == '-')
      g_string_append (page, "\\-");
    else if (*text == '\\')
      g_string_append (page, "\\e");
    else
      g_string_append_c (page, *text);
}

static void
append_option (GString            *page,
               const GOptionEntry *option)
{
  g_string_append (page, ".TP\n");
  if (option->short_name)
    g_string_append_printf (page, "\\fB\\-%c\\fP", option->short_name);
  if (option->short_name && option->arg_description)
    g_string_append_printf (page, " \\fI%s\\fP", option->arg_description);
  if (option->short_name)
    g_string_append (page, ", ");
  g_string_append (page, "\\fB\\-\\-");
  append_text (page, option->long_name);
  g_string_append (page, option->arg_description ? "=\\fP\\fI" : "\\fP");
  if (option->arg_description)
    g_string_append_printf (page, "%s\\fP", option->arg_description);
  g_string_append_c (page, '\n');
  append_text (page, option->description);
  g_string_append (page, ".\n");
}

static char *
list_options (void)
{
  GString *page = g_string_new (NULL);

  for (const GOptionEntry *each = wall_options_get_entries (); each->long_name; each++)
    append_option (page, each);

  return g_string_free (page, FALSE);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *template = NULL;
  g_autofree char *options = list_options ();
  g_autoptr (GError) error = NULL;
  GString *page;

  if (argc != 2 || !g_file_get_contents (argv[1], &template, NULL, &error)) {
    g_printerr ("%s\n", error ? error->message : "One argument: the template");
    return 1;
  }

  page = g_string_new (template);
  g_string_replace (page, "@OPTIONS@\n", options, 0);
  g_string_replace (page, "@VERSION@", PACKAGE_VERSION, 0);
  fputs (page->str, stdout);
  g_string_free (page, TRUE);

  return 0;
}
