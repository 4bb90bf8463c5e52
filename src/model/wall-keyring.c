/* wall-keyring.c
 *
 * The keyring of the desktop: every call ends within 5 s, but for the one time that a person is asked
 * to unlock it. Main thread.
 *
 * Inside Flatpak libsecret keeps a file of its own, encrypted with a key of the portal; there is
 * nothing to unlock then. Elsewhere it is a service on the session bus, which may be away, locked, or
 * stuck. libsecret would ask a person for each locked password, so what is locked is found out first,
 * and unlocked here, once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-keyring.h"

#include <libsecret/secret.h>

#include "wall-keyring-job.h"
#include "wall-password.h"
#include "wall-sandbox.h"

/* A person may have to find the password of the keyring first. */
#define PROMPT_SECONDS 120

typedef enum {
  PROMPT_UNUSED,
  PROMPT_OPEN,
  PROMPT_ACCEPTED,
  PROMPT_DISMISSED,
} Prompt;

struct _WallKeyring {
  GObject parent_instance;

  Prompt        prompt;
  GCancellable *prompt_end;   /* (nullable): while it is open */
  guint         prompt_id;    /* ends it */
  GPtrArray    *waiting;      /* of GTask, to store once it is unlocked */
};

G_DEFINE_FINAL_TYPE (WallKeyring, wall_keyring, G_TYPE_OBJECT)

static guint answered;

static const SecretSchema schema = {
  APPLICATION_ID,
  SECRET_SCHEMA_NONE,
  {
    { "scheme", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "host", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "port", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "user", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

static void
wall_keyring_dispose (GObject *object)
{
  WallKeyring *self = WALL_KEYRING (object);

  g_clear_handle_id (&self->prompt_id, g_source_remove);
  g_clear_object (&self->prompt_end);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  G_OBJECT_CLASS (wall_keyring_parent_class)->dispose (object);
}

static void
wall_keyring_class_init (WallKeyringClass *class)
{
  G_OBJECT_CLASS (class)->dispose = wall_keyring_dispose;
  answered = g_signal_new ("answered", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                           NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
wall_keyring_init (WallKeyring *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * wall_keyring_new:
 *
 * Returns: (transfer full): the keyring; nothing is asked of it yet
 */
WallKeyring *
wall_keyring_new (void)
{
  return g_object_new (WALL_TYPE_KEYRING, NULL);
}

static void
on_stored (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!secret_password_store_finish (result, &error))
    wall_keyring_job_fail (task, error);
  else if (wall_keyring_job_end (task))
    g_task_return_boolean (task, TRUE);
}

static void
store (GTask *task)
{
  WallKeyringJob *job = g_task_get_task_data (task);

  secret_password_storev (&schema, job->attributes, SECRET_COLLECTION_DEFAULT, job->label,
                          job->password, job->cancellable, on_stored, g_object_ref (task));
}

static void
store_all (WallKeyring *self)
{
  g_autoptr (GPtrArray) tasks = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < tasks->len; i++) {
    GTask *task = g_ptr_array_index (tasks, i);

    if (self->prompt == PROMPT_ACCEPTED) {
      wall_keyring_job_set_deadline (task, WALL_KEYRING_DEADLINE_MS);
      store (task);
    } else
      wall_keyring_job_refuse (task, WALL_KEYRING_ERROR_LOCKED, "The keyring was not unlocked");
  }
}

static void
on_unlocked (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (WallKeyring) self = user_data;
  g_autoptr (GError) error = NULL;
  int n = secret_service_unlock_finish (SECRET_SERVICE (source), result, NULL, &error);

  g_clear_handle_id (&self->prompt_id, g_source_remove);
  g_clear_object (&self->prompt_end);
  if (error)
    g_debug ("The keyring stays locked: %s", error->message);
  self->prompt = n > 0 ? PROMPT_ACCEPTED : PROMPT_DISMISSED;
  store_all (self);
  g_signal_emit (self, answered, 0, n > 0);
}

static gboolean
on_prompt_deadline (gpointer user_data)
{
  WallKeyring *self = user_data;

  self->prompt_id = 0;
  g_cancellable_cancel (self->prompt_end);
  return G_SOURCE_REMOVE;
}

/* Whoever asks for what is in it may ask once for all: more would be a prompt a camera. */
static void
unlock (WallKeyring   *self,
        SecretService *service,
        gpointer       object)
{
  GList list = { object, NULL, NULL };

  if (self->prompt != PROMPT_UNUSED && self->prompt != PROMPT_ACCEPTED)
    return;

  self->prompt = PROMPT_OPEN;
  self->prompt_end = g_cancellable_new ();
  self->prompt_id = g_timeout_add_seconds (PROMPT_SECONDS, on_prompt_deadline, self);
  secret_service_unlock (service, &list, self->prompt_end, on_unlocked, g_object_ref (self));
}

static void
end_locked (WallKeyring *self,
            GTask       *task)
{
  if (self->prompt == PROMPT_OPEN)
    wall_keyring_job_refuse (task, WALL_KEYRING_ERROR_ASKING, "The keyring is being unlocked");
  else
    wall_keyring_job_refuse (task, WALL_KEYRING_ERROR_LOCKED, "The keyring was not unlocked");
}

static void
on_retrieved (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  SecretValue *value =
    secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &error);

  if (value == NULL && error)
    wall_keyring_job_fail (task, error);
  else if (wall_keyring_job_end (task))
    g_task_return_pointer (task, value ? g_strdup (secret_value_get_text (value)) : NULL,
                           (GDestroyNotify) wall_password_free);
  g_clear_pointer (&value, secret_value_unref);
}

static void
retrieve (GTask             *task,
          SecretRetrievable *found)
{
  WallKeyring *self = g_task_get_source_object (task);
  WallKeyringJob *job = g_task_get_task_data (task);

  if (SECRET_IS_ITEM (found) && secret_item_get_locked (SECRET_ITEM (found))) {
    unlock (self, secret_item_get_service (SECRET_ITEM (found)), found);
    end_locked (self, task);
  } else
    secret_retrievable_retrieve_secret (found, job->cancellable, on_retrieved, g_object_ref (task));
}

static void
on_found (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GList *found = secret_password_search_finish (result, &error);

  if (error)
    wall_keyring_job_fail (task, error);
  else if (found)
    retrieve (task, found->data);
  else if (wall_keyring_job_end (task))
    g_task_return_pointer (task, NULL, NULL);

  g_list_free_full (found, g_object_unref);
}

/**
 * wall_keyring_lookup_async:
 * @attributes: (element-type utf8 utf8): what the password is kept under
 *
 * Looks a password up. Where it is locked a person is asked to unlock it, once in the life of this
 * object, and the call ends with %WALL_KEYRING_ERROR_ASKING: "answered" says when to look again.
 */
void
wall_keyring_lookup_async (WallKeyring         *self,
                           GHashTable          *attributes,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = wall_keyring_job_new (self, attributes, cancellable, callback, user_data);
  WallKeyringJob *job = g_task_get_task_data (task);

  secret_password_searchv (&schema, attributes, SECRET_SEARCH_NONE, job->cancellable, on_found,
                           g_object_ref (task));
}

/**
 * wall_keyring_lookup_finish:
 *
 * Returns: (transfer full) (nullable): the password, for wall_password_free(); %NULL without @error set if none is kept
 */
char *
wall_keyring_lookup_finish (WallKeyring   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The time that a person takes is not the keyring's. */
static void
wait_for_person (WallKeyring *self,
                 GTask       *task)
{
  wall_keyring_job_set_deadline (task, 0);
  g_ptr_array_add (self->waiting, g_object_ref (task));
}

static void
on_collection (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &error);
  WallKeyring *self = g_task_get_source_object (task);
  WallKeyringJob *job = g_task_get_task_data (task);

  if (job->has_ended)
    return;

  if (error)
    wall_keyring_job_fail (task, error);
  else if (collection == NULL) {
    /* A person is asked for the password of the first keyring they have. */
    wall_keyring_job_set_deadline (task, PROMPT_SECONDS * 1000);
    store (task);
  } else if (!secret_collection_get_locked (collection))
    store (task);
  else {
    unlock (self, secret_collection_get_service (collection), collection);
    if (self->prompt == PROMPT_OPEN)
      wait_for_person (self, task);
    else
      end_locked (self, task);
  }
}

/**
 * wall_keyring_store_async:
 * @attributes: (element-type utf8 utf8): what to keep it under
 * @label: what a person sees in the list of the keyring
 * @password: to keep
 *
 * Keeps a password in the default keyring, in place of the one before. If that is locked, a person is
 * asked to unlock it, unless that was refused before, and then the call lasts as long as they take.
 */
void
wall_keyring_store_async (WallKeyring         *self,
                          GHashTable          *attributes,
                          const char          *label,
                          const char          *password,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = wall_keyring_job_new (self, attributes, cancellable, callback, user_data);
  WallKeyringJob *job = g_task_get_task_data (task);

  job->label = g_strdup (label);
  job->password = g_strdup (password);
  if (wall_sandbox_is_flatpak ())
    store (task);
  else
    secret_collection_for_alias (NULL, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                                 job->cancellable, on_collection, g_object_ref (task));
}

/**
 * wall_keyring_store_finish:
 *
 * Returns: %FALSE with @error set if it is not kept
 */
gboolean
wall_keyring_store_finish (WallKeyring   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_cleared (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  secret_password_clear_finish (result, &error);
  if (error)
    wall_keyring_job_fail (task, error);
  else if (wall_keyring_job_end (task))
    g_task_return_boolean (task, TRUE);
}

/**
 * wall_keyring_clear_async:
 * @attributes: (element-type utf8 utf8): what it is kept under
 *
 * Removes a password. One that is locked stays: nobody is asked to unlock what is to be forgotten.
 */
void
wall_keyring_clear_async (WallKeyring         *self,
                          GHashTable          *attributes,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = wall_keyring_job_new (self, attributes, cancellable, callback, user_data);
  WallKeyringJob *job = g_task_get_task_data (task);

  secret_password_clearv (&schema, attributes, job->cancellable, on_cleared, g_object_ref (task));
}

/**
 * wall_keyring_clear_finish:
 *
 * Returns: %FALSE with @error set if one may still be kept
 */
gboolean
wall_keyring_clear_finish (WallKeyring   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
