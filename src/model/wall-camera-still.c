/* wall-camera-still.c
 *
 * A camera's newest picture in its full size: of the player while there is one, else what it left.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-camera-private.h"

/**
 * wall_camera_keep_still:
 *
 * The attempt ends: what is seen of it from now on is its last picture.
 */
void
wall_camera_keep_still (WallCamera *self)
{
  WallStill *still = NULL;

  if (self->player)
    still = wall_video_sink_dup_still (wall_player_get_sink (self->player));
  if (still == NULL)
    return;

  g_clear_pointer (&self->still, wall_still_unref);
  self->still = still;
  self->still_slept_us = self->slept_us;
}

/**
 * wall_camera_dup_still:
 * @out_age_us: (out): how old it is, the time in which the computer slept included
 *
 * Returns: (transfer full) (nullable): the newest picture that there is
 */
WallStill *
wall_camera_dup_still (WallCamera *self,
                       gint64     *out_age_us)
{
  gint64 slept_us = 0;
  WallStill *still = NULL;

  g_return_val_if_fail (WALL_IS_CAMERA (self), NULL);

  if (self->player)
    still = wall_video_sink_dup_still (wall_player_get_sink (self->player));
  if (still == NULL && self->still) {
    still = wall_still_ref (self->still);
    slept_us = self->slept_us - self->still_slept_us;
  }
  if (still)
    *out_age_us =
      MAX (0, g_get_monotonic_time () + slept_us - wall_still_get_decoded_us (still));

  return still;
}
