/* wall-resolve-private.h
 *
 * What the files of wall-resolve share: the blocking lookup, which tests replace, and the pool.
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
/* Somebody who waits for the answer to a name. */
typedef struct _WallResolveName WallResolveName;
typedef struct _WallResolveTicket WallResolveTicket;

struct _WallResolveTicket {
  gatomicrefcount   ref_count;
  WallResolveName  *name;    /* (nullable): until it is answered or left; the pool's own */

  /* On a thread of the pool, once at most. @addresses: (nullable), then @error is not */
  void            (*answer) (WallResolveTicket *ticket,
                             GPtrArray         *addresses,
                             const GError      *error);
  void            (*free)   (WallResolveTicket *ticket);
};

void       wall_resolve_ticket_unref (WallResolveTicket *ticket);
void       wall_resolve_pool_join    (WallResolveTicket *ticket,
                                      const char        *text);
GPtrArray *wall_resolve_pool_leave   (WallResolveTicket *ticket,
                                      gboolean           in_vain);
void       wall_resolve_set_function (WallResolveFunction  function);

G_END_DECLS
