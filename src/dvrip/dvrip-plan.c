/* dvrip-plan.c
 *
 * Which topology and which name of the stream to try next, until the ways or the logins are
 * used up. A refusal is an answer: the next way is tried with the same login, the nearest first.
 * Silence costs a deadline and a login, so the next way differs as much as it can.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-plan.h"

#include <string.h>

/* Who writes "Extra1" and who "Extra" was seen in clients of both kinds; captures of the vendor's
 * own client have "Extra1". */
static const char *const sub_types[] = { "Extra1", "Extra" };
static const char *const main_types[] = { "Main" };

static void
add_way (DvripPlan *plan,
         DvripTopology topology,
         const char *type)
{
  for (guint i = 0; i < plan->n_ways; i++)
    if (plan->ways[i].topology == topology && strcmp (plan->ways[i].stream_type, type) == 0)
      return;

  plan->ways[plan->n_ways++] = (DvripWay) { .topology = topology, .stream_type = type };
}

static void
add_topology (DvripPlan *plan,
              DvripTopology topology,
              DvripStream stream,
              const char *preferred_type)
{
  gboolean is_sub = stream == DVRIP_STREAM_SUB;
  const char *const *types = is_sub ? sub_types : main_types;

  if (is_sub && preferred_type)
    add_way (plan, topology, preferred_type);

  for (guint i = 0; i < (is_sub ? G_N_ELEMENTS (sub_types) : G_N_ELEMENTS (main_types)); i++)
    add_way (plan, topology, types[i]);
}

/* Returns: how much way @i differs from the current one */
static guint
get_distance (const DvripPlan *plan,
              guint i)
{
  const DvripWay *from = &plan->ways[plan->current];
  const DvripWay *to = &plan->ways[i];

  return (from->topology != to->topology ? 2 : 0) +
         (strcmp (from->stream_type, to->stream_type) != 0 ? 1 : 0);
}

static gboolean
move_on (DvripPlan *plan,
         gboolean far)
{
  int best = -1;

  for (guint i = 0; i < plan->n_ways; i++) {
    guint distance = get_distance (plan, i);

    if (plan->is_tried[i])
      continue;

    if (best < 0 || (far ? distance > get_distance (plan, (guint) best)
                         : distance < get_distance (plan, (guint) best)))
      best = (int) i;
  }

  if (best < 0)
    return FALSE;

  plan->current = (guint) best;
  plan->is_tried[best] = TRUE;

  return TRUE;
}

/**
 * dvrip_plan_init:
 * @plan: (out caller-allocates): a plan that stands at its first way and its first login
 * @preferred: what to try first; %DVRIP_TOPOLOGY_AUTO: one socket
 * @stream: which stream
 * @preferred_type: (nullable): what the device called its sub stream last time; must live as long
 *   as the plan
 */
void
dvrip_plan_init (DvripPlan *plan,
                 DvripTopology preferred,
                 DvripStream stream,
                 const char *preferred_type)
{
  gboolean two_first = preferred == DVRIP_TOPOLOGY_TWO_SOCKETS;

  *plan = (DvripPlan) { .n_logins = 1 };
  add_topology (plan, two_first ? DVRIP_TOPOLOGY_TWO_SOCKETS : DVRIP_TOPOLOGY_ONE_SOCKET, stream,
                preferred_type);
  add_topology (plan, two_first ? DVRIP_TOPOLOGY_ONE_SOCKET : DVRIP_TOPOLOGY_TWO_SOCKETS, stream,
                preferred_type);
  plan->is_tried[0] = TRUE;
}

/**
 * dvrip_plan_get_way:
 *
 * Returns: (transfer none): what to try now
 */
const DvripWay *
dvrip_plan_get_way (const DvripPlan *plan)
{
  return &plan->ways[plan->current];
}

/**
 * dvrip_plan_refused:
 *
 * The device refused the current way.
 *
 * Returns: whether there is another, to be tried with the same login
 */
gboolean
dvrip_plan_refused (DvripPlan *plan)
{
  return move_on (plan, FALSE);
}

/**
 * dvrip_plan_silent:
 *
 * The device did not answer on the current way, or sent nothing.
 *
 * Returns: whether there is another, to be tried with a login of its own
 */
gboolean
dvrip_plan_silent (DvripPlan *plan)
{
  if (plan->n_logins >= DVRIP_PLAN_MAX_LOGINS || !move_on (plan, TRUE))
    return FALSE;

  plan->n_logins++;

  return TRUE;
}
