/* wall-snapshot.c
 *
 * A camera's picture as a file: full size, named after camera, date and time. Main thread; the work
 * is done on a thread of its own.
 *
 * A file that is there is never written over: the next one has a number behind its name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-snapshot.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "wall-sandbox.h"

/* Bytes: a file name has 255 of them, and there is more in it than a camera's name. */
#define MAX_NAME 160

#define MAX_NUMBER 999

/* What is as old as that was live when it was asked for. */
#define FRESH_US G_USEC_PER_SEC

typedef struct {
  WallStill *still;
  char      *directory;
  char      *file_name;   /* without its end */
  gint64     age_us;      /* -1: live */
} Job;

static void
free_job (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->still, wall_still_unref);
  g_free (job->directory);
  g_free (job->file_name);
  g_free (job);
}

/**
 * wall_snapshot_dup_directory:
 *
 * Returns: (transfer full) (nullable): where snapshots go: a folder in the one for pictures; %NULL in a
 *   sandbox that does not show it, where a file of that name would be lost in the end
 */
char *
wall_snapshot_dup_directory (void)
{
  const char *pictures = g_get_user_special_dir (G_USER_DIRECTORY_PICTURES);

  if (wall_sandbox_is_flatpak () && !(pictures && g_file_test (pictures, G_FILE_TEST_IS_DIR)))
    return NULL;

  return g_build_filename (pictures ? pictures : g_get_home_dir (), "Watchwall", NULL);
}

/* What a file system takes for something else, on this computer or on one that the file is brought
 * to, becomes a line. */
static gboolean
is_safe (gunichar c)
{
  return !g_unichar_iscntrl (c) && g_unichar_type (c) != G_UNICODE_FORMAT &&
         (c >= 0x80 || strchr ("/\\:*?\"<>|", (int) c) == NULL);
}

/* Returns: (transfer full): the name of a file of any camera */
static char *
make_safe (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  GString *safe = g_string_new (NULL);

  for (const char *at = valid; *at && safe->len < MAX_NAME; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    g_string_append_unichar (safe, is_safe (c) ? c : '_');
  }
  g_strstrip (safe->str);
  /* A file that begins with a dot is hidden. */
  if (*safe->str == '.')
    *safe->str = '_';

  return g_string_free (safe, FALSE);
}

static char *
dup_camera (const WallSnapshotTitle *title)
{
  g_autofree char *safe = make_safe (title->name ? title->name : "");

  if (*safe != '\0')
    return g_steal_pointer (&safe);
  if (title->number > 0)
    return g_strdup_printf (_("Camera %u"), title->number);

  return g_strdup (_("Camera"));
}

/**
 * wall_snapshot_dup_file_name:
 * @title: of the picture
 *
 * Returns: (transfer full): a name without an end, good in any file system
 */
char *
wall_snapshot_dup_file_name (const WallSnapshotTitle *title)
{
  g_autofree char *camera = dup_camera (title);
  g_autofree char *time = g_date_time_format (title->taken, "%Y-%m-%d %H-%M-%S");
  g_autofree char *age = NULL;
  g_autofree char *safe_age = NULL;

  if (title->age_us < 0)
    return g_strdup_printf ("%s %s", camera, time);

  /* Translators: part of the name of a file: so old was a picture that was not live */
  age = g_strdup_printf (_("not live, %u s old"), (guint) (title->age_us / G_USEC_PER_SEC));
  safe_age = make_safe (age);

  return g_strdup_printf ("%s %s (%s)", camera, time, safe_age);
}

/* Returns: (transfer full) (nullable): a file that was not there, and is empty */
static GFileOutputStream *
create_file (const Job  *job,
             GFile     **out_file,
             GError    **error)
{
  for (guint i = 1;; i++) {
    g_autofree char *name = i == 1 ? g_strdup_printf ("%s.png", job->file_name)
                                   : g_strdup_printf ("%s (%u).png", job->file_name, i);
    g_autoptr (GFile) file = g_file_new_build_filename (job->directory, name, NULL);
    g_autoptr (GError) local = NULL;
    GFileOutputStream *stream = g_file_create (file, G_FILE_CREATE_NONE, NULL, &local);

    if (stream) {
      *out_file = g_steal_pointer (&file);
      return stream;
    }
    if (i == MAX_NUMBER || !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_EXISTS)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  }
}

/* Nothing is left of a file that could not be written. */
static char *
write_file (const Job  *job,
            GBytes     *png,
            GError    **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileOutputStream) stream = create_file (job, &file, error);
  gsize size;
  const void *data = g_bytes_get_data (png, &size);

  if (stream == NULL)
    return NULL;
  if (g_output_stream_write_all (G_OUTPUT_STREAM (stream), data, size, NULL, NULL, error) &&
      g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error))
    return g_file_get_path (file);

  g_file_delete (file, NULL, NULL);
  return NULL;
}

/* In a sandbox a folder that is away could be made anew, and what is saved there would go with it. */
static gboolean
make_directory (GFile   *directory,
                GError **error)
{
  return wall_sandbox_is_flatpak () ? g_file_make_directory (directory, NULL, error)
                                    : g_file_make_directory_with_parents (directory, NULL, error);
}

static char *
save (const Job  *job,
      GError    **error)
{
  g_autoptr (GFile) directory = g_file_new_for_path (job->directory);
  g_autoptr (GBytes) png = wall_still_to_png (job->still, error);
  g_autoptr (GError) local = NULL;

  if (png == NULL)
    return NULL;
  if (!make_directory (directory, &local) &&
      !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_EXISTS)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }

  return write_file (job, png, error);
}

static void
run (GTask        *task,
     gpointer      camera,
     gpointer      data,
     GCancellable *cancellable)
{
  const Job *job = data;
  g_autoptr (GError) error = NULL;
  char *path = save (job, &error);

  if (path)
    g_task_return_pointer (task, path, g_free);
  else
    g_task_return_new_error (task, error->domain, error->code,
                             _("The snapshot could not be saved in %s: %s"), job->directory,
                             error->message);
}

static Job *
make_job (WallCamera *camera,
          const char *directory)
{
  Job *job = g_new0 (Job, 1);
  WallCameraConfig *config = wall_camera_get_config (camera);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) taken = NULL;
  WallCameraStatus status;

  wall_camera_get_status (camera, &status);
  job->directory = g_strdup (directory);
  job->still = wall_camera_dup_still (camera, &job->age_us);
  if (job->still == NULL)
    return job;

  taken = g_date_time_add (now, -job->age_us);
  if (status.state == WALL_LINK_LIVE || job->age_us < FRESH_US)
    job->age_us = -1;
  job->file_name = wall_snapshot_dup_file_name (&(WallSnapshotTitle) {
    .name = wall_camera_config_get_name (config),
    .number = wall_camera_config_get_number (config),
    .taken = taken,
    .age_us = job->age_us,
  });

  return job;
}

/**
 * wall_snapshot_save_async:
 * @camera: whose picture
 * @directory: where to; it is made if it is not there
 * @callback: called once, later
 *
 * Saves the newest picture of @camera. One that is not live has its age in its name.
 */
void
wall_snapshot_save_async (WallCamera          *camera,
                          const char          *directory,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (camera, NULL, callback, user_data);
  Job *job = make_job (camera, directory);

  g_task_set_task_data (task, job, free_job);
  if (job->still)
    g_task_run_in_thread (task, run);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_INITIALIZED,
                             _("There is no picture of this camera yet."));
}

/**
 * wall_snapshot_save_finish:
 * @out_age_us: (out): how old a picture is that is not live; -1: it is
 * @error: (out): a sentence for people; %G_IO_ERROR_NOT_INITIALIZED if there was no picture
 *
 * Returns: (transfer full) (nullable): the path of the file
 */
char *
wall_snapshot_save_finish (WallCamera    *camera,
                           GAsyncResult  *result,
                           gint64        *out_age_us,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, camera), NULL);

  *out_age_us = ((Job *) g_task_get_task_data (G_TASK (result)))->age_us;

  return g_task_propagate_pointer (G_TASK (result), error);
}
