/* wall-tile-menu.c
 *
 * What can be done with a camera, as a menu on its tile. Every item is an action, with the id of the
 * camera or of its device; an item whose action nobody has is not shown. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-tile-private.h"

#include <glib/gi18n-lib.h>

#include "wall-grid.h"

/* Without @id it means the camera that has the focus, and that is this one. */
static void
add (GMenu      *section,
     const char *label,
     const char *action,
     const char *id,
     const char *accel)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  if (id)
    g_menu_item_set_action_and_target (item, action, "s", id);
  else
    g_menu_item_set_detailed_action (item, action);
  g_menu_item_set_attribute (item, "hidden-when", "s", "action-missing");
  if (accel)
    g_menu_item_set_attribute (item, "accel", "s", accel);
  g_menu_append_item (section, item);
}

static gboolean
is_waiting (const WallCameraStatus *status)
{
  return status->state == WALL_LINK_WAITING_RETRY || status->state == WALL_LINK_CLOSING
         || status->state == WALL_LINK_NEEDS_ATTENTION;
}

static gboolean
needs_password (const WallCameraStatus *status)
{
  return status->state == WALL_LINK_NEEDS_ATTENTION
         && (status->reason == WALL_REASON_PASSWORD_NEEDED
             || status->reason == WALL_REASON_WRONG_PASSWORD);
}

static gboolean
is_enlarged (WallTile *self)
{
  GtkWidget *grid = gtk_widget_get_ancestor (GTK_WIDGET (self), WALL_TYPE_GRID);

  return grid && wall_grid_get_enlarged (WALL_GRID (grid)) != G_MAXUINT;
}

/* A camera with an address of its own has no device that could be edited beside it. */
static char *
dup_device_id (WallTile *self)
{
  char *id = NULL;

  g_object_get (wall_camera_get_config (self->camera), "device-id", &id, NULL);

  return id;
}

static GMenuModel *
make_view_section (WallTile *self)
{
  GMenu *section = g_menu_new ();
  const char *id = wall_tile_get_id (self);
  g_autofree char *device_id = dup_device_id (self);

  if (needs_password (&self->status) && device_id)
    add (section, _("Enter _password…"), "app.enter-password", device_id, NULL);
  if (is_waiting (&self->status))
    add (section, _("Retry _now"), "app.retry-camera", id, "space");
  add (section, is_enlarged (self) ? _("Show _all cameras") : _("_Enlarge"),
       "win.enlarge-camera", id, "Return");
  add (section, _("_Snapshot"), "win.snapshot", NULL, NULL);

  return G_MENU_MODEL (section);
}

static GMenuModel *
make_edit_section (WallTile *self)
{
  GMenu *section = g_menu_new ();
  const char *id = wall_tile_get_id (self);
  g_autofree char *device_id = dup_device_id (self);

  add (section, _("_Rename"), "win.rename-camera", id, "F2");
  add (section, _("Change n_umber"), "win.renumber-camera", id, NULL);
  if (device_id)
    add (section, _("Edit _device…"), "app.edit-device", device_id, NULL);
  add (section, _("_Copy address"), "app.copy-camera-address", id, NULL);

  return G_MENU_MODEL (section);
}

static GMenuModel *
make_end_section (WallTile *self)
{
  GMenu *section = g_menu_new ();
  const char *id = wall_tile_get_id (self);

  if (wall_camera_config_get_enabled (wall_camera_get_config (self->camera)))
    add (section, _("Switch _off"), "app.switch-camera-off", id, NULL);
  else
    add (section, _("Switch _on"), "app.switch-camera-on", id, NULL);
  add (section, _("Re_move"), "app.remove-camera", id, "Delete");

  return G_MENU_MODEL (section);
}

static GMenuModel *
make_menu (WallTile *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenuModel) view = make_view_section (self);
  g_autoptr (GMenuModel) edit = make_edit_section (self);
  g_autoptr (GMenuModel) end = make_end_section (self);

  g_menu_append_section (menu, NULL, view);
  g_menu_append_section (menu, NULL, edit);
  g_menu_append_section (menu, NULL, end);

  return G_MENU_MODEL (menu);
}

/**
 * wall_tile_popup_menu:
 * @self: a tile
 * @x: where it was asked for
 * @y: likewise
 *
 * Shows what can be done with the camera.
 */
void
wall_tile_popup_menu (WallTile *self,
                      int       x,
                      int       y)
{
  g_autoptr (GMenuModel) menu = NULL;

  g_return_if_fail (WALL_IS_TILE (self));

  menu = make_menu (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->menu == NULL) {
    self->menu = gtk_popover_menu_new_from_model (NULL);
    gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
    gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
    gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  }

  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), menu);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { x, y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}
