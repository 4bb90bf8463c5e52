/* wall-tls-pin.h
 *
 * Trust on first use: whom a TLS connection may be made to. Set as the database of a connection, it
 * is asked before a byte of application data is sent.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WALL_TYPE_TLS_PIN (wall_tls_pin_get_type ())
G_DECLARE_FINAL_TYPE (WallTlsPin, wall_tls_pin, WALL, TLS_PIN, GTlsDatabase)

/* Reads what the system trusts, the first time: not on a thread that must not wait. */
WallTlsPin *wall_tls_pin_new         (const char *expected);

/* Any thread. */
GIOStream  *wall_tls_pin_connect     (WallTlsPin          *self,
                                      GIOStream           *base,
                                      GSocketConnectable  *identity,
                                      GError             **error);
char       *wall_tls_pin_dup_seen    (WallTlsPin *self);
gboolean    wall_tls_pin_has_changed (WallTlsPin *self);

G_END_DECLS
