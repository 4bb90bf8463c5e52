/* e2e-http.h
 *
 * A camera that serves JPEG over HTTP, in this process.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _E2eHttp E2eHttp;

/* A multipart stream, ten pictures a second; the user is "guard", the password "s3cret word". */
E2eHttp *e2e_http_new      (void);
guint16  e2e_http_get_port (E2eHttp *self);
/* How many requests had a password in them, right or wrong. */
guint    e2e_http_count    (E2eHttp *self);
void     e2e_http_free     (E2eHttp *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (E2eHttp, e2e_http_free)

G_END_DECLS
