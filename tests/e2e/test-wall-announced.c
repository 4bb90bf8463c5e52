/* test-wall-announced.c
 *
 * What a screen reader says by itself of a wall that somebody sits at without seeing it: a camera is
 * lost, a camera is live again, and what is shown in passing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-accessible.h"

#include <atspi/atspi.h>

#define CAMERAS 2
#define WAIT_SECONDS 30
#define WALL "^Watchwall$"

typedef struct {
  AtspiEventListener *listener;
  GPtrArray          *heard;   /* of char * */
} Ear;

static void
on_announcement (AtspiEvent *event,
                 gpointer    user_data)
{
  Ear *ear = user_data;

  if (G_VALUE_HOLDS_STRING (&event->any_data))
    g_ptr_array_add (ear->heard, g_value_dup_string (&event->any_data));
  g_boxed_free (ATSPI_TYPE_EVENT, event);
}

static void
listen (Ear *ear)
{
  g_autoptr (GError) error = NULL;

  ear->heard = g_ptr_array_new_with_free_func (g_free);
  e2e_accessible_bear_warnings ();
  ear->listener = atspi_event_listener_new (on_announcement, ear, NULL);
  atspi_event_listener_register (ear->listener, "object:announcement", &error);
  g_assert_no_error (error);
}

static void
stop_listening (Ear *ear)
{
  atspi_event_listener_deregister (ear->listener, "object:announcement", NULL);
  g_object_unref (ear->listener);
  g_ptr_array_unref (ear->heard);
}

static guint
count_heard (Ear        *ear,
             const char *words)
{
  guint count = 0;

  for (guint i = 0; i < ear->heard->len; i++)
    if (strstr (g_ptr_array_index (ear->heard, i), words))
      count++;

  return count;
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_heard (Ear        *ear,
            const char *words)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;
  guint tick = g_timeout_add (50, on_tick, NULL);

  while (count_heard (ear, words) == 0) {
    if (g_get_monotonic_time () > end)
      g_error ("Nobody says “%s”", words);
    g_main_context_iteration (NULL, TRUE);
  }
  g_source_remove (tick);
}

static void
test_lost_and_live_again (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (CAMERAS, 0);
  g_autoptr (E2eWall) wall = e2e_wall_new (CAMERAS, e2e_encoder_get_port (encoder), "admin");
  Ear ear;

  listen (&ear);
  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
  e2e_focus_window (WALL);

  e2e_encoder_say (encoder, "fault 2 stall");
  wait_heard (&ear, "Camera 2 is not live");
  e2e_encoder_say (encoder, "fault 2 none");
  wait_heard (&ear, "Camera 2 is live again");

  g_assert_cmpuint (count_heard (&ear, "Camera 2 is not live"), ==, 1);
  g_assert_cmpuint (count_heard (&ear, "Camera 1"), ==, 0);
  stop_listening (&ear);
}

static void
test_what_is_shown_in_passing (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (CAMERAS, 0);
  g_autoptr (E2eWall) wall = e2e_wall_new (CAMERAS, e2e_encoder_get_port (encoder), "admin");
  Ear ear;

  listen (&ear);
  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
  e2e_focus_window (WALL);
  e2e_wall_activate (wall, "snapshot", NULL);
  wait_heard (&ear, "Snapshot saved");
  stop_listening (&ear);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  atspi_init ();
  g_test_add_func ("/e2e/announced/lost-and-live-again", test_lost_and_live_again);
  g_test_add_func ("/e2e/announced/what-is-shown-in-passing", test_what_is_shown_in_passing);

  return g_test_run ();
}
