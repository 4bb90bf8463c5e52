/* wall-slot.c
 *
 * One attempt at a device, from its beginning to the close of its last socket: what it learns is the
 * device's, and tells all its cameras. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device-private.h"

/**
 * wall_slot_is_unreachable:
 *
 * Returns: whether @reason is about the way to the device, and so is the same for all its channels
 */
gboolean
wall_slot_is_unreachable (WallReason reason)
{
  return reason == WALL_REASON_REFUSED || reason == WALL_REASON_NO_ROUTE ||
         reason == WALL_REASON_TIMED_OUT || reason == WALL_REASON_NAME_NOT_FOUND;
}

/**
 * wall_slot_begin:
 * @self: of no attempt
 * @device: wall_device_may_begin() said so
 *
 * An attempt begins.
 */
void
wall_slot_begin (WallSlot   *self,
                 WallDevice *device)
{
  g_return_if_fail (self->device == NULL);

  *self = (WallSlot){
    .device = g_object_ref (device),
    .edition = device->edition,
    .pin_edition = device->pin_edition,
    .is_login = TRUE,
  };
  wall_login_gate_begin (&device->gate);
}

static void
end_login (WallSlot *self)
{
  if (self->is_login)
    wall_login_gate_end_login (&self->device->gate);
  self->is_login = FALSE;
}

static void
prove (WallDevice *device)
{
  gboolean was_proven = device->gate.is_proven;

  wall_login_gate_accept (&device->gate);
  if (!was_proven)
    g_signal_emit_by_name (device, "reopened");
}

/**
 * wall_slot_accept:
 *
 * The device signed this attempt in and began to send.
 */
void
wall_slot_accept (WallSlot *self)
{
  WallDevice *device = self->device;

  device->failed_last = FALSE;
  end_login (self);
  prove (device);
}

/* Only who is signed in is told this. */
static gboolean
is_after_login (WallReason reason)
{
  return reason == WALL_REASON_NO_SUCH_CHANNEL || reason == WALL_REASON_CHANNEL_OFFLINE;
}

/* The device is well; it is this stream of it that is not. Servers look for a path before they ask
 * for a password, or after. */
static gboolean
is_of_stream (WallReason reason)
{
  return is_after_login (reason) || reason == WALL_REASON_NO_SUCH_STREAM ||
         reason == WALL_REASON_UNSUPPORTED;
}

/* What was begun before a person changed what it is about says nothing about it now. */
static gboolean
is_outdated (WallSlot   *self,
             WallReason  reason)
{
  if (reason == WALL_REASON_CERTIFICATE_CHANGED)
    return self->pin_edition != self->device->pin_edition;

  return wall_login_gate_is_verdict (reason) && self->edition != self->device->edition;
}

/**
 * wall_slot_fail:
 * @reason: why the attempt failed, as the player says it
 * @now_us: monotonic
 *
 * An attempt failed. Its slot stays taken until wall_slot_close().
 *
 * Returns: the reason to tell people: a wrong password is a needed one where none is known; %NONE
 * when the attempt was refused with a password, or for a certificate, that is not the device's any
 * more
 */
WallReason
wall_slot_fail (WallSlot   *self,
                WallReason  reason,
                gint64      now_us)
{
  WallDevice *device = self->device;

  if (reason == WALL_REASON_WRONG_PASSWORD && device->password == NULL)
    reason = WALL_REASON_PASSWORD_NEEDED;

  device->failed_last = !is_of_stream (reason);
  if (is_after_login (reason))
    prove (device);
  if (wall_slot_is_unreachable (reason))
    g_signal_emit_by_name (device, "unreachable", reason);
  if (is_outdated (self, reason))
    return WALL_REASON_NONE;
  if (!wall_device_bars (device, reason))
    return reason;

  wall_login_gate_reject (&device->gate, reason, now_us);
  g_signal_emit_by_name (device, "rejected");
  return reason;
}

/**
 * wall_slot_close:
 *
 * The last socket of the attempt is closed: its slot is free. Nothing happens without an attempt.
 */
void
wall_slot_close (WallSlot *self)
{
  if (self->device == NULL)
    return;

  end_login (self);
  wall_login_gate_close (&self->device->gate);
  g_clear_object (&self->device);
}
