/* encoder-logins.h
 *
 * Users and passwords of the cameras that are passed on: from a file that nobody else can read.
 * Never changes once it is made: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _EncoderLogins EncoderLogins;

EncoderLogins *encoder_logins_read  (const char     *path,
                                     GError        **error);
EncoderLogins *encoder_logins_ref   (EncoderLogins  *self);
void           encoder_logins_unref (EncoderLogins  *self);
gboolean       encoder_logins_find  (EncoderLogins  *self,
                                     const char     *host,
                                     int             port,
                                     const char     *user,
                                     const char    **out_user,
                                     const char    **out_password);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncoderLogins, encoder_logins_unref)

G_END_DECLS
