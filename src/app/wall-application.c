/* wall-application.c
 *
 * The application: from its options to its end in order.
 * Files are read, and refused, before a window opens. To quit is to hide the window at once, to close
 * every connection in order, and to be gone within two seconds, whatever the devices do. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-application.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <gst/gst.h>

#include "gstdvripplugin.h"
#include "wall-application-actions.h"
#include "wall-awake.h"
#include "wall-full-report.h"
#include "wall-loop-meter.h"
#include "wall-options.h"
#include "wall-renderer.h"
#include "wall-report-service.h"
#include "wall-widgets.h"
#include "wall-window.h"

/* The list closes within a second; this is for the case that it does not. */
#define QUIT_DEADLINE_MS 1500

/* How often it is asked whether all is saved, until then. */
#define SAVING_MS 20

struct _WallApplication {
  AdwApplication parent_instance;

  WallDeviceStore *store;
  WallCameraList  *cameras;
  WallWindow      *window;     /* owned by GTK */
  WallAwake       *awake;
  WallLoopMeter   *meter;
  char            *devices;
  char            *credentials;
  char            *trouble;    /* (nullable): what was told last */
  gint64           started_us;
  guint            report_id;
  guint            signal_ids[2];
  guint            deadline_id;
  guint            saving_id;
  gboolean         is_quitting;
};

G_DEFINE_FINAL_TYPE (WallApplication, wall_application, ADW_TYPE_APPLICATION)

static int
print_report (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *report = wall_report_service_ask (APPLICATION_ID, &error);

  if (report == NULL) {
    g_printerr ("watchwall: %s\n", error->message);
    return 1;
  }

  g_print ("%s\n", report);

  return 0;
}

static void
become_another_instance (GApplication *application)
{
  g_autofree char *id = g_strdup_printf ("%s.instance-%d", APPLICATION_ID, (int) getpid ());

  g_application_set_application_id (application, id);
}

static int
handle_local_options (GApplication *application,
                      GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version")) {
    g_print ("watchwall %s\n", PACKAGE_VERSION);
    return 0;
  }
  if (g_variant_dict_contains (options, "report"))
    return print_report ();
  if (g_variant_dict_contains (options, "new-instance"))
    become_another_instance (application);

  wall_options_make_absolute (options);
  wall_renderer_choose ();
  if (gtk_init_check ())
    return -1;

  g_printerr ("watchwall: %s\n", _("There is no display to show the wall on: neither "
                                   "WAYLAND_DISPLAY nor DISPLAY leads to one."));

  return 1;
}

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

static gboolean
on_deadline (gpointer user_data)
{
  WallApplication *self = user_data;

  self->deadline_id = 0;
  g_application_quit (G_APPLICATION (self));

  return G_SOURCE_REMOVE;
}

/* A certificate that was trusted a moment ago is on its way to the disk. */
static gboolean
on_saving (gpointer user_data)
{
  WallApplication *self = user_data;

  if (wall_device_store_is_busy (self->store))
    return G_SOURCE_CONTINUE;

  self->saving_id = 0;
  g_application_quit (G_APPLICATION (self));

  return G_SOURCE_REMOVE;
}

static void
on_closed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (WallApplication) self = user_data;

  wall_camera_list_close_finish (WALL_CAMERA_LIST (source), result);
  if (wall_device_store_is_busy (self->store))
    self->saving_id = g_timeout_add (SAVING_MS, on_saving, self);
  else
    g_application_quit (G_APPLICATION (self));
}

static void
begin_to_quit (WallApplication *self)
{
  if (self->is_quitting)
    return;
  if (self->cameras == NULL) {
    g_application_quit (G_APPLICATION (self));
    return;
  }

  self->is_quitting = TRUE;
  if (self->window) {
    wall_window_keep (self->window);
    gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
  }
  self->deadline_id = g_timeout_add (QUIT_DEADLINE_MS, on_deadline, self);
  wall_camera_list_close_async (self->cameras, on_closed, g_object_ref (self));
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
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_DARK);
  wall_application_actions_install (GTK_APPLICATION (self), &host);

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

static gboolean
load (WallApplication *self,
      GVariantDict    *options,
      GError         **error)
{
  self->devices = wall_options_dup_path (options, "devices");
  self->credentials = wall_options_dup_path (options, "credentials");
  self->store = wall_device_store_new ();
  g_signal_connect_object (self->store, "trouble", G_CALLBACK (on_trouble), self, G_CONNECT_SWAPPED);

  if (self->devices && !wall_device_store_load (self->store, self->devices, error))
    return FALSE;

  return self->credentials == NULL
         || wall_device_store_load_credentials (self->store, self->credentials, error);
}

static void
open_window (WallApplication *self)
{
  self->cameras = wall_camera_list_new (self->store);
  self->window = wall_window_new (GTK_APPLICATION (self), self->cameras);
  self->awake = wall_awake_new (GTK_APPLICATION (self), GTK_WINDOW (self->window),
                                G_LIST_MODEL (self->cameras));
  g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  g_signal_connect (self->window, "close-request", G_CALLBACK (on_close_request), self);
}

static void
say_if_ignored (GApplicationCommandLine *command_line,
                const char              *option,
                const char              *running,
                const char              *wanted)
{
  if (wanted == NULL || g_strcmp0 (running, wanted) == 0)
    return;

  g_application_command_line_printerr (
    command_line,
    _("watchwall: A wall is running already: %s %s is ignored. Quit it first, or use "
      "--new-instance.\n"),
    option, wanted);
}

static void
say_what_is_ignored (WallApplication         *self,
                     GApplicationCommandLine *command_line,
                     GVariantDict            *options)
{
  g_autofree char *devices = wall_options_dup_path (options, "devices");
  g_autofree char *credentials = wall_options_dup_path (options, "credentials");

  say_if_ignored (command_line, "--devices", self->devices, devices);
  say_if_ignored (command_line, "--credentials", self->credentials, credentials);
}

static gboolean
refuse_rest (GApplicationCommandLine *command_line)
{
  int n = 0;
  g_auto (GStrv) arguments = g_application_command_line_get_arguments (command_line, &n);

  if (n < 2)
    return FALSE;

  g_application_command_line_printerr (command_line, _("watchwall: “%s” is not understood. "
                                                       "See watchwall --help.\n"),
                                       arguments[1]);

  return TRUE;
}

static int
command_line (GApplication            *application,
              GApplicationCommandLine *line)
{
  WallApplication *self = WALL_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (line);
  g_autoptr (GError) error = NULL;
  gboolean is_first = self->window == NULL;

  if (self->is_quitting)
    return 0;
  if (refuse_rest (line))
    return 1;

  if (!is_first)
    say_what_is_ignored (self, line, options);
  else if (load (self, options, &error))
    open_window (self);
  else {
    g_application_command_line_printerr (line, "watchwall: %s\n", error->message);
    return 1;
  }

  if (g_variant_dict_contains (options, "fullscreen"))
    wall_window_fill_screen (self->window);
  gtk_window_present (GTK_WINDOW (self->window));
  if (is_first)
    wall_camera_list_start (self->cameras);

  return 0;
}

static void
activate (GApplication *application)
{
  WallApplication *self = WALL_APPLICATION (application);

  if (self->window && !self->is_quitting)
    gtk_window_present (GTK_WINDOW (self->window));
}

static void
shutdown (GApplication *application)
{
  WallApplication *self = WALL_APPLICATION (application);

  for (guint i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
    g_clear_handle_id (&self->signal_ids[i], g_source_remove);
  g_clear_handle_id (&self->deadline_id, g_source_remove);
  g_clear_handle_id (&self->saving_id, g_source_remove);
  g_clear_object (&self->awake);
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
  g_clear_object (&self->store);
  g_free (self->devices);
  g_free (self->credentials);
  g_free (self->trouble);

  G_OBJECT_CLASS (wall_application_parent_class)->finalize (object);
}

static void
wall_application_class_init (WallApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  application_class->handle_local_options = handle_local_options;
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
