/* wall-source-rtsp.c
 *
 * Cameras that speak RTSP, with TLS or without: `rtspsrc`, over a relay (wall-relay) that holds the
 * connection, so that it is dialled, judged, counted and closed as every other one, and that the
 * element waits for nothing but this computer. RTP comes over the same connection. Only the first
 * video that can be played is asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-source-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "wall-failure.h"
#include "wall-foreign.h"
#include "wall-io-thread.h"
#include "wall-relay.h"
#include "wall-rtsp-media.h"
#include "wall-rtsp-talk.h"
#include "wall-tls-pin.h"

#define RTSP_PORT  554
#define RTSPS_PORT 322

#define LATENCY_MS 200

/* A bare change of state waits so long for the answer to TEARDOWN. */
#define TEARDOWN_NS (150 * GST_MSECOND)

/* ...and so long when there is nobody to answer. */
#define NOBODY_NS GST_MSECOND

#define MAX_CLOSING_THREADS 8

#define WALL_TYPE_RTSP (wall_rtsp_get_type ())
G_DECLARE_FINAL_TYPE (WallRtsp, wall_rtsp, WALL, RTSP, WallForeign)

struct _WallRtsp {
  WallForeign   parent_instance;

  GstElement   *client;          /* the bin owns it; set before it plays */
  WallTlsPin   *pin;             /* (nullable): TLS; likewise */

  /* Network thread. */
  GSocket      *socket;
  GIOStream    *stream;          /* what is said over the socket */
  WallRelay    *relay;           /* (nullable) */
  WallRtspTalk *talk;
  gboolean      is_client_closing;

  /* Guarded by the object lock: `rtspsrc`'s thread writes. */
  gboolean      has_video;       /* announced, whether it can be played or not */
  char         *chosen;          /* (nullable): the encoding that is asked for */
  char         *unknown;         /* (nullable): one that cannot be played */
};

G_DEFINE_FINAL_TYPE (WallRtsp, wall_rtsp, WALL_TYPE_FOREIGN)

static gboolean
is_secure (WallRtsp *self)
{
  return g_ascii_strcasecmp (g_uri_get_scheme (wall_foreign_get_uri (WALL_FOREIGN (self))),
                             "rtsps") == 0;
}

/* The first video that can be played; nothing else is asked for. */
static gboolean
on_select_stream (GstElement *client,
                  guint       number,
                  GstCaps    *caps,
                  WallRtsp   *self)
{
  const GstStructure *structure = gst_caps_get_structure (caps, 0);
  const char *encoding = gst_structure_get_string (structure, "encoding-name");
  gboolean is_chosen;

  if (g_strcmp0 (gst_structure_get_string (structure, "media"), "video") != 0)
    return FALSE;

  GST_OBJECT_LOCK (self);
  self->has_video = TRUE;
  is_chosen = !self->chosen && wall_rtsp_media_is_known (encoding);
  if (is_chosen)
    self->chosen = g_strdup (encoding);
  else if (!self->unknown && !wall_rtsp_media_is_known (encoding))
    self->unknown = g_strdup (encoding ? encoding : "?");
  GST_OBJECT_UNLOCK (self);

  return is_chosen;
}

static void
on_pad_added (GstElement  *client,
              GstPad      *pad,
              WallForeign *self)
{
  wall_rtsp_media_add (self, pad);
}

/* Always without TLS and with the port: the relay does the one and stands for the other. Nothing is
 * looked up, and a redirection leads nowhere. */
static char *
make_location (WallRtsp *self)
{
  GUri *uri = wall_foreign_get_uri (WALL_FOREIGN (self));
  int port = wall_foreign_get_port (WALL_FOREIGN (self));

  return g_uri_join (G_URI_FLAGS_ENCODED, "rtsp", NULL, g_uri_get_host (uri),
                     port == RTSP_PORT ? -1 : port, g_uri_get_path (uri), g_uri_get_query (uri),
                     NULL);
}

static void
configure (WallRtsp *self)
{
  g_autofree char *location = make_location (self);

  g_object_set (self->client,
                "location", location,
                "latency", LATENCY_MS,
                "drop-on-latency", TRUE,
                "teardown-timeout", TEARDOWN_NS,
                "do-retransmission", FALSE,
                "user-agent", "Watchwall/" PACKAGE_VERSION,
                "user-id", wall_foreign_get_user (WALL_FOREIGN (self)),
                "user-pw", wall_foreign_get_password (WALL_FOREIGN (self)),
                NULL);
  gst_util_set_object_arg (G_OBJECT (self->client), "protocols", "tcp");
  g_signal_connect_object (self->client, "select-stream", G_CALLBACK (on_select_stream), self, 0);
  g_signal_connect_object (self->client, "pad-added", G_CALLBACK (on_pad_added), self, 0);
}

static gboolean
wall_rtsp_prepare (WallForeign  *foreign,
                   GError      **error)
{
  WallRtsp *self = WALL_RTSP (foreign);

  self->client = wall_source_make_element ("rtspsrc", NULL, error);
  if (!self->client)
    return FALSE;

  configure (self);
  gst_element_set_locked_state (self->client, TRUE);
  gst_bin_add (GST_BIN (self), self->client);
  if (is_secure (self))
    self->pin = wall_tls_pin_new (wall_foreign_get_pin (foreign));

  return TRUE;
}

static void
tell (WallRtsp           *self,
      const WallRtspNews *news)
{
  WallForeign *foreign = WALL_FOREIGN (self);

  if (news->progress >= WALL_RTSP_DESCRIBED)
    wall_foreign_enter (foreign, WALL_FOREIGN_START);
  if (news->progress >= WALL_RTSP_PLAYING)
    wall_foreign_enter (foreign, WALL_FOREIGN_MEDIA);
  if (news->media_bytes > 0)
    wall_foreign_note_bytes (foreign, news->media_bytes);
  if (news->reason != WALL_REASON_NONE)
    wall_foreign_fail (foreign, news->reason, news->status, news->sentence, news->debug);
}

static gboolean
on_from_device (gpointer      user_data,
                const guint8 *bytes,
                gsize         size)
{
  WallRtsp *self = user_data;
  WallRtspNews news;
  gboolean can_go_on = wall_rtsp_talk_from_device (self->talk, bytes, size, &news);

  tell (self, &news);

  return can_go_on;
}

static gboolean
on_to_device (gpointer      user_data,
              const guint8 *bytes,
              gsize         size)
{
  WallRtsp *self = user_data;
  WallRtspNews news;
  gboolean can_go_on = wall_rtsp_talk_to_device (self->talk, bytes, size, &news);

  tell (self, &news);

  return can_go_on;
}

static void
on_ended (gpointer      user_data,
          const GError *error)
{
  WallForeign *self = user_data;
  WallReason reason = error ? wall_reason_from_error (error) : WALL_REASON_CLOSED_BY_DEVICE;

  if (error && error->domain == G_TLS_ERROR)
    reason = WALL_REASON_TLS_FAILED;
  wall_foreign_fail (self, reason == WALL_REASON_NONE ? WALL_REASON_CLOSED_BY_DEVICE : reason, 0,
                     NULL, error ? error->message : "the device closed the connection");
}

static void
tell_closed (WallRtsp *self)
{
  if (!self->relay && !self->is_client_closing)
    wall_foreign_closed (WALL_FOREIGN (self), "us");
}

static void
on_relay_closed (gpointer user_data,
                 gboolean is_by_device)
{
  WallRtsp *self = user_data;

  self->relay = NULL;
  tell_closed (self);
}

static void
begin_talk (WallRtsp *self)
{
  static const WallRelayEvents events = {
    .from_device = on_from_device,
    .to_device = on_to_device,
    .ended = on_ended,
    .closed = on_relay_closed,
  };
  WallForeign *foreign = WALL_FOREIGN (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = NULL;

  self->talk = wall_rtsp_talk_new (wall_foreign_get_password (foreign) != NULL);
  self->relay = wall_relay_new (self->socket, self->stream, &events, self, &error);
  if (!self->relay) {
    wall_foreign_fail (foreign, WALL_REASON_LOCAL, 0, NULL, error->message);
    return;
  }

  address = g_strdup_printf ("http://127.0.0.1:%u", wall_relay_get_port (self->relay));
  g_object_set (self->client, "proxy", address, NULL);
  wall_foreign_run (foreign, self->client);
}

static void
tell_certificate (WallRtsp *self)
{
  g_autofree char *seen = wall_tls_pin_dup_seen (self->pin);

  wall_foreign_set_certificate (WALL_FOREIGN (self), seen);
}

static void
fail_handshake (WallRtsp     *self,
                const GError *error)
{
  WallReason reason = wall_reason_from_error (error);

  if (wall_tls_pin_has_changed (self->pin))
    reason = WALL_REASON_CERTIFICATE_CHANGED;
  else if (error->domain == G_TLS_ERROR)
    reason = WALL_REASON_TLS_FAILED;
  if (reason != WALL_REASON_NONE)
    wall_foreign_fail (WALL_FOREIGN (self), reason, 0, NULL, error->message);
}

static void
on_handshake (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (WallRtsp) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_agreed = g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &error);

  tell_certificate (self);
  if (!is_agreed)
    fail_handshake (self, error);
  else if (wall_foreign_get_phase (WALL_FOREIGN (self)) < WALL_FOREIGN_CLOSING)
    begin_talk (self);
}

static GIOStream *
make_tls (WallRtsp           *self,
          GIOStream          *base,
          GError            **error)
{
  WallForeign *foreign = WALL_FOREIGN (self);
  g_autoptr (GSocketConnectable) identity =
    g_network_address_new (wall_foreign_get_host (foreign), wall_foreign_get_port (foreign));
  GIOStream *tls = g_tls_client_connection_new (base, identity, error);

  if (!tls)
    return NULL;

  g_tls_connection_set_database (G_TLS_CONNECTION (tls), G_TLS_DATABASE (self->pin));
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (tls), FALSE);

  return tls;
}

static void
begin_tls (WallRtsp  *self,
           GIOStream *base)
{
  g_autoptr (GError) error = NULL;

  self->stream = make_tls (self, base, &error);
  if (!self->stream) {
    wall_foreign_fail (WALL_FOREIGN (self), WALL_REASON_TLS_FAILED, 0, NULL, error->message);
    return;
  }

  g_tls_connection_handshake_async (G_TLS_CONNECTION (self->stream), G_PRIORITY_DEFAULT,
                                    wall_foreign_get_cancellable (WALL_FOREIGN (self)),
                                    on_handshake, g_object_ref (self));
}

/* Before it is known whether the device asks for a password, the state says so if there is one. */
static void
wall_rtsp_connected (WallForeign *foreign,
                     GSocket     *socket)
{
  WallRtsp *self = WALL_RTSP (foreign);
  g_autoptr (GIOStream) base =
    G_IO_STREAM (g_socket_connection_factory_create_connection (socket));

  self->socket = socket;
  wall_foreign_enter (foreign, is_secure (self) || wall_foreign_get_password (foreign)
                                 ? WALL_FOREIGN_LOGIN : WALL_FOREIGN_START);
  if (is_secure (self)) {
    begin_tls (self, base);
  } else {
    self->stream = g_steal_pointer (&base);
    begin_talk (self);
  }
}

static void
on_client_closed (WallForeign *foreign)
{
  WallRtsp *self = WALL_RTSP (foreign);

  self->is_client_closing = FALSE;
  tell_closed (self);
}

/* The element says goodbye and ends its connection, which ends the relay. */
static void
run_close (gpointer data,
           gpointer user_data)
{
  g_autoptr (WallRtsp) self = data;

  gst_element_set_state (self->client, GST_STATE_NULL);
  wall_foreign_invoke (WALL_FOREIGN (self), on_client_closed);
}

static GThreadPool *
get_closing_pool (void)
{
  static gsize pool;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, (gsize) g_thread_pool_new (run_close, NULL, MAX_CLOSING_THREADS,
                                                         FALSE, NULL));

  return (GThreadPool *) pool;
}

static void
wall_rtsp_close (WallForeign *foreign)
{
  WallRtsp *self = WALL_RTSP (foreign);

  if (!self->relay) {
    wall_foreign_closed (foreign, "us");
    return;
  }

  self->is_client_closing = TRUE;
  gst_element_set_locked_state (self->client, TRUE);
  g_thread_pool_push (get_closing_pool (), g_object_ref (self), NULL);
}

static void
wall_rtsp_hang_up (WallForeign *foreign)
{
  WallRtsp *self = WALL_RTSP (foreign);

  g_object_set (self->client, "teardown-timeout", NOBODY_NS, NULL);
  if (self->relay)
    wall_relay_hang_up (self->relay);
  else
    wall_foreign_closed (foreign, "us");
}

/* An element that still plays says goodbye when the pipeline goes down; the relay waits for it. */
static void
wall_rtsp_drop (WallForeign *foreign)
{
  WallRtsp *self = WALL_RTSP (foreign);

  g_clear_pointer (&self->relay, wall_relay_abandon);
  g_clear_pointer (&self->talk, wall_rtsp_talk_free);
  g_clear_object (&self->stream);
  g_clear_object (&self->socket);
}

static void
tell_no_video (WallRtsp *self)
{
  g_autofree char *unknown = NULL;
  g_autofree char *sentence = NULL;

  GST_OBJECT_LOCK (self);
  unknown = g_strdup (self->unknown);
  GST_OBJECT_UNLOCK (self);

  if (unknown)
    sentence = g_strdup_printf (_("The camera sends %s, which cannot be played here. "
                                  "Set it to H.264 in its settings."), unknown);
  wall_foreign_fail (WALL_FOREIGN (self),
                     unknown ? WALL_REASON_NO_DECODER : WALL_REASON_NO_PICTURE, 0,
                     unknown ? sentence : _("The stream has no video in it. Check the address."),
                     NULL);
}

static gboolean
has_chosen (WallRtsp *self)
{
  gboolean has_chosen;

  GST_OBJECT_LOCK (self);
  has_chosen = self->chosen != NULL;
  GST_OBJECT_UNLOCK (self);

  return has_chosen;
}

/* What the relay has seen itself it has told already: here is what only the element knows. */
static WallReason
wall_rtsp_translate (WallForeign *foreign,
                     GstMessage  *message,
                     int         *out_ret)
{
  WallRtsp *self = WALL_RTSP (foreign);
  g_autoptr (GError) error = NULL;
  const GstStructure *details = NULL;
  guint status;

  gst_message_parse_error (message, &error, NULL);
  gst_message_parse_error_details (message, &details);
  if (details && gst_structure_get_uint (details, "rtsp-status-code", &status) && status >= 300) {
    *out_ret = (int) status;
    return wall_rtsp_reason_of_status (status);
  }
  if (g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_CODEC_NOT_FOUND) &&
      !has_chosen (self)) {
    tell_no_video (self);
    return WALL_REASON_NONE;
  }
  if (g_error_matches (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_AUTHORIZED))
    return wall_foreign_get_password (foreign) ? WALL_REASON_WRONG_PASSWORD
                                               : WALL_REASON_PASSWORD_NEEDED;

  return error->domain == GST_RESOURCE_ERROR ? WALL_REASON_BAD_DATA
                                             : wall_failure_get_reason (message);
}

static void
wall_rtsp_finalize (GObject *object)
{
  WallRtsp *self = WALL_RTSP (object);

  g_clear_object (&self->pin);
  g_free (self->chosen);
  g_free (self->unknown);

  G_OBJECT_CLASS (wall_rtsp_parent_class)->finalize (object);
}

static void
wall_rtsp_class_init (WallRtspClass *klass)
{
  WallForeignClass *foreign = WALL_FOREIGN_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = wall_rtsp_finalize;
  foreign->prepare = wall_rtsp_prepare;
  foreign->connected = wall_rtsp_connected;
  foreign->close = wall_rtsp_close;
  foreign->hang_up = wall_rtsp_hang_up;
  foreign->drop = wall_rtsp_drop;
  foreign->translate = wall_rtsp_translate;
}

static void
wall_rtsp_init (WallRtsp *self)
{
}

/**
 * wall_source_make_rtsp:
 * @config: the address, and what goes with it
 *
 * Returns: (transfer full) (nullable): a source that is its own origin; %NULL with
 *   %WALL_REASON_BAD_ADDRESS in words for the user
 */
GstElement *
wall_source_make_rtsp (const WallPlayerConfig  *config,
                       GError                 **error)
{
  g_autoptr (GstElement) source =
    gst_object_ref_sink (g_object_new (WALL_TYPE_RTSP, "name", "source", NULL));
  gboolean is_secure = g_ascii_strncasecmp (config->uri, "rtsps:", 6) == 0;

  if (!wall_foreign_configure (WALL_FOREIGN (source), config, is_secure ? RTSPS_PORT : RTSP_PORT,
                               error))
    return NULL;

  return g_steal_pointer (&source);
}
