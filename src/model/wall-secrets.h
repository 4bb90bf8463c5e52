/* wall-secrets.h
 *
 * The passwords of devices: those of this run in memory, those that are kept in the keyring. Nothing
 * waits for the keyring: without one, or with one that is locked or does not answer, there is a
 * notice, and memory. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WALL_TYPE_SECRETS (wall_secrets_get_type ())
G_DECLARE_FINAL_TYPE (WallSecrets, wall_secrets, WALL, SECRETS, GObject)

/* Properties: "available": whether passwords are kept from one run to the next;
 *             "notice" (nullable): why they are not, in a whole sentence for people.
 * Signal: "unlocked": the keyring was opened by a person, what was looked up in vain may be there.
 *
 * A login is known by the URI of its device (scheme, host and port count) and its user. */
WallSecrets *wall_secrets_new           (void);
void         wall_secrets_use_keyring   (WallSecrets         *self);
gboolean     wall_secrets_is_available  (WallSecrets         *self);
const char  *wall_secrets_get_notice    (WallSecrets         *self);

void         wall_secrets_lookup_async  (WallSecrets         *self,
                                         const char          *uri,
                                         const char          *user,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
char        *wall_secrets_lookup_finish (WallSecrets         *self,
                                         GAsyncResult        *result,
                                         GError             **error);
void         wall_secrets_store_async   (WallSecrets         *self,
                                         const char          *uri,
                                         const char          *user,
                                         const char          *password,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
gboolean     wall_secrets_store_finish  (WallSecrets         *self,
                                         GAsyncResult        *result,
                                         GError             **error);
void         wall_secrets_remember      (WallSecrets         *self,
                                         const char          *uri,
                                         const char          *user,
                                         const char          *password);
void         wall_secrets_forget_async  (WallSecrets         *self,
                                         const char          *uri,
                                         const char          *user,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
gboolean     wall_secrets_forget_finish (WallSecrets         *self,
                                         GAsyncResult        *result,
                                         GError             **error);
void         wall_secrets_withdraw      (WallSecrets         *self,
                                         const char          *uri,
                                         const char          *user);

G_END_DECLS
