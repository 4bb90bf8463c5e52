/* dvrip-plan.h
 *
 * Which topology and which name of the stream to try next, until the ways or the logins are
 * used up.
 * Private to this layer.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "dvrip-session.h"

G_BEGIN_DECLS

/* Logins of one session, all ways together: a device that is silent on every way must not be asked
 * for ever, and some lock out who asks too often. */
#define DVRIP_PLAN_MAX_LOGINS 3

#define DVRIP_PLAN_MAX_TYPES 3
#define DVRIP_PLAN_MAX_WAYS  (2 * DVRIP_PLAN_MAX_TYPES)

typedef struct {
  DvripTopology topology;      /* never AUTO */
  const char   *stream_type;
} DvripWay;

typedef struct {
  DvripWay ways[DVRIP_PLAN_MAX_WAYS];
  gboolean is_tried[DVRIP_PLAN_MAX_WAYS];
  guint    n_ways;
  guint    current;
  guint    n_logins;
} DvripPlan;

void            dvrip_plan_init        (DvripPlan       *plan,
                                        DvripTopology    preferred,
                                        DvripStream      stream,
                                        const char      *preferred_type);
const DvripWay *dvrip_plan_get_way     (const DvripPlan *plan);
gboolean        dvrip_plan_refused     (DvripPlan       *plan);
gboolean        dvrip_plan_silent      (DvripPlan       *plan);

G_END_DECLS
