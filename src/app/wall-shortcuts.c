/* wall-shortcuts.c
 *
 * The window that lists all keys. GTK's own one does not become narrower than its longest line, nor
 * lower than its longest list; this one does, and can be searched as well. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-shortcuts.h"

struct _WallShortcuts {
  AdwPreferencesWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (WallShortcuts, wall_shortcuts, ADW_TYPE_PREFERENCES_WINDOW)

static void
wall_shortcuts_class_init (WallShortcutsClass *klass)
{
  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               "/org/watchwall/Watchwall/wall-shortcuts.ui");
}

static void
wall_shortcuts_init (WallShortcuts *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * wall_shortcuts_new:
 * @parent: over which it is shown
 *
 * Returns: (transfer none): a window, which GTK owns
 */
WallShortcuts *
wall_shortcuts_new (GtkWindow *parent)
{
  return g_object_new (WALL_TYPE_SHORTCUTS, "transient-for", parent, "destroy-with-parent", TRUE,
                       NULL);
}
