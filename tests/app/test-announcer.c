/* test-announcer.c
 *
 * What somebody is told who hears the wall: what is new, once, and not too much of it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "../widgets/wait-until.h"
#include "fake-cameras.h"
#include "wall-announcer.h"

#define GATHER_MS 50
#define PASS_MS (6 * GATHER_MS)  /* longer than anything is gathered */
#define CAMERAS 6

typedef struct {
  GListStore    *cameras;
  WallAnnouncer *announcer;
  guint          said;
  char          *words;
} Fixture;

static void
on_say (WallAnnouncer *announcer,
        const char    *words,
        Fixture       *fixture)
{
  g_free (fixture->words);
  fixture->words = g_strdup (words);
  fixture->said++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->cameras = fake_cameras_new (CAMERAS);
  fixture->announcer = wall_announcer_new (G_LIST_MODEL (fixture->cameras));
  g_signal_connect (fixture->announcer, "say", G_CALLBACK (on_say), fixture);
  wall_announcer_set_pace (fixture->announcer, GATHER_MS, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->announcer);
  g_assert_finalize_object (fixture->cameras);
  g_free (fixture->words);
}

static void
test_lost_and_live_again (Fixture       *fixture,
                          gconstpointer  data)
{
  fake_cameras_lose (fixture->cameras, 2);
  wait_until (fixture->said == 1, 20);
  g_assert_cmpstr (fixture->words, ==, "Gate 3 is not live\nConnection refused");

  fake_cameras_lose (fixture->cameras, 2);
  fake_cameras_set_state (fixture->cameras, 2, WALL_LINK_CONNECTING, WALL_REASON_NONE,
                          WALL_NOTICE_NONE);
  wait_ms (PASS_MS);
  g_assert_cmpuint (fixture->said, ==, 1);

  fake_cameras_bring_back (fixture->cameras, 2);
  wait_until (fixture->said == 2, 20);
  g_assert_cmpstr (fixture->words, ==, "Gate 3 is live again");
}

/* A wall that starts, a camera that falters, and what is over before it can be said. */
static void
test_nothing_to_say (Fixture       *fixture,
                     gconstpointer  data)
{
  for (guint i = 0; i < CAMERAS; i++)
    fake_cameras_bring_back (fixture->cameras, i);
  fake_cameras_set_state (fixture->cameras, 0, WALL_LINK_LATE, WALL_REASON_NONE, WALL_NOTICE_NONE);
  fake_cameras_set_state (fixture->cameras, 1, WALL_LINK_WAITING_RETRY, WALL_REASON_REFUSED,
                          WALL_NOTICE_NONE);
  fake_cameras_set_state (fixture->cameras, 2, WALL_LINK_OFF, WALL_REASON_NONE, WALL_NOTICE_NONE);
  fake_cameras_lose (fixture->cameras, 3);
  fake_cameras_bring_back (fixture->cameras, 3);
  wait_ms (PASS_MS);
  g_assert_cmpuint (fixture->said, ==, 0);
}

static void
test_gathered (Fixture       *fixture,
               gconstpointer  data)
{
  for (guint i = 0; i < CAMERAS; i++)
    fake_cameras_lose (fixture->cameras, i);
  wait_until (fixture->said == 1, 20);
  g_assert_cmpstr (fixture->words, ==, "6 cameras are not live\n"
                                       "Gate 1: Connection refused\nGate 2: Connection refused\n"
                                       "Gate 3: Connection refused\nGate 4: Connection refused\n"
                                       "and 2 more");

  /* One is taken off the wall, one switched off: whoever did it knows. */
  g_list_store_remove (fixture->cameras, 5);
  fake_cameras_set_state (fixture->cameras, 4, WALL_LINK_OFF, WALL_REASON_NONE, WALL_NOTICE_NONE);
  fake_cameras_bring_back (fixture->cameras, 0);
  fake_cameras_bring_back (fixture->cameras, 1);
  wait_until (fixture->said == 2, 20);
  g_assert_cmpstr (fixture->words, ==, "2 cameras are live again");
}

/* In the quiet time nothing is said; after it, how things are then. */
static void
test_rate_is_limited (Fixture       *fixture,
                      gconstpointer  data)
{
  fake_cameras_lose (fixture->cameras, 0);
  wait_until (fixture->said == 1, 20);

  wall_announcer_set_pace (fixture->announcer, GATHER_MS, 3600 * 1000);
  fake_cameras_bring_back (fixture->cameras, 0);
  fake_cameras_lose (fixture->cameras, 1);
  wait_ms (PASS_MS);
  fake_cameras_lose (fixture->cameras, 2);
  wait_ms (PASS_MS);
  g_assert_cmpuint (fixture->said, ==, 1);

  wall_announcer_set_pace (fixture->announcer, GATHER_MS, 0);
  wait_until (fixture->said == 2, 20);
  g_assert_cmpstr (fixture->words, ==, "2 cameras are not live\nGate 2: Connection refused\n"
                                       "Gate 3: Connection refused\nGate 1 is live again");
}

#define ADD(name, test) \
  g_test_add ("/announcer/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("lost-and-live-again", test_lost_and_live_again);
  ADD ("nothing-to-say", test_nothing_to_say);
  ADD ("gathered", test_gathered);
  ADD ("rate-is-limited", test_rate_is_limited);

  return g_test_run ();
}
