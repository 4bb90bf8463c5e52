/* wall-autostart-portal.c
 *
 * Asks the desktop, from inside of a sandbox, to start the program with the session: a request to the
 * Background portal, which may ask a person. It ends once: with an answer, an error, or at the
 * deadline. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-autostart-portal.h"

#include <glib/gi18n-lib.h>

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define REQUEST "org.freedesktop.portal.Request"

/* What a portal answers a request with. */
enum { RESPONSE_DONE, RESPONSE_REFUSED };

typedef struct {
  GDBusConnection *bus;
  char            *request;       /* the path under which the portal answers */
  GSource         *deadline;
  GSource         *cancelled;     /* (nullable) */
  guint            response_id;
} Question;

static void
free_question (gpointer data)
{
  Question *self = data;

  g_object_unref (self->bus);
  g_free (self->request);
  g_free (self);
}

/* Drops everything that could end @task again. */
static void
silence (GTask *task)
{
  Question *self = g_task_get_task_data (task);

  if (self->response_id > 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->response_id);
  self->response_id = 0;
  if (self->deadline)
    g_source_destroy (self->deadline);
  g_clear_pointer (&self->deadline, g_source_unref);
  if (self->cancelled)
    g_source_destroy (self->cancelled);
  g_clear_pointer (&self->cancelled, g_source_unref);
}

/* Takes the reference of @task that its end has. */
static void
end_with_error (GTask  *task,
                GError *error)
{
  silence (task);
  g_task_return_error (task, error);
  g_object_unref (task);
}

/* The portal may be asking a person; nobody waits for that answer any more. */
static void
withdraw (Question *self)
{
  g_dbus_connection_call (self->bus, PORTAL, self->request, REQUEST, "Close", NULL, NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, 1000, NULL, NULL, NULL);
}

static gboolean
on_deadline (gpointer user_data)
{
  GTask *task = user_data;

  withdraw (g_task_get_task_data (task));
  end_with_error (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                                             _("The desktop did not answer.")));

  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  GTask *task = user_data;

  withdraw (g_task_get_task_data (task));
  end_with_error (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled"));

  return G_SOURCE_REMOVE;
}

static void
on_response (GDBusConnection *connection,
             const char      *sender,
             const char      *path,
             const char      *interface,
             const char      *signal,
             GVariant        *parameters,
             gpointer         user_data)
{
  GTask *task = user_data;
  g_autoptr (GVariant) results = NULL;
  gboolean is_granted = FALSE;
  guint32 response;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})"))) {
    end_with_error (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                                               _("The desktop’s answer makes no sense.")));
    return;
  }

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "autostart", "b", &is_granted);
  if (response > RESPONSE_REFUSED) {
    end_with_error (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED,
                                               _("The desktop could not do it.")));
    return;
  }

  silence (task);
  g_task_return_boolean (task, response == RESPONSE_DONE && is_granted);
  g_object_unref (task);
}

static void
listen (GTask *task)
{
  Question *self = g_task_get_task_data (task);

  self->response_id = g_dbus_connection_signal_subscribe (self->bus, PORTAL, REQUEST, "Response",
                                                          self->request, NULL,
                                                          G_DBUS_SIGNAL_FLAGS_NONE, on_response,
                                                          task, NULL);
}

static gboolean
is_without_portal (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD);
}

/* The answer may have come before this. */
static void
on_asked (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;

  answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (self->deadline == NULL)
    return;

  if (error) {
    g_dbus_error_strip_remote_error (error);
    end_with_error (task, is_without_portal (error)
                            ? g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                                                   _("This desktop cannot be asked for it."))
                            : g_steal_pointer (&error));
  }
}

static GVariant *
make_options (const char *token,
              gboolean    is_wanted)
{
  static const char *const command[] = { "watchwall", NULL };
  GVariantBuilder options;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason",
                         g_variant_new_string (_("Shows the cameras when you sign in")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (is_wanted));
  g_variant_builder_add (&options, "{sv}", "dbus-activatable", g_variant_new_boolean (FALSE));
  g_variant_builder_add (&options, "{sv}", "commandline", g_variant_new_strv (command, -1));

  return g_variant_builder_end (&options);
}

static char *
make_request_path (GDBusConnection *bus,
                   const char      *token)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (bus) + 1);

  return g_strdup_printf (PORTAL_PATH "/request/%s/%s", g_strdelimit (sender, ".", '_'), token);
}

static void
watch (GTask *task,
       guint  deadline_ms)
{
  Question *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  self->deadline = g_timeout_source_new (deadline_ms);
  g_source_set_callback (self->deadline, on_deadline, task, NULL);
  g_source_attach (self->deadline, g_main_context_get_thread_default ());
  if (cancellable == NULL)
    return;

  self->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancelled, G_SOURCE_FUNC (on_cancelled), task, NULL);
  g_source_attach (self->cancelled, g_main_context_get_thread_default ());
}

/**
 * wall_autostart_portal_ask:
 * @bus: the session's
 * @is_wanted: whether the program is to start with the session
 * @deadline_ms: how long a person may take
 * @cancellable: (nullable): withdraws the request
 * @callback: called once
 *
 * Asks for it, or that it be no more.
 */
void
wall_autostart_portal_ask (GDBusConnection     *bus,
                           gboolean             is_wanted,
                           guint                deadline_ms,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Question *self = g_new0 (Question, 1);
  g_autofree char *token = g_strdup_printf ("watchwall%u", g_random_int ());

  self->bus = g_object_ref (bus);
  self->request = make_request_path (bus, token);
  g_task_set_task_data (task, self, free_question);
  g_task_set_check_cancellable (task, FALSE);
  watch (task, deadline_ms);
  listen (task);

  g_dbus_connection_call (bus, PORTAL, PORTAL_PATH, "org.freedesktop.portal.Background",
                          "RequestBackground",
                          g_variant_new ("(s@a{sv})", "", make_options (token, is_wanted)),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE,
                          deadline_ms + 1000, NULL,
                          on_asked, g_object_ref (task));
}

/**
 * wall_autostart_portal_ask_finish:
 * @result: what the callback was given
 * @out_is_granted: (out): whether the program starts with the session now
 * @error: (out): a sentence for people, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether there was an answer
 */
gboolean
wall_autostart_portal_ask_finish (GAsyncResult  *result,
                                  gboolean      *out_is_granted,
                                  GError       **error)
{
  g_autoptr (GError) cause = NULL;
  gboolean is_granted = g_task_propagate_boolean (G_TASK (result), &cause);

  if (cause) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
  }

  *out_is_granted = is_granted;

  return TRUE;
}
