/* wall-password.h
 *
 * How a password is forgotten. Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/**
 * wall_password_free:
 * @password: (nullable) (transfer full): of g_malloc()
 *
 * Memory that is given back is read by others, in core dumps for one.
 */
static inline void
wall_password_free (char *password)
{
  if (password)
    explicit_bzero (password, strlen (password));
  g_free (password);
}

G_END_DECLS
