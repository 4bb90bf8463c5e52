/* wall-tile-status.c
 *
 * What a tile says of its camera: name, badge, the age of a picture that is old, and for those who
 * point at it or cannot see it the same in sentences. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-tile-private.h"

#include <glib/gi18n-lib.h>

#include "wall-status-text.h"

/* A screen reader is told of changes, not of every tenth of a second. */
#define DESCRIBE_INTERVAL_US G_USEC_PER_SEC

static gboolean
is_picture_old (WallTile *self)
{
  if (self->status.state == WALL_LINK_LIVE || self->status.state == WALL_LINK_LATE)
    return self->is_from_before;

  return wall_picture_area_get_age_us (self->area) > FRESH_US;
}

/* The camera also counts the time that the computer slept. */
static gint64
get_picture_age_us (WallTile *self)
{
  WallCameraStatus status;

  wall_camera_get_status (self->camera, &status);

  return MAX (wall_picture_area_get_age_us (self->area), status.picture_age_us);
}

/**
 * wall_tile_update_picture:
 * @self: a tile
 *
 * Dims a picture that is old and says how old, or says why there is none.
 */
void
wall_tile_update_picture (WallTile *self)
{
  gboolean is_old = is_picture_old (self);
  gboolean is_empty = wall_picture_area_get_age_us (self->area) < 0;

  wall_picture_area_set_dimmed (self->area, is_old);
  gtk_widget_set_visible (GTK_WIDGET (self->message), is_old || is_empty);
  wall_strip_set_said_above (self->strip, is_old || is_empty);
  if (is_old)
    wall_message_say_age (self->message, get_picture_age_us (self));
  else if (is_empty)
    wall_message_say_why (self->message, &self->status);
  wall_tile_update_strip (self);
}

/* The badge's words. Where a person has to do something, what that is, too: the message in the tile says
 * it, and the tooltip, but who moves from tile to tile comes by neither. */
static char *
dup_description (WallTile *self)
{
  const char *badge = wall_strip_get_badge_text (self->strip);
  g_autofree char *zoomed = NULL;
  g_autofree char *sentence = NULL;

  /* Translators: a camera's state in a few words, and how many times its picture is enlarged */
  if (wall_tile_is_zoomed (self))
    zoomed = g_strdup_printf (_("%s, enlarged %.1f times"), badge,
                              wall_view_get_factor (&self->view));
  if (self->status.state == WALL_LINK_NEEDS_ATTENTION)
    sentence = wall_status_sentence (&self->status);

  return g_strjoin ("\n", zoomed ? zoomed : badge, sentence, NULL);
}

/**
 * wall_tile_describe:
 * @self: a tile
 *
 * Tells a screen reader how the camera is.
 */
void
wall_tile_describe (WallTile *self)
{
  g_autofree char *description = dup_description (self);

  self->described_us = g_get_monotonic_time ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description, -1);
}

/**
 * wall_tile_on_status_changed:
 * @self: a tile
 *
 * Says how the camera is now.
 */
void
wall_tile_on_status_changed (WallTile *self)
{
  WallCameraStatus old = self->status;

  wall_camera_get_status (self->camera, &self->status);
  /* Who switches a camera off does not want to see what it saw. */
  if (self->status.state == WALL_LINK_OFF)
    wall_picture_area_clear (self->area);
  wall_strip_set_status (self->strip, &self->status);
  wall_tile_update_picture (self);

  if (old.state != self->status.state || old.reason != self->status.reason
      || old.notices != self->status.notices
      || g_get_monotonic_time () - self->described_us >= DESCRIBE_INTERVAL_US)
    wall_tile_describe (self);
}

/**
 * wall_tile_on_title_changed:
 * @self: a tile
 *
 * Says which camera it is.
 */
void
wall_tile_on_title_changed (WallTile *self)
{
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;
  guint number;

  g_object_get (self->camera, "name", &name, "number", &number, NULL);
  wall_strip_set_title (self->strip, number, name);

  /* Translators: how a screen reader calls a tile: the camera's number and name */
  label = g_strdup_printf (_("%u, %s"), number, name ? name : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  number > 0 ? label : name ? name : "", -1);
}

/**
 * wall_tile_query_tooltip:
 * @widget: a tile
 * @x: where
 * @y: where
 * @is_keyboard: whether a key asked for it
 * @tooltip: (out): what is said
 *
 * Made when it is asked for: most of what a camera does is never pointed at.
 *
 * Returns: whether there is something to say
 */
gboolean
wall_tile_query_tooltip (GtkWidget  *widget,
                         int         x,
                         int         y,
                         gboolean    is_keyboard,
                         GtkTooltip *tooltip)
{
  WallTile *self = WALL_TILE (widget);
  g_autofree char *name = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *text = NULL;

  /* Whoever points at a picture wants to see it, and a live camera needs no explanation. */
  if (!is_keyboard
      && (y < gtk_widget_get_height (widget) - gtk_widget_get_height (GTK_WIDGET (self->strip))
          || wall_tile_is_simply_live (self)))
    return FALSE;

  g_object_get (self->camera, "name", &name, NULL);
  sentence = wall_status_sentence (&self->status);
  /* Translators: a camera's name, its state in a few words, and below them whole sentences */
  text = g_strdup_printf (C_("tooltip", "%s: %s\n%s"), name ? name : "",
                          wall_strip_get_badge_text (self->strip), sentence);
  gtk_tooltip_set_text (tooltip, text);

  return TRUE;
}
