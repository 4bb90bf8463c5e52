/* gstdvrippull.c
 *
 * Plays a recording that can be read anywhere, from any time on. A seek is noted by whoever asks
 * for it and carried out on the streaming thread, which is the only one that reads.
 * Each function says which thread may call it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "config.h"

#include "gstdvrippull.h"

#include "gstdvripsound.h"

/* So many units are looked at ahead with each that is played, until all were. */
#define UNITS_AHEAD 32

GST_DEBUG_CATEGORY_EXTERN (dvripdemux_debug);
#define GST_CAT_DEFAULT dvripdemux_debug

static void
publish (GstDvripPull *self)
{
  GstClockTime duration = gst_dvrip_index_get_duration (&self->index);
  gboolean is_new;

  GST_OBJECT_LOCK (self->element);
  is_new = self->duration != duration;
  self->duration = duration;
  self->is_seekable = self->index.entries->len > 0;
  GST_OBJECT_UNLOCK (self->element);

  if (is_new)
    gst_element_post_message (self->element,
                              gst_message_new_duration_changed (GST_OBJECT (self->element)));
}

static void
set_position (GstDvripPull *self, GstClockTime position)
{
  GST_OBJECT_LOCK (self->element);
  self->position = position;
  GST_OBJECT_UNLOCK (self->element);
}

/* Where there are pictures they come first, and the pads for both at once. */
static void
expect_streams (GstDvripPull *self)
{
  g_autoptr (GstCaps) sound = NULL;

  if (self->index.sound.payload_size > 0)
    sound = gst_dvrip_sound_make_caps (&self->index.sound);
  gst_dvrip_streams_expect (&self->router->streams, sound);
  self->router->expects_stills = self->index.counter.codec == GST_DVRIP_CODEC_JPEG;
}

static GstFlowReturn
open_file (GstDvripPull *self)
{
  GstFlowReturn flow = gst_dvrip_index_open (&self->index, self->sink);

  if (flow != GST_FLOW_OK)
    return flow;

  self->is_open = TRUE;
  expect_streams (self);
  publish (self);
  return GST_FLOW_OK;
}

static gboolean
is_key_unit_wanted (GstDvripPull *self)
{
  return (self->flags & GST_SEEK_FLAG_KEY_UNIT) && !(self->flags & GST_SEEK_FLAG_ACCURATE);
}

/* Where the time is to be exact, playing begins before it. */
static GstDvripIndexSnap
get_snap (GstDvripPull *self)
{
  if (!is_key_unit_wanted (self) || !(self->flags & GST_SEEK_FLAG_SNAP_AFTER))
    return GST_DVRIP_INDEX_BEFORE;

  return self->flags & GST_SEEK_FLAG_SNAP_BEFORE ? GST_DVRIP_INDEX_NEAREST
                                                 : GST_DVRIP_INDEX_AFTER;
}

/* The beginning, which may lie before the first key frame: there may be sound. */
static void
go_to_start (GstDvripPull *self)
{
  gst_dvrip_file_init (&self->file, self->sink);
  gst_dvrip_counter_init (&self->counter,
                          (GstClockTime) self->index.counter.timeline.learned);
}

static GstFlowReturn
go_to (GstDvripPull *self, GstClockTime time, GstClockTime *out_time)
{
  GstDvripIndexEntry entry;
  GstFlowReturn flow;

  *out_time = 0;
  if (time == 0) {
    go_to_start (self);
    return GST_FLOW_OK;
  }

  flow = gst_dvrip_index_find (&self->index, time, get_snap (self), &entry);
  if (flow != GST_FLOW_OK)
    return flow;

  go_to_start (self);
  gst_dvrip_file_go_to (&self->file, entry.offset);
  self->counter = entry.counter;
  *out_time = gst_dvrip_index_entry_get_time (&entry);

  return GST_FLOW_OK;
}

/* Where a key frame is wanted the segment begins with one; where the time is to be exact, whoever
 * follows leaves out what comes before it. */
static GstFlowReturn
begin_segment (GstDvripPull *self)
{
  GstSegment *segment = &self->router->streams.segment;
  GstClockTime time;
  GstEvent *event;
  GstFlowReturn flow = go_to (self, self->wanted.position, &time);

  if (flow != GST_FLOW_OK)
    return flow;

  self->is_seeking = FALSE;
  if (is_key_unit_wanted (self))
    self->wanted.start = self->wanted.position = self->wanted.time = time;
  self->wanted.duration = gst_dvrip_index_get_duration (&self->index);
  *segment = self->wanted;
  set_position (self, segment->position);
  publish (self);
  gst_dvrip_router_restart (self->router);

  event = gst_event_new_segment (segment);
  gst_event_set_seqnum (event, self->seqnum);
  gst_dvrip_streams_push_event (&self->router->streams, event);

  return GST_FLOW_OK;
}

/* With a rate that only key frames can follow, nothing else is read. Nor is sound before the first
 * picture, where there are pictures. */
static gboolean
wants_key_units_only (GstDvripPull *self)
{
  return (self->wanted.flags & GST_SEGMENT_FLAG_TRICKMODE_KEY_UNITS) != 0;
}

static gboolean
is_wanted (GstDvripPull *self, const GstDvripFileUnit *unit)
{
  gboolean is_key = unit->header.kind == DVRIP_UNIT_I || unit->header.kind == DVRIP_UNIT_PICTURE;

  if (unit->header.kind == DVRIP_UNIT_AUDIO && self->index.entries->len > 0 &&
      !self->router->streams.video.pad)
    return FALSE;

  return is_key || !wants_key_units_only (self);
}

/* Sound may be a bit ahead of the pictures, so that it ends nothing where there are some. */
static gboolean
is_beyond (GstDvripPull *self, const GstDvripFileUnit *unit, GstClockTime time)
{
  if (unit->header.kind == DVRIP_UNIT_AUDIO && self->counter.timeline.has_begun)
    return FALSE;

  return GST_CLOCK_TIME_IS_VALID (time) && GST_CLOCK_TIME_IS_VALID (self->wanted.stop) &&
         time >= self->wanted.stop;
}

static GstFlowReturn
play_unit (GstDvripPull *self)
{
  GstDvripStamp stamp = { GST_CLOCK_TIME_NONE, GST_CLOCK_TIME_NONE, 0 };
  GstBuffer *payload = NULL;
  GstDvripFileUnit unit;
  GstFlowReturn flow = gst_dvrip_file_next (&self->file, &unit);

  if (flow != GST_FLOW_OK)
    return flow;

  if (unit.is_discont) {
    gst_dvrip_counter_lose (&self->counter);
    gst_dvrip_router_lose (self->router);
  }
  stamp.counted = gst_dvrip_counter_count (&self->counter, &unit.header, unit.data, unit.size);
  stamp.period = gst_dvrip_timeline_get_period (&self->counter.timeline);
  if (is_beyond (self, &unit, stamp.counted))
    return GST_FLOW_EOS;
  if (!is_wanted (self, &unit))
    return GST_FLOW_OK;

  flow = gst_dvrip_file_read (&self->file, &unit, &payload);
  if (flow != GST_FLOW_OK)
    return flow;
  if (GST_CLOCK_TIME_IS_VALID (stamp.counted)) {
    set_position (self, MAX (stamp.counted, self->wanted.start));
    if (wants_key_units_only (self))
      gst_dvrip_streams_skip_sound (&self->router->streams, stamp.counted);
  }

  return gst_dvrip_router_handle (self->router, &unit.header, payload, stamp);
}

static void
look_ahead (GstDvripPull *self)
{
  if (self->index.is_complete)
    return;

  for (guint i = 0; i < UNITS_AHEAD; i++) {
    if (gst_dvrip_index_advance (&self->index) != GST_FLOW_OK)
      break;
  }
  if (self->index.is_complete)
    publish (self);
}

static void
end_segment (GstDvripPull *self)
{
  GstDvripStreams *streams = &self->router->streams;
  GstClockTime stop = GST_CLOCK_TIME_IS_VALID (self->wanted.stop)
    ? self->wanted.stop : gst_dvrip_index_get_duration (&self->index);
  GstMessage *message;
  GstEvent *event;

  if (!(self->wanted.flags & GST_SEGMENT_FLAG_SEGMENT)) {
    event = gst_event_new_eos ();
    gst_event_set_seqnum (event, self->seqnum);
    gst_dvrip_streams_end (streams, event);
    return;
  }

  message = gst_message_new_segment_done (GST_OBJECT (self->element), GST_FORMAT_TIME,
                                          (gint64) stop);
  event = gst_event_new_segment_done (GST_FORMAT_TIME, (gint64) stop);
  gst_message_set_seqnum (message, self->seqnum);
  gst_event_set_seqnum (event, self->seqnum);
  gst_element_post_message (self->element, message);
  gst_dvrip_streams_push_event (streams, event);
}

static void
fail (GstDvripPull *self, GstFlowReturn flow)
{
  GstEvent *event = gst_event_new_eos ();

  if (!self->router->has_failed)
    GST_ELEMENT_FLOW_ERROR (self->element, flow);
  gst_event_set_seqnum (event, self->seqnum);
  gst_dvrip_streams_push_event (&self->router->streams, event);
}

static void
stop (GstDvripPull *self, GstFlowReturn flow)
{
  gst_pad_pause_task (self->sink);
  GST_DEBUG_OBJECT (self->element, "paused: %s", gst_flow_get_name (flow));

  if (flow == GST_FLOW_EOS) {
    if (gst_dvrip_router_finish (self->router))
      end_segment (self);
  } else if (flow == GST_FLOW_NOT_LINKED || flow < GST_FLOW_EOS) {
    fail (self, flow);
  }
}

static void
loop (gpointer user_data)
{
  GstDvripPull *self = user_data;
  GstFlowReturn flow = GST_FLOW_OK;

  if (!self->is_open)
    flow = open_file (self);
  if (flow == GST_FLOW_OK && self->is_seeking)
    flow = begin_segment (self);
  if (flow == GST_FLOW_OK)
    flow = play_unit (self);

  if (flow == GST_FLOW_OK)
    look_ahead (self);
  else
    stop (self, flow);
}

static void
forget (GstDvripPull *self)
{
  gst_segment_init (&self->wanted, GST_FORMAT_TIME);
  self->flags = GST_SEEK_FLAG_NONE;
  self->is_open = FALSE;
  self->is_seeking = TRUE;
  self->seqnum = gst_util_seqnum_next ();
}

/**
 * gst_dvrip_pull_init:
 * @element: for its messages; outlives @self
 * @sink: its sink pad
 * @router: where units go
 */
void
gst_dvrip_pull_init (GstDvripPull   *self,
                     GstElement     *element,
                     GstPad         *sink,
                     GstDvripRouter *router)
{
  *self = (GstDvripPull) { .element = element, .sink = sink, .router = router };
  gst_dvrip_index_init (&self->index);
  forget (self);
}

/**
 * gst_dvrip_pull_clear:
 *
 * Frees what @self holds.
 */
void
gst_dvrip_pull_clear (GstDvripPull *self)
{
  gst_dvrip_index_clear (&self->index);
}

/**
 * gst_dvrip_pull_resume:
 *
 * Lets the streaming thread go on where it was paused.
 *
 * Returns: %TRUE on success
 */
gboolean
gst_dvrip_pull_resume (GstDvripPull *self)
{
  return gst_pad_start_task (self->sink, loop, self, NULL);
}

/**
 * gst_dvrip_pull_activate:
 *
 * Begins or ends to play, as the sink pad is activated. From whoever changes the state.
 *
 * Returns: %TRUE on success
 */
gboolean
gst_dvrip_pull_activate (GstDvripPull *self,
                         gboolean      is_active)
{
  if (!is_active) {
    gboolean is_stopped = gst_pad_stop_task (self->sink);

    GST_OBJECT_LOCK (self->element);
    self->is_active = FALSE;
    GST_OBJECT_UNLOCK (self->element);
    return is_stopped;
  }

  forget (self);
  GST_OBJECT_LOCK (self->element);
  self->is_active = TRUE;
  self->is_seekable = FALSE;
  self->duration = GST_CLOCK_TIME_NONE;
  self->position = 0;
  GST_OBJECT_UNLOCK (self->element);

  return gst_dvrip_pull_resume (self);
}
