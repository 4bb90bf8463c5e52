/* wall-view-actions.c
 *
 * How the wall is cut into tiles, and which page of it is shown, as actions of the window. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-view-actions.h"

#include <glib/gi18n-lib.h>

#include "wall-settings.h"

static void
on_layout (GSimpleAction *action,
           GVariant      *state,
           gpointer       user_data)
{
  const char *nick = g_variant_get_string (state, NULL);
  WallLayoutKind kind;

  /* Actions are reached over D-Bus too. */
  if (!wall_layout_kind_from_nick (nick, &kind))
    return;

  g_simple_action_set_state (action, state);
  wall_grid_set_layout (user_data, kind);
}

static void
on_next_page (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  wall_grid_set_page (user_data, wall_grid_get_page (user_data) + 1);
}

static void
on_previous_page (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  guint page = wall_grid_get_page (user_data);

  wall_grid_set_page (user_data, page > 0 ? page - 1 : 0);
}

static void
on_camera (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  wall_grid_show_number (user_data, g_variant_get_uint32 (parameter));
}

static void
zoom (WallGrid *grid,
      int       steps)
{
  WallTile *tile = wall_grid_get_chosen (grid);

  if (tile)
    wall_tile_zoom (tile, steps);
}

static void
on_zoom_in (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  zoom (user_data, 1);
}

static void
on_zoom_out (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  zoom (user_data, -1);
}

static void
on_zoom_reset (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  zoom (user_data, 0);
}

static void
on_layout_kept (GSimpleAction *action,
                GParamSpec    *pspec,
                GSettings     *settings)
{
  g_autoptr (GVariant) state = g_action_get_state (G_ACTION (action));

  g_settings_set_value (settings, WALL_SETTINGS_LAYOUT, state);
}

/* By the preferences, for example. */
static void
on_layout_changed (GSettings  *settings,
                   const char *key,
                   gpointer    action)
{
  g_autoptr (GVariant) kept = g_settings_get_value (settings, WALL_SETTINGS_LAYOUT);
  g_autoptr (GVariant) state = g_action_get_state (action);

  if (!g_variant_equal (kept, state))
    g_action_change_state (action, kept);
}

static void
keep_layout (GActionMap *window,
             GSettings  *settings)
{
  GAction *action = g_action_map_lookup_action (window, "layout");
  g_autoptr (GVariant) kept = g_settings_get_value (settings, WALL_SETTINGS_LAYOUT);

  g_action_change_state (action, kept);
  g_signal_connect_object (action, "notify::state", G_CALLBACK (on_layout_kept), settings, 0);
  g_signal_connect_object (settings, "changed::" WALL_SETTINGS_LAYOUT,
                           G_CALLBACK (on_layout_changed), action, 0);
}

static void
on_strip_changed (GSettings  *settings,
                  const char *key,
                  WallGrid   *grid)
{
  g_autofree char *strip = g_settings_get_string (settings, WALL_SETTINGS_STRIP);

  wall_grid_set_strip_over_picture (grid, g_strcmp0 (strip, "not-live") == 0);
}

static void
follow_strip (WallGrid  *grid,
              GSettings *settings)
{
  g_signal_connect_object (settings, "changed::" WALL_SETTINGS_STRIP,
                           G_CALLBACK (on_strip_changed), grid, 0);
  on_strip_changed (settings, WALL_SETTINGS_STRIP, grid);
}

/**
 * wall_view_actions_install:
 * @window: where the actions go: "layout", "camera" (number; 0: all), "next-page",
 *   "previous-page"
 * @grid: what they act on; it lives as long as @window
 * @settings: (nullable): where the layout is kept, and what else concerns the grid
 */
void
wall_view_actions_install (GActionMap *window,
                           WallGrid   *grid,
                           GSettings  *settings)
{
  static const GActionEntry actions[] = {
    { .name = "layout", .parameter_type = "s", .state = "'automatic'", .change_state = on_layout },
    { .name = "camera", .parameter_type = "u", .activate = on_camera },
    { .name = "next-page", .activate = on_next_page },
    { .name = "previous-page", .activate = on_previous_page },
    { .name = "zoom-in", .activate = on_zoom_in },
    { .name = "zoom-out", .activate = on_zoom_out },
    { .name = "zoom-reset", .activate = on_zoom_reset },
  };

  g_action_map_add_action_entries (window, actions, G_N_ELEMENTS (actions), grid);
  if (settings) {
    keep_layout (window, settings);
    follow_strip (grid, settings);
  }
  wall_view_actions_update (window, grid);
}

static void
set_enabled (GActionMap *window,
             const char *name,
             gboolean    is_enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (window, name)),
                               is_enabled);
}

/**
 * wall_view_actions_update:
 *
 * To be called when the pages have changed: an action that leads nowhere is disabled.
 */
void
wall_view_actions_update (GActionMap *window,
                          WallGrid   *grid)
{
  guint page = wall_grid_get_page (grid);

  set_enabled (window, "next-page", page + 1 < wall_grid_get_n_pages (grid));
  set_enabled (window, "previous-page", page > 0);
}

/**
 * wall_view_actions_dup_pages:
 *
 * Returns: (transfer full): which page is shown, in words; "" where there is only one
 */
char *
wall_view_actions_dup_pages (WallGrid *grid)
{
  guint n_pages = wall_grid_get_n_pages (grid);

  if (n_pages == 1)
    return g_strdup ("");

  /* Translators: the page of cameras that is shown, and how many there are */
  return g_strdup_printf (_("Page %u of %u"), wall_grid_get_page (grid) + 1, n_pages);
}
