/* encoder-feeds.h
 *
 * The live channels of a server: which source is live, and the feeds that are made of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-server-private.h"

G_BEGIN_DECLS

gboolean   encoder_feeds_is_live  (const char    *source);
gboolean   encoder_feeds_check    (const char    *source,
                                   GError       **error);
gboolean   encoder_feeds_make     (EncoderServer *server,
                                   GError       **error);
void       encoder_feeds_try      (EncoderServer *server);
GPtrArray *encoder_feeds_close    (EncoderServer *server);
void       encoder_feeds_wait     (GPtrArray     *runs);
gboolean   encoder_feeds_is_away  (EncoderServer *server,
                                   guint          channel,
                                   guint          stream);
char      *encoder_feeds_describe (EncoderServer *server,
                                   guint          channel);

G_END_DECLS
