/* wall-autostart.c
 *
 * Whether the program starts with the session: what the file in the user's own folder says, whoever
 * wrote it, or what the desktop answered last to a program in a sandbox, which cannot see that file.
 * One change at a time; what is said to be active is the case. Main thread; files are written and
 * read on others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-autostart.h"

#include <glib/gi18n-lib.h>

#include "wall-autostart-file.h"
#include "wall-autostart-portal.h"
#include "wall-settings.h"

struct _WallAutostart {
  GObject parent_instance;

  char            *path;          /* (nullable): in a sandbox */
  GFileMonitor    *monitor;       /* (nullable) */
  GDBusConnection *bus;           /* (nullable): outside of a sandbox */
  GSettings       *settings;      /* (nullable): likewise */
  GCancellable    *cancellable;
  guint            deadline_ms;
  gboolean         is_active;
  gboolean         is_wanted;     /* while it is busy */
  gboolean         is_busy;
  gboolean         is_looking;
  gboolean         must_look_again;
};

enum { PROP_0, PROP_ACTIVE, PROP_BUSY, N_PROPERTIES };
enum { TROUBLE, N_SIGNALS };

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WallAutostart, wall_autostart, G_TYPE_OBJECT)

static void
set_active (WallAutostart *self,
            gboolean       is_active)
{
  if (self->is_active == is_active)
    return;

  self->is_active = is_active;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTIVE]);
}

static void
set_busy (WallAutostart *self,
          gboolean       is_busy)
{
  if (self->is_busy == is_busy)
    return;

  self->is_busy = is_busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
complain (WallAutostart *self,
          const char    *cause)
{
  g_autofree char *text = NULL;

  /* Translators: the argument is a sentence that says why */
  text = g_strdup_printf (_("Starting with the session could not be changed: %s"), cause);
  g_signal_emit (self, signals[TROUBLE], 0, text);
}

/* On a thread that may block. */
static void
read_file (GTask        *task,
           gpointer      source,
           gpointer      path,
           GCancellable *cancellable)
{
  g_task_return_boolean (task, wall_autostart_file_read (path));
}

static void look (WallAutostart *self);

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  WallAutostart *self = WALL_AUTOSTART (source);
  g_autoptr (GError) error = NULL;
  gboolean is_active = g_task_propagate_boolean (G_TASK (result), &error);

  self->is_looking = FALSE;
  if (error)
    return;

  if (self->must_look_again)
    look (self);
  else
    set_active (self, is_active);
}

static void
look (WallAutostart *self)
{
  g_autoptr (GTask) task = NULL;

  self->must_look_again = self->is_looking;
  if (self->is_looking)
    return;

  self->is_looking = TRUE;
  task = g_task_new (self, self->cancellable, on_read, NULL);
  g_task_set_task_data (task, g_strdup (self->path), g_free);
  g_task_run_in_thread (task, read_file);
}

/* On a thread that may block. */
static void
write_file (GTask        *task,
            gpointer      source,
            gpointer      path,
            GCancellable *cancellable)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *command = wall_autostart_file_dup_command (program ? program : "watchwall");
  GError *error = NULL;

  if (wall_autostart_file_write (path, command, &error))
    g_task_return_boolean (task, wall_autostart_file_read (path));
  else
    g_task_return_error (task, error);
}

/* On a thread that may block. */
static void
remove_file (GTask        *task,
             gpointer      source,
             gpointer      path,
             GCancellable *cancellable)
{
  GError *error = NULL;

  if (wall_autostart_file_remove (path, &error))
    g_task_return_boolean (task, wall_autostart_file_read (path));
  else
    g_task_return_error (task, error);
}

static gboolean
is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
on_file_changed (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  WallAutostart *self = WALL_AUTOSTART (source);
  g_autoptr (GError) error = NULL;
  gboolean is_active = g_task_propagate_boolean (G_TASK (result), &error);

  if (is_cancelled (error))
    return;

  if (error == NULL)
    set_active (self, is_active);
  set_busy (self, FALSE);
  if (error)
    complain (self, error->message);
}

static void
change_file (WallAutostart *self)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_file_changed, NULL);

  g_task_set_task_data (task, g_strdup (self->path), g_free);
  g_task_run_in_thread (task, self->is_wanted ? write_file : remove_file);
}

/* What the desktop grants is kept: it cannot be asked without being asked for it. */
static void
on_asked (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (WallAutostart) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_granted = FALSE;

  if (wall_autostart_portal_ask_finish (result, &is_granted, &error)) {
    if (self->settings)
      g_settings_set_boolean (self->settings, WALL_SETTINGS_AUTOSTART, is_granted);
    set_active (self, is_granted);
    set_busy (self, FALSE);
    if (self->is_wanted != is_granted)
      complain (self, _("The desktop did not allow it."));
  } else if (!is_cancelled (error)) {
    set_busy (self, FALSE);
    complain (self, error->message);
  }
}

static void
change_by_portal (WallAutostart *self)
{
  wall_autostart_portal_ask (self->bus, self->is_wanted, self->deadline_ms, self->cancellable, on_asked,
                             g_object_ref (self));
}

static void
get_property (GObject    *object,
              guint       id,
              GValue     *value,
              GParamSpec *pspec)
{
  WallAutostart *self = WALL_AUTOSTART (object);

  if (id == PROP_ACTIVE)
    g_value_set_boolean (value, self->is_active);
  else if (id == PROP_BUSY)
    g_value_set_boolean (value, self->is_busy);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
dispose (GObject *object)
{
  WallAutostart *self = WALL_AUTOSTART (object);

  g_cancellable_cancel (self->cancellable);
  if (self->monitor)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);

  G_OBJECT_CLASS (wall_autostart_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  WallAutostart *self = WALL_AUTOSTART (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->bus);
  g_clear_object (&self->settings);
  g_free (self->path);

  G_OBJECT_CLASS (wall_autostart_parent_class)->finalize (object);
}

static void
wall_autostart_class_init (WallAutostartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = get_property;
  object_class->dispose = dispose;
  object_class->finalize = finalize;

  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /* A sentence for people: what was wanted is not the case, and why. */
  signals[TROUBLE] = g_signal_new ("trouble", WALL_TYPE_AUTOSTART, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
wall_autostart_init (WallAutostart *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * wall_autostart_new_for_file:
 * @path: of the file that desktops look for
 *
 * Returns: (transfer full): what that file says, now and whenever somebody changes it
 */
WallAutostart *
wall_autostart_new_for_file (const char *path)
{
  WallAutostart *self = g_object_new (WALL_TYPE_AUTOSTART, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  self->path = g_strdup (path);
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  look (self);

  return self;
}

/**
 * wall_autostart_new_for_portal:
 * @bus: the session's
 * @settings: (nullable): where the desktop's answer is kept
 * @deadline_ms: how long a person may take to answer
 *
 * Returns: (transfer full): what the desktop answered last
 */
WallAutostart *
wall_autostart_new_for_portal (GDBusConnection *bus,
                               GSettings       *settings,
                               guint            deadline_ms)
{
  WallAutostart *self = g_object_new (WALL_TYPE_AUTOSTART, NULL);

  self->bus = g_object_ref (bus);
  g_set_object (&self->settings, settings);
  self->deadline_ms = deadline_ms;
  if (settings)
    self->is_active = g_settings_get_boolean (settings, WALL_SETTINGS_AUTOSTART);

  return self;
}

/**
 * wall_autostart_get_is_active:
 *
 * Returns: whether the program starts with the session
 */
gboolean
wall_autostart_get_is_active (WallAutostart *self)
{
  g_return_val_if_fail (WALL_IS_AUTOSTART (self), FALSE);

  return self->is_active;
}

/**
 * wall_autostart_get_is_busy:
 *
 * Returns: whether a change is under way
 */
gboolean
wall_autostart_get_is_busy (WallAutostart *self)
{
  g_return_val_if_fail (WALL_IS_AUTOSTART (self), FALSE);

  return self->is_busy;
}

/**
 * wall_autostart_set:
 * @is_wanted: whether the program is to start with the session
 *
 * Begins to change it, unless it is being changed. Whether it came to that says "active"; if not,
 * "trouble" says why.
 */
void
wall_autostart_set (WallAutostart *self,
                    gboolean       is_wanted)
{
  g_return_if_fail (WALL_IS_AUTOSTART (self));

  if (self->is_busy)
    return;

  self->is_wanted = is_wanted;
  set_busy (self, TRUE);
  if (self->path)
    change_file (self);
  else
    change_by_portal (self);
}
