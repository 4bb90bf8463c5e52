/* dvrip-discovery.h
 *
 * The packets by which devices are found on a local network (UDP), written and read.
 * Pure: no sockets, no logging, callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define DVRIP_DISCOVERY_PORT       34569
#define DVRIP_DISCOVERY_MAX_PACKET (16u << 10)

enum {
  DVRIP_ID_DISCOVERY = 1530,
  DVRIP_ID_DISCOVERY_REPLY = 1531,
};

/* What a device said of itself. A text that it leaves out is %NULL, a number is 0. */
typedef struct {
  char    *address;       /* where its packet came from, in numbers */
  char    *said_address;  /* where it thinks it is; another one where it is set up for another net */
  guint16  port;          /* TCP; the usual one if it does not say */
  guint16  http_port;
  guint    channels;
  char    *name;
  char    *serial;
  char    *mac;
  char    *version;
} DvripDevice;

GBytes      *dvrip_discovery_write_probe (void);
GBytes      *dvrip_discovery_write_reply (JsonObject    *net_common);
gboolean     dvrip_discovery_is_probe    (const guint8  *data,
                                          gsize          size);
DvripDevice *dvrip_discovery_read_reply  (const guint8  *data,
                                          gsize          size,
                                          const char    *source_address,
                                          GError       **error);

DvripDevice *dvrip_device_copy           (const DvripDevice *device);
void         dvrip_device_free           (DvripDevice       *device);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DvripDevice, dvrip_device_free)

G_END_DECLS
