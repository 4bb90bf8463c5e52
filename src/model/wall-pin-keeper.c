/* wall-pin-keeper.c
 *
 * Keeps the certificates of devices in the device file, and looks there again when a person asks.
 * Main thread; the disk is waited for elsewhere, one job at a time.
 *
 * A file that cannot be written is told of once: the certificates are trusted until the program ends.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-pin-keeper.h"

#include <glib/gi18n-lib.h>

#include "wall-device-file.h"
#include "wall-pin-file.h"

/* A device, and where the file speaks of it; counted (GRcBox). */
typedef struct {
  WallDevice *device;
  GPtrArray  *groups;      /* of WallPinGroup */
  gboolean    is_in_file;  /* what is trusted stands there */
} Entry;

/* What a thread does, and what it found; it owns all of it until it is done. */
typedef struct {
  Entry     *entry;        /* main thread */
  char      *path;
  GPtrArray *groups;
  char      *certificate;  /* (nullable): to keep; %NULL: look it up */
  char      *found;
} Job;

struct _WallPinKeeper {
  GObject parent_instance;

  char      *path;
  GPtrArray *entries;
  GQueue     jobs;         /* of Job */
  gboolean   is_busy;      /* the first one is under way */
  gboolean   is_held;
  gboolean   is_told;
};

G_DEFINE_FINAL_TYPE (WallPinKeeper, wall_pin_keeper, G_TYPE_OBJECT)

static guint trouble;

static void begin_job (WallPinKeeper *self);

static void
clear_entry (gpointer data)
{
  Entry *entry = data;

  g_object_unref (entry->device);
  g_ptr_array_unref (entry->groups);
}

static void
unref_entry (gpointer entry)
{
  g_rc_box_release_full (entry, clear_entry);
}

static void
free_job (gpointer data)
{
  Job *job = data;

  unref_entry (job->entry);
  g_free (job->path);
  g_ptr_array_unref (job->groups);
  g_free (job->certificate);
  g_free (job->found);
  g_free (job);
}

static void
drop_entry (WallPinKeeper *self,
            guint          index)
{
  Entry *entry = g_ptr_array_index (self->entries, index);

  g_signal_handlers_disconnect_by_data (entry->device, self);
  g_ptr_array_remove_index (self->entries, index);
}

static void
wall_pin_keeper_dispose (GObject *object)
{
  WallPinKeeper *self = WALL_PIN_KEEPER (object);

  while (self->entries->len > 0)
    drop_entry (self, 0);

  G_OBJECT_CLASS (wall_pin_keeper_parent_class)->dispose (object);
}

static void
wall_pin_keeper_finalize (GObject *object)
{
  WallPinKeeper *self = WALL_PIN_KEEPER (object);

  g_queue_clear_full (&self->jobs, free_job);
  g_ptr_array_unref (self->entries);
  g_free (self->path);
  G_OBJECT_CLASS (wall_pin_keeper_parent_class)->finalize (object);
}

static void
wall_pin_keeper_class_init (WallPinKeeperClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = wall_pin_keeper_dispose;
  object_class->finalize = wall_pin_keeper_finalize;
  trouble = g_signal_new ("trouble", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                          NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
wall_pin_keeper_init (WallPinKeeper *self)
{
  self->entries = g_ptr_array_new_with_free_func (unref_entry);
  g_queue_init (&self->jobs);
}

static void
say_not_kept (WallPinKeeper *self,
              const GError  *error)
{
  g_autofree char *message =
    /* Translators: what went wrong with the file, as “devices.ini: Permission denied” */
    g_strdup_printf (_("The certificate of a camera could not be kept, so it is trusted only until "
                       "Watchwall ends: %s"), error->message);

  if (!self->is_told)
    g_signal_emit (self, trouble, 0, message);
  self->is_told = TRUE;
}

static void
say_not_found (WallPinKeeper *self,
               const GError  *error)
{
  g_autofree char *message =
    g_strdup_printf (_("The device file could not be read again, so the certificate stays as it "
                       "was: %s"), error->message);

  g_signal_emit (self, trouble, 0, message);
}

/* Where nothing was ever written, that nothing stands there says nothing. */
static void
take_found (Job *job)
{
  WallDevice *device = job->entry->device;

  if (job->found || job->entry->is_in_file)
    g_object_set (device, "certificate", job->found, NULL);
  job->entry->is_in_file = job->found != NULL;
}

static void
on_job_done (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  WallPinKeeper *self = WALL_PIN_KEEPER (source);
  Job *job = g_queue_pop_head (&self->jobs);
  g_autoptr (GError) error = NULL;

  self->is_busy = FALSE;
  if (g_task_propagate_boolean (G_TASK (result), &error))
    take_found (job);
  else if (job->certificate)
    say_not_kept (self, error);
  else
    say_not_found (self, error);

  free_job (job);
  begin_job (self);
}

static void
do_job (GTask        *task,
        gpointer      source,
        gpointer      data,
        GCancellable *cancellable)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;
  gboolean is_done =
    job->certificate
      ? wall_pin_file_keep (job->path, job->groups, job->certificate, &job->found, &error)
      : wall_pin_file_find (job->path, job->groups, &job->found, &error);

  if (is_done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
begin_job (WallPinKeeper *self)
{
  Job *job = g_queue_peek_head (&self->jobs);
  g_autoptr (GTask) task = NULL;

  if (job == NULL || self->is_busy || self->is_held)
    return;

  self->is_busy = TRUE;
  task = g_task_new (self, NULL, on_job_done, NULL);
  g_task_set_task_data (task, job, NULL);
  g_task_run_in_thread (task, do_job);
}

static Entry *
find_entry (WallPinKeeper *self,
            WallDevice    *device)
{
  for (guint i = 0; i < self->entries->len; i++) {
    Entry *entry = g_ptr_array_index (self->entries, i);

    if (entry->device == device)
      return entry;
  }

  return NULL;
}

static void
add_job (WallPinKeeper *self,
         WallDevice    *device,
         const char    *certificate)
{
  Entry *entry = find_entry (self, device);
  Job *job = g_new0 (Job, 1);

  job->entry = g_rc_box_acquire (entry);
  job->path = g_strdup (self->path);
  job->groups = g_ptr_array_ref (entry->groups);
  job->certificate = g_strdup (certificate);
  g_queue_push_tail (&self->jobs, job);
  begin_job (self);
}

static void
on_trusted (WallPinKeeper *self,
            WallDevice    *device)
{
  add_job (self, device, wall_device_get_certificate (device));
}

static void
on_doubted (WallPinKeeper *self,
            WallDevice    *device)
{
  add_job (self, device, NULL);
}

static Entry *
add_entry (WallPinKeeper *self,
           WallDevice    *device)
{
  Entry *entry = g_rc_box_new0 (Entry);

  entry->device = g_object_ref (device);
  entry->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) wall_pin_group_free);
  g_ptr_array_add (self->entries, entry);
  g_signal_connect_swapped (device, "trusted", G_CALLBACK (on_trusted), self);
  g_signal_connect_swapped (device, "doubted", G_CALLBACK (on_doubted), self);
  return entry;
}

static void
add_place (WallPinKeeper      *self,
           const WallPinPlace *place)
{
  Entry *entry = find_entry (self, place->device);

  if (entry == NULL)
    entry = add_entry (self, place->device);
  entry->is_in_file |= place->has_certificate;
  g_ptr_array_add (entry->groups, wall_pin_group_new (place->group, place->uri));
}

/**
 * wall_pin_keeper_new:
 * @path: the device file
 *
 * Returns: (transfer full): a keeper of what is learnt from now on
 */
WallPinKeeper *
wall_pin_keeper_new (const char *path)
{
  WallPinKeeper *self = g_object_new (WALL_TYPE_PIN_KEEPER, NULL);

  self->path = g_strdup (path);
  return self;
}

/**
 * wall_pin_keeper_set_places:
 * @places: of #WallPinPlace, as the file was read
 *
 * Says where the file speaks of which device from now on.
 */
void
wall_pin_keeper_set_places (WallPinKeeper *self,
                            GPtrArray     *places)
{
  g_return_if_fail (WALL_IS_PIN_KEEPER (self));

  for (guint i = 0; i < self->entries->len; i++) {
    Entry *entry = g_ptr_array_index (self->entries, i);

    /* A job may be under way with the old ones. */
    g_ptr_array_unref (entry->groups);
    entry->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) wall_pin_group_free);
    entry->is_in_file = FALSE;
  }

  for (guint i = 0; i < places->len; i++)
    add_place (self, g_ptr_array_index (places, i));

  for (guint i = self->entries->len; i > 0; i--) {
    Entry *entry = g_ptr_array_index (self->entries, i - 1);

    if (entry->groups->len == 0)
      drop_entry (self, i - 1);
  }
}

/**
 * wall_pin_keeper_is_in_file:
 *
 * Returns: whether the file names the certificate of @device
 */
gboolean
wall_pin_keeper_is_in_file (WallPinKeeper *self,
                            WallDevice    *device)
{
  Entry *entry;

  g_return_val_if_fail (WALL_IS_PIN_KEEPER (self), FALSE);

  entry = find_entry (self, device);
  return entry && entry->is_in_file;
}

/**
 * wall_pin_keeper_set_held:
 * @is_held: whether somebody else writes the file, so that it does not say yet what it is to say
 */
void
wall_pin_keeper_set_held (WallPinKeeper *self,
                          gboolean       is_held)
{
  g_return_if_fail (WALL_IS_PIN_KEEPER (self));

  self->is_held = is_held;
  begin_job (self);
}

/**
 * wall_pin_keeper_is_busy:
 *
 * Returns: whether something is being written, or read
 */
gboolean
wall_pin_keeper_is_busy (WallPinKeeper *self)
{
  g_return_val_if_fail (WALL_IS_PIN_KEEPER (self), FALSE);

  return self->jobs.length > 0;
}
