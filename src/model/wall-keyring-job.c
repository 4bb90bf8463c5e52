/* wall-keyring-job.c
 *
 * One call of the keyring, which ends once: when it is answered, or when its time is over. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-keyring-job.h"

#include <libsecret/secret.h>

#include "wall-password.h"

G_DEFINE_QUARK (wall-keyring-error-quark, wall_keyring_error)

static void
free_job (gpointer data)
{
  WallKeyringJob *job = data;

  g_clear_handle_id (&job->deadline_id, g_source_remove);
  g_hash_table_unref (job->attributes);
  g_free (job->label);
  wall_password_free (job->password);
  g_object_unref (job->cancellable);
  g_free (job);
}

/* libsecret ends what is cancelled, but nobody waits to see it. */
static gboolean
on_deadline (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  WallKeyringJob *job = g_task_get_task_data (task);

  job->deadline_id = 0;
  wall_keyring_job_refuse (task, WALL_KEYRING_ERROR_SILENT, "The keyring did not answer in time");
  g_cancellable_cancel (job->cancellable);
  return G_SOURCE_REMOVE;
}

/**
 * wall_keyring_job_new:
 * @cancellable: (nullable): what is answered after its cancel is dropped
 *
 * Returns: (transfer full): a call that has its deadline
 */
GTask *
wall_keyring_job_new (gpointer             source,
                      GHashTable          *attributes,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  GTask *task = g_task_new (source, cancellable, callback, user_data);
  WallKeyringJob *job = g_new0 (WallKeyringJob, 1);

  job->attributes = g_hash_table_ref (attributes);
  job->cancellable = g_cancellable_new ();
  g_task_set_task_data (task, job, free_job);
  wall_keyring_job_set_deadline (task, WALL_KEYRING_DEADLINE_MS);
  return task;
}

/**
 * wall_keyring_job_set_deadline:
 * @after_ms: from now; 0: none
 */
void
wall_keyring_job_set_deadline (GTask *task,
                               guint  after_ms)
{
  WallKeyringJob *job = g_task_get_task_data (task);

  g_clear_handle_id (&job->deadline_id, g_source_remove);
  if (after_ms > 0)
    job->deadline_id = g_timeout_add (after_ms, on_deadline, task);
}

/**
 * wall_keyring_job_end:
 *
 * Returns: whether the answer that has come still counts; the first one does
 */
gboolean
wall_keyring_job_end (GTask *task)
{
  WallKeyringJob *job = g_task_get_task_data (task);

  if (job->has_ended)
    return FALSE;

  job->has_ended = TRUE;
  g_clear_handle_id (&job->deadline_id, g_source_remove);
  return TRUE;
}

/**
 * wall_keyring_job_refuse:
 *
 * Ends the call, if it has not ended, with an error of our own.
 */
void
wall_keyring_job_refuse (GTask            *task,
                         WallKeyringError  code,
                         const char       *message)
{
  if (wall_keyring_job_end (task))
    g_task_return_new_error (task, WALL_KEYRING_ERROR, code, "%s", message);
}

static gboolean
is_absent (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_EXEC_FAILED) ||
         error->domain == G_IO_ERROR || error->domain == G_SPAWN_ERROR;
}

/**
 * wall_keyring_job_fail:
 * @error: of libsecret or D-Bus
 *
 * Ends the call, if it has not ended, with what that means for people.
 */
void
wall_keyring_job_fail (GTask        *task,
                       const GError *error)
{
  WallKeyringError code = WALL_KEYRING_ERROR_FAILED;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT) ||
      g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY))
    code = WALL_KEYRING_ERROR_SILENT;
  else if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    code = WALL_KEYRING_ERROR_LOCKED;
  else if (is_absent (error))
    code = WALL_KEYRING_ERROR_ABSENT;

  wall_keyring_job_refuse (task, code, error->message);
}
