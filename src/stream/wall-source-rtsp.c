/* wall-source-rtsp.c
 *
 * Cameras that speak RTSP, with TLS or without: `rtspsrc`, over a relay (wall-relay) that holds the
 * connection, so that it is dialled, judged, counted and closed as every other one, and that the
 * element waits for nothing but this computer. RTP comes over the same connection. Only the first
 * video that can be played is asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-source-private.h"

#include "wall-foreign.h"
#include "wall-relay.h"
#include "wall-rtsp-client.h"
#include "wall-rtsp-talk.h"
#include "wall-tls-pin.h"

#define RTSP_PORT  554
#define RTSPS_PORT 322

#define MAX_CLOSING_THREADS 8

#define WALL_TYPE_RTSP (wall_rtsp_get_type ())
G_DECLARE_FINAL_TYPE (WallRtsp, wall_rtsp, WALL, RTSP, WallForeign)

struct _WallRtsp {
  WallForeign   parent_instance;

  WallRtspClient *client;        /* set before it plays */
  WallTlsPin   *pin;             /* (nullable): TLS; likewise */

  /* Network thread. */
  GSocket      *socket;
  GIOStream    *stream;          /* what is said over the socket */
  WallRelay    *relay;           /* (nullable) */
  WallRtspTalk *talk;
  GSource      *alive;           /* (nullable): looks whether the session must be kept alive */
  gboolean      is_client_closing;
};

G_DEFINE_FINAL_TYPE (WallRtsp, wall_rtsp, WALL_TYPE_FOREIGN)

static gboolean
is_secure (WallRtsp *self)
{
  return g_ascii_strcasecmp (g_uri_get_scheme (wall_foreign_get_uri (WALL_FOREIGN (self))),
                             "rtsps") == 0;
}

static gboolean
wall_rtsp_prepare (WallForeign  *foreign,
                   GError      **error)
{
  WallRtsp *self = WALL_RTSP (foreign);

  self->client = wall_rtsp_client_new (foreign, error);
  if (!self->client)
    return FALSE;

  if (is_secure (self))
    self->pin = wall_tls_pin_new (wall_foreign_get_pin (foreign));

  return TRUE;
}

static gboolean
on_alive (gpointer user_data)
{
  WallRtsp *self = user_data;
  g_autofree char *request = NULL;

  if (self->relay && wall_relay_can_say (self->relay))
    request = wall_rtsp_talk_dup_request (self->talk);
  if (request)
    wall_relay_say (self->relay, request);

  return G_SOURCE_CONTINUE;
}

static void
stop_alive (WallRtsp *self)
{
  if (self->alive)
    g_source_destroy (self->alive);
  g_clear_pointer (&self->alive, g_source_unref);
}

static void
keep_alive (WallRtsp *self)
{
  if (self->alive)
    return;

  self->alive = g_timeout_source_new (wall_rtsp_talk_get_interval (self->talk));
  g_source_set_callback (self->alive, on_alive, self, NULL);
  g_source_attach (self->alive, g_main_context_get_thread_default ());
}

static void
tell (WallRtsp           *self,
      const WallRtspNews *news)
{
  WallForeign *foreign = WALL_FOREIGN (self);

  if (news->progress >= WALL_RTSP_DESCRIBED)
    wall_foreign_enter (foreign, WALL_FOREIGN_START);
  if (news->progress >= WALL_RTSP_PLAYING) {
    wall_foreign_enter (foreign, WALL_FOREIGN_MEDIA);
    keep_alive (self);
  }
  if (news->media_bytes > 0)
    wall_foreign_note_bytes (foreign, news->media_bytes);
  if (news->reason != WALL_REASON_NONE)
    wall_foreign_fail (foreign, news->reason, news->status, news->sentence, news->debug);
}

static gboolean
on_from_device (gpointer      user_data,
                const guint8 *bytes,
                gsize         size,
                GByteArray   *out_passed)
{
  WallRtsp *self = user_data;
  WallRtspNews news;
  gboolean can_go_on = wall_rtsp_talk_from_device (self->talk, bytes, size, out_passed, &news);

  tell (self, &news);

  return can_go_on;
}

static gboolean
on_to_device (gpointer      user_data,
              const guint8 *bytes,
              gsize         size,
              GByteArray   *out_passed)
{
  WallRtsp *self = user_data;
  WallRtspNews news;
  gboolean can_go_on = wall_rtsp_talk_to_device (self->talk, bytes, size, out_passed, &news);

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

  self->talk = wall_rtsp_talk_new (wall_foreign_get_password (foreign));
  self->relay = wall_relay_new (self->socket, self->stream, &events, self, &error);
  if (!self->relay) {
    wall_foreign_fail (foreign, WALL_REASON_LOCAL, 0, NULL, error->message);
    return;
  }

  wall_rtsp_client_run (self->client, wall_relay_get_port (self->relay));
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
    wall_foreign_fail (WALL_FOREIGN (self), reason, 0, NULL,
                       error ? error->message : "another certificate");
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
  if (!is_agreed || wall_tls_pin_has_changed (self->pin))
    fail_handshake (self, error);
  else if (wall_foreign_get_phase (WALL_FOREIGN (self)) < WALL_FOREIGN_CLOSING)
    begin_talk (self);
}

static void
begin_tls (WallRtsp  *self,
           GIOStream *base)
{
  WallForeign *foreign = WALL_FOREIGN (self);
  g_autoptr (GSocketConnectable) identity =
    g_network_address_new (wall_foreign_get_host (foreign), wall_foreign_get_port (foreign));
  g_autoptr (GError) error = NULL;

  self->stream = wall_tls_pin_connect (self->pin, base, identity, &error);
  if (!self->stream) {
    wall_foreign_fail (foreign, WALL_REASON_TLS_FAILED, 0, NULL, error->message);
    return;
  }

  g_tls_connection_handshake_async (G_TLS_CONNECTION (self->stream), G_PRIORITY_DEFAULT,
                                    wall_foreign_get_cancellable (foreign),
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

  wall_rtsp_client_stop (self->client);
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
  g_thread_pool_push (get_closing_pool (), g_object_ref (self), NULL);
}

static void
wall_rtsp_hang_up (WallForeign *foreign)
{
  WallRtsp *self = WALL_RTSP (foreign);

  wall_rtsp_client_forget_device (self->client);
  if (self->relay)
    wall_relay_hang_up (self->relay);
  else
    wall_foreign_closed (foreign, "us");
}

static gboolean
listen_on (gpointer      data,
           gboolean      is_from_device,
           const guint8 *bytes,
           gsize         size,
           GByteArray   *out_passed)
{
  WallRtspNews news;

  return is_from_device ? wall_rtsp_talk_from_device (data, bytes, size, out_passed, &news)
                        : wall_rtsp_talk_to_device (data, bytes, size, out_passed, &news);
}

static void
free_talk (gpointer data)
{
  wall_rtsp_talk_free (data);
}

/* An element that still plays says goodbye when the pipeline goes down; the relay waits for it. */
static void
wall_rtsp_drop (WallForeign *foreign)
{
  WallRtsp *self = WALL_RTSP (foreign);

  stop_alive (self);
  if (self->relay)
    wall_relay_abandon (g_steal_pointer (&self->relay), listen_on, g_steal_pointer (&self->talk),
                        free_talk);
  g_clear_pointer (&self->talk, wall_rtsp_talk_free);
  g_clear_object (&self->stream);
  g_clear_object (&self->socket);
}

static void
wall_rtsp_end (WallForeign *foreign)
{
  WallRtsp *self = WALL_RTSP (foreign);

  if (self->client)
    wall_rtsp_client_refuse_streams (self->client);
}

static WallReason
wall_rtsp_translate (WallForeign *foreign,
                     GstMessage  *message,
                     int         *out_ret)
{
  return wall_rtsp_client_translate (WALL_RTSP (foreign)->client, message, out_ret);
}

static void
wall_rtsp_finalize (GObject *object)
{
  WallRtsp *self = WALL_RTSP (object);

  g_clear_object (&self->pin);
  g_clear_pointer (&self->client, wall_rtsp_client_free);

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
  foreign->end = wall_rtsp_end;
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
