/* encoder-man.c
 *
 * Writes the manual page while the program is built: a template, with the tables of faults and
 * deviations as the program has them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "encoder-list.h"

static void
replace (GString    *page,
         const char *mark,
         char       *text)
{
  g_autofree char *taken = text;

  g_string_replace (page, mark, taken, 0);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *template = NULL;
  g_autoptr (GError) error = NULL;
  GString *page;

  if (argc != 2 || !g_file_get_contents (argv[1], &template, NULL, &error)) {
    g_printerr ("%s\n", error ? error->message : "One argument: the template");
    return 1;
  }

  page = g_string_new (template);
  replace (page, "@FAULTS@\n", encoder_list_faults_as_man ());
  replace (page, "@DEVIATIONS@\n", encoder_list_deviations_as_man ());
  replace (page, "@VERSION@", g_strdup (PACKAGE_VERSION));
  fputs (page->str, stdout);
  g_string_free (page, TRUE);

  return 0;
}
