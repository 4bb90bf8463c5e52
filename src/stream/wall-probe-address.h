/* wall-probe-address.h
 *
 * What a person typed into the field for the address, taken apart: kindly where it is clear what is
 * meant, in words where it is not.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-probe.h"

G_BEGIN_DECLS

/* Longer ones are refused. */
#define WALL_PROBE_MAX_TEXT 2048

typedef struct {
  char    *scheme;     /* (nullable): in lower case; %NULL: neither typed nor said */
  char    *host;       /* a name or a numeric address, without brackets */
  guint16  port;       /* 0: not typed */
  char    *user;       /* (nullable) */
  char    *password;   /* (nullable) */
  char    *path;       /* path and query to the byte; "" none */
  guint    channel;    /* from 1, of a device with channels; 0: not typed */
} WallProbeAddress;

WallProbeAddress *wall_probe_address_parse      (const char              *text,
                                                 WallProbeKind            kind,
                                                 GError                 **error);
void              wall_probe_address_free       (WallProbeAddress        *self);

/* With a scheme that was found out: */
void              wall_probe_address_set_scheme (WallProbeAddress        *self,
                                                 const char              *scheme,
                                                 guint16                  port);
gboolean          wall_probe_address_has_channels (const WallProbeAddress *self);
guint16           wall_probe_address_get_port   (const WallProbeAddress  *self);
char             *wall_probe_address_dup_uri    (const WallProbeAddress  *self);
char             *wall_probe_address_dup_place  (const WallProbeAddress  *self);
const char       *wall_probe_scheme_get_label   (const char              *scheme);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallProbeAddress, wall_probe_address_free)

G_END_DECLS
