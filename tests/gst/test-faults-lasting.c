/* test-faults-lasting.c
 *
 * What a client has to live with: dvripsrc ! dvripdemux goes on, on the same connection.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "fault-rig.h"

static const struct Case {
  const char *name, *fault;
  int         n_pictures;   /* to come while it lasts */
} lasting[] = {
  { "freeze", "freeze", 10 },
  { "slow", "slow=2", 2 },
  { "unit-length-0", "unit-length=0", 10 },
  { "unit-length-1", "unit-length=1", 10 },
  { "lose", "lose=5", 10 },
  { "clock-jump", "clock-jump", 60 },
};

static void
test_lasting (gconstpointer data)
{
  const struct Case *test = data;
  const RigOptions options = { .is_shared = FALSE };
  g_autoptr (Rig) rig = rig_new (&options);
  RigResult result;

  rig_set_fault (rig, test->fault);
  rig_play (rig);
  rig_wait_pictures (rig, test->n_pictures);
  rig_set_fault (rig, "none");
  rig_wait_pictures (rig, 3);
  rig_close (rig, &result);
  rig_leave (rig, test->name, "plays", 1000, &result);
}

/* 2.5 seconds without anything are no reason to connect again. */
static void
test_short_stall_costs_no_connection (void)
{
  const RigOptions options = { .is_shared = FALSE };
  g_autoptr (Rig) rig = rig_new (&options);
  EncoderCounters counters;
  RigResult result;

  rig_play (rig);
  rig_wait_pictures (rig, 5);
  rig_set_fault (rig, "stall@0+2.5");
  rig_wait_stall (rig);
  rig_wait_pictures (rig, 20);
  encoder_server_get_counters (rig->server, &counters);
  g_assert_cmpuint (counters.logins, ==, rig->before.logins + 1);
  rig_close (rig, &result);
  rig_leave (rig, "stall of 2.5 s", "plays", 1000, &result);
}

/* No picture is missing, though all counters go round. */
static void
test_wrap_loses_nothing (void)
{
  const RigOptions options = { .is_shared = FALSE };
  g_autoptr (Rig) rig = rig_new (&options);
  RigResult result;

  rig_set_fault (rig, "wrap");
  rig_play (rig);
  rig_wait_pictures (rig, 25);
  g_assert_cmpint (g_atomic_int_get (&rig->player->n_discont), <=, 1);
  rig_close (rig, &result);
  rig_leave (rig, "wrap", "plays", 1000, &result);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  for (gsize i = 0; i < G_N_ELEMENTS (lasting); i++) {
    g_autofree char *path = g_strconcat ("/gst/faults-lasting/", lasting[i].name, NULL);

    g_test_add_data_func (path, &lasting[i], test_lasting);
  }
  g_test_add_func ("/gst/faults-lasting/short-stall-costs-no-connection",
                   test_short_stall_costs_no_connection);
  g_test_add_func ("/gst/faults-lasting/wrap-loses-nothing", test_wrap_loses_nothing);

  return rig_run ();
}
