/* udp-device.h
 *
 * A device that answers probes in the caller's main context, with bytes that are written out here.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  int         fd;
  guint       source_id;
  guint16     port;
  guint       probes;        /* that came, exactly as they should be */
  guint       deaf_to;       /* so many are not answered */
  const char *text;          /* (nullable): of the answer; NULL: none */
  guint16     reply_to;      /* 0: the port that asked */
} UdpDevice;

UdpDevice *udp_device_new  (guint16     port,
                            const char *text);
void       udp_device_free (UdpDevice  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UdpDevice, udp_device_free)

G_END_DECLS
