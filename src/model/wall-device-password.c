/* wall-device-password.c
 *
 * The password of a device: looked up, known, or wanted of a person. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device-private.h"
#include "wall-password.h"

static void
replace (WallDevice *self,
         const char *password)
{
  char *copy = g_strdup (password);

  wall_password_free (self->password);
  self->password = copy;
  self->edition++;
}

/**
 * wall_device_set_password:
 * @password: (nullable): %NULL: none is known, so the empty one is tried, once
 *
 * An edit: what the device refused before may be tried again, by one login alone, and with another
 * password all its cameras connect anew. The same password again counts as an edit too, since the
 * device's may have changed.
 */
void
wall_device_set_password (WallDevice *self,
                          const char *password)
{
  gboolean is_another = g_strcmp0 (self->password, password) != 0;

  replace (self, password);
  self->is_awaiting = FALSE;
  wall_device_reopen (self);
  if (is_another)
    g_signal_emit_by_name (self, "password-changed");
  g_signal_emit_by_name (self, "reopened");
}

/**
 * wall_device_get_password:
 *
 * Returns: (transfer none) (nullable): the password, never to be written anywhere
 */
const char *
wall_device_get_password (WallDevice *self)
{
  return self->password;
}

/**
 * wall_device_await_password:
 *
 * The password is being looked up: until wall_device_set_password() or wall_device_want_password()
 * nobody signs in, least of all with one of before.
 */
void
wall_device_await_password (WallDevice *self)
{
  replace (self, NULL);
  self->is_awaiting = TRUE;
}

/**
 * wall_device_is_awaiting:
 *
 * Returns: whether the password is still being looked up
 */
gboolean
wall_device_is_awaiting (WallDevice *self)
{
  return self->is_awaiting;
}

/**
 * wall_device_want_password:
 *
 * There may be a password, but it cannot be had: a person has to say it. The device is not asked with
 * an empty one, since refused logins are counted.
 */
void
wall_device_want_password (WallDevice *self)
{
  self->is_awaiting = FALSE;
  wall_login_gate_reject (&self->gate, WALL_REASON_PASSWORD_NEEDED, g_get_monotonic_time ());
  g_signal_emit_by_name (self, "rejected");
}

/**
 * wall_device_may_begin:
 * @now_us: monotonic
 *
 * Returns: whether one more attempt may begin now
 */
gboolean
wall_device_may_begin (WallDevice *self,
                       gint64      now_us)
{
  return !self->is_awaiting && wall_login_gate_may_begin (&self->gate, now_us);
}
