/* wall-login-gate.c
 *
 * Whether one more login may begin at a device, so that a wrong password costs one login and not
 * one a channel.
 * Pure: no clock of its own; one thread at a time.
 *
 * Recorders lock an account after a few refused logins, for everybody and often for half an hour.
 * So as long as the device has not taken the password one login goes alone and all others wait for
 * its answer. It is asked anew after its last connection was closed, since the password may have
 * been changed meanwhile.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-login-gate.h"

#include "wall-backoff.h"

/**
 * wall_login_gate_may_begin:
 * @now_us: monotonic
 *
 * Returns: whether one more login may begin now
 */
gboolean
wall_login_gate_may_begin (const WallLoginGate *self,
                           gint64               now_us)
{
  gboolean is_over = self->verdict == WALL_REASON_LOCKED_OUT && now_us >= self->reopens_us;

  if (self->verdict != WALL_REASON_NONE && !is_over)
    return FALSE;

  return self->logins < (self->is_proven || self->is_open ? WALL_LOGIN_GATE_MAX_LOGINS : 1);
}

/**
 * wall_login_gate_begin:
 *
 * An attempt begins: it takes a login's place and a connection's.
 */
void
wall_login_gate_begin (WallLoginGate *self)
{
  self->logins++;
  self->connections++;
}

/**
 * wall_login_gate_accept:
 *
 * The device took the password.
 */
void
wall_login_gate_accept (WallLoginGate *self)
{
  self->verdict = WALL_REASON_NONE;
  self->is_proven = TRUE;
}

/**
 * wall_login_gate_reject:
 * @reason: WRONG_PASSWORD, PASSWORD_NEEDED or LOCKED_OUT
 * @now_us: monotonic
 *
 * The device refused to sign anybody in: nobody tries until wall_login_gate_reopen(), or for half
 * an hour when it is locked.
 */
void
wall_login_gate_reject (WallLoginGate *self,
                        WallReason     reason,
                        gint64         now_us)
{
  self->verdict = reason;
  self->is_proven = FALSE;
  self->reopens_us = now_us + WALL_BACKOFF_LOCKED_MS * (gint64) 1000;
}

/**
 * wall_login_gate_end_login:
 *
 * A login is over, its connection stays.
 */
void
wall_login_gate_end_login (WallLoginGate *self)
{
  g_return_if_fail (self->logins > 0);

  self->logins--;
}

/**
 * wall_login_gate_close:
 *
 * A connection is closed.
 */
void
wall_login_gate_close (WallLoginGate *self)
{
  g_return_if_fail (self->connections > 0);

  self->connections--;
  if (self->connections == 0)
    self->is_proven = FALSE;
}

/**
 * wall_login_gate_reopen:
 *
 * A person changed the password, or wants it tried again: one login may go, alone.
 */
void
wall_login_gate_reopen (WallLoginGate *self)
{
  self->verdict = WALL_REASON_NONE;
  self->is_proven = FALSE;
}

/**
 * wall_login_gate_is_verdict:
 *
 * Returns: whether @reason is about the account, and so concerns every channel of the device
 */
gboolean
wall_login_gate_is_verdict (WallReason reason)
{
  return reason == WALL_REASON_WRONG_PASSWORD || reason == WALL_REASON_PASSWORD_NEEDED ||
         reason == WALL_REASON_LOCKED_OUT;
}
