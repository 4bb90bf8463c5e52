/* wall-text-keeper.c
 *
 * Keeps the text of a device file on the disk, and notices when somebody else changes it. Main thread;
 * the disk is waited for elsewhere, one job at a time.
 *
 * What is wanted while a job is under way is written afterwards, all of it at once. What cannot be
 * written stays wanted, and is tried again with the next change, here or of the file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-text-keeper.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "wall-device-file.h"
#include "wall-text-file.h"
#include "wall-text-merge.h"

/* Events come in swarms; one that says that a file is half written, or gone, is followed by another. */
#define SOON_MS  100
#define LATER_MS 1000

/* What a thread does; it owns all of it until it is done. */
typedef struct {
  char *path;
  char *base;
  char *mine;   /* (nullable): to write; %NULL: the file is read */
} Job;

struct _WallTextKeeper {
  GObject parent_instance;

  char         *path;
  char         *disk;          /* what the file said last */
  char         *wanted;        /* what it is to say */
  gboolean      is_busy;       /* a job is under way */
  gboolean      is_writing;    /* and it writes */
  gboolean      is_doubted;    /* somebody may have changed the file */
  gboolean      is_stuck;      /* what is wanted could not be written */
  char         *told;          /* (nullable): why the file was not taken up */
  char         *said;          /* (nullable): the last trouble, as long as it lasts */
  GFileMonitor *monitor;       /* (nullable): where there is none */
  guint         timer;
};

G_DEFINE_FINAL_TYPE (WallTextKeeper, wall_text_keeper, G_TYPE_OBJECT)

enum {
  SIGNAL_TEXT,
  SIGNAL_BUSY,
  SIGNAL_TROUBLE,
  SIGNAL_OVER,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void begin_job (WallTextKeeper *self);

static void
free_job (gpointer data)
{
  Job *job = data;

  g_free (job->path);
  g_free (job->base);
  g_free (job->mine);
  g_free (job);
}

static void
wall_text_keeper_dispose (GObject *object)
{
  WallTextKeeper *self = WALL_TEXT_KEEPER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->monitor) {
    g_signal_handlers_disconnect_by_data (self->monitor, self);
    g_file_monitor_cancel (self->monitor);
  }
  g_clear_object (&self->monitor);

  G_OBJECT_CLASS (wall_text_keeper_parent_class)->dispose (object);
}

static void
wall_text_keeper_finalize (GObject *object)
{
  WallTextKeeper *self = WALL_TEXT_KEEPER (object);

  g_free (self->path);
  g_free (self->disk);
  g_free (self->wanted);
  g_free (self->told);
  g_free (self->said);
  G_OBJECT_CLASS (wall_text_keeper_parent_class)->finalize (object);
}

static void
wall_text_keeper_class_init (WallTextKeeperClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);

  object_class->dispose = wall_text_keeper_dispose;
  object_class->finalize = wall_text_keeper_finalize;
  signals[SIGNAL_TEXT] = g_signal_new ("text", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_BUSY] = g_signal_new ("busy", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SIGNAL_TROUBLE] = g_signal_new ("trouble", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_OVER] = g_signal_new ("over", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
wall_text_keeper_init (WallTextKeeper *self)
{
}

static void
replace (char       **field,
         const char  *text)
{
  char *copy = g_strdup (text);

  g_free (*field);
  *field = copy;
}

/* What was said before is not so any more, or has been said anew. */
static void
withdraw (WallTextKeeper *self)
{
  g_autofree char *said = g_steal_pointer (&self->said);

  if (said)
    g_signal_emit (self, signals[SIGNAL_OVER], 0, said);
}

static void
settle (WallTextKeeper *self)
{
  g_clear_pointer (&self->told, g_free);
  withdraw (self);
}

static void
say (WallTextKeeper *self,
     const char     *message)
{
  withdraw (self);
  self->said = g_strdup (message);
  g_signal_emit (self, signals[SIGNAL_TROUBLE], 0, message);
}

static void
say_not_kept (WallTextKeeper *self,
              const GError   *error)
{
  g_autofree char *message =
    /* Translators: what went wrong with the file, as “devices.ini: Permission denied” */
    g_strdup_printf (_("The change could not be saved, so it lasts only until Watchwall ends: %s"),
                     error->message);

  say (self, message);
}

/* Once: an editor saves a file that is not finished again and again. */
static void
say_not_taken (WallTextKeeper *self,
               const GError   *error)
{
  gboolean is_gone = g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_autofree char *message = NULL;

  if (g_strcmp0 (self->told, error->message) == 0 || (is_gone && *self->disk == '\0'))
    return;

  message = is_gone
    ? g_strdup_printf (_("The device file is gone; the wall stays as it is, and the next change writes "
                         "the file anew: %s"), error->message)
    : g_strdup_printf (_("The device file was changed, but not in a way that can be shown, so the wall "
                         "stays as it was: %s"), error->message);
  say (self, message);
  replace (&self->told, error->message);
}

/* What is wanted here goes into what stands there. */
static void
take_disk (WallTextKeeper *self,
           const char     *base,
           const char     *disk)
{
  g_autoptr (GString) merged = wall_text_merge (base, self->wanted, disk, WALL_TEXT_MERGE_MINE);
  const char *text = merged && wall_device_file_check (self->path, merged, NULL) ? merged->str : disk;

  replace (&self->disk, disk);
  settle (self);
  if (g_str_equal (text, self->wanted))
    return;

  replace (&self->wanted, text);
  g_signal_emit (self, signals[SIGNAL_TEXT], 0, self->wanted);
}

static void
on_written (WallTextKeeper *self,
            const Job      *job,
            const char     *disk,
            const GError   *error)
{
  if (disk)
    take_disk (self, job->mine, disk);
  else if (g_str_equal (self->wanted, job->mine)) {
    self->is_stuck = TRUE;
    say_not_kept (self, error);
  }
}

static void
on_read (WallTextKeeper *self,
         const char     *disk,
         const GError   *error)
{
  if (disk == NULL) {
    say_not_taken (self, error);
    return;
  }

  if (!g_str_equal (disk, self->disk)) {
    g_autofree char *base = g_strdup (self->disk);

    self->is_stuck = FALSE;
    take_disk (self, base, disk);
  }
  if (self->told)
    settle (self);
}

static void
on_job_done (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  WallTextKeeper *self = WALL_TEXT_KEEPER (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *disk = g_task_propagate_pointer (G_TASK (result), &error);

  self->is_busy = self->is_writing = FALSE;
  if (job->mine)
    on_written (self, job, disk, error);
  else
    on_read (self, disk, error);

  begin_job (self);
  if (!self->is_busy)
    g_signal_emit (self, signals[SIGNAL_BUSY], 0, FALSE);
}

static void
do_job (GTask        *task,
        gpointer      source,
        gpointer      data,
        GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  char *text = job->mine ? wall_text_file_write (job->path, job->base, job->mine, &error)
                         : wall_text_file_read (job->path, TRUE, &error);

  if (text)
    g_task_return_pointer (task, text, g_free);
  else
    g_task_return_error (task, error);
}

static gboolean
is_unwritten (WallTextKeeper *self)
{
  return !self->is_stuck && !g_str_equal (self->wanted, self->disk);
}

static void
begin_job (WallTextKeeper *self)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  if (self->is_busy || !(is_unwritten (self) || self->is_doubted))
    return;

  job = g_new0 (Job, 1);
  job->path = g_strdup (self->path);
  job->base = g_strdup (self->disk);
  if (is_unwritten (self))
    job->mine = g_strdup (self->wanted);
  else
    self->is_doubted = FALSE;

  self->is_busy = TRUE;
  self->is_writing = job->mine != NULL;
  task = g_task_new (self, NULL, on_job_done, NULL);
  g_task_set_task_data (task, job, free_job);
  g_task_run_in_thread (task, do_job);
}

static gboolean
on_timer (gpointer user_data)
{
  WallTextKeeper *self = user_data;

  self->timer = 0;
  self->is_doubted = TRUE;
  begin_job (self);
  return G_SOURCE_REMOVE;
}

static void
on_file_changed (WallTextKeeper    *self,
                 GFile             *file,
                 GFile             *other,
                 GFileMonitorEvent  event)
{
  gboolean is_unfinished = event == G_FILE_MONITOR_EVENT_CHANGED ||
                           event == G_FILE_MONITOR_EVENT_DELETED ||
                           event == G_FILE_MONITOR_EVENT_MOVED_OUT;

  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (is_unfinished ? LATER_MS : SOON_MS, on_timer, self);
}

/* What is behind a symbolic link is where editors write. */
static void
watch (WallTextKeeper *self)
{
  g_autofree char *target = realpath (self->path, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (target ? target : self->path);

  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor)
    g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (on_file_changed), self);
}

/**
 * wall_text_keeper_new:
 * @path: a device file; it need not exist
 * @text: what it says
 *
 * Returns: (transfer full): its keeper
 */
WallTextKeeper *
wall_text_keeper_new (const char *path,
                      const char *text)
{
  WallTextKeeper *self = g_object_new (WALL_TYPE_TEXT_KEEPER, NULL);

  self->path = g_strdup (path);
  self->disk = g_strdup (text);
  self->wanted = g_strdup (text);
  watch (self);

  /* It may have been changed since it was read. */
  if (*text != '\0')
    self->timer = g_timeout_add (LATER_MS, on_timer, self);
  return self;
}

/**
 * wall_text_keeper_set_text:
 * @text: what the file is to say; it can be read
 */
void
wall_text_keeper_set_text (WallTextKeeper *self,
                           const char     *text)
{
  gboolean was_busy;

  g_return_if_fail (WALL_IS_TEXT_KEEPER (self));

  was_busy = self->is_busy;
  replace (&self->wanted, text);
  self->is_stuck = FALSE;
  begin_job (self);
  if (self->is_busy && !was_busy)
    g_signal_emit (self, signals[SIGNAL_BUSY], 0, TRUE);
}

/**
 * wall_text_keeper_is_busy:
 *
 * Returns: whether something is being written, or waits to be
 */
gboolean
wall_text_keeper_is_busy (WallTextKeeper *self)
{
  g_return_val_if_fail (WALL_IS_TEXT_KEEPER (self), FALSE);

  return self->is_writing || is_unwritten (self);
}
