/* test-plan.c
 *
 * Promises of dvrip-plan: every way is tried once, the nearest after a refusal, the farthest after
 * silence, and silence costs no more than a few logins.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-plan.h"

static void
assert_way (const DvripPlan *plan,
            DvripTopology topology,
            const char *stream_type)
{
  const DvripWay *way = dvrip_plan_get_way (plan);

  g_assert_cmpint (way->topology, ==, topology);
  g_assert_cmpstr (way->stream_type, ==, stream_type);
}

static void
test_plan_main_has_two_ways (void)
{
  DvripPlan plan;

  dvrip_plan_init (&plan, DVRIP_TOPOLOGY_AUTO, DVRIP_STREAM_MAIN, NULL);
  assert_way (&plan, DVRIP_TOPOLOGY_ONE_SOCKET, "Main");
  g_assert_true (dvrip_plan_refused (&plan));
  assert_way (&plan, DVRIP_TOPOLOGY_TWO_SOCKETS, "Main");
  g_assert_false (dvrip_plan_refused (&plan));
  g_assert_false (dvrip_plan_silent (&plan));
}

static void
test_plan_remembered_topology_goes_first (void)
{
  DvripPlan plan;

  dvrip_plan_init (&plan, DVRIP_TOPOLOGY_TWO_SOCKETS, DVRIP_STREAM_MAIN, NULL);
  assert_way (&plan, DVRIP_TOPOLOGY_TWO_SOCKETS, "Main");
  g_assert_true (dvrip_plan_silent (&plan));
  assert_way (&plan, DVRIP_TOPOLOGY_ONE_SOCKET, "Main");
  g_assert_false (dvrip_plan_silent (&plan));
}

static void
test_plan_refusals_try_all_names_first (void)
{
  DvripPlan plan;

  dvrip_plan_init (&plan, DVRIP_TOPOLOGY_AUTO, DVRIP_STREAM_SUB, NULL);
  assert_way (&plan, DVRIP_TOPOLOGY_ONE_SOCKET, "Extra1");
  g_assert_true (dvrip_plan_refused (&plan));
  assert_way (&plan, DVRIP_TOPOLOGY_ONE_SOCKET, "Extra");
  g_assert_true (dvrip_plan_refused (&plan));
  assert_way (&plan, DVRIP_TOPOLOGY_TWO_SOCKETS, "Extra");
  g_assert_true (dvrip_plan_refused (&plan));
  assert_way (&plan, DVRIP_TOPOLOGY_TWO_SOCKETS, "Extra1");
  g_assert_false (dvrip_plan_refused (&plan));
}

static void
test_plan_silence_goes_far_and_not_on (void)
{
  DvripPlan plan;

  dvrip_plan_init (&plan, DVRIP_TOPOLOGY_AUTO, DVRIP_STREAM_SUB, NULL);
  g_assert_true (dvrip_plan_silent (&plan));
  assert_way (&plan, DVRIP_TOPOLOGY_TWO_SOCKETS, "Extra");
  g_assert_true (dvrip_plan_silent (&plan));
  assert_way (&plan, DVRIP_TOPOLOGY_ONE_SOCKET, "Extra");
  g_assert_cmpuint (plan.n_logins, ==, DVRIP_PLAN_MAX_LOGINS);
  g_assert_false (dvrip_plan_silent (&plan));

  /* What costs no login may still be tried. */
  g_assert_true (dvrip_plan_refused (&plan));
  assert_way (&plan, DVRIP_TOPOLOGY_TWO_SOCKETS, "Extra1");
  g_assert_false (dvrip_plan_refused (&plan));
}

static void
test_plan_remembered_name_goes_first (void)
{
  DvripPlan plan;

  dvrip_plan_init (&plan, DVRIP_TOPOLOGY_AUTO, DVRIP_STREAM_SUB, "Extra");
  assert_way (&plan, DVRIP_TOPOLOGY_ONE_SOCKET, "Extra");
  g_assert_cmpuint (plan.n_ways, ==, 4);
  g_assert_true (dvrip_plan_refused (&plan));
  assert_way (&plan, DVRIP_TOPOLOGY_ONE_SOCKET, "Extra1");

  dvrip_plan_init (&plan, DVRIP_TOPOLOGY_AUTO, DVRIP_STREAM_SUB, "Extra2");
  assert_way (&plan, DVRIP_TOPOLOGY_ONE_SOCKET, "Extra2");
  g_assert_cmpuint (plan.n_ways, ==, DVRIP_PLAN_MAX_WAYS);
}

static void
test_plan_sub_name_is_none_of_main (void)
{
  DvripPlan plan;

  dvrip_plan_init (&plan, DVRIP_TOPOLOGY_AUTO, DVRIP_STREAM_MAIN, "Extra1");
  assert_way (&plan, DVRIP_TOPOLOGY_ONE_SOCKET, "Main");
  g_assert_cmpuint (plan.n_ways, ==, 2);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dvrip/plan/main-has-two-ways", test_plan_main_has_two_ways);
  g_test_add_func ("/dvrip/plan/remembered-topology-goes-first",
                   test_plan_remembered_topology_goes_first);
  g_test_add_func ("/dvrip/plan/refusals-try-all-names-first",
                   test_plan_refusals_try_all_names_first);
  g_test_add_func ("/dvrip/plan/silence-goes-far-and-not-on",
                   test_plan_silence_goes_far_and_not_on);
  g_test_add_func ("/dvrip/plan/remembered-name-goes-first", test_plan_remembered_name_goes_first);
  g_test_add_func ("/dvrip/plan/sub-name-is-none-of-main", test_plan_sub_name_is_none_of_main);

  return g_test_run ();
}
