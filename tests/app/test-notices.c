/* test-notices.c
 *
 * What is over is not said any more: neither what is shown, nor what waits behind something else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-notices.h"

#define DEADLINE_US (20 * G_USEC_PER_SEC)

typedef struct {
  GtkWindow       *window;
  AdwToastOverlay *toasts;
  WallNotices     *notices;
} Fixture;

static gboolean
is_shown (GtkWidget  *widget,
          const char *text)
{
  gboolean is_it = GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
                   && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !is_it;
       child = gtk_widget_get_next_sibling (child))
    is_it = is_shown (child, text);

  return is_it;
}

/* And all the while @never is not. */
static void
wait_shown (Fixture    *self,
            const char *text,
            gboolean    is_wanted,
            const char *never)
{
  gint64 end = g_get_monotonic_time () + DEADLINE_US;

  while (is_shown (GTK_WIDGET (self->window), text) != is_wanted) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_assert_false (never && is_shown (GTK_WIDGET (self->window), never));
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->window = GTK_WINDOW (gtk_window_new ());
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  gtk_window_set_default_size (self->window, 640, 480);
  gtk_window_set_child (self->window, GTK_WIDGET (self->toasts));
  self->notices = wall_notices_new (self->toasts);
  gtk_window_present (self->window);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (self->notices);
  gtk_window_destroy (self->window);
}

static void
test_shown (Fixture       *self,
            gconstpointer  data)
{
  gint64 began_us = g_get_monotonic_time ();

  wall_notices_say (self->notices, "broken", 640);
  wait_shown (self, "broken", TRUE, NULL);
  wall_notices_withdraw (self->notices, "another");
  wall_notices_withdraw (self->notices, "broken");
  wait_shown (self, "broken", FALSE, NULL);
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, 5 * G_USEC_PER_SEC);
}

static void
test_waiting (Fixture       *self,
              gconstpointer  data)
{
  AdwToast *first = adw_toast_new ("");

  adw_toast_set_title (first, "first");
  adw_toast_set_timeout (first, 2);
  adw_toast_overlay_add_toast (self->toasts, first);
  wall_notices_say (self->notices, "broken", 640);
  wall_notices_say (self->notices, "last", 640);
  wait_shown (self, "first", TRUE, "broken");
  wall_notices_withdraw (self->notices, "broken");
  wait_shown (self, "last", TRUE, "broken");
}

/* What is said again and again keeps nobody else waiting. */
static void
test_once (Fixture       *self,
           gconstpointer  data)
{
  wall_notices_say (self->notices, "broken", 640);
  wait_shown (self, "broken", TRUE, NULL);
  wall_notices_say (self->notices, "broken", 640);
  g_assert_false (wall_notices_is_waiting (self->notices));
  wall_notices_say (self->notices, "last", 640);
  g_assert_true (wall_notices_is_waiting (self->notices));
}

/* What answers a person waits for no notice, though that one has the focus; which comes again. */
static void
test_hurried (Fixture       *self,
              gconstpointer  data)
{
  AdwToast *answer = adw_toast_new ("answer");

  wall_notices_say (self->notices, "broken", 640);
  wait_shown (self, "broken", TRUE, NULL);
  gtk_widget_child_focus (GTK_WIDGET (self->toasts), GTK_DIR_TAB_FORWARD);
  adw_toast_set_timeout (answer, 1);
  wall_notices_set_hurried (self->notices, TRUE);
  adw_toast_overlay_add_toast (self->toasts, answer);
  wait_shown (self, "answer", TRUE, NULL);
  wall_notices_set_hurried (self->notices, FALSE);
  wait_shown (self, "broken", FALSE, NULL);
  gtk_window_set_focus (self->window, NULL);
  wait_shown (self, "broken", TRUE, NULL);
}

#define ADD(name, test) g_test_add ("/app/notices/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("shown", test_shown);
  ADD ("waiting", test_waiting);
  ADD ("once", test_once);
  ADD ("hurried", test_hurried);

  return g_test_run ();
}
