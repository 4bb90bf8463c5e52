/* wall-application.c
 *
 * The application: from its options to its end in order.
 * Files are read, and refused, before a window opens. To quit is to hide the window at once; the rest
 * of the end is of wall-ending. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-application.h"

#include <glib-unix.h>
#include <gst/gst.h>

#include "gstdvripplugin.h"
#include "wall-announcer.h"
#include "wall-application-actions.h"
#include "wall-awake.h"
#include "wall-device-actions.h"
#include "wall-early-options.h"
#include "wall-edit-actions.h"
#include "wall-ending.h"
#include "wall-first-actions.h"
#include "wall-full-report.h"
#include "wall-full-screen.h"
#include "wall-late-options.h"
#include "wall-loop-meter.h"
#include "wall-notifier.h"
#include "wall-options.h"
#include "wall-preference-actions.h"
#include "wall-report-service.h"
#include "wall-secret-actions.h"
#include "wall-speech.h"
#include "wall-transfer-actions.h"
#include "wall-transfer-service.h"
#include "wall-undo.h"
#include "wall-widgets.h"
#include "wall-window.h"

struct _WallApplication {
  AdwApplication parent_instance;

  WallDeviceStore *store;
  WallCameraList  *cameras;
  WallWindow      *window;     /* owned by GTK */
  WallAwake       *awake;
  WallNotifier    *notifier;
  WallAnnouncer   *announcer;
  WallLoopMeter   *meter;
  WallEnding      *ending;     /* (nullable): once it has begun */
  char            *devices;
  char            *credentials;
  char            *trouble;    /* (nullable): what was told last */
  gint64           started_us;
  guint            report_id;
  guint            signal_ids[2];
};

G_DEFINE_FINAL_TYPE (WallApplication, wall_application, ADW_TYPE_APPLICATION)

static char *
report (gpointer user_data)
{
  WallApplication *self = user_data;

  if (self->window == NULL)
    return g_strdup ("{}");

  return wall_full_report_build (self->window, self->cameras, self->meter, self->started_us,
                                 self->trouble);
}

static gboolean
dbus_register (GApplication     *application,
               GDBusConnection  *connection,
               const char       *object_path,
               GError          **error)
{
  WallApplication *self = WALL_APPLICATION (application);

  if (!G_APPLICATION_CLASS (wall_application_parent_class)->dbus_register (application, connection,
                                                                           object_path, error))
    return FALSE;

  self->report_id = wall_report_service_export (connection, report, self, error);

  return self->report_id > 0;
}

static void
dbus_unregister (GApplication    *application,
                 GDBusConnection *connection,
                 const char      *object_path)
{
  WallApplication *self = WALL_APPLICATION (application);

  if (self->report_id > 0)
    g_dbus_connection_unregister_object (connection, self->report_id);
  self->report_id = 0;

  G_APPLICATION_CLASS (wall_application_parent_class)->dbus_unregister (application, connection,
                                                                        object_path);
}

static void
begin_to_quit (WallApplication *self)
{
  if (self->ending)
    return;
  if (self->cameras == NULL) {
    g_application_quit (G_APPLICATION (self));
    return;
  }

  if (self->window) {
    wall_window_keep (self->window);
    gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
  }
  self->ending = wall_ending_new (G_APPLICATION (self), self->store, self->cameras);
}

static gboolean
on_signal (gpointer user_data)
{
  begin_to_quit (user_data);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_close_request (GtkWindow *window,
                  gpointer   user_data)
{
  begin_to_quit (user_data);

  return TRUE;
}

static void
quit_on_request (gpointer application)
{
  begin_to_quit (application);
}

static WallWindow *
get_window (gpointer application)
{
  return WALL_APPLICATION (application)->window;
}

static GListModel *
get_cameras (gpointer application)
{
  WallCameraList *cameras = WALL_APPLICATION (application)->cameras;

  return cameras ? G_LIST_MODEL (cameras) : NULL;
}

static void
startup (GApplication *application)
{
  static const WallApplicationHost host = {
    .quit = quit_on_request,
    .get_window = get_window,
    .get_cameras = get_cameras,
    .build_report = report,
  };
  WallApplication *self = WALL_APPLICATION (application);

  /* Only for a wall: who asks for the report, or for a second wall, has not to wait for it. */
  gst_init (NULL, NULL);
  gst_dvrip_register_static ();

  G_APPLICATION_CLASS (wall_application_parent_class)->startup (application);

  wall_widgets_init (gdk_display_get_default ());
  gtk_window_set_default_icon_name (APPLICATION_ID);
  wall_application_actions_install (GTK_APPLICATION (self), &host);
  wall_preference_actions_install (GTK_APPLICATION (self));
  wall_first_actions_install (GTK_APPLICATION (self));

  self->meter = wall_loop_meter_new (NULL);
  self->signal_ids[0] = g_unix_signal_add (SIGTERM, on_signal, self);
  self->signal_ids[1] = g_unix_signal_add (SIGINT, on_signal, self);
}

static void
on_trouble (WallApplication *self,
            const char      *message)
{
  g_free (self->trouble);
  self->trouble = g_strdup (message);
  g_printerr ("watchwall: %s\n", message);
  if (self->window)
    wall_window_say (self->window, message);
}

static void
on_over (WallApplication *self,
         const char      *message)
{
  if (g_strcmp0 (self->trouble, message) == 0)
    g_clear_pointer (&self->trouble, g_free);
  if (self->window)
    wall_window_withdraw (self->window, message);
}

/* A file that somebody names has to be good; the program's own one need not be there. */
static gboolean
load_devices (WallApplication *self,
              GError         **error)
{
  if (self->devices)
    return wall_device_store_load (self->store, self->devices, error);

  self->devices = wall_device_store_dup_default_path ();
  wall_device_store_load_own (self->store, self->devices);

  return TRUE;
}

static void
forget (WallApplication *self)
{
  g_clear_object (&self->store);
  g_clear_pointer (&self->devices, g_free);
  g_clear_pointer (&self->credentials, g_free);
  g_clear_pointer (&self->trouble, g_free);
}

static gboolean
load (WallApplication *self,
      GVariantDict    *options,
      GError         **error)
{
  forget (self);
  self->devices = wall_options_dup_path (options, "devices");
  self->credentials = wall_options_dup_path (options, "credentials");
  self->store = wall_device_store_new ();
  wall_secrets_use_keyring (wall_device_store_get_secrets (self->store));
  g_signal_connect_object (self->store, "trouble", G_CALLBACK (on_trouble), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "over", G_CALLBACK (on_over), self, G_CONNECT_SWAPPED);

  /* First, so that no keyring is asked, or missed in words, for what this file has. */
  if (self->credentials
      && !wall_device_store_load_credentials (self->store, self->credentials, error))
    return FALSE;

  return load_devices (self, error);
}

static void
on_say (WallAnnouncer *announcer,
        const char    *words)
{
  wall_speech_say (words);
}

static void
open_window (WallApplication *self)
{
  wall_first_actions_remove (GTK_APPLICATION (self));
  self->cameras = wall_camera_list_new (self->store);
  self->window = wall_window_new (GTK_APPLICATION (self), self->cameras);
  wall_application_actions_install_of_wall (GTK_APPLICATION (self));
  wall_secret_actions_install (self->window, self->store);
  self->awake = wall_awake_new (GTK_APPLICATION (self), GTK_WINDOW (self->window),
                                G_LIST_MODEL (self->cameras));
  self->notifier = wall_notifier_new (G_APPLICATION (self), GTK_WINDOW (self->window),
                                      G_LIST_MODEL (self->cameras));
  self->announcer = wall_announcer_new (G_LIST_MODEL (self->cameras));
  g_signal_connect (self->announcer, "say", G_CALLBACK (on_say), NULL);
  wall_preference_actions_install_of_wall (GTK_APPLICATION (self), self->notifier);
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  g_signal_connect (self->window, "close-request", G_CALLBACK (on_close_request), self);
  wall_device_actions_install (GTK_APPLICATION (self), self->store, G_LIST_MODEL (self->cameras),
                               self->window);
  if (self->trouble)
    wall_window_say (self->window, self->trouble);
  wall_edit_actions_install (GTK_APPLICATION (self), self->store, G_LIST_MODEL (self->cameras),
                             self->window);
  wall_undo_install (GTK_APPLICATION (self), self->store, self->window);
  wall_transfer_actions_install (self->window, self->store);
  wall_transfer_service_export (G_APPLICATION (self), self->store);
}

static gboolean
open_wall (WallApplication *self,
           GVariantDict    *options,
           GError         **error)
{
  if (!load (self, options, error))
    return FALSE;

  open_window (self);

  return TRUE;
}

static void
show_wall (WallApplication *self,
           gboolean         is_first)
{
  gtk_window_present (GTK_WINDOW (self->window));
  if (is_first)
    wall_camera_list_start (self->cameras);
}

static int
command_line (GApplication            *application,
              GApplicationCommandLine *line)
{
  WallApplication *self = WALL_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (line);
  g_autoptr (GError) error = NULL;
  gboolean is_first = self->window == NULL;

  if (self->ending)
    return 0;
  if (wall_late_options_refuse_rest (line))
    return 1;

  if (!is_first)
    wall_late_options_say_ignored (line, self->devices, self->credentials);
  else if (!open_wall (self, options, &error)) {
    g_application_command_line_printerr (line, "watchwall: %s\n", error->message);
    return 1;
  }

  if (g_variant_dict_contains (options, "fullscreen"))
    wall_full_screen_fill (GTK_WINDOW (self->window));
  show_wall (self, is_first);

  return 0;
}

/* Over D-Bus, which may have started the program for it. */
static void
activate (GApplication *application)
{
  WallApplication *self = WALL_APPLICATION (application);
  g_autoptr (GVariantDict) no_options = g_variant_dict_new (NULL);
  g_autoptr (GError) error = NULL;
  gboolean is_first = self->window == NULL;

  if (self->ending)
    return;

  if (is_first && !open_wall (self, no_options, &error))
    g_printerr ("watchwall: %s\n", error->message);
  else
    show_wall (self, is_first);
}

static void
shutdown (GApplication *application)
{
  WallApplication *self = WALL_APPLICATION (application);

  for (guint i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
    g_clear_handle_id (&self->signal_ids[i], g_source_remove);
  if (self->ending)
    g_object_run_dispose (G_OBJECT (self->ending));
  g_clear_object (&self->ending);
  g_clear_object (&self->awake);
  g_clear_object (&self->notifier);
  g_clear_object (&self->announcer);
  if (self->window)
    gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_pointer (&self->meter, wall_loop_meter_free);

  G_APPLICATION_CLASS (wall_application_parent_class)->shutdown (application);
}

static void
finalize (GObject *object)
{
  WallApplication *self = WALL_APPLICATION (object);

  g_clear_object (&self->cameras);
  forget (self);

  G_OBJECT_CLASS (wall_application_parent_class)->finalize (object);
}

static void
wall_application_class_init (WallApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  application_class->handle_local_options = wall_early_options_handle;
  application_class->dbus_register = dbus_register;
  application_class->dbus_unregister = dbus_unregister;
  application_class->startup = startup;
  application_class->command_line = command_line;
  application_class->activate = activate;
  application_class->shutdown = shutdown;
}

static void
wall_application_init (WallApplication *self)
{
  self->started_us = g_get_monotonic_time ();
  wall_options_add (G_APPLICATION (self));
}

/**
 * wall_application_new:
 *
 * Returns: (transfer full): the application
 */
WallApplication *
wall_application_new (void)
{
  return g_object_new (WALL_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "resource-base-path", "/org/watchwall/Watchwall",
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE,
                       NULL);
}
