/* dvrip-wire.h
 *
 * One connected socket on the network thread: whole packets in, packets out, never blocking.
 * Private to this layer.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dvrip-packet-reader.h"

G_BEGIN_DECLS

typedef struct _DvripWire DvripWire;

typedef struct {
  /* @payload: (transfer none). Not called while the wire drains. */
  void (*packet)   (DvripWire *wire, const DvripHeader *header, GBytes *payload,
                    gpointer user_data);
  /* After the packets of each read were handed over: @size bytes came. */
  void (*received) (DvripWire *wire, gsize size, gpointer user_data);
  /* What comes is outside the protocol; nothing more is read from it but to drain. */
  void (*broken)   (DvripWire *wire, const GError *error, gpointer user_data);
  /* The peer is gone. @error: (nullable): its RST or what the kernel says; %NULL: its FIN */
  void (*gone)     (DvripWire *wire, const GError *error, gpointer user_data);
} DvripWireCallbacks;

DvripWire *dvrip_wire_new          (GSocket                  *socket,
                                    const DvripWireCallbacks *callbacks,
                                    gpointer                  user_data);
void       dvrip_wire_close        (DvripWire                *self);
void       dvrip_wire_send         (DvripWire                *self,
                                    const DvripHeader        *header,
                                    GBytes                   *payload);
void       dvrip_wire_drain        (DvripWire                *self);
void       dvrip_wire_shutdown     (DvripWire                *self);
GSocket   *dvrip_wire_get_socket   (DvripWire                *self);
gboolean   dvrip_wire_is_broken    (DvripWire                *self);
gboolean   dvrip_wire_is_congested (DvripWire                *self);
gint64     dvrip_wire_get_begun_us (DvripWire                *self);

G_END_DECLS
