/* wall-secrets.c
 *
 * The passwords of devices: those of this run in memory, those that are kept in the keyring. Nothing
 * waits for the keyring: without one, or with one that is locked or does not answer, there is a
 * notice, and memory. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-secrets-private.h"

#include <glib/gi18n-lib.h>

#include "wall-login.h"
#include "wall-password.h"

G_DEFINE_FINAL_TYPE (WallSecrets, wall_secrets, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_AVAILABLE,
  PROP_NOTICE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];
static guint unlocked;

static void
wall_secrets_dispose (GObject *object)
{
  WallSecrets *self = WALL_SECRETS (object);

  if (self->keyring)
    g_signal_handlers_disconnect_by_data (self->keyring, self);
  g_clear_object (&self->keyring);
  G_OBJECT_CLASS (wall_secrets_parent_class)->dispose (object);
}

static void
wall_secrets_finalize (GObject *object)
{
  WallSecrets *self = WALL_SECRETS (object);

  g_hash_table_unref (self->memory);
  g_hash_table_unref (self->kept);
  g_clear_error (&self->failure);
  g_free (self->notice);
  G_OBJECT_CLASS (wall_secrets_parent_class)->finalize (object);
}

static void
wall_secrets_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  WallSecrets *self = WALL_SECRETS (object);

  switch (id) {
  case PROP_AVAILABLE:
    g_value_set_boolean (value, wall_secrets_is_available (self));
    break;
  case PROP_NOTICE:
    g_value_set_string (value, self->notice);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
wall_secrets_class_init (WallSecretsClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = wall_secrets_dispose;
  object_class->finalize = wall_secrets_finalize;
  object_class->get_property = wall_secrets_get_property;

  properties[PROP_AVAILABLE] =
    g_param_spec_boolean ("available", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_NOTICE] =
    g_param_spec_string ("notice", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  unlocked = g_signal_new ("unlocked", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                           NULL, G_TYPE_NONE, 0);
}

static void
wall_secrets_init (WallSecrets *self)
{
  self->memory = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) wall_password_free);
  self->kept = wall_secrets_new_kept ();
}

static void
set_notice (WallSecrets *self,
            const char  *notice)
{
  if (g_strcmp0 (self->notice, notice) == 0)
    return;

  g_free (self->notice);
  self->notice = g_strdup (notice);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTICE]);
}

static void
set_failure (WallSecrets  *self,
             const GError *failure)
{
  gboolean was_available = wall_secrets_is_available (self);

  g_clear_error (&self->failure);
  self->failure = failure ? g_error_copy (failure) : NULL;
  if (was_available != wall_secrets_is_available (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AVAILABLE]);
}

static const char *const sentences[] = {
  [WALL_KEYRING_ERROR_ABSENT] =
    N_("There is no keyring here: passwords are kept until Watchwall is closed."),
  [WALL_KEYRING_ERROR_SILENT] =
    N_("The keyring does not answer: passwords are kept until Watchwall is closed."),
  [WALL_KEYRING_ERROR_LOCKED] =
    N_("The keyring is locked: passwords are kept until Watchwall is closed."),
  [WALL_KEYRING_ERROR_FAILED] =
    N_("The keyring cannot be used: passwords are kept until Watchwall is closed."),
};

/**
 * wall_secrets_note_failure:
 * @error: of the keyring
 *
 * Says in words that it cannot be used. A person who is just being asked to unlock it is told nothing
 * yet.
 */
void
wall_secrets_note_failure (WallSecrets  *self,
                           const GError *error)
{
  if (error->domain != WALL_KEYRING_ERROR || error->code == WALL_KEYRING_ERROR_ASKING)
    return;

  g_debug ("Keyring: %s", error->message);
  set_failure (self, error);
  set_notice (self, _(sentences[error->code]));
}

/**
 * wall_secrets_note_success:
 *
 * The keyring can be used, whatever was said before.
 */
void
wall_secrets_note_success (WallSecrets *self)
{
  set_failure (self, NULL);
  set_notice (self, NULL);
}

static void
on_answered (WallSecrets *self,
             gboolean     is_unlocked)
{
  g_autoptr (GError) error = NULL;

  if (is_unlocked) {
    wall_secrets_note_success (self);
    g_signal_emit (self, unlocked, 0);
    return;
  }

  error = g_error_new (WALL_KEYRING_ERROR, WALL_KEYRING_ERROR_LOCKED, "It was not unlocked");
  wall_secrets_note_failure (self, error);
}

/**
 * wall_secrets_new:
 *
 * Returns: (transfer full): passwords in memory only, until wall_secrets_use_keyring()
 */
WallSecrets *
wall_secrets_new (void)
{
  return g_object_new (WALL_TYPE_SECRETS, NULL);
}

/**
 * wall_secrets_use_keyring:
 *
 * From now on what is not in memory is looked for in the keyring, and what is stored is kept there.
 */
void
wall_secrets_use_keyring (WallSecrets *self)
{
  g_return_if_fail (WALL_IS_SECRETS (self));

  if (self->keyring)
    return;

  self->keyring = wall_keyring_new ();
  g_signal_connect_swapped (self->keyring, "answered", G_CALLBACK (on_answered), self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AVAILABLE]);
}

/**
 * wall_secrets_is_available:
 *
 * Returns: whether passwords are kept from one run to the next, as far as is known
 */
gboolean
wall_secrets_is_available (WallSecrets *self)
{
  g_return_val_if_fail (WALL_IS_SECRETS (self), FALSE);

  return self->keyring && self->failure == NULL;
}

/**
 * wall_secrets_get_notice:
 *
 * Returns: (transfer none) (nullable): why passwords are not kept, in a whole sentence
 */
const char *
wall_secrets_get_notice (WallSecrets *self)
{
  g_return_val_if_fail (WALL_IS_SECRETS (self), NULL);

  return self->notice;
}

/**
 * wall_secrets_new_task:
 *
 * Returns: (transfer full): its data is the login; %NULL if @uri is none
 */
GTask *
wall_secrets_new_task (WallSecrets         *self,
                       const char          *uri,
                       const char          *user,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  GHashTable *login = wall_login_make (uri, user);

  if (login)
    g_task_set_task_data (task, login, (GDestroyNotify) g_hash_table_unref);
  return task;
}

/**
 * wall_secrets_end_task:
 * @error: (transfer full) (nullable): why it is not done
 */
void
wall_secrets_end_task (GTask    *task,
                       gboolean  is_done,
                       GError   *error)
{
  if (is_done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_looked_up (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  WallSecrets *self = g_task_get_source_object (task);
  char *password = wall_keyring_lookup_finish (WALL_KEYRING (source), result, &error);
  g_autofree char *key = wall_login_dup_key (g_task_get_task_data (task));

  /* That there is no keyring is said to who has a password to keep; none is missed in it. */
  if (g_error_matches (error, WALL_KEYRING_ERROR, WALL_KEYRING_ERROR_ABSENT))
    set_failure (self, error);
  else if (error)
    wall_secrets_note_failure (self, error);
  if (password && !g_hash_table_contains (self->memory, key)) {
    wall_secrets_note_found (self, g_task_get_task_data (task));
    g_hash_table_insert (self->memory, g_steal_pointer (&key), g_strdup (password));
  }

  if (error == NULL || g_error_matches (error, WALL_KEYRING_ERROR, WALL_KEYRING_ERROR_ABSENT))
    g_task_return_pointer (task, password, (GDestroyNotify) wall_password_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* Whether there is an answer already. */
static gboolean
look_in_memory (WallSecrets *self,
                GTask       *task,
                GHashTable  *login)
{
  g_autofree char *key = login ? wall_login_dup_key (login) : NULL;
  const char *password = key ? g_hash_table_lookup (self->memory, key) : NULL;
  gboolean is_absent =
    g_error_matches (self->failure, WALL_KEYRING_ERROR, WALL_KEYRING_ERROR_ABSENT);

  if (password)
    wall_secrets_recall (self, key);
  if (password || login == NULL || self->keyring == NULL || is_absent)
    g_task_return_pointer (task, g_strdup (password), (GDestroyNotify) wall_password_free);
  else if (self->failure)
    g_task_return_error (task, g_error_copy (self->failure));
  else
    return FALSE;

  return TRUE;
}

/**
 * wall_secrets_lookup_async:
 * @uri: of the device
 * @user: who signs in
 * @cancellable: (nullable): what is answered after its cancel is dropped
 *
 * Looks a password up, which takes 5 s at most. One that was withdrawn is kept again.
 */
void
wall_secrets_lookup_async (WallSecrets         *self,
                           const char          *uri,
                           const char          *user,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  GHashTable *login;

  g_return_if_fail (WALL_IS_SECRETS (self));
  g_return_if_fail (uri != NULL && user != NULL);

  task = wall_secrets_new_task (self, uri, user, cancellable, callback, user_data);
  login = g_task_get_task_data (task);
  if (!look_in_memory (self, task, login))
    wall_keyring_lookup_async (self->keyring, login, NULL, on_looked_up,
                               g_steal_pointer (&task));
}

/**
 * wall_secrets_lookup_finish:
 * @error: return location for why it cannot be known whether there is one
 *
 * Returns: (transfer full) (nullable): the password, for wall_password_free(); %NULL without @error
 *   set if there is none
 */
char *
wall_secrets_lookup_finish (WallSecrets   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_stored (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  WallSecrets *self = g_task_get_source_object (task);
  gboolean is_kept = wall_keyring_store_finish (WALL_KEYRING (source), result, &error);

  if (is_kept)
    wall_secrets_note_success (self);
  else
    wall_secrets_note_failure (self, error);
  wall_secrets_note_stored (self, g_task_get_task_data (task), is_kept);
  wall_secrets_end_task (task, is_kept, g_steal_pointer (&error));
}

/**
 * wall_secrets_keep:
 * @task: (transfer full): of a login; ends when the keyring has answered
 * @password: to keep
 *
 * Puts a password into the keyring.
 */
void
wall_secrets_keep (WallSecrets *self,
                   GTask       *task,
                   const char  *password)
{
  GHashTable *login = g_task_get_task_data (task);
  g_autofree char *label = wall_login_dup_label (login);

  wall_secrets_note_storing (self, login);
  wall_keyring_store_async (self->keyring, login, label, password, NULL, on_stored, task);
}

/**
 * wall_secrets_store_async:
 * @uri: of the device
 * @user: who signs in
 * @password: may be empty
 * @cancellable: (nullable): what is answered after its cancel is dropped
 *
 * The password is in memory at once, and in the keyring when the call ends. Where that fails the
 * notice says so: a caller needs no answer. A keyring that failed before is asked again: it is a
 * person who wants it.
 */
void
wall_secrets_store_async (WallSecrets         *self,
                          const char          *uri,
                          const char          *user,
                          const char          *password,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (WALL_IS_SECRETS (self));
  g_return_if_fail (uri != NULL && user != NULL && password != NULL);

  wall_secrets_remember (self, uri, user, password);
  task = wall_secrets_new_task (self, uri, user, cancellable, callback, user_data);
  if (g_task_get_task_data (task) == NULL || self->keyring == NULL) {
    g_task_return_new_error (task, WALL_KEYRING_ERROR, WALL_KEYRING_ERROR_ABSENT,
                             "No keyring is used");
    return;
  }

  wall_secrets_keep (self, g_steal_pointer (&task), password);
}

/**
 * wall_secrets_store_finish:
 *
 * Returns: %FALSE with @error set if the password is in memory only
 */
gboolean
wall_secrets_store_finish (WallSecrets   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * wall_secrets_remember:
 * @uri: of the device
 * @user: who signs in
 * @password: may be empty
 *
 * Keeps a password in memory, for this run only.
 */
void
wall_secrets_remember (WallSecrets *self,
                       const char  *uri,
                       const char  *user,
                       const char  *password)
{
  g_autoptr (GHashTable) login = NULL;

  g_return_if_fail (WALL_IS_SECRETS (self));
  g_return_if_fail (uri != NULL && user != NULL && password != NULL);

  login = wall_login_make (uri, user);
  if (login)
    g_hash_table_replace (self->memory, wall_login_dup_key (login), g_strdup (password));
}
