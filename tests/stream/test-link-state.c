/* test-link-state.c
 *
 * Every state against every event, and the ways through them that a camera takes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-link-state.h"

#include <string.h>

/* A letter a state, in the order of the enum; a dot: refused. */
static const char letters[] = "IQCSWLATXRNO";

/* Columns: START TURN CONNECTED SIGNED_IN FRESH AGED STALE LOST CLOSED ENDED REJECTED RETRY STOP */
static const char *const expected[] = {
  [WALL_LINK_IDLE]            = "Q...........O",
  [WALL_LINK_QUEUED]          = ".C........N.O",
  [WALL_LINK_CONNECTING]      = "..S....X....X",
  [WALL_LINK_SIGNING_IN]      = "...W...X....X",
  [WALL_LINK_WAITING_PICTURE] = "....LATX....X",
  [WALL_LINK_LIVE]            = ".....ATX....X",
  [WALL_LINK_LATE]            = "....L.TX....X",
  [WALL_LINK_STALLED]         = "....LA.X....X",
  [WALL_LINK_CLOSING]         = "........RON..",
  [WALL_LINK_WAITING_RETRY]   = "..........NQO",
  [WALL_LINK_NEEDS_ATTENTION] = "...........QO",
  [WALL_LINK_OFF]             = "Q............",
};

G_STATIC_ASSERT (sizeof letters - 1 == WALL_N_LINK_STATES);
G_STATIC_ASSERT (G_N_ELEMENTS (expected) == WALL_N_LINK_STATES);

static void
go (WallLinkState *state,
    WallLinkEvent  event)
{
  g_assert_true (wall_link_state_next (state, event));
}

static void
test_matrix (void)
{
  for (guint from = 0; from < WALL_N_LINK_STATES; from++) {
    g_assert_cmpuint (strlen (expected[from]), ==, WALL_N_LINK_EVENTS);

    for (guint event = 0; event < WALL_N_LINK_EVENTS; event++) {
      WallLinkState state = from;
      gboolean is_legal = wall_link_state_next (&state, event);
      char want = expected[from][event];

      g_test_message ("%s + %s", wall_link_state_to_nick (from), wall_link_event_to_nick (event));
      g_assert_cmpint (is_legal, ==, want != '.');
      g_assert_cmpint (letters[state], ==, want == '.' ? letters[from] : want);
    }
  }
}

static void
test_legal_move_changes_state (void)
{
  for (guint from = 0; from < WALL_N_LINK_STATES; from++) {
    for (guint event = 0; event < WALL_N_LINK_EVENTS; event++) {
      WallLinkState state = from;

      if (wall_link_state_next (&state, event))
        g_assert_cmpint (state, !=, from);
    }
  }
}

static void
test_life (void)
{
  WallLinkState state = WALL_LINK_IDLE;

  go (&state, WALL_LINK_EVENT_START);
  go (&state, WALL_LINK_EVENT_TURN);
  go (&state, WALL_LINK_EVENT_CONNECTED);
  go (&state, WALL_LINK_EVENT_SIGNED_IN);
  go (&state, WALL_LINK_EVENT_FRESH);
  go (&state, WALL_LINK_EVENT_AGED);
  go (&state, WALL_LINK_EVENT_STALE);
  go (&state, WALL_LINK_EVENT_FRESH);
  go (&state, WALL_LINK_EVENT_LOST);
  go (&state, WALL_LINK_EVENT_CLOSED);
  g_assert_cmpint (state, ==, WALL_LINK_WAITING_RETRY);
  go (&state, WALL_LINK_EVENT_RETRY);
  go (&state, WALL_LINK_EVENT_TURN);
  go (&state, WALL_LINK_EVENT_CONNECTED);
  go (&state, WALL_LINK_EVENT_LOST);
  go (&state, WALL_LINK_EVENT_REJECTED);
  g_assert_cmpint (state, ==, WALL_LINK_NEEDS_ATTENTION);
  go (&state, WALL_LINK_EVENT_RETRY);
  g_assert_cmpint (state, ==, WALL_LINK_QUEUED);
}

/* From wherever it stands, STOP ends in OFF, by way of CLOSING if there is something to close. */
static void
test_stop_ends_off (void)
{
  for (guint from = 0; from < WALL_N_LINK_STATES; from++) {
    WallLinkState state = from;

    wall_link_state_next (&state, WALL_LINK_EVENT_STOP);
    if (state == WALL_LINK_CLOSING)
      go (&state, WALL_LINK_EVENT_ENDED);
    g_assert_cmpint (state, ==, WALL_LINK_OFF);
  }
}

static void
test_off_is_not_revived (void)
{
  for (guint event = 0; event < WALL_N_LINK_EVENTS; event++) {
    WallLinkState state = WALL_LINK_OFF;

    g_assert_cmpint (wall_link_state_next (&state, event), ==, event == WALL_LINK_EVENT_START);
  }
}

/* A slot of the device is free only after the close: no event but its end leaves CLOSING. */
static void
test_closing_is_left_by_its_end_only (void)
{
  for (guint event = 0; event < WALL_N_LINK_EVENTS; event++) {
    WallLinkState state = WALL_LINK_CLOSING;
    gboolean is_end = event == WALL_LINK_EVENT_CLOSED || event == WALL_LINK_EVENT_ENDED ||
                      event == WALL_LINK_EVENT_REJECTED;

    g_assert_cmpint (wall_link_state_next (&state, event), ==, is_end);
  }
}

static void
test_nicks_differ (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint state = 0; state < WALL_N_LINK_STATES; state++)
    g_assert_true (g_hash_table_add (seen, (gpointer) wall_link_state_to_nick (state)));
  g_hash_table_remove_all (seen);
  for (guint event = 0; event < WALL_N_LINK_EVENTS; event++)
    g_assert_true (g_hash_table_add (seen, (gpointer) wall_link_event_to_nick (event)));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream/link-state/matrix", test_matrix);
  g_test_add_func ("/stream/link-state/legal-move-changes-state", test_legal_move_changes_state);
  g_test_add_func ("/stream/link-state/life", test_life);
  g_test_add_func ("/stream/link-state/stop-ends-off", test_stop_ends_off);
  g_test_add_func ("/stream/link-state/off-is-not-revived", test_off_is_not_revived);
  g_test_add_func ("/stream/link-state/closing-is-left-by-its-end-only",
                   test_closing_is_left_by_its_end_only);
  g_test_add_func ("/stream/link-state/nicks-differ", test_nicks_differ);

  return g_test_run ();
}
