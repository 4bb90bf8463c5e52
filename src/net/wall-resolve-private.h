/* wall-resolve-private.h
 *
 * The blocking lookup behind wall-resolve, and what its tests put in its place.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Blocks, on a thread of the pool. Returns: (element-type GInetSocketAddress) (nullable) */
typedef GPtrArray *(*WallResolveFunction) (const char  *name,
                                           GError     **error);

GPtrArray *wall_resolve_blocking     (const char          *name,
                                      GError             **error);
GPtrArray *wall_resolve_interleave   (GPtrArray           *addresses);
void       wall_resolve_set_function (WallResolveFunction  function);

G_END_DECLS
