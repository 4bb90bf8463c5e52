/* wall-camera-device.c
 *
 * What a camera makes of what it hears of its device, from other cameras of it or from a person. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-camera-private.h"
#include "wall-turnstile.h"

/**
 * wall_camera_on_device_rejected:
 *
 * The device signs nobody in: whoever is not connected yet stops here, and whoever was stopped for
 * another reason of this kind learns the new one.
 */
void
wall_camera_on_device_rejected (WallCamera *self)
{
  WallReason verdict = wall_device_get_verdict (self->device);

  wall_turnstile_leave (self);
  if (self->state == WALL_LINK_CONNECTING || self->state == WALL_LINK_SIGNING_IN)
    wall_camera_break_off (self, verdict);
  else if (self->state == WALL_LINK_NEEDS_ATTENTION && wall_device_bars (self->device, self->reason))
    self->reason = verdict;
  else if (self->state != WALL_LINK_CLOSING)
    wall_camera_reject (self, verdict);

  wall_camera_announce (self);
}

/**
 * wall_camera_on_device_reopened:
 *
 * The password was changed, or the device took it: whoever waited for that goes.
 */
void
wall_camera_on_device_reopened (WallCamera *self)
{
  gboolean is_barred = self->state == WALL_LINK_NEEDS_ATTENTION &&
                       wall_device_bars (self->device, self->reason);
  gboolean is_away =
    self->state == WALL_LINK_WAITING_RETRY && wall_slot_is_unreachable (self->reason);

  if (is_barred || is_away)
    wall_camera_queue (self, WALL_LINK_EVENT_RETRY);

  wall_turnstile_poke ();
  wall_camera_announce (self);
}

/**
 * wall_camera_on_password_changed:
 *
 * There is another password: an attempt under way goes on with the old one, so it ends, and the next
 * one shows at once whether the new one is right.
 */
void
wall_camera_on_password_changed (WallCamera *self)
{
  if (self->player == NULL || self->state == WALL_LINK_CLOSING)
    return;

  self->delay_us = 0;
  wall_camera_break_off (self, WALL_REASON_NONE);
  wall_camera_announce (self);
}

/**
 * wall_camera_on_certificate:
 *
 * Another certificate is trusted, or the first one that comes: whoever waited for that goes.
 */
void
wall_camera_on_certificate (WallCamera *self)
{
  if (self->reason != WALL_REASON_CERTIFICATE_CHANGED)
    return;

  if (self->state == WALL_LINK_NEEDS_ATTENTION)
    wall_camera_queue (self, WALL_LINK_EVENT_RETRY);
  else if (self->state == WALL_LINK_CLOSING) {
    self->reason = WALL_REASON_NONE;
    self->delay_us = 0;
  }

  wall_camera_announce (self);
}

/**
 * wall_camera_restart:
 *
 * Its device has another address or user, or it is another channel or path: what is under way ends, and
 * a new attempt begins.
 */
void
wall_camera_restart (WallCamera *self)
{
  if (self->state == WALL_LINK_NEEDS_ATTENTION || self->state == WALL_LINK_WAITING_RETRY)
    wall_camera_queue (self, WALL_LINK_EVENT_RETRY);
  else if (self->player) {
    self->delay_us = 0;
    self->reason = WALL_REASON_NONE;
    if (self->state != WALL_LINK_CLOSING)
      wall_camera_break_off (self, WALL_REASON_NONE);
  }

  self->failures = 0;
  wall_turnstile_poke ();
  wall_camera_announce (self);
}

/**
 * wall_camera_on_device_unreachable:
 *
 * Another channel could not reach the device: who waits for its turn to try the same knows why.
 */
void
wall_camera_on_device_unreachable (WallCamera *self,
                                   guint       reason)
{
  if (self->state == WALL_LINK_QUEUED && !self->is_urgent)
    self->reason = reason;

  wall_camera_announce (self);
}
