/* wall-secrets-forget.c
 *
 * Takes passwords out of the keyring: for good, or until a device that was removed is there again.
 * Main thread.
 *
 * What was withdrawn stays in memory, so that the removal of a device can be taken back. While a call
 * is under way for a login nothing else is begun for it; what is wanted then comes after it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-secrets-private.h"

#include "wall-login.h"

typedef struct {
  GHashTable *login;
  gboolean    is_withdrawn;
  gboolean    is_wanted;
  gboolean    is_kept;
  guint       n_calls;   /* under way */
} Kept;

static void
free_kept (gpointer data)
{
  Kept *kept = data;

  g_hash_table_unref (kept->login);
  g_free (kept);
}

/**
 * wall_secrets_new_kept:
 *
 * Returns: (transfer full): for what is known of the keyring
 */
GHashTable *
wall_secrets_new_kept (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_kept);
}

static Kept *
find_kept (WallSecrets *self,
           GHashTable  *login)
{
  g_autofree char *key = wall_login_dup_key (login);

  return g_hash_table_lookup (self->kept, key);
}

static Kept *
make_kept (WallSecrets *self,
           GHashTable  *login)
{
  Kept *kept = find_kept (self, login);

  if (kept)
    return kept;

  kept = g_new0 (Kept, 1);
  kept->login = g_hash_table_ref (login);
  g_hash_table_insert (self->kept, wall_login_dup_key (login), kept);
  return kept;
}

/* (transfer full): nobody waits for its end */
static GTask *
make_task (WallSecrets *self,
           Kept        *kept)
{
  GTask *task = g_task_new (self, NULL, NULL, NULL);

  g_task_set_task_data (task, g_hash_table_ref (kept->login), (GDestroyNotify) g_hash_table_unref);
  return task;
}

static void
put_back (WallSecrets *self,
          Kept        *kept)
{
  g_autofree char *key = wall_login_dup_key (kept->login);
  const char *password = g_hash_table_lookup (self->memory, key);

  if (password)
    wall_secrets_keep (self, make_task (self, kept), password);
}

static void take_out (WallSecrets *self,
                      Kept        *kept);

static void
settle (WallSecrets *self,
        Kept        *kept)
{
  if (kept->n_calls > 0 || kept->is_kept == kept->is_wanted)
    return;

  if (kept->is_wanted)
    put_back (self, kept);
  else
    take_out (self, kept);
}

/* What failed is not tried again by itself. */
static void
note_ended (WallSecrets *self,
            GHashTable  *login,
            gboolean     is_done,
            gboolean     is_kept)
{
  Kept *kept = find_kept (self, login);

  if (kept == NULL)
    return;

  kept->n_calls--;
  kept->is_kept = is_kept;
  if (!is_done)
    kept->is_wanted = is_kept;
  settle (self, kept);
}

static void
on_taken_out (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_gone = wall_keyring_clear_finish (WALL_KEYRING (source), result, &error);

  if (error)
    g_debug ("Keyring: %s", error->message);
  note_ended (g_task_get_source_object (task), g_task_get_task_data (task), is_gone, !is_gone);
  wall_secrets_end_task (task, is_gone, g_steal_pointer (&error));
}

static void
take_out (WallSecrets *self,
          Kept        *kept)
{
  kept->n_calls++;
  wall_keyring_clear_async (self->keyring, kept->login, NULL, on_taken_out,
                            make_task (self, kept));
}

/* From now on it is to be in the keyring. */
static void
want (Kept *kept)
{
  kept->is_withdrawn = FALSE;
  kept->is_wanted = TRUE;
}

/**
 * wall_secrets_note_found:
 *
 * The keyring had the password of @login.
 */
void
wall_secrets_note_found (WallSecrets *self,
                         GHashTable  *login)
{
  Kept *kept = make_kept (self, login);

  want (kept);
  kept->is_kept = TRUE;
}

/**
 * wall_secrets_note_storing:
 *
 * The password of @login is on its way into the keyring.
 */
void
wall_secrets_note_storing (WallSecrets *self,
                           GHashTable  *login)
{
  Kept *kept = make_kept (self, login);

  want (kept);
  kept->n_calls++;
}

/**
 * wall_secrets_note_stored:
 * @is_kept: whether it is there
 *
 * What wall_secrets_note_storing() told of has ended.
 */
void
wall_secrets_note_stored (WallSecrets *self,
                          GHashTable  *login,
                          gboolean     is_kept)
{
  note_ended (self, login, is_kept, is_kept);
}

/**
 * wall_secrets_withdraw:
 * @uri: of a device that is no more
 * @user: who signed in there
 *
 * A password that is kept in the keyring, and known here, is taken out of it. In memory it stays for
 * this run: the next who looks it up puts it back.
 */
void
wall_secrets_withdraw (WallSecrets *self,
                       const char  *uri,
                       const char  *user)
{
  g_autoptr (GHashTable) login = NULL;
  Kept *kept;

  g_return_if_fail (WALL_IS_SECRETS (self));
  g_return_if_fail (uri != NULL && user != NULL);

  login = wall_login_make (uri, user);
  kept = login ? find_kept (self, login) : NULL;
  if (kept == NULL || !kept->is_wanted)
    return;

  kept->is_withdrawn = TRUE;
  kept->is_wanted = FALSE;
  settle (self, kept);
}

/**
 * wall_secrets_recall:
 * @key: of a login
 *
 * Puts back what was withdrawn.
 */
void
wall_secrets_recall (WallSecrets *self,
                     const char  *key)
{
  Kept *kept = g_hash_table_lookup (self->kept, key);

  if (kept == NULL || !kept->is_withdrawn)
    return;

  want (kept);
  settle (self, kept);
}

static void
on_cleared (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_gone = wall_keyring_clear_finish (WALL_KEYRING (source), result, &error);

  wall_secrets_end_task (task, is_gone, g_steal_pointer (&error));
}

/**
 * wall_secrets_forget_async:
 * @uri: of the device
 * @user: who signs in
 * @cancellable: (nullable): what is answered after its cancel is dropped
 *
 * The password is gone from memory at once, and from the keyring when the call ends.
 */
void
wall_secrets_forget_async (WallSecrets         *self,
                           const char          *uri,
                           const char          *user,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autofree char *key = NULL;
  GHashTable *login;

  g_return_if_fail (WALL_IS_SECRETS (self));
  g_return_if_fail (uri != NULL && user != NULL);

  task = wall_secrets_new_task (self, uri, user, cancellable, callback, user_data);
  login = g_task_get_task_data (task);
  key = login ? wall_login_dup_key (login) : NULL;
  if (key) {
    g_hash_table_remove (self->memory, key);
    g_hash_table_remove (self->kept, key);
  }

  if (key && wall_secrets_is_available (self))
    wall_keyring_clear_async (self->keyring, login, NULL, on_cleared, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * wall_secrets_forget_finish:
 *
 * Returns: %FALSE with @error set if the keyring may still have it
 */
gboolean
wall_secrets_forget_finish (WallSecrets   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
