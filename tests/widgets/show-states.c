/* show-states.c
 *
 * Shows tiles in every state, for the eye: show-states [WIDTH HEIGHT [COUNT]]. Not a test.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <locale.h>

#include "fake-camera.h"
#include "wall-grid.h"
#include "wall-widgets.h"

#define S ((gint64) G_USEC_PER_SEC)

static const struct {
  const char      *name;
  gboolean         has_picture;
  WallCameraStatus status;
} samples[] = {
  { "Main gate", TRUE, { .state = WALL_LINK_LIVE, .is_shown = TRUE } },
  { "Loading bay, north side by the old crane", TRUE, { .state = WALL_LINK_LIVE, .is_shown = TRUE } },
  { "Car park", TRUE, { .state = WALL_LINK_LATE, .picture_age_us = 1400000, .is_shown = TRUE } },
  { "Reception", TRUE, { .state = WALL_LINK_STALLED, .picture_age_us = 4 * S, .is_shown = TRUE } },
  { "Vault", TRUE, { .state = WALL_LINK_STALLED, .picture_age_us = 75 * S,
                     .notices = WALL_NOTICE_ALARM, .is_shown = TRUE } },
  { "Yard", FALSE, { .state = WALL_LINK_QUEUED } },
  { "Roof", FALSE, { .state = WALL_LINK_CONNECTING, .state_age_us = 3 * S } },
  { "Lift 1", FALSE, { .state = WALL_LINK_SIGNING_IN } },
  { "Lift 2", FALSE, { .state = WALL_LINK_WAITING_PICTURE, .state_age_us = 5 * S } },
  { "Fence east", TRUE, { .state = WALL_LINK_LIVE, .notices = WALL_NOTICE_DAMAGED,
                          .is_shown = TRUE } },
  { "Fence west", TRUE, { .state = WALL_LINK_LIVE, .notices = WALL_NOTICE_UNCHANGED,
                          .unchanged_us = 40 * S, .is_shown = TRUE } },
  { "Corridor", TRUE, { .state = WALL_LINK_LIVE, .notices = WALL_NOTICE_REDUCED, .fps = 1.2,
                        .is_shown = TRUE } },
  { "Kitchen", TRUE, { .state = WALL_LINK_WAITING_RETRY, .reason = WALL_REASON_REFUSED,
                       .retry_in_us = 8 * S, .picture_age_us = 12 * S } },
  { "Stairs", FALSE, { .state = WALL_LINK_WAITING_RETRY, .reason = WALL_REASON_TIMED_OUT,
                       .retry_in_us = 8 * S, .notices = WALL_NOTICE_ALARM } },
  { "Office", FALSE, { .state = WALL_LINK_NEEDS_ATTENTION, .reason = WALL_REASON_WRONG_PASSWORD } },
  { "Archive", FALSE, { .state = WALL_LINK_NEEDS_ATTENTION, .reason = WALL_REASON_LOCKED_OUT,
                        .retry_in_us = 29 * 60 * S } },
  { "Server room", FALSE, { .state = WALL_LINK_NEEDS_ATTENTION, .reason = WALL_REASON_NO_DECODER,
                            .codec = "H.265" } },
  { "Garage", FALSE, { .state = WALL_LINK_OFF } },
  { "Cellar", TRUE, { .state = WALL_LINK_LIVE } },
  { "Tower", FALSE, { .state = WALL_LINK_NEEDS_ATTENTION, .reason = WALL_REASON_NOT_DVRIP } },
};

static WallPicture *
paint_sample (guint i)
{
  WallPicture *picture = fake_picture_new (640, 360, 0);
  int stride;
  guint8 *pixels = wall_picture_get_pixels (picture, &stride);

  for (int y = 0; y < 360; y++)
    for (int x = 0; x < 640; x++) {
      guint8 *pixel = pixels + (gsize) y * stride + x * 4;

      pixel[0] = (guint8) (60 + y / 4 + i * 5);
      pixel[1] = (guint8) (90 + x / 8);
      pixel[2] = (guint8) (((x / 40 + y / 40) % 2) * 60 + 80);
    }

  return picture;
}

static GListModel *
make_cameras (guint n)
{
  GListStore *cameras = g_list_store_new (WALL_TYPE_CAMERA);

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallCamera) camera = fake_camera_new (i + 1, samples[i % G_N_ELEMENTS (samples)].name, i);

    g_list_store_append (cameras, camera);
  }

  return G_LIST_MODEL (cameras);
}

static gboolean
apply (gpointer data)
{
  GListModel *cameras = data;

  for (guint i = 0; i < g_list_model_get_n_items (cameras); i++) {
    g_autoptr (WallCamera) camera = g_list_model_get_item (cameras, i);

    fake_camera_set_status (camera, &samples[i % G_N_ELEMENTS (samples)].status);
  }

  return G_SOURCE_CONTINUE;
}

static void
push_pictures (GListModel *cameras)
{
  for (guint i = 0; i < g_list_model_get_n_items (cameras); i++) {
    g_autoptr (WallCamera) camera = g_list_model_get_item (cameras, i);
    g_autoptr (WallPicture) picture = paint_sample (i);

    if (samples[i % G_N_ELEMENTS (samples)].has_picture)
      fake_camera_push_picture (camera, picture);
  }
}

int
main (int   argc,
      char *argv[])
{
  guint n = argc > 3 ? (guint) atoi (argv[3]) : G_N_ELEMENTS (samples);
  g_autoptr (GListModel) cameras = NULL;
  GtkWidget *window, *grid;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("LOCALE_DIR") ? g_getenv ("LOCALE_DIR") : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  adw_init ();
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_DARK);
  wall_widgets_init (gdk_display_get_default ());

  cameras = make_cameras (n);
  grid = wall_grid_new ();
  wall_grid_set_model (WALL_GRID (grid), cameras);
  window = gtk_window_new ();
  gtk_widget_remove_css_class (window, "background");
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_child (GTK_WINDOW (window), grid);
  gtk_window_set_default_size (GTK_WINDOW (window), argc > 2 ? atoi (argv[1]) : 1600,
                               argc > 2 ? atoi (argv[2]) : 900);
  gtk_window_present (GTK_WINDOW (window));
  push_pictures (cameras);
  g_timeout_add (100, apply, cameras);

  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);

  return 0;
}
