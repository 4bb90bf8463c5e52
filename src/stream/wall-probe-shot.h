/* wall-probe-shot.h
 *
 * One picture of one stream: an attempt that is closed again as soon as the picture is there.
 * Main thread; no call blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-player.h"

G_BEGIN_DECLS

typedef struct _WallProbeShot WallProbeShot;

/* Never from inside a call of one's own; none after wall_probe_shot_free(), which may be called in
 * any of them. */
typedef struct {
  /* Each phase up to PLAYING, as it is reached. */
  void (*phase)   (gpointer               listener,
                   WallProbeShot         *shot,
                   WallPlayerPhase        phase);
  void (*picture) (gpointer               listener,
                   WallProbeShot         *shot,
                   GdkTexture            *picture);
  /* Exactly once, the last: the connection is closed. @reason: NONE if there was a picture;
   * @sentence: (nullable): for people. */
  void (*ended)   (gpointer               listener,
                   WallProbeShot         *shot,
                   WallReason             reason,
                   const char            *sentence);
} WallProbeShotEvents;

WallProbeShot *wall_probe_shot_new       (const WallPlayerConfig    *config,
                                          const WallProbeShotEvents *events,
                                          gpointer                   listener);
void           wall_probe_shot_free      (WallProbeShot             *self);
void           wall_probe_shot_get_stats (WallProbeShot             *self,
                                          WallPlayerStats           *out_stats);

G_END_DECLS
