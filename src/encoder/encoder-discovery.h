/* encoder-discovery.h
 *
 * Answers those who look for devices on the network.
 * Opened by whoever starts the server; from then on it belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-server.h"

G_BEGIN_DECLS

typedef struct _EncoderDiscovery EncoderDiscovery;

EncoderDiscovery *encoder_discovery_open     (EncoderServer     *server,
                                              guint16            port,
                                              GError           **error);
void              encoder_discovery_start    (EncoderDiscovery  *self);
void              encoder_discovery_free     (EncoderDiscovery  *self);
guint16           encoder_discovery_get_port (EncoderDiscovery  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncoderDiscovery, encoder_discovery_free)

G_END_DECLS
