/* wall-probe-previews.h
 *
 * A small picture of each channel, one after the other, and again, slowly, while they are seen. Never more
 * than two connections at once, and none any more once the device refuses to sign in.
 * Main thread; no call blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-player.h"
#include "wall-probe-channel.h"

G_BEGIN_DECLS

#define WALL_PROBE_MAX_CONNECTIONS 2

typedef struct _WallProbePreviews WallProbePreviews;

/* None after wall_probe_previews_free(), which may be called in any of them. */
typedef struct {
  /* (nullable): how far the first attempt is, up to PLAYING, and what it saw when it CLOSED. */
  void (*phase)   (gpointer               listener,
                   WallPlayerPhase        phase,
                   const WallPlayerStats *stats);
  /* The first picture of all. */
  void (*picture) (gpointer               listener);
  /* There was no picture of any channel, and there will be none. */
  void (*failed)  (gpointer               listener,
                   WallReason             reason,
                   const char            *sentence);
} WallProbePreviewsEvents;

WallProbePreviews *wall_probe_previews_new  (const WallPlayerConfig        *config,
                                             gboolean                       has_channels,
                                             GPtrArray                     *channels,
                                             const WallProbePreviewsEvents *events,
                                             gpointer                       listener);
void               wall_probe_previews_free (WallProbePreviews             *self);
void               wall_probe_previews_set_seen (WallProbePreviews         *self,
                                                 gboolean                   is_seen);

/* For tests: milliseconds between two pictures after the first of each, and for the first picture. Before the first one. */
void               wall_probe_previews_set_times (guint pause_ms,
                                                  guint patience_ms);

G_END_DECLS
