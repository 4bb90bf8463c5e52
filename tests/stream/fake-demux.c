/* fake-demux.c
 *
 * A demuxer that bears the name of the real one and does what a test tells it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fake-demux.h"

#include "fake-dvrip.h"

typedef struct {
  GstElement parent;
  GstPad    *video, *audio;
  int        codec;         /* of the caps that were sent last */
  guint      changes;       /* of the codec */
} FakeDemux;

typedef GstElementClass FakeDemuxClass;

G_DEFINE_TYPE (FakeDemux, fake_demux, GST_TYPE_ELEMENT)

static GstStaticPadTemplate demux_sink = GST_STATIC_PAD_TEMPLATE (
  "sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS ("application/x-dvrip"));
static GstStaticPadTemplate demux_video = GST_STATIC_PAD_TEMPLATE (
  "video", GST_PAD_SRC, GST_PAD_SOMETIMES, GST_STATIC_CAPS_ANY);
static GstStaticPadTemplate demux_audio = GST_STATIC_PAD_TEMPLATE (
  "audio", GST_PAD_SRC, GST_PAD_SOMETIMES, GST_STATIC_CAPS_ANY);

static const char *
get_caps (int payload)
{
  if (payload == FAKE_PAYLOAD_OTHER_CODEC)
    return "video/x-h265,stream-format=byte-stream,alignment=au,width=64,height=48";
  if (payload == FAKE_PAYLOAD_UNKNOWN)
    return "video/x-nobody-knows";

  return "video/x-h264,stream-format=byte-stream,alignment=au,width=64,height=48,framerate=25/1";
}

static void
push_caps (GstPad     *pad,
           const char *description)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (description);

  gst_pad_push_event (pad, gst_event_new_caps (caps));
}

static GstPad *
add_pad (FakeDemux            *self,
         GstStaticPadTemplate *pad_template,
         const char           *caps)
{
  g_autofree char *name = self->changes == 0
    ? g_strdup (pad_template->name_template)
    : g_strdup_printf ("%s_%u", pad_template->name_template, self->changes);
  GstPad *pad = gst_pad_new_from_static_template (pad_template, name);
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_pad_use_fixed_caps (pad);
  gst_pad_set_active (pad, TRUE);
  gst_pad_push_event (pad, gst_event_new_stream_start (name));
  push_caps (pad, caps);
  gst_pad_push_event (pad, gst_event_new_segment (&segment));
  gst_element_add_pad (GST_ELEMENT (self), pad);

  return pad;
}

/* As the real one does it: the next pad comes before the last one ends. */
static void
change_codec (FakeDemux  *self,
              const char *caps)
{
  GstPad *old = self->video;

  self->changes++;
  self->video = add_pad (self, &demux_video, caps);
  gst_pad_push_event (old, gst_event_new_eos ());
  gst_pad_set_active (old, FALSE);
  gst_element_remove_pad (GST_ELEMENT (self), old);
}

static void
choose_codec (FakeDemux *self,
              int        payload)
{
  const char *caps = get_caps (payload);

  if (!self->video)
    self->video = add_pad (self, &demux_video, caps);
  else if (!g_str_equal (caps, get_caps (self->codec)))
    change_codec (self, caps);
  self->codec = payload;
}

static GstFlowReturn
chain (GstPad    *pad,
       GstObject *parent,
       GstBuffer *buffer)
{
  FakeDemux *self = (FakeDemux *) parent;
  int payload = g_atomic_int_get (&fake_script.payload);

  choose_codec (self, payload);
  if (fake_script.has_audio) {
    if (!self->audio)
      self->audio = add_pad (self, &demux_audio, "audio/x-alaw,rate=8000,channels=1");
    gst_pad_push (self->audio, gst_buffer_new_allocate (NULL, 320, NULL));
  }

  if (payload == FAKE_PAYLOAD_DELTA &&
      !GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT)) {
    gst_buffer_unref (buffer);
    return GST_FLOW_OK;
  }
  if (payload == FAKE_PAYLOAD_GARBAGE || payload == FAKE_PAYLOAD_OTHER_CODEC) {
    gst_buffer_unref (buffer);
    buffer = gst_buffer_new_allocate (NULL, 100, NULL);
    gst_buffer_memset (buffer, 0, 0x55, 100);
  }

  return gst_pad_push (self->video, buffer);
}

static void
fake_demux_class_init (FakeDemuxClass *klass)
{
  gst_element_class_add_static_pad_template (klass, &demux_sink);
  gst_element_class_add_static_pad_template (klass, &demux_video);
  gst_element_class_add_static_pad_template (klass, &demux_audio);
  gst_element_class_set_static_metadata (klass, "Fake", "Demuxer", "Fake", "Watchwall");
}

/* The source's own caps, segment and start are not the streams'. */
static gboolean
on_event (GstPad    *pad,
          GstObject *parent,
          GstEvent  *event)
{
  if (GST_EVENT_TYPE (event) == GST_EVENT_EOS)
    return gst_pad_event_default (pad, parent, event);

  gst_event_unref (event);

  return TRUE;
}

static void
fake_demux_init (FakeDemux *self)
{
  GstPad *sink = gst_pad_new_from_static_template (&demux_sink, "sink");

  gst_pad_set_chain_function (sink, chain);
  gst_pad_set_event_function (sink, on_event);
  gst_element_add_pad (GST_ELEMENT (self), sink);
}
