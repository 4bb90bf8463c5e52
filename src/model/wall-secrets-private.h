/* wall-secrets-private.h
 *
 * What the secrets consist of, and what they know of the keyring. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-keyring.h"
#include "wall-secrets.h"

G_BEGIN_DECLS

struct _WallSecrets {
  GObject parent_instance;

  GHashTable  *memory;    /* of passwords, by login */
  GHashTable  *kept;      /* of what the keyring has, or had until it was withdrawn, by login */
  WallKeyring *keyring;   /* (nullable): not used */
  GError      *failure;   /* (nullable): why it is not asked any more */
  char        *notice;    /* (nullable) */
};

GTask      *wall_secrets_new_task     (WallSecrets         *self,
                                       const char          *uri,
                                       const char          *user,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
void        wall_secrets_end_task     (GTask               *task,
                                       gboolean             is_done,
                                       GError              *error);
void        wall_secrets_keep         (WallSecrets         *self,
                                       GTask               *task,
                                       const char          *password);
void        wall_secrets_note_success (WallSecrets         *self);
void        wall_secrets_note_failure (WallSecrets         *self,
                                       const GError        *error);

GHashTable *wall_secrets_new_kept     (void);
void        wall_secrets_note_found   (WallSecrets         *self,
                                       GHashTable          *login);
void        wall_secrets_note_storing (WallSecrets         *self,
                                       GHashTable          *login);
void        wall_secrets_note_stored  (WallSecrets         *self,
                                       GHashTable          *login,
                                       gboolean             is_kept);
void        wall_secrets_recall       (WallSecrets         *self,
                                       const char          *key);

G_END_DECLS
