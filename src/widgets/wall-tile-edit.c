/* wall-tile-edit.c
 *
 * A camera's name and number are changed where they stand. The tile asks for it by an action, and
 * shows what the camera then says of itself; its picture goes on meanwhile. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-tile-private.h"

#include <glib/gi18n-lib.h>

#include "wall-title-entry.h"

#define NAME_MAX_LENGTH   100
#define NUMBER_MAX_LENGTH 4

/**
 * wall_tile_get_id:
 * @self: a tile
 *
 * Returns: (transfer none): the id of its camera
 */
const char *
wall_tile_get_id (WallTile *self)
{
  g_return_val_if_fail (WALL_IS_TILE (self), NULL);

  return wall_camera_config_get_id (wall_camera_get_config (self->camera));
}

static void
stop (WallTile *self)
{
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;

  if (had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  wall_strip_set_entry (self->strip, NULL, FALSE);
  wall_tile_update_strip (self);
}

static void
on_name (WallTile   *self,
         const char *text)
{
  stop (self);
  if (text && *text)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.name-camera", "(ss)",
                                wall_tile_get_id (self), text);
}

static void
on_number (WallTile   *self,
           const char *text)
{
  stop (self);
  if (text)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.number-camera", "(su)",
                                wall_tile_get_id (self), (guint) g_ascii_strtoull (text, NULL, 10));
}

static void
begin (WallTile  *self,
       GtkWidget *entry,
       gboolean   is_number,
       GCallback  on_finished)
{
  wall_strip_set_entry (self->strip, entry, is_number);
  wall_tile_update_strip (self);
  g_signal_connect_object (entry, "finished", on_finished, self, G_CONNECT_SWAPPED);
  gtk_widget_grab_focus (entry);
}

/**
 * wall_tile_edit_name:
 * @self: a tile that is seen
 *
 * Lets a person type another name.
 */
void
wall_tile_edit_name (WallTile *self)
{
  g_autofree char *name = NULL;

  g_return_if_fail (WALL_IS_TILE (self));

  g_object_get (self->camera, "name", &name, NULL);
  begin (self, wall_title_entry_new (name, _("Name of the camera"), NAME_MAX_LENGTH), FALSE,
         G_CALLBACK (on_name));
}

/**
 * wall_tile_edit_number:
 * @self: a tile that is seen
 *
 * Lets a person type another number; none takes it away.
 */
void
wall_tile_edit_number (WallTile *self)
{
  g_autofree char *text = NULL;
  GtkWidget *entry;
  guint number;

  g_return_if_fail (WALL_IS_TILE (self));

  g_object_get (self->camera, "number", &number, NULL);
  text = number > 0 ? g_strdup_printf ("%u", number) : g_strdup ("");
  entry = wall_title_entry_new (text, _("Number of the camera"), NUMBER_MAX_LENGTH);
  wall_title_entry_set_digits_only (WALL_TITLE_ENTRY (entry));
  begin (self, entry, TRUE, G_CALLBACK (on_number));
}
