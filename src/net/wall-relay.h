/* wall-relay.h
 *
 * A connection to a device that a library shall use which cannot be handed one: the library connects
 * to a port on loopback, which takes one connection, and everything is passed on. So the connection
 * is ours: dialled, secured, watched, counted and closed in order, and whatever the library waits
 * for is on this computer.
 * Network thread (wall-io-thread) only; nothing blocks.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _WallRelay WallRelay;

typedef struct {
  /* What came, of which what is to be passed on is added to @out_passed. %FALSE: nothing is any
   * more, in either direction; to be followed by wall_relay_hang_up(). */
  gboolean (*from_device) (gpointer      user_data,
                           const guint8 *bytes,
                           gsize         size,
                           GByteArray   *out_passed);
  gboolean (*to_device)   (gpointer      user_data,
                           const guint8 *bytes,
                           gsize         size,
                           GByteArray   *out_passed);
  /* The device has ended the connection: %NULL if in order. To be followed by hanging up. */
  void     (*ended)       (gpointer      user_data,
                           const GError *error);
  /* The last call: after hanging up, or after the library has: there is no socket any more. */
  void     (*closed)      (gpointer      user_data,
                           gboolean      is_by_device);
} WallRelayEvents;

/* Likewise, once nobody is told any more. */
typedef gboolean (*WallRelayFilter) (gpointer      data,
                                     gboolean      is_from_device,
                                     const guint8 *bytes,
                                     gsize         size,
                                     GByteArray   *out_passed);

WallRelay *wall_relay_new      (GSocket                *socket,
                                GIOStream              *stream,
                                const WallRelayEvents  *events,
                                gpointer                user_data,
                                GError                **error);
guint16    wall_relay_get_port (WallRelay              *self);
/* Something of our own to the device, where nothing of the library's is on its way. */
gboolean   wall_relay_can_say  (WallRelay              *self);
void       wall_relay_say      (WallRelay              *self,
                                const char             *text);
void       wall_relay_hang_up  (WallRelay              *self);
void       wall_relay_abandon  (WallRelay              *self,
                                WallRelayFilter         filter,
                                gpointer                data,
                                GDestroyNotify          destroy);

G_END_DECLS
