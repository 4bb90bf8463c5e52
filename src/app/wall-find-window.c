/* wall-find-window.c
 *
 * Finds a window of the application by what it is. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-find-window.h"

/**
 * wall_find_window:
 * @application: whose windows are looked through
 * @type: what is looked for
 *
 * Returns: (transfer none) (nullable): of several, the one that was used last
 */
GtkWindow *
wall_find_window (GtkApplication *application,
                  GType           type)
{
  for (GList *each = gtk_application_get_windows (application); each; each = each->next)
    if (g_type_is_a (G_OBJECT_TYPE (each->data), type))
      return each->data;

  return NULL;
}
