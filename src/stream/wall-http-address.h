/* wall-http-address.h
 *
 * A host whose addresses are known already, as a HTTP session wants it.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GSocketConnectable *wall_http_address_new (const char *host,
                                           guint16     port,
                                           GPtrArray  *addresses);

G_END_DECLS
