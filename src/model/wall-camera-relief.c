/* wall-camera-relief.c
 *
 * What a camera costs this computer, and how it costs less. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-camera-private.h"

/* Rates are those of two seconds; what comes at the beginning is not the rule. */
#define SETTLED_US (4 * G_USEC_PER_SEC)

#define MIN_FPS       2.0
#define DECODED_SHARE 0.75
#define PAINTED_SHARE 0.4

/* A picture that comes more rarely than that would be called stalled. */
#define MAX_KEY_INTERVAL_US (5 * G_USEC_PER_SEC / 2)

static gboolean
has_pictures (WallCamera *self)
{
  return self->player && (self->state == WALL_LINK_LIVE || self->state == WALL_LINK_LATE ||
                          self->state == WALL_LINK_STALLED);
}

/**
 * wall_camera_is_behind:
 * @now_us: monotonic
 *
 * Returns: whether it is shown, and clearly less of it is decoded than arrives, or painted than is decoded
 */
gboolean
wall_camera_is_behind (WallCamera *self,
                       gint64      now_us)
{
  WallWatchNumbers numbers;

  if (!has_pictures (self) || !self->is_shown || self->is_reduced || self->first_decoded_us < 0 ||
      now_us - MAX (self->first_decoded_us, self->whole_us) < SETTLED_US)
    return FALSE;

  wall_watch_get_numbers (self->watch, now_us, &numbers);
  if (numbers.received_fps < MIN_FPS)
    return FALSE;

  return numbers.decoded_fps < DECODED_SHARE * numbers.received_fps ||
         numbers.painted_fps < PAINTED_SHARE * numbers.decoded_fps;
}

/**
 * wall_camera_can_reduce:
 *
 * What is not shown costs next to nothing as it is.
 *
 * Returns: whether it is shown, and its key frames alone would still be a live picture
 */
gboolean
wall_camera_can_reduce (WallCamera *self)
{
  gint64 interval_us = self->stats.key_interval_us;

  return has_pictures (self) && self->is_shown &&
         (interval_us > 0 ? interval_us <= MAX_KEY_INTERVAL_US : self->is_reduced);
}

/**
 * wall_camera_set_reduced:
 * @is_reduced: whether only key frames are decoded
 */
void
wall_camera_set_reduced (WallCamera *self,
                         gboolean    is_reduced)
{
  /* It is whole from its next key frame on. */
  if (self->is_reduced && !is_reduced)
    self->whole_us = g_get_monotonic_time () + MAX_KEY_INTERVAL_US;

  self->is_reduced = is_reduced;
  if (self->player)
    wall_player_set_reduced (self->player, is_reduced);
}
