/* raw-probe.h
 *
 * Asks who is there, on a plain UDP socket, with bytes that are written out here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

int   raw_probe_socket (void);
void  raw_probe_send   (int          fd,
                        const char  *address,
                        guint16      port,
                        const char  *data,
                        gsize        size);
void  raw_probe_ask    (int          fd,
                        const char  *address,
                        guint16      port);
char *raw_probe_read   (int          fd,
                        const char  *from_address,
                        guint16      from_port);
gboolean raw_probe_is_quiet (int     fd,
                             guint   ms);

G_END_DECLS
