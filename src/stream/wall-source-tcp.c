/* wall-source-tcp.c
 *
 * Cameras that send as soon as one connects to them, and say nothing of what: MPEG transport stream,
 * H.264 or H.265, told by the first bytes. What comes faster than it is played is left with the
 * device, beyond a megabyte: its bytes depend on one another, so none are dropped.
 * Network thread, but for what makes the source and for the demuxer's pads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <gst/app/gstappsrc.h>
#include <string.h>

#include "wall-foreign.h"
#include "wall-io-thread.h"
#include "wall-source-private.h"
#include "wall-stream-guard.h"

#define READ_SIZE     (64 * 1024)
#define QUEUE_BYTES   (1024 * 1024)
#define LOOK_AGAIN_MS 20

#define DRAIN_MS    500
#define DRAIN_BYTES (4 * 1024 * 1024)

#define WALL_TYPE_SOURCE_TCP (wall_source_tcp_get_type ())
G_DECLARE_FINAL_TYPE (WallSourceTcp, wall_source_tcp, WALL, SOURCE_TCP, WallForeign)

struct _WallSourceTcp {
  WallForeign      parent_instance;

  /* The bin owns them; set before it plays. */
  GstElement      *bytes, *demuxer, *parsers[2], *filters[2];

  /* Network thread. */
  GSocket         *socket;
  GSource         *reader, *timer;   /* (nullable) */
  GByteArray      *first;            /* (nullable): until it is known what it is */
  WallStreamGuard *guard;            /* (nullable): from then on */
  gsize            drained;
  guint8          *buffer;

  gint             has_video;        /* atomic: a pad of the demuxer was taken */
};

G_DEFINE_FINAL_TYPE (WallSourceTcp, wall_source_tcp, WALL_TYPE_FOREIGN)

static const struct {
  const char *parser;
  const char *caps;
} codecs[] = {
  { "h264parse", "video/x-h264,stream-format=byte-stream,alignment=au" },
  { "h265parse", "video/x-h265,stream-format=byte-stream,alignment=au" },
};

static void begin_reading (WallSourceTcp *self);

static GstElement *
add_element (WallSourceTcp  *self,
             const char     *factory,
             GError        **error)
{
  GstElement *element = wall_source_make_element (factory, NULL, error);

  if (!element)
    return NULL;

  gst_element_set_locked_state (element, TRUE);
  gst_bin_add (GST_BIN (self), element);

  return element;
}

/* Video only, and the first of it; what cannot be decoded is for the player to say. */
static void
on_pad_added (GstElement *demuxer,
              GstPad     *pad,
              gpointer    user_data)
{
  WallSourceTcp *self = user_data;
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  const char *name = caps ? gst_structure_get_name (gst_caps_get_structure (caps, 0)) : "";
  gboolean is_video = g_str_has_prefix (name, "video/") || g_str_has_prefix (name, "image/");

  if (is_video && g_atomic_int_compare_and_exchange (&self->has_video, FALSE, TRUE))
    wall_foreign_add_pad (WALL_FOREIGN (self), pad);
}

static void
on_no_more_pads (GstElement *demuxer,
                 gpointer    user_data)
{
  WallSourceTcp *self = user_data;

  if (!g_atomic_int_get (&self->has_video))
    wall_foreign_fail (WALL_FOREIGN (self), WALL_REASON_UNSUPPORTED, 0,
                       _("The device sends no video that can be played here."),
                       "no video in the transport stream");
}

/* What is not of the kind that comes stays where it is. */
static gboolean
wall_source_tcp_prepare (WallForeign  *foreign,
                         GError      **error)
{
  WallSourceTcp *self = WALL_SOURCE_TCP (foreign);

  if (!(self->bytes = add_element (self, "appsrc", error)) ||
      !(self->demuxer = add_element (self, "tsdemux", error)))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (codecs); i++) {
    g_autoptr (GstCaps) caps = gst_caps_from_string (codecs[i].caps);

    if (!(self->parsers[i] = add_element (self, codecs[i].parser, error)) ||
        !(self->filters[i] = add_element (self, "capsfilter", error)))
      return FALSE;
    g_object_set (self->filters[i], "caps", caps, NULL);
    gst_element_link (self->parsers[i], self->filters[i]);
  }

  g_object_set (self->bytes, "is-live", TRUE, "do-timestamp", TRUE, "format", GST_FORMAT_TIME,
                "max-bytes", (guint64) 2 * QUEUE_BYTES, NULL);
  g_signal_connect_object (self->demuxer, "pad-added", G_CALLBACK (on_pad_added), self, 0);
  g_signal_connect_object (self->demuxer, "no-more-pads", G_CALLBACK (on_no_more_pads), self, 0);

  return TRUE;
}

static void
clear_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
set_timer (WallSourceTcp *self,
           guint          ms,
           GSourceFunc    function)
{
  clear_source (&self->timer);
  self->timer = g_timeout_source_new (ms);
  g_source_set_callback (self->timer, function, g_object_ref (self), g_object_unref);
  g_source_attach (self->timer, wall_io_thread_get_context ());
}

static void
fail (WallSourceTcp *self,
      WallReason     reason,
      const char    *debug)
{
  clear_source (&self->reader);
  wall_foreign_fail (WALL_FOREIGN (self), reason, 0, NULL, debug);
}

static gboolean
on_doubt (gpointer user_data)
{
  fail (user_data, WALL_REASON_WRONG_SERVICE, "neither a transport stream nor H.264 nor H.265");

  return G_SOURCE_REMOVE;
}

static void
play (WallSourceTcp *self,
      const guint8  *data,
      gsize          size)
{
  g_autoptr (GError) error = NULL;

  if (!wall_stream_guard_pass (self->guard, data, size, &error)) {
    fail (self, WALL_REASON_BAD_DATA, error->message);
    return;
  }

  gst_app_src_push_buffer (GST_APP_SRC (self->bytes), gst_buffer_new_memdup (data, size));
}

/* From the end to the beginning, so that nobody is sent anything before it can take it. */
static void
start_codec (WallSourceTcp *self,
             guint          i)
{
  WallForeign *foreign = WALL_FOREIGN (self);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (self->filters[i], "src");
  g_autofree char *media_type = g_strndup (codecs[i].caps, strcspn (codecs[i].caps, ","));
  g_autoptr (GstCaps) caps = gst_caps_new_simple (media_type, "stream-format", G_TYPE_STRING,
                                                  "byte-stream", NULL);

  g_object_set (self->bytes, "caps", caps, NULL);
  gst_element_link (self->bytes, self->parsers[i]);
  wall_foreign_add_pad (foreign, pad);
  wall_foreign_run (foreign, self->filters[i]);
  wall_foreign_run (foreign, self->parsers[i]);
}

static void
start_demuxer (WallSourceTcp *self)
{
  g_autoptr (GstCaps) caps = gst_caps_new_simple ("video/mpegts", "systemstream", G_TYPE_BOOLEAN,
                                                  TRUE, NULL);

  g_object_set (self->bytes, "caps", caps, NULL);
  gst_element_link (self->bytes, self->demuxer);
  wall_foreign_run (WALL_FOREIGN (self), self->demuxer);
}

static void
begin (WallSourceTcp  *self,
       WallStreamKind  kind,
       gsize           offset)
{
  WallForeign *foreign = WALL_FOREIGN (self);
  g_autoptr (GByteArray) first = g_steal_pointer (&self->first);

  clear_source (&self->timer);
  self->guard = wall_stream_guard_new (kind);
  if (kind == WALL_STREAM_KIND_MPEG_TS)
    start_demuxer (self);
  else
    start_codec (self, kind == WALL_STREAM_KIND_H264 ? 0 : 1);

  if (!wall_foreign_run (foreign, self->bytes))
    return;
  wall_foreign_enter (foreign, WALL_FOREIGN_MEDIA);
  play (self, first->data + offset, first->len - offset);
}

/* That something came and is nothing that is known is told before that nothing began. */
static void
begin_doubt (WallSourceTcp *self)
{
  WallForeignDeadlines deadlines;

  wall_foreign_get_deadlines (WALL_FOREIGN (self), &deadlines);
  set_timer (self, deadlines.start_ms * 3 / 5, on_doubt);
}

static void
look_at (WallSourceTcp *self,
         gsize          size)
{
  WallStreamKind kind;
  gsize offset;

  if (self->first->len == 0)
    begin_doubt (self);
  g_byte_array_append (self->first, self->buffer, size);
  kind = wall_stream_kind (self->first->data, self->first->len, &offset);
  if (kind == WALL_STREAM_KIND_FOREIGN)
    on_doubt (self);
  else if (kind != WALL_STREAM_KIND_UNKNOWN)
    begin (self, kind, offset);
}

/* While the queue is full nothing is read, but that something waits to be read shows that the
 * device is not silent. */
static gboolean
on_look_again (gpointer user_data)
{
  WallSourceTcp *self = user_data;

  if (g_socket_condition_check (self->socket, G_IO_IN))
    wall_foreign_note_bytes (WALL_FOREIGN (self), 0);
  if (gst_app_src_get_current_level_bytes (GST_APP_SRC (self->bytes)) > QUEUE_BYTES)
    return G_SOURCE_CONTINUE;

  begin_reading (self);
  clear_source (&self->timer);

  return G_SOURCE_REMOVE;
}

static void
rest_if_full (WallSourceTcp *self)
{
  if (!self->reader || !self->guard ||
      gst_app_src_get_current_level_bytes (GST_APP_SRC (self->bytes)) <= QUEUE_BYTES)
    return;

  clear_source (&self->reader);
  set_timer (self, LOOK_AGAIN_MS, on_look_again);
}

static void
take (WallSourceTcp *self,
      gsize          size)
{
  wall_foreign_note_bytes (WALL_FOREIGN (self), size);
  if (self->first)
    look_at (self, size);
  else
    play (self, self->buffer, size);
  rest_if_full (self);
}

static void
take_end (WallSourceTcp *self,
          const GError  *error)
{
  if (error)
    fail (self, wall_reason_from_error (error), error->message);
  else
    fail (self, WALL_REASON_CLOSED_BY_DEVICE, "the connection was closed");
}

static void
drain (WallSourceTcp *self,
       gssize         size)
{
  self->drained += MAX (size, 0);
  if (size <= 0 || self->drained > DRAIN_BYTES)
    wall_foreign_closed (WALL_FOREIGN (self), size <= 0 ? "us" : "deadline");
}

static gboolean
on_readable (GSocket      *socket,
             GIOCondition  condition,
             gpointer      user_data)
{
  WallSourceTcp *self = user_data;
  WallForeignPhase phase = wall_foreign_get_phase (WALL_FOREIGN (self));
  g_autoptr (GError) error = NULL;
  gssize size = g_socket_receive (socket, (char *) self->buffer, READ_SIZE, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return G_SOURCE_CONTINUE;

  if (phase == WALL_FOREIGN_CLOSING)
    drain (self, size);
  else if (size > 0)
    take (self, (gsize) size);
  else
    take_end (self, error);

  return G_SOURCE_CONTINUE;
}

static void
begin_reading (WallSourceTcp *self)
{
  clear_source (&self->reader);
  self->reader = g_socket_create_source (self->socket, G_IO_IN, NULL);
  g_source_set_callback (self->reader, G_SOURCE_FUNC (on_readable), g_object_ref (self),
                         g_object_unref);
  g_source_attach (self->reader, wall_io_thread_get_context ());
}

static void
wall_source_tcp_connected (WallForeign *foreign,
                           GSocket     *socket)
{
  WallSourceTcp *self = WALL_SOURCE_TCP (foreign);

  self->socket = socket;
  self->first = g_byte_array_new ();
  wall_foreign_enter (foreign, WALL_FOREIGN_START);
  begin_reading (self);
}

static gboolean
on_drain_deadline (gpointer user_data)
{
  wall_foreign_closed (user_data, "deadline");

  return G_SOURCE_REMOVE;
}

/* Our FIN, then what is still on its way, then the end: nothing is reset. */
static void
wall_source_tcp_close (WallForeign *foreign)
{
  WallSourceTcp *self = WALL_SOURCE_TCP (foreign);

  g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
  set_timer (self, DRAIN_MS, on_drain_deadline);
  begin_reading (self);
}

static void
wall_source_tcp_drop (WallForeign *foreign)
{
  WallSourceTcp *self = WALL_SOURCE_TCP (foreign);

  clear_source (&self->reader);
  clear_source (&self->timer);
  if (self->socket)
    g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);
  g_clear_pointer (&self->first, g_byte_array_unref);
  g_clear_pointer (&self->guard, wall_stream_guard_free);
}

static void
wall_source_tcp_finalize (GObject *object)
{
  g_free (WALL_SOURCE_TCP (object)->buffer);

  G_OBJECT_CLASS (wall_source_tcp_parent_class)->finalize (object);
}

static void
wall_source_tcp_class_init (WallSourceTcpClass *klass)
{
  WallForeignClass *foreign = WALL_FOREIGN_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = wall_source_tcp_finalize;
  foreign->prepare = wall_source_tcp_prepare;
  foreign->connected = wall_source_tcp_connected;
  foreign->close = wall_source_tcp_close;
  foreign->drop = wall_source_tcp_drop;
}

static void
wall_source_tcp_init (WallSourceTcp *self)
{
  self->buffer = g_malloc (READ_SIZE);
}

/**
 * wall_source_make_tcp:
 * @config: the address, tcp://host:port, and what goes with it
 *
 * Returns: (transfer full) (nullable): a source; %NULL with %WALL_REASON_BAD_ADDRESS, in words for
 *   the user
 */
GstElement *
wall_source_make_tcp (const WallPlayerConfig  *config,
                      GError                 **error)
{
  g_autoptr (WallSourceTcp) self =
    gst_object_ref_sink (g_object_new (WALL_TYPE_SOURCE_TCP, "name", "source", NULL));
  WallForeign *foreign = WALL_FOREIGN (self);

  if (!wall_foreign_configure (foreign, config, 0, error))
    return NULL;
  if (wall_foreign_get_port (foreign) == 0) {
    g_set_error_literal (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS,
                         _("The address needs a port, as in tcp://host:8888."));
    return NULL;
  }

  return GST_ELEMENT (g_steal_pointer (&self));
}
