/* wall-http-answer.h
 *
 * What the answer of a HTTP server means for a camera.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "wall-reason.h"

G_BEGIN_DECLS

#define WALL_HTTP_MAX_REDIRECTS 5

typedef enum {
  WALL_HTTP_FOREIGN,    /* nothing that can be played */
  WALL_HTTP_UNNAMED,    /* not said: its first bytes tell */
  WALL_HTTP_MULTIPART,  /* pictures one after the other */
  WALL_HTTP_PICTURE,    /* one picture, to be asked for again */
} WallHttpKind;

WallHttpKind wall_http_kind             (const char   *media_type);
WallHttpKind wall_http_kind_of_body     (const guint8 *data,
                                         gsize         size);
WallReason   wall_http_reason           (guint         status,
                                         const char   *server);
gboolean     wall_http_is_redirect      (guint         status);
gboolean     wall_http_is_same_server   (GUri         *from,
                                         GUri         *to);
gboolean     wall_http_may_follow       (GUri         *from,
                                         GUri         *to);
guint16      wall_http_port             (GUri         *uri);

G_END_DECLS
