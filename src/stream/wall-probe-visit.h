/* wall-probe-visit.h
 *
 * One login at a device with channels: what it is, and which channels it has. It plays nothing, and
 * is closed in order once the device has said it.
 * Main thread; no call blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-player.h"

G_BEGIN_DECLS

/* As many as an address can name. */
#define WALL_PROBE_MAX_CHANNELS 256

typedef struct {
  guint  channels;          /* from 1 to WALL_PROBE_MAX_CHANNELS */
  char **titles;            /* (nullable): may be fewer, or more; each one line of valid UTF-8 */
  char  *model, *serial;    /* (nullable) */
} WallProbeFacts;

typedef struct _WallProbeVisit WallProbeVisit;

/* Never from inside a call of one's own; none after wall_probe_visit_free(), which may be called in
 * any of them. */
typedef struct {
  void (*connected) (gpointer              listener);
  void (*signed_in) (gpointer              listener);
  void (*told)      (gpointer              listener,
                     const WallProbeFacts *facts);
  /* The connection is closed; the last after @told. */
  void (*gone)      (gpointer              listener);
  /* In place of the others, the last. */
  void (*failed)    (gpointer              listener,
                     WallReason            reason,
                     const char           *sentence);
} WallProbeVisitEvents;

WallProbeVisit *wall_probe_visit_new  (const WallPlayerConfig     *config,
                                       const WallProbeVisitEvents *events,
                                       gpointer                    listener);
void            wall_probe_visit_free (WallProbeVisit             *self);

G_END_DECLS
