/* wall-rtsp-client.c
 *
 * `rtspsrc` inside a foreign source: what it is told, which stream it chooses, and what its errors
 * mean.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-rtsp-client.h"

#include <glib/gi18n-lib.h>

#include "wall-failure.h"
#include "wall-rtsp-media.h"
#include "wall-rtsp-talk.h"
#include "wall-source-private.h"

#define RTSP_PORT 554

#define LATENCY_MS 200

/* A bare change of state waits so long for the answer to TEARDOWN. */
#define TEARDOWN_NS (150 * GST_MSECOND)

/* ...and so long when there is nobody to answer. */
#define NOBODY_NS GST_MSECOND

struct _WallRtspClient {
  WallForeign *bin;      /* owns this, and the element */
  GstElement  *element;
  GWeakRef     manager;  /* its part that makes streams of packets, once there is one */
  gint         is_ending; /* atomic */

  GMutex       lock;     /* guards what follows: the element's thread writes */
  char        *chosen;   /* (nullable): the encoding that is asked for */
  char        *unknown;  /* (nullable): one that cannot be played */
};

/* The first video that can be played; nothing else is asked for. */
static gboolean
on_select_stream (GstElement     *element,
                  guint           number,
                  GstCaps        *caps,
                  WallRtspClient *self)
{
  const GstStructure *structure = gst_caps_get_structure (caps, 0);
  const char *encoding = gst_structure_get_string (structure, "encoding-name");
  gboolean is_chosen;

  if (g_strcmp0 (gst_structure_get_string (structure, "media"), "video") != 0)
    return FALSE;

  g_mutex_lock (&self->lock);
  is_chosen = !self->chosen && wall_rtsp_media_is_known (encoding);
  if (is_chosen)
    self->chosen = g_strdup (encoding);
  else if (!self->unknown && !wall_rtsp_media_is_known (encoding))
    self->unknown = g_strdup (encoding ? encoding : "?");
  g_mutex_unlock (&self->lock);

  return is_chosen;
}

static void
on_pad_added (GstElement     *element,
              GstPad         *pad,
              WallRtspClient *self)
{
  wall_rtsp_media_add (self->bin, pad);
}

static void
refuse_streams (WallRtspClient *self,
                GstElement     *manager)
{
  g_signal_handlers_block_matched (manager, G_SIGNAL_MATCH_ID | G_SIGNAL_MATCH_DATA,
                                   g_signal_lookup ("pad-added", GST_TYPE_ELEMENT), 0, NULL, NULL,
                                   self->element);
}

static void
wait_for_packet (const GValue *demuxer,
                 gpointer      user_data)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (g_value_get_object (demuxer), "sink");

  GST_PAD_STREAM_LOCK (pad);
  GST_PAD_STREAM_UNLOCK (pad);
}

/* One that is on its way may be about to make a stream. */
static void
wait_for_packets (GstElement *manager)
{
  g_autoptr (GstIterator) demuxers
    = gst_bin_iterate_all_by_element_factory_name (GST_BIN (manager), "rtpptdemux");

  while (gst_iterator_foreach (demuxers, wait_for_packet, NULL) == GST_ITERATOR_RESYNC)
    gst_iterator_resync (demuxers);
}

static void
on_new_manager (GstElement     *element,
                GstElement     *manager,
                WallRtspClient *self)
{
  g_weak_ref_set (&self->manager, manager);
  if (g_atomic_int_get (&self->is_ending))
    refuse_streams (self, manager);
}

/* Always without TLS and with the port: the relay does the one and stands for the other. Nothing is
 * looked up, and a redirection leads nowhere. */
static char *
make_location (WallForeign *bin)
{
  GUri *uri = wall_foreign_get_uri (bin);
  int port = wall_foreign_get_port (bin);

  return g_uri_join (G_URI_FLAGS_ENCODED, "rtsp", NULL, g_uri_get_host (uri),
                     port == RTSP_PORT ? -1 : port, g_uri_get_path (uri), g_uri_get_query (uri),
                     NULL);
}

static void
configure (WallRtspClient *self)
{
  GstElement *element = self->element;
  g_autofree char *location = make_location (self->bin);

  g_object_set (element,
                "location", location,
                "latency", LATENCY_MS,
                "drop-on-latency", TRUE,
                "teardown-timeout", TEARDOWN_NS,
                "do-retransmission", FALSE,
                "user-agent", "Watchwall/" PACKAGE_VERSION,
                "user-id", wall_foreign_get_user (self->bin),
                "user-pw", wall_foreign_get_password (self->bin),
                NULL);
  gst_util_set_object_arg (G_OBJECT (element), "protocols", "tcp");
  g_signal_connect (element, "select-stream", G_CALLBACK (on_select_stream), self);
  g_signal_connect (element, "pad-added", G_CALLBACK (on_pad_added), self);
  g_signal_connect (element, "new-manager", G_CALLBACK (on_new_manager), self);
}

static void
tell_no_video (WallRtspClient *self)
{
  g_autofree char *unknown = NULL;
  g_autofree char *sentence = NULL;

  g_mutex_lock (&self->lock);
  unknown = g_strdup (self->unknown);
  g_mutex_unlock (&self->lock);

  if (unknown)
    sentence = g_strdup_printf (_("The camera sends %s, which cannot be played here. "
                                  "Set it to H.264 in its settings."), unknown);
  wall_foreign_fail (self->bin,
                     unknown ? WALL_REASON_UNSUPPORTED : WALL_REASON_NO_PICTURE, 0,
                     unknown ? sentence : _("The stream has no video in it. Check the address."),
                     NULL);
}

static gboolean
has_chosen (WallRtspClient *self)
{
  gboolean has_chosen;

  g_mutex_lock (&self->lock);
  has_chosen = self->chosen != NULL;
  g_mutex_unlock (&self->lock);

  return has_chosen;
}

/**
 * wall_rtsp_client_new:
 * @bin: what it is to be in; it must not die before it
 *
 * Returns: (transfer full) (nullable): the client, which does not run yet; %NULL with
 *   %WALL_REASON_LOCAL in words for the user if the element is not installed
 */
WallRtspClient *
wall_rtsp_client_new (WallForeign  *bin,
                      GError      **error)
{
  GstElement *element = wall_source_make_element ("rtspsrc", NULL, error);
  WallRtspClient *self;

  if (!element)
    return NULL;

  self = g_new0 (WallRtspClient, 1);
  g_mutex_init (&self->lock);
  g_weak_ref_init (&self->manager, NULL);
  self->bin = bin;
  self->element = gst_object_ref_sink (element);
  configure (self);
  gst_element_set_locked_state (element, TRUE);
  gst_bin_add (GST_BIN (bin), element);

  return self;
}

/**
 * wall_rtsp_client_free:
 * @self: (transfer full): the client, its element stopped
 *
 * Elements before GStreamer 1.24 do not free what they were told of a proxy.
 */
void
wall_rtsp_client_free (WallRtspClient *self)
{
  g_signal_handlers_disconnect_by_data (self->element, self);
  g_object_set (self->element, "proxy", NULL, NULL);
  gst_object_unref (self->element);
  g_weak_ref_clear (&self->manager);
  g_mutex_clear (&self->lock);
  g_free (self->chosen);
  g_free (self->unknown);
  g_free (self);
}

/**
 * wall_rtsp_client_run:
 * @relay_port: on loopback, where the device is to be had; the element takes it for a proxy
 */
void
wall_rtsp_client_run (WallRtspClient *self,
                      guint16         relay_port)
{
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u", relay_port);

  g_object_set (self->element, "proxy", address, NULL);
  wall_foreign_run (self->bin, self->element);
}

/**
 * wall_rtsp_client_stop:
 *
 * Says goodbye to the device, waits a moment for its answer, and ends the connection.
 */
void
wall_rtsp_client_stop (WallRtspClient *self)
{
  gst_element_set_locked_state (self->element, TRUE);
  wall_rtsp_client_refuse_streams (self);
  gst_element_set_state (self->element, GST_STATE_NULL);
}

/**
 * wall_rtsp_client_forget_device:
 *
 * There is no device any more that would answer a goodbye.
 */
void
wall_rtsp_client_forget_device (WallRtspClient *self)
{
  g_object_set (self->element, "teardown-timeout", NOBODY_NS, NULL);
}

/**
 * wall_rtsp_client_refuse_streams:
 *
 * The element is going to be stopped. While it says goodbye the packets that wait go on, and should
 * the first of a stream be among them, the element of 1.22 would take that stream up with nothing
 * left to take it up with, which is a bug that it tells everybody about (a critical message).
 * Waits for a packet that is on its way, as stopping does: not to be called while what is downstream is
 * paused, and holds it.
 */
void
wall_rtsp_client_refuse_streams (WallRtspClient *self)
{
  g_autoptr (GstElement) manager = NULL;

  g_atomic_int_set (&self->is_ending, TRUE);
  manager = g_weak_ref_get (&self->manager);
  if (!manager)
    return;

  refuse_streams (self, manager);
  wait_for_packets (manager);
}

/**
 * wall_rtsp_client_translate:
 * @message: an error of the element
 * @out_ret: (out): what the device answered; unchanged if nothing
 *
 * Returns: what it means, as far as only the element knows it: what passed by the relay has been
 *   told already. %WALL_REASON_NONE if it has been told here
 */
WallReason
wall_rtsp_client_translate (WallRtspClient *self,
                            GstMessage     *message,
                            int            *out_ret)
{
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
    return wall_foreign_get_password (self->bin) ? WALL_REASON_WRONG_PASSWORD
                                               : WALL_REASON_PASSWORD_NEEDED;

  return error->domain == GST_RESOURCE_ERROR ? WALL_REASON_BAD_DATA
                                             : wall_failure_get_reason (message);
}
