/* wall-address.h
 *
 * Where a device or a camera is, taken out of the URI that a person wrote, and checked.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-reason.h"
#include "wall-scheme.h"

G_BEGIN_DECLS

typedef struct {
  const WallScheme *scheme;
  char *host;      /* a name or a numeric address, without brackets */
  guint16 port;
  char *user;      /* (nullable): the URI names none */
  guint channel;   /* from 1; 0: the URI names none, or its scheme has no channels */
  char *stream;    /* (nullable): "main" or "sub"; %NULL: the URI names none */
  char *path;      /* (nullable): path and query to the byte, where there are no channels */
} WallAddress;

WallAddress *wall_address_parse      (const char        *uri,
                                      GError           **error);
void         wall_address_free       (WallAddress       *self);
gboolean     wall_address_check_path (const char        *path,
                                      GError           **error);
char        *wall_address_build      (const WallAddress *self,
                                      const char        *path);
char        *wall_address_build_channel (const WallAddress *self,
                                         guint              channel,
                                         const char        *stream);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallAddress, wall_address_free)

G_END_DECLS
