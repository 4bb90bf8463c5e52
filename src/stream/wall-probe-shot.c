/* wall-probe-shot.c
 *
 * One picture of one stream: a player that is closed again as soon as the picture is there. Its own
 * deadlines bound it.
 * Main thread; no call blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-probe-shot.h"

#include "wall-probe-channel.h"

struct _WallProbeShot {
  const WallProbeShotEvents *events;
  gpointer listener;
  WallPlayer *player;
  gboolean has_picture;
  WallReason reason;
  char *sentence;        /* (nullable) */
};

static void
on_phase (WallProbeShot *self)
{
  WallPlayerPhase phase = wall_player_get_phase (self->player);

  if (phase <= WALL_PLAYER_PLAYING)
    self->events->phase (self->listener, self, phase);
}

static void
on_failed (WallProbeShot *self,
           int            reason,
           const char    *message,
           const char    *debug)
{
  self->reason = reason;
  g_free (self->sentence);
  self->sentence = g_strdup (message);
}

static void
on_picture (WallProbeShot *self)
{
  WallVideoSink *sink = wall_player_get_sink (self->player);
  g_autoptr (WallPicture) picture = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  if (self->has_picture || !(picture = wall_video_sink_take_picture (sink)))
    return;

  self->has_picture = TRUE;
  texture = wall_picture_get_texture (picture);
  wall_player_close (self->player);
  self->events->picture (self->listener, self, texture);
}

static void
on_closed (WallProbeShot *self,
           const char    *ended_by,
           int            reason)
{
  WallReason why = self->has_picture ? WALL_REASON_NONE
                   : self->reason    ? self->reason
                   : reason          ? (WallReason) reason
                                     : WALL_REASON_NO_PICTURE;

  self->events->ended (self->listener, self, why, self->has_picture ? NULL : self->sentence);
}

/**
 * wall_probe_shot_new:
 * @config: what to play; it is copied
 * @events: what the listener is told; it is not copied
 *
 * Returns: (transfer full): an attempt that has begun
 */
WallProbeShot *
wall_probe_shot_new (const WallPlayerConfig    *config,
                     const WallProbeShotEvents *events,
                     gpointer                   listener)
{
  WallProbeShot *self = g_new0 (WallProbeShot, 1);
  WallVideoSink *sink;

  self->events = events;
  self->listener = listener;
  self->player = wall_player_new (config);
  sink = wall_player_get_sink (self->player);
  wall_video_sink_set_target_size (sink, WALL_PROBE_PREVIEW_WIDTH, WALL_PROBE_PREVIEW_HEIGHT);
  g_signal_connect_swapped (self->player, "notify::phase", G_CALLBACK (on_phase), self);
  g_signal_connect_swapped (self->player, "failed", G_CALLBACK (on_failed), self);
  g_signal_connect_swapped (self->player, "picture", G_CALLBACK (on_picture), self);
  g_signal_connect_swapped (self->player, "closed", G_CALLBACK (on_closed), self);
  wall_player_start (self->player);

  return self;
}

/**
 * wall_probe_shot_free:
 * @self: (transfer full): the attempt, which ends alone if it has not
 */
void
wall_probe_shot_free (WallProbeShot *self)
{
  g_signal_handlers_disconnect_by_data (self->player, self);
  g_object_unref (self->player);
  g_free (self->sentence);
  g_free (self);
}

/**
 * wall_probe_shot_get_stats:
 * @out_stats: (out): what was received
 */
void
wall_probe_shot_get_stats (WallProbeShot   *self,
                           WallPlayerStats *out_stats)
{
  wall_player_get_stats (self->player, out_stats);
}
