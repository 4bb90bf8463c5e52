/* wall-scheme.h
 *
 * The kinds of addresses that a device file may name.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const char *name;         /* as URIs begin, in lower case */
  guint16     port;         /* 0: there is no usual one */
  gboolean    has_channels; /* its streams have numbers; else the path of the URI names one */
  gboolean    has_login;    /* a user may sign in */
  gboolean    has_tls;      /* the device shows a certificate */
} WallScheme;

const WallScheme *wall_scheme_find     (const char *name);
char             *wall_scheme_dup_list (void);

G_END_DECLS
