/* encoder-rtsp-source.c
 *
 * Takes the first stream of pictures of an RTSP server, over TCP, and its first sound where that can
 * be made A-law of. Pictures are cut into access units and otherwise left alone; a codec that DVRIP
 * has no number for is refused in words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-rtsp-source.h"

#include <glib/gi18n-lib.h>
#include <gst/app/gstappsink.h>
#include <string.h>

#define TCP_TIMEOUT_US      (5 * G_USEC_PER_SEC)
#define TEARDOWN_TIMEOUT_NS (100 * GST_MSECOND)
#define LATENCY_MS          100

typedef struct {
  EncoderOrigin base;
  char         *location, *user, *password;
} RtspSource;

typedef struct {
  const char *encoding;     /* in the session description */
  const char *description;  /* from RTP packets to what is sent */
} Branch;

static const Branch pictures[] = {
  { "H264", "rtph264depay ! h264parse config-interval=-1 ! "
            "capsfilter caps=video/x-h264,stream-format=byte-stream,alignment=au" },
  { "H265", "rtph265depay ! h265parse config-interval=-1 ! "
            "capsfilter caps=video/x-h265,stream-format=byte-stream,alignment=au" },
  { "JPEG", "rtpjpegdepay ! jpegparse" },
  { "MP4V-ES", "rtpmp4vdepay ! mpeg4videoparse config-interval=-1" },
  { NULL, NULL },
};

#define TO_ALAW " ! audioconvert ! audioresample ! audio/x-raw,rate=8000,channels=1 ! alawenc"

static const Branch sounds[] = {
  { "PCMA", "rtppcmadepay" },
  { "PCMU", "rtppcmudepay ! mulawdec" TO_ALAW },
  { "MPEG4-GENERIC", "rtpmp4gdepay ! aacparse ! avdec_aac" TO_ALAW },
  { "L16", "rtpL16depay" TO_ALAW },
  { NULL, NULL },
};

static const char *
get_field (GstCaps    *caps,
           const char *name)
{
  const char *value = gst_structure_get_string (gst_caps_get_structure (caps, 0), name);

  return value ? value : "";
}

static const Branch *
find_branch (const Branch *branches,
             GstCaps      *caps)
{
  for (; branches->encoding; branches++) {
    if (g_ascii_strcasecmp (branches->encoding, get_field (caps, "encoding-name")) == 0)
      return branches;
  }

  return NULL;
}

static void
refuse (GstElement *element,
        GstCaps    *caps)
{
  g_autofree char *words =
    g_strdup_printf (_("its pictures are %s: only H.264, H.265, JPEG and MPEG-4 can be passed on"),
                     get_field (caps, "encoding-name"));
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, words);

  gst_element_post_message (element, gst_message_new_error (GST_OBJECT (element), error, NULL));
}

/* Whether a stream is asked for at all: the first of each kind that can be sent. */
static gboolean
on_select_stream (GstElement *source,
                  guint       number,
                  GstCaps    *caps,
                  gpointer    user_data)
{
  const char *media = get_field (caps, "media");
  gboolean is_video = strcmp (media, "video") == 0;
  const Branch *branch = NULL;

  if (!is_video && strcmp (media, "audio") != 0)
    return FALSE;
  if (g_object_get_data (G_OBJECT (source), is_video ? "has-video" : "has-audio"))
    return FALSE;

  branch = find_branch (is_video ? pictures : sounds, caps);
  if (is_video && !branch)
    refuse (source, caps);
  if (branch)
    g_object_set_data (G_OBJECT (source), is_video ? "has-video" : "has-audio",
                       GINT_TO_POINTER (TRUE));

  return branch != NULL;
}

static void
on_pad_added (GstElement *source,
              GstPad     *pad,
              gpointer    user_data)
{
  g_autoptr (GstObject) pipeline = gst_object_get_parent (GST_OBJECT (source));
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  gboolean is_video = caps && strcmp (get_field (caps, "media"), "video") == 0;
  const Branch *branch = caps ? find_branch (is_video ? pictures : sounds, caps) : NULL;
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstPad) sink_pad = NULL;
  g_autoptr (GError) error = NULL;
  GstElement *chain;

  if (!pipeline || !branch)
    return;

  chain = gst_parse_bin_from_description (branch->description, TRUE, &error);
  if (!chain) {
    gst_element_post_message (source, gst_message_new_error (GST_OBJECT (source), error, NULL));
    return;
  }

  sink = gst_bin_get_by_name (GST_BIN (pipeline), is_video ? "video0" : "sound");
  gst_bin_add (GST_BIN (pipeline), chain);
  gst_element_link (chain, sink);
  gst_element_sync_state_with_parent (chain);
  sink_pad = gst_element_get_static_pad (chain, "sink");
  gst_pad_link (pad, sink_pad);
}

static GstElement *
add_source (RtspSource *self,
            GstElement *pipeline)
{
  GstElement *source = gst_element_factory_make ("rtspsrc", NULL);

  if (!source)
    return NULL;

  g_object_set (source, "location", self->location, "latency", LATENCY_MS,
                "tcp-timeout", (guint64) TCP_TIMEOUT_US,
                "teardown-timeout", (guint64) TEARDOWN_TIMEOUT_NS, NULL);
  gst_util_set_object_arg (G_OBJECT (source), "protocols", "tcp");
  if (self->user)
    g_object_set (source, "user-id", self->user, NULL);
  if (self->password)
    g_object_set (source, "user-pw", self->password, NULL);
  g_signal_connect (source, "select-stream", G_CALLBACK (on_select_stream), NULL);
  g_signal_connect (source, "pad-added", G_CALLBACK (on_pad_added), NULL);
  gst_bin_add (GST_BIN (pipeline), source);

  return source;
}

static GstElement *
make (EncoderOrigin  *base,
      GError        **error)
{
  g_autoptr (GstElement) pipeline =
    gst_parse_launch ("appsink name=video0 appsink name=sound", error);

  if (!pipeline)
    return NULL;

  if (!add_source ((RtspSource *) base, pipeline)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                         _("GStreamer's rtspsrc is missing (in gstreamer1.0-plugins-good)"));
    return NULL;
  }

  return g_steal_pointer (&pipeline);
}

static char *
explain (EncoderOrigin *base,
         const GError  *cause)
{
  RtspSource *self = (RtspSource *) base;

  if (g_error_matches (cause, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_AUTHORIZED))
    return g_strdup (self->password ? _("wrong user or password") : _("it asks for a password"));
  if (g_error_matches (cause, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND))
    return g_strdup (_("there is no such stream"));
  if (g_error_matches (cause, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_OPEN_READ) ||
      g_error_matches (cause, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_OPEN_READ_WRITE))
    return g_strdup (_("it cannot be reached"));

  return NULL;
}

static void
clear (EncoderOrigin *base)
{
  RtspSource *self = (RtspSource *) base;

  g_free (self->location);
  g_free (self->user);
  g_free (self->password);
}

/**
 * encoder_rtsp_source_new:
 *
 * Returns: (transfer full): an origin of one output
 */
EncoderOrigin *
encoder_rtsp_source_new (const EncoderAddress *address)
{
  RtspSource *self = encoder_origin_new (RtspSource);

  self->base.name = g_strdup (address->name);
  self->base.n_outputs = 1;
  self->base.make = make;
  self->base.explain = explain;
  self->base.clear = clear;
  self->location = g_strdup (address->location);
  self->user = g_strdup (address->user);
  self->password = g_strdup (address->password);

  return &self->base;
}
