/* test-badge.c
 *
 * The words on a badge, for the room there is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-badge.h"
#include "wall-status-text.h"

#define S ((gint64) G_USEC_PER_SEC)

static const WallCameraStatus statuses[] = {
  { .state = WALL_LINK_SIGNING_IN, .state_age_us = 3 * S },
  { .state = WALL_LINK_WAITING_PICTURE },
  { .state = WALL_LINK_LIVE, .is_shown = TRUE },
  { .state = WALL_LINK_STALLED, .picture_age_us = 4 * S },
  { .state = WALL_LINK_WAITING_RETRY, .retry_in_us = 12 * S, .reason = WALL_REASON_TIMED_OUT },
  { .state = WALL_LINK_NEEDS_ATTENTION, .reason = WALL_REASON_PASSWORD_NEEDED },
};

static int
text_width (GtkWidget  *badge,
            const char *text)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (badge, text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);

  return width;
}

static void
assert_fits (WallBadge              *badge,
             const WallCameraStatus *status,
             int                     available)
{
  g_autofree char *words = wall_badge_text (status);
  g_autofree char *short_words = wall_badge_short_text (status);
  g_autofree char *figure = wall_badge_figure_text (status);
  const char *const forms[] = { words, short_words, figure, "", NULL };
  int width = wall_badge_fit (badge, available / 2, available);
  const char *drawn = wall_badge_get_drawn_text (badge);

  g_assert_cmpint (width, <=, available);
  g_assert_true (g_strv_contains (forms, drawn));
  if (width > 0)
    g_assert_cmpint (width, >, text_width (GTK_WIDGET (badge), drawn));
  g_assert_true (width > 0 || available < 2 * text_width (GTK_WIDGET (badge), "WW"));
}

static void
test_never_cut (void)
{
  g_autoptr (GtkWidget) badge = g_object_ref_sink (wall_badge_new ());

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    wall_badge_set_status (WALL_BADGE (badge), &statuses[i]);
    for (int available = 0; available < 700; available++)
      assert_fits (WALL_BADGE (badge), &statuses[i], available);
    g_assert_cmpstr (wall_badge_get_drawn_text (WALL_BADGE (badge)), ==,
                     wall_badge_get_text (WALL_BADGE (badge)));
  }
}

static void
test_symbol_alone (void)
{
  g_autoptr (GtkWidget) badge = g_object_ref_sink (wall_badge_new ());

  wall_badge_set_status (WALL_BADGE (badge), &statuses[G_N_ELEMENTS (statuses) - 1]);
  g_assert_cmpint (wall_badge_fit (WALL_BADGE (badge), 60, 60), >, 0);
  g_assert_cmpstr (wall_badge_get_drawn_text (WALL_BADGE (badge)), ==, "");
}

/* The test's own timeout ends the wait. */
static void
test_grows_with_text (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *badge = wall_badge_new ();
  int dpi, usual;

  gtk_window_set_child (GTK_WINDOW (window), badge);
  gtk_window_present (GTK_WINDOW (window));
  wall_badge_set_status (WALL_BADGE (badge), &statuses[G_N_ELEMENTS (statuses) - 1]);
  usual = wall_badge_fit (WALL_BADGE (badge), 60, 60);

  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 2 * MAX (dpi, 96 * 1024), NULL);
  while (wall_badge_fit (WALL_BADGE (badge), 60, 60) < usual + 10)
    g_main_context_iteration (NULL, TRUE);

  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-xft-dpi");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/widgets/badge/never-cut", test_never_cut);
  g_test_add_func ("/widgets/badge/symbol-alone", test_symbol_alone);
  g_test_add_func ("/widgets/badge/grows-with-text", test_grows_with_text);

  return g_test_run ();
}
