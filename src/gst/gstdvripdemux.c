/* gstdvripdemux.c
 *
 * The element "dvripdemux": units of a DVRIP stream in, pictures and sound out.
 *
 * Everything runs on the streaming thread, under the sink pad's stream lock.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

/**
 * SECTION:element-dvripdemux
 *
 * Takes apart what DVRIP cameras and recorders send: pictures in H.264, H.265, MPEG-4 or JPEG, and
 * sound in G.711 or PCM. One unit a buffer passes without a copy; units that are cut anywhere are
 * put together. The units' frames carry no time, so that it is made from their arrival, the
 * buffers' timestamps, and smoothed.
 *
 * A recorder's export, often named .h264 though it is none, plays from any time on: where it can be
 * read anywhere, frames are counted between the key frames, which carry the camera's clock. Pauses
 * of the recorder are left out. Seeks go to key frames, or to any time with the flag `accurate`.
 *
 * When a camera changes its codec, the stream on the pad ends and the pad goes; the next one, with
 * a number in its name, carries a stream of its own. A new size comes as new caps on the same pad.
 *
 * ## Example
 *
 * |[
 * gst-launch-1.0 dvripsrc uri=dvrip://admin@192.0.2.7/1 ! dvripdemux ! h264parse ! \
 *   avdec_h264 ! autovideosink
 * gst-launch-1.0 filesrc location=export.h264 ! dvripdemux ! h264parse ! mp4mux ! \
 *   filesink location=export.mp4
 * gst-launch-1.0 playbin3 uri=file:///srv/export.h264
 * ]|
 */

#include "config.h"

#include "gstdvripdemux.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "gstdvripplugin.h"
#include "gstdvrippull.h"

#define LONGEST_HEADER 16

/* What the unit reader hands on for bytes that came at no known time, as from a file. */
#define NO_ARRIVAL G_MAXINT64

GST_DEBUG_CATEGORY (dvripdemux_debug);

struct _GstDvripDemux {
  GstElement parent_instance;

  GstPad *sink;
  DvripUnitReader *reader;
  GstDvripRouter router;
  GstDvripPull pull;
  GstDvripCounter counter;  /* of units that are pushed and of which nobody knows when they came */
  gboolean has_times;       /* the buffers' timestamps are arrivals */
};

enum { PROP_STATISTICS = 1 };

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE (
  "sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS ("application/x-dvrip"));

static GstStaticPadTemplate video_template = GST_STATIC_PAD_TEMPLATE (
  "video", GST_PAD_SRC, GST_PAD_SOMETIMES,
  GST_STATIC_CAPS ("video/x-h264, stream-format = (string) byte-stream, alignment = (string) au; "
                   "video/x-h265, stream-format = (string) byte-stream, alignment = (string) au; "
                   "video/mpeg, mpegversion = (int) 4, systemstream = (boolean) false; "
                   "image/jpeg"));

static GstStaticPadTemplate audio_template = GST_STATIC_PAD_TEMPLATE (
  "audio", GST_PAD_SRC, GST_PAD_SOMETIMES,
  GST_STATIC_CAPS ("audio/x-alaw, rate = (int) [ 4000, 48000 ], channels = (int) 1; "
                   "audio/x-mulaw, rate = (int) [ 4000, 48000 ], channels = (int) 1; "
                   "audio/x-raw, format = (string) { U8, S16LE }, layout = (string) interleaved, "
                   "rate = (int) [ 4000, 48000 ], channels = (int) 1"));

G_DEFINE_FINAL_TYPE (GstDvripDemux, gst_dvrip_demux, GST_TYPE_ELEMENT)
GST_ELEMENT_REGISTER_DEFINE (dvripdemux, "dvripdemux", GST_RANK_PRIMARY, GST_TYPE_DVRIP_DEMUX)

static GstBuffer *
skip_header (GstBuffer *unit, const DvripUnitHeader *header)
{
  if (header->payload_size == 0)
    return gst_buffer_new ();

  return gst_buffer_copy_region (unit, GST_BUFFER_COPY_MEMORY, header->header_size,
                                 header->payload_size);
}

/* Where nobody knows when it came, its place in the recording counts. */
static GstDvripStamp
make_stamp (GstDvripDemux         *self,
            const DvripUnitHeader *header,
            GstBuffer             *unit,
            GstClockTime           arrival)
{
  GstDvripStamp stamp = { arrival, GST_CLOCK_TIME_NONE, 0 };
  guint8 data[GST_DVRIP_FILE_PEEK];
  gsize size;

  if (GST_CLOCK_TIME_IS_VALID (arrival))
    return stamp;

  size = gst_buffer_extract (unit, header->header_size, data, sizeof data);
  stamp.counted = gst_dvrip_counter_count (&self->counter, header, data, size);
  stamp.period = gst_dvrip_timeline_get_period (&self->counter.timeline);

  return stamp;
}

static GstFlowReturn
handle_unit (GstDvripDemux         *self,
             const DvripUnitHeader *header,
             GstBuffer             *unit,
             GstClockTime           arrival)
{
  GstDvripStamp stamp = make_stamp (self, header, unit, arrival);

  return gst_dvrip_router_handle (&self->router, header, skip_header (unit, header), stamp);
}

static void
lose (GstDvripDemux *self)
{
  gst_dvrip_counter_lose (&self->counter);
  gst_dvrip_router_lose (&self->router);
}

static GstFlowReturn
handle_read_unit (GstDvripDemux *self, DvripUnit *unit)
{
  g_autoptr (GstBuffer) whole = gst_buffer_new_wrapped_bytes (unit->bytes);
  GstClockTime arrival = unit->arrival_us == NO_ARRIVAL
    ? GST_CLOCK_TIME_NONE : (GstClockTime) unit->arrival_us * GST_USECOND;

  if (unit->is_discont)
    lose (self);

  return handle_unit (self, &unit->header, whole, arrival);
}

typedef struct {
  GstBuffer *buffer;
  GstMapInfo map;
} MappedBuffer;

static void
unmap_buffer (gpointer data)
{
  MappedBuffer *mapped = data;

  gst_buffer_unmap (mapped->buffer, &mapped->map);
  gst_buffer_unref (mapped->buffer);
  g_free (mapped);
}

/* Returns: (nullable): the buffer's bytes, not copied */
static GBytes *
map_bytes (GstBuffer *buffer)
{
  MappedBuffer *mapped = g_new0 (MappedBuffer, 1);

  mapped->buffer = gst_buffer_ref (buffer);
  if (!gst_buffer_map (buffer, &mapped->map, GST_MAP_READ)) {
    gst_buffer_unref (buffer);
    g_free (mapped);
    return NULL;
  }

  return g_bytes_new_with_free_func (mapped->map.data, mapped->map.size, unmap_buffer, mapped);
}

static GstClockTime
get_arrival (GstDvripDemux *self, GstBuffer *buffer)
{
  return self->has_times ? GST_BUFFER_PTS (buffer) : GST_CLOCK_TIME_NONE;
}

static GstFlowReturn
handle_bytes (GstDvripDemux *self, GstBuffer *buffer)
{
  GstClockTime arrival = get_arrival (self, buffer);
  g_autoptr (GBytes) bytes = map_bytes (buffer);
  g_autoptr (GError) error = NULL;
  GstFlowReturn flow = GST_FLOW_OK;
  DvripRead read = DVRIP_READ_MORE;

  if (bytes)
    dvrip_unit_reader_push (self->reader, bytes, GST_CLOCK_TIME_IS_VALID (arrival)
                                                   ? (gint64) (arrival / GST_USECOND)
                                                   : NO_ARRIVAL);

  while (flow == GST_FLOW_OK) {
    g_autoptr (DvripUnit) unit = NULL;

    read = dvrip_unit_reader_pop (self->reader, &unit, &error);
    if (read != DVRIP_READ_READY)
      break;
    flow = handle_read_unit (self, unit);
  }

  if (read == DVRIP_READ_ERROR)
    return gst_dvrip_router_fail (&self->router, GST_STREAM_ERROR_DEMUX, WALL_REASON_BAD_DATA,
                                  _("The stream is damaged beyond repair."), error->message);

  return flow;
}

/* Some devices send pictures without any header. */
static gboolean
is_bare_picture (GstBuffer *buffer, const guint8 *data, gsize size, DvripUnitHeader *out_header)
{
  static const guint8 start[] = { 0xff, 0xd8, 0xff }, end[] = { 0xff, 0xd9 };
  gsize whole = gst_buffer_get_size (buffer);

  if (size < LONGEST_HEADER || whole > DVRIP_MAX_UNIT || memcmp (data, start, sizeof start) != 0 ||
      gst_buffer_memcmp (buffer, whole - sizeof end, end, sizeof end) != 0)
    return FALSE;

  *out_header = (DvripUnitHeader) { .kind = DVRIP_UNIT_PICTURE, .payload_size = (guint32) whole };
  return TRUE;
}

/* A live source sends one unit a buffer, which needs no more than to lose its header. */
static gboolean
is_whole_unit (GstBuffer *buffer, DvripUnitHeader *out_header)
{
  guint8 data[LONGEST_HEADER];
  gsize size = gst_buffer_extract (buffer, 0, data, sizeof data);

  if (is_bare_picture (buffer, data, size, out_header))
    return TRUE;

  return dvrip_unit_header_parse (data, size, out_header, NULL) > 0 &&
         out_header->header_size + out_header->payload_size == gst_buffer_get_size (buffer);
}

static void
renew_reader (GstDvripDemux *self)
{
  g_clear_pointer (&self->reader, dvrip_unit_reader_free);
  self->reader = dvrip_unit_reader_new ();
}

static GstFlowReturn
gst_dvrip_demux_chain (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  GstDvripDemux *self = GST_DVRIP_DEMUX (parent);
  DvripUnitHeader header;
  GstFlowReturn flow;

  if (GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DISCONT)) {
    renew_reader (self);
    lose (self);
  }

  if (dvrip_unit_reader_get_begun_us (self->reader) < 0 && is_whole_unit (buffer, &header))
    flow = handle_unit (self, &header, buffer, get_arrival (self, buffer));
  else
    flow = handle_bytes (self, buffer);
  gst_buffer_unref (buffer);

  return flow;
}

static void
restart (GstDvripDemux *self)
{
  renew_reader (self);
  gst_dvrip_counter_init (&self->counter, 0);
  gst_dvrip_router_restart (&self->router);
}

/* Bytes of a file have positions, not times: those begin at zero then. The zero with which sources
 * stamp the first of them is no arrival. */
static gboolean
handle_segment (GstDvripDemux *self, GstEvent *event)
{
  GstSegment *segment = &self->router.streams.segment;
  guint32 seqnum = gst_event_get_seqnum (event);

  gst_event_copy_segment (event, segment);
  gst_event_unref (event);
  self->has_times = segment->format == GST_FORMAT_TIME;
  if (!self->has_times)
    gst_segment_init (segment, GST_FORMAT_TIME);
  restart (self);

  event = gst_event_new_segment (segment);
  gst_event_set_seqnum (event, seqnum);

  return gst_dvrip_streams_push_event (&self->router.streams, event);
}

static gboolean
handle_eos (GstDvripDemux *self, GstEvent *event)
{
  renew_reader (self);
  if (gst_dvrip_router_finish (&self->router))
    return gst_dvrip_streams_end (&self->router.streams, event);

  gst_event_unref (event);
  return FALSE;
}

static gboolean
gst_dvrip_demux_sink_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  GstDvripDemux *self = GST_DVRIP_DEMUX (parent);

  switch ((guint) GST_EVENT_TYPE (event)) {
  case GST_EVENT_STREAM_START:
  case GST_EVENT_CAPS:
    gst_event_unref (event);
    return TRUE;
  case GST_EVENT_SEGMENT:
    return handle_segment (self, event);
  case GST_EVENT_EOS:
    return handle_eos (self, event);
  case GST_EVENT_FLUSH_STOP:
    restart (self);
    return gst_dvrip_streams_push_event (&self->router.streams, event);
  default:
    return gst_pad_event_default (pad, parent, event);
  }
}

static gboolean
gst_dvrip_demux_sink_activate (GstPad *pad, GstObject *parent)
{
  return gst_pad_activate_mode (pad, gst_dvrip_pull_is_possible (pad) ? GST_PAD_MODE_PULL
                                                                      : GST_PAD_MODE_PUSH, TRUE);
}

static gboolean
gst_dvrip_demux_sink_activate_mode (GstPad *pad, GstObject *parent, GstPadMode mode,
                                    gboolean active)
{
  GstDvripDemux *self = GST_DVRIP_DEMUX (parent);

  if (mode == GST_PAD_MODE_PULL)
    return gst_dvrip_pull_activate (&self->pull, active);

  return mode == GST_PAD_MODE_PUSH;
}

static gboolean
gst_dvrip_demux_src_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  GstDvripDemux *self = GST_DVRIP_DEMUX (parent);
  gboolean is_done;

  if (GST_EVENT_TYPE (event) != GST_EVENT_SEEK || !gst_dvrip_pull_is_active (&self->pull))
    return gst_pad_event_default (pad, parent, event);

  is_done = gst_dvrip_pull_seek (&self->pull, event);
  gst_event_unref (event);

  return is_done;
}

/* Upstream knows bytes, with headers: those are nothing that anybody downstream could count on. */
static gboolean
is_of_bytes (GstQuery *query)
{
  GstFormat format = GST_FORMAT_UNDEFINED;

  if (GST_QUERY_TYPE (query) == GST_QUERY_DURATION)
    gst_query_parse_duration (query, &format, NULL);
  else if (GST_QUERY_TYPE (query) == GST_QUERY_POSITION)
    gst_query_parse_position (query, &format, NULL);

  return format == GST_FORMAT_BYTES;
}

static gboolean
gst_dvrip_demux_src_query (GstPad *pad, GstObject *parent, GstQuery *query)
{
  GstDvripDemux *self = GST_DVRIP_DEMUX (parent);

  if (is_of_bytes (query))
    return FALSE;

  switch ((guint) GST_QUERY_TYPE (query)) {
  case GST_QUERY_POSITION:
  case GST_QUERY_DURATION:
  case GST_QUERY_SEEKING:
    if (gst_dvrip_pull_is_active (&self->pull))
      return gst_dvrip_pull_query (&self->pull, query);
    break;
  default:
    break;
  }

  return gst_pad_query_default (pad, parent, query);
}

static GstStateChangeReturn
gst_dvrip_demux_change_state (GstElement *element, GstStateChange transition)
{
  GstDvripDemux *self = GST_DVRIP_DEMUX (element);
  GstStateChangeReturn result =
    GST_ELEMENT_CLASS (gst_dvrip_demux_parent_class)->change_state (element, transition);

  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY) {
    renew_reader (self);
    gst_dvrip_router_close (&self->router);
  }

  return result;
}

static void
gst_dvrip_demux_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GstDvripDemux *self = GST_DVRIP_DEMUX (object);

  switch (id) {
  case PROP_STATISTICS:
    g_value_take_boxed (value, gst_dvrip_tally_to_structure (&self->router.tally));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gst_dvrip_demux_finalize (GObject *object)
{
  GstDvripDemux *self = GST_DVRIP_DEMUX (object);

  g_clear_pointer (&self->reader, dvrip_unit_reader_free);
  gst_dvrip_pull_clear (&self->pull);
  gst_dvrip_router_clear (&self->router);

  G_OBJECT_CLASS (gst_dvrip_demux_parent_class)->finalize (object);
}

static void
gst_dvrip_demux_class_init (GstDvripDemuxClass *klass)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = gst_dvrip_demux_get_property;
  G_OBJECT_CLASS (klass)->finalize = gst_dvrip_demux_finalize;

  /**
   * GstDvripDemux:statistics:
   *
   * What went through, counted since the element was made: "video-units", "key-units" among them,
   * "audio-units", "info-units" (left out), "service-units" (marked as pictures, but none),
   * "doubtful-units" (key frames whose size or codec was not believed), "skipped-units" (pictures
   * before a key frame or beside the video), "unplayed-units" (sound nobody can play), and
   * "losses". All are #guint64.
   */
  g_object_class_install_property (
    G_OBJECT_CLASS (klass), PROP_STATISTICS,
    g_param_spec_boxed ("statistics", "Statistics", "What went through, counted",
                        GST_TYPE_STRUCTURE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  element_class->change_state = gst_dvrip_demux_change_state;

  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_add_static_pad_template (element_class, &video_template);
  gst_element_class_add_static_pad_template (element_class, &audio_template);
  gst_element_class_set_static_metadata (
    element_class, "DVRIP demuxer", "Codec/Demuxer",
    "Takes apart the pictures and the sound of DVRIP cameras, recorders and their files",
    "The Watchwall authors");

  GST_DEBUG_CATEGORY_INIT (dvripdemux_debug, "dvripdemux", 0, "DVRIP demuxer");
}

static void
gst_dvrip_demux_init (GstDvripDemux *self)
{
  gst_dvrip_router_init (&self->router, GST_ELEMENT (self), gst_dvrip_demux_src_event,
                         gst_dvrip_demux_src_query);
  gst_dvrip_counter_init (&self->counter, 0);
  renew_reader (self);

  self->sink = gst_pad_new_from_static_template (&sink_template, "sink");
  gst_pad_set_chain_function (self->sink, gst_dvrip_demux_chain);
  gst_pad_set_event_function (self->sink, gst_dvrip_demux_sink_event);
  gst_pad_set_activate_function (self->sink, gst_dvrip_demux_sink_activate);
  gst_pad_set_activatemode_function (self->sink, gst_dvrip_demux_sink_activate_mode);
  gst_dvrip_pull_init (&self->pull, GST_ELEMENT (self), self->sink, &self->router);
  gst_element_add_pad (GST_ELEMENT (self), self->sink);
}
