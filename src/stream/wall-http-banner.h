/* wall-http-banner.h
 *
 * Whether what answers on a connection begins as HTTP does.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  WALL_HTTP_BANNER_UNKNOWN,  /* nothing has come, or somebody read it already */
  WALL_HTTP_BANNER_HTTP,
  WALL_HTTP_BANNER_FOREIGN,
} WallHttpBanner;

WallHttpBanner wall_http_banner_peek     (int fd);
gboolean       wall_http_banner_has_come (int fd);

G_END_DECLS
