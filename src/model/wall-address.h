/* wall-address.h
 *
 * Where a device or a camera is, taken out of the URI that a person wrote, and checked.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-reason.h"

G_BEGIN_DECLS

#define WALL_ADDRESS_DVRIP_PORT 34567

typedef struct {
  char *host;      /* a name or a numeric address, without brackets */
  guint16 port;
  char *user;      /* (nullable): the URI names none */
  guint channel;   /* from 1; 0: the URI names none */
  char *stream;    /* (nullable): "main" or "sub"; %NULL: the URI names none */
} WallAddress;

WallAddress *wall_address_parse      (const char  *uri,
                                      GError     **error);
void         wall_address_free       (WallAddress *self);
char        *wall_address_build      (const char  *host,
                                      guint16      port,
                                      guint        channel,
                                      const char  *stream);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallAddress, wall_address_free)

G_END_DECLS
