/* gstdvrippullcontrol.c
 *
 * What others ask of a recording that is played: seeks, and how far it is.
 * From any thread but the streaming thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvrippull.h"

static gboolean
push_to_pad (GstElement *element, GstPad *pad, gpointer user_data)
{
  gst_pad_push_event (pad, gst_event_ref (user_data));

  return TRUE;
}

/* Wakes the streaming thread wherever it is, or lets it go on. */
static void
send_flush (GstDvripPull *self, GstEvent *event, guint32 seqnum)
{
  gst_event_set_seqnum (event, seqnum);
  gst_pad_push_event (self->sink, gst_event_ref (event));
  gst_element_foreach_src_pad (self->element, push_to_pad, event);
  gst_event_unref (event);
}

/* With the stream lock held. */
static void
note_seek (GstDvripPull *self, GstEvent *event)
{
  GstSeekType start_type, stop_type;
  GstFormat format;
  gint64 start, stop;
  double rate;

  gst_event_parse_seek (event, &rate, &format, &self->flags, &start_type, &start, &stop_type,
                        &stop);
  GST_OBJECT_LOCK (self->element);
  self->wanted.position = self->position;
  self->wanted.duration = self->duration;
  GST_OBJECT_UNLOCK (self->element);

  gst_segment_do_seek (&self->wanted, rate, format, self->flags, start_type, (guint64) start,
                       stop_type, (guint64) stop, NULL);
  self->seqnum = gst_event_get_seqnum (event);
  self->is_seeking = TRUE;
}

static gboolean
can_seek (GstDvripPull *self, GstEvent *event)
{
  GstFormat format;
  gboolean is_possible;
  double rate;

  gst_event_parse_seek (event, &rate, &format, NULL, NULL, NULL, NULL, NULL);
  GST_OBJECT_LOCK (self->element);
  is_possible = self->is_active &&
                (self->is_seekable || !GST_CLOCK_TIME_IS_VALID (self->duration));
  GST_OBJECT_UNLOCK (self->element);

  return is_possible && format == GST_FORMAT_TIME && rate > 0;
}

/* One seek of a pipeline comes through each of the pads. */
static gboolean
is_known (GstDvripPull *self, guint32 seqnum)
{
  gboolean is_same;

  GST_OBJECT_LOCK (self->element);
  is_same = self->last_seek == seqnum;
  self->last_seek = seqnum;
  GST_OBJECT_UNLOCK (self->element);

  return is_same;
}

/**
 * gst_dvrip_pull_seek:
 * @event: (transfer none): a seek
 *
 * From any thread but the streaming thread. Returns before anything is read.
 *
 * Returns: %TRUE if it will be done
 */
gboolean
gst_dvrip_pull_seek (GstDvripPull *self,
                     GstEvent     *event)
{
  guint32 seqnum = gst_event_get_seqnum (event);
  GstSeekFlags flags;

  if (!can_seek (self, event))
    return FALSE;
  if (is_known (self, seqnum))
    return TRUE;

  gst_event_parse_seek (event, NULL, NULL, &flags, NULL, NULL, NULL, NULL);
  if (flags & GST_SEEK_FLAG_FLUSH)
    send_flush (self, gst_event_new_flush_start (), seqnum);
  else
    gst_pad_pause_task (self->sink);

  GST_PAD_STREAM_LOCK (self->sink);
  note_seek (self, event);
  if (flags & GST_SEEK_FLAG_FLUSH)
    send_flush (self, gst_event_new_flush_stop (TRUE), seqnum);
  gst_dvrip_pull_resume (self);
  GST_PAD_STREAM_UNLOCK (self->sink);

  return TRUE;
}

static gboolean
answer (GstQuery *query, gboolean is_seekable, GstClockTime position, GstClockTime duration)
{
  GstFormat format;

  switch ((guint) GST_QUERY_TYPE (query)) {
  case GST_QUERY_POSITION:
    gst_query_parse_position (query, &format, NULL);
    gst_query_set_position (query, GST_FORMAT_TIME, (gint64) position);
    return format == GST_FORMAT_TIME;
  case GST_QUERY_DURATION:
    gst_query_parse_duration (query, &format, NULL);
    gst_query_set_duration (query, GST_FORMAT_TIME, (gint64) duration);
    return format == GST_FORMAT_TIME && GST_CLOCK_TIME_IS_VALID (duration);
  default:
    gst_query_parse_seeking (query, &format, NULL, NULL, NULL);
    gst_query_set_seeking (query, format, is_seekable && format == GST_FORMAT_TIME, 0,
                           (gint64) duration);
    return TRUE;
  }
}

/**
 * gst_dvrip_pull_query:
 * @query: for position, duration or seeking
 *
 * From any thread.
 *
 * Returns: %TRUE if it is answered
 */
gboolean
gst_dvrip_pull_query (GstDvripPull *self,
                      GstQuery     *query)
{
  GstClockTime position, duration;
  gboolean is_seekable;

  GST_OBJECT_LOCK (self->element);
  position = self->position;
  duration = self->duration;
  is_seekable = self->is_seekable;
  GST_OBJECT_UNLOCK (self->element);

  return answer (query, is_seekable, position, duration);
}

/**
 * gst_dvrip_pull_is_active:
 *
 * From any thread.
 *
 * Returns: %TRUE if the recording is pulled, not pushed
 */
gboolean
gst_dvrip_pull_is_active (GstDvripPull *self)
{
  gboolean is_active;

  GST_OBJECT_LOCK (self->element);
  is_active = self->is_active;
  GST_OBJECT_UNLOCK (self->element);

  return is_active;
}

/**
 * gst_dvrip_pull_is_possible:
 * @pad: a sink pad that is to be activated
 *
 * A recording that can be read anywhere is pulled, so that it can be played from any time on. What
 * comes slowly is not: looking ahead would cost more than it brings.
 *
 * Returns: %TRUE if what comes to the pad is to be pulled
 */
gboolean
gst_dvrip_pull_is_possible (GstPad *pad)
{
  GstQuery *query = gst_query_new_scheduling ();
  gboolean is_possible =
    gst_pad_peer_query (pad, query) &&
    gst_query_has_scheduling_mode_with_flags (query, GST_PAD_MODE_PULL,
                                              GST_SCHEDULING_FLAG_SEEKABLE);
  GstSchedulingFlags flags = 0;

  if (is_possible)
    gst_query_parse_scheduling (query, &flags, NULL, NULL, NULL);
  gst_query_unref (query);

  return is_possible && !(flags & GST_SCHEDULING_FLAG_BANDWIDTH_LIMITED);
}
