/* wall-foreign.c
 *
 * A source that speaks another protocol than DVRIP: the bin, as a pipeline sees it. Nothing of what
 * its elements say reaches the pipeline but their streams: what went wrong is told once, by the
 * bin. The course of its attempt is in wall-foreign-course.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-foreign-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "wall-failure.h"

static const WallForeignDeadlines usual_deadlines = {
  .lookup_ms = 5000,
  .connect_ms = 4000,
  .login_ms = 5000,
  .start_ms = 5000,
  .silence_ms = 6000,
  .close_ms = 900,
};

/* Main thread. */
static WallForeignDeadlines default_deadlines;

enum {
  PROP_STATISTICS = 1,
};

static GstStaticPadTemplate video_template =
  GST_STATIC_PAD_TEMPLATE ("video_%u", GST_PAD_SRC, GST_PAD_SOMETIMES, GST_STATIC_CAPS_ANY);

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (WallForeign, wall_foreign, GST_TYPE_BIN)

WallForeignPrivate *
wall_foreign_get_private (WallForeign *self)
{
  return wall_foreign_get_instance_private (self);
}

static gboolean
prepare (WallForeign *self)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);
  g_autoptr (GError) error = NULL;

  if (priv->is_prepared)
    return TRUE;

  priv->is_prepared = TRUE;
  if (WALL_FOREIGN_GET_CLASS (self)->prepare (self, &error))
    return TRUE;

  wall_foreign_fail (self, wall_reason_from_error (error), 0, error->message, NULL);
  return FALSE;
}

static void
begin (WallForeign *self)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);

  if (priv->has_begun)
    return;

  priv->has_begun = TRUE;
  wall_foreign_invoke (self, wall_foreign_course_begin);
}

static void
stop (WallForeign *self)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);

  g_mutex_lock (&priv->running);
  priv->is_stopped = TRUE;
  g_mutex_unlock (&priv->running);
  wall_foreign_invoke (self, wall_foreign_course_stop);
}

/* Not earlier: what is downstream has let go of its data by now, and holds nobody up any more. */
static void
end (WallForeign *self)
{
  if (WALL_FOREIGN_GET_CLASS (self)->end)
    WALL_FOREIGN_GET_CLASS (self)->end (self);
}

/* It begins once the bin has the clock and the time of the pipeline, and so have its elements. */
static GstStateChangeReturn
wall_foreign_change_state (GstElement    *element,
                           GstStateChange transition)
{
  WallForeign *self = WALL_FOREIGN (element);
  GstStateChangeReturn result;

  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED)
    prepare (self);
  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY) {
    end (self);
    stop (self);
  }

  result = GST_ELEMENT_CLASS (wall_foreign_parent_class)->change_state (element, transition);
  if (result == GST_STATE_CHANGE_FAILURE)
    return result;

  if (transition == GST_STATE_CHANGE_PAUSED_TO_PLAYING)
    begin (self);
  if (transition == GST_STATE_CHANGE_READY_TO_PAUSED ||
      transition == GST_STATE_CHANGE_PLAYING_TO_PAUSED)
    return GST_STATE_CHANGE_NO_PREROLL;

  return result;
}

static void
translate (WallForeign *self,
           GstMessage  *message)
{
  WallForeignClass *klass = WALL_FOREIGN_GET_CLASS (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;
  g_autofree char *text = NULL;
  WallReason reason;
  int ret = 0;

  reason = klass->translate ? klass->translate (self, message, &ret)
                            : wall_failure_get_reason (message);
  if (reason == WALL_REASON_NONE)
    return;

  gst_message_parse_error (message, &error, &debug);
  text = g_strdup_printf ("%s: %s (%s)", GST_MESSAGE_SRC_NAME (message), error->message,
                          debug ? debug : "");
  wall_foreign_fail (self, reason, ret, NULL, text);
}

static void
wall_foreign_handle_message (GstBin     *bin,
                             GstMessage *message)
{
  const GstMessageType ours = GST_MESSAGE_ERROR | GST_MESSAGE_WARNING | GST_MESSAGE_INFO |
                              GST_MESSAGE_PROGRESS | GST_MESSAGE_ELEMENT | GST_MESSAGE_EOS;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    translate (WALL_FOREIGN (bin), message);

  if (GST_MESSAGE_TYPE (message) & ours)
    gst_message_unref (message);
  else
    GST_BIN_CLASS (wall_foreign_parent_class)->handle_message (bin, message);
}

static void
on_close (WallForeign *self)
{
  wall_foreign_invoke (self, wall_foreign_course_close);
}

static void
wall_foreign_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  if (id == PROP_STATISTICS)
    g_value_take_boxed (value, wall_foreign_dup_statistics (WALL_FOREIGN (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
wall_foreign_finalize (GObject *object)
{
  WallForeignPrivate *priv = wall_foreign_get_private (WALL_FOREIGN (object));

  g_clear_pointer (&priv->uri, g_uri_unref);
  if (priv->password)
    explicit_bzero (priv->password, strlen (priv->password));
  g_free (priv->password);
  g_free (priv->host);
  g_free (priv->user);
  g_free (priv->pin);
  g_object_unref (priv->cancellable);
  g_mutex_clear (&priv->lock);
  g_mutex_clear (&priv->running);

  G_OBJECT_CLASS (wall_foreign_parent_class)->finalize (object);
}

static void
wall_foreign_class_init (WallForeignClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  object_class->get_property = wall_foreign_get_property;
  object_class->finalize = wall_foreign_finalize;
  element_class->change_state = wall_foreign_change_state;
  GST_BIN_CLASS (klass)->handle_message = wall_foreign_handle_message;

  gst_element_class_add_static_pad_template (element_class, &video_template);
  g_object_class_install_property (
    object_class, PROP_STATISTICS,
    g_param_spec_boxed ("statistics", NULL, NULL, GST_TYPE_STRUCTURE,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  g_signal_new_class_handler ("close", G_TYPE_FROM_CLASS (klass),
                              G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (on_close),
                              NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
wall_foreign_init (WallForeign *self)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);

  g_mutex_init (&priv->lock);
  g_mutex_init (&priv->running);
  priv->cancellable = g_cancellable_new ();
  priv->deadlines = default_deadlines.lookup_ms > 0 ? default_deadlines : usual_deadlines;
  priv->counts.last_byte_us = priv->counts.last_unit_us = -1;
}

/* Without the user: he is known apart from it. */
static GUri *
strip_user (GUri *uri)
{
  return g_uri_build (g_uri_get_flags (uri), g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                      g_uri_get_port (uri), g_uri_get_path (uri), g_uri_get_query (uri), NULL);
}

static gboolean
check_uri (GUri    *uri,
           GError **error)
{
  const char *host = uri ? g_uri_get_host (uri) : NULL;

  if (host && *host && !g_uri_get_password (uri) && g_uri_get_port (uri) != 0)
    return TRUE;

  if (uri && g_uri_get_password (uri))
    g_set_error_literal (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS,
                         _("The address has a password in it, which others could read."));
  else
    g_set_error_literal (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS,
                         _("The address of the camera names no device."));

  return FALSE;
}

/**
 * wall_foreign_configure:
 * @config: what to play; it is copied
 * @default_port: of the protocol
 *
 * Returns: whether the address can be used; else %WALL_REASON_BAD_ADDRESS in words for the user
 */
gboolean
wall_foreign_configure (WallForeign             *self,
                        const WallPlayerConfig  *config,
                        guint16                  default_port,
                        GError                 **error)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);
  const GUriFlags flags = G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED;
  g_autoptr (GUri) uri = g_uri_parse (config->uri, flags, NULL);

  if (!check_uri (uri, error))
    return FALSE;

  priv->uri = strip_user (uri);
  priv->host = g_strdup (g_uri_get_host (uri));
  priv->port = g_uri_get_port (uri) > 0 ? (guint16) g_uri_get_port (uri) : default_port;
  priv->user = config->user ? g_strdup (config->user)
                            : g_uri_unescape_string (g_uri_get_user (uri), NULL);
  priv->password = g_strdup (config->password);
  priv->pin = g_strdup (config->certificate);

  return TRUE;
}

/**
 * wall_foreign_get_uri:
 *
 * Returns: (transfer none): the address without a user, path and query as they were written
 */
GUri *
wall_foreign_get_uri (WallForeign *self)
{
  return wall_foreign_get_private (self)->uri;
}

/**
 * wall_foreign_get_host:
 *
 * Returns: (transfer none): the name or number of the device, without brackets
 */
const char *
wall_foreign_get_host (WallForeign *self)
{
  return wall_foreign_get_private (self)->host;
}

/**
 * wall_foreign_get_port:
 *
 * Returns: its port
 */
guint16
wall_foreign_get_port (WallForeign *self)
{
  return wall_foreign_get_private (self)->port;
}

/**
 * wall_foreign_get_user:
 *
 * Returns: (transfer none) (nullable): who signs in
 */
const char *
wall_foreign_get_user (WallForeign *self)
{
  return wall_foreign_get_private (self)->user;
}

/**
 * wall_foreign_get_password:
 *
 * Returns: (transfer none) (nullable): never for a log, an address or a message
 */
const char *
wall_foreign_get_password (WallForeign *self)
{
  return wall_foreign_get_private (self)->password;
}

/**
 * wall_foreign_get_pin:
 *
 * Returns: (transfer none) (nullable): the certificate that is trusted, "sha256:HEX"
 */
const char *
wall_foreign_get_pin (WallForeign *self)
{
  return wall_foreign_get_private (self)->pin;
}

/**
 * wall_foreign_get_deadlines:
 * @out_deadlines: (out): how long it waits for what
 */
void
wall_foreign_get_deadlines (WallForeign          *self,
                            WallForeignDeadlines *out_deadlines)
{
  *out_deadlines = wall_foreign_get_private (self)->deadlines;
}

/**
 * wall_foreign_set_default_deadlines:
 * @deadlines: (nullable): what to use instead of the usual ones
 */
void
wall_foreign_set_default_deadlines (const WallForeignDeadlines *deadlines)
{
  default_deadlines = deadlines ? *deadlines : usual_deadlines;
}
