/* wall-speech.c
 *
 * Has a screen reader say something that stands where the focus is not. GTK can do so from 4.14 on;
 * before, tiles say how they are only to those who come to them. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-speech.h"

#include <gtk/gtk.h>

#if GTK_CHECK_VERSION (4, 14, 0)
static GtkWindow *
find_active (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

    if (gtk_window_is_active (window))
      return window;
  }

  return NULL;
}

/* Where somebody works with another program, the desktop's notifications speak. It waits for the end
 * of what is being said. */
static void
announce (const char *words)
{
  GtkWindow *window = find_active ();

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  if (window)
    gtk_accessible_announce (GTK_ACCESSIBLE (window), words,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  G_GNUC_END_IGNORE_DEPRECATIONS
}
#else
static void
announce (const char *words)
{
}
#endif

/**
 * wall_speech_say:
 * @words: translated; several lines are several sentences
 *
 * Says it to somebody who is at one of our windows and listens.
 */
void
wall_speech_say (const char *words)
{
  g_return_if_fail (words);

  announce (words);
}
