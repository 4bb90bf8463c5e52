/* box.h
 *
 * Encoder servers for tests: small pictures, loopback, a port that the kernel picks, and a cache in
 * the build folder, so that only the first run encodes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-server.h"

G_BEGIN_DECLS

void           box_config    (EncoderConfig       *config,
                              guint                channels);
EncoderServer *box_start     (const EncoderConfig *config);
EncoderServer *box_new       (guint                channels);
const char    *box_cache_dir (void);
void           box_wait_open (EncoderServer       *server,
                              guint                open);

G_END_DECLS
