/* recording-player.c
 *
 * Plays a recording with filesrc and dvripdemux, and writes down what comes out of its pads.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "recording-player.h"

#define DEADLINE (30 * GST_SECOND)

static void
take_event (RecordingPlayer *self, GstEvent *event, gboolean is_video)
{
  GPtrArray *units = is_video ? self->pictures : self->sounds;

  if (GST_EVENT_TYPE (event) == GST_EVENT_FLUSH_STOP)
    g_ptr_array_set_size (units, 0);
  else if (GST_EVENT_TYPE (event) == GST_EVENT_SEGMENT && is_video)
    gst_event_copy_segment (event, &self->segment);
  else if (GST_EVENT_TYPE (event) == GST_EVENT_EOS)
    self->n_ended++;
}

static GstPadProbeReturn
on_data (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  RecordingPlayer *self = user_data;
  gboolean is_video = g_str_has_prefix (GST_PAD_NAME (pad), "video");

  g_mutex_lock (&self->lock);
  if (GST_PAD_PROBE_INFO_TYPE (info) & GST_PAD_PROBE_TYPE_BUFFER)
    g_ptr_array_add (is_video ? self->pictures : self->sounds,
                     gst_buffer_ref (GST_PAD_PROBE_INFO_BUFFER (info)));
  else
    take_event (self, GST_PAD_PROBE_INFO_EVENT (info), is_video);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);

  return GST_PAD_PROBE_OK;
}

static void
on_pad_added (GstElement *demux, GstPad *pad, gpointer user_data)
{
  RecordingPlayer *self = user_data;
  GstElement *queue = gst_element_factory_make ("queue", NULL);
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GstPad) queue_pad = gst_element_get_static_pad (queue, "sink");
  g_autoptr (GstEvent) segment = gst_pad_get_sticky_event (pad, GST_EVENT_SEGMENT, 0);

  g_mutex_lock (&self->lock);
  self->n_pads++;
  if (g_str_has_prefix (GST_PAD_NAME (pad), "video"))
    gst_event_copy_segment (segment, &self->segment);
  g_mutex_unlock (&self->lock);

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM |
                          GST_PAD_PROBE_TYPE_EVENT_FLUSH, on_data, self, NULL);
  gst_bin_add_many (GST_BIN (self->pipeline), queue, sink, NULL);
  gst_element_link (queue, sink);
  g_assert_cmpint (gst_pad_link (pad, queue_pad), ==, GST_PAD_LINK_OK);
  gst_element_sync_state_with_parent (sink);
  gst_element_sync_state_with_parent (queue);
}

/* Whoever seeks before all sinks are there and linked may find one that is not. */
static void
on_no_more_pads (GstElement *demux, gpointer user_data)
{
  RecordingPlayer *self = user_data;

  g_mutex_lock (&self->lock);
  self->has_all_pads = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);
}

static void
wait_for_pads (RecordingPlayer *self)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE / GST_USECOND;

  g_mutex_lock (&self->lock);
  while (!self->has_all_pads)
    g_assert_true (g_cond_wait_until (&self->cond, &self->lock, deadline));
  g_mutex_unlock (&self->lock);
}

GstMessage *
recording_player_wait (RecordingPlayer *self, GstMessageType types)
{
  GstMessage *message = gst_bus_timed_pop_filtered (self->bus, DEADLINE, types | GST_MESSAGE_ERROR);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (message);
  if (!(types & GST_MESSAGE_ERROR) && GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    gst_message_parse_error (message, &error, NULL);
  g_assert_no_error (error);

  return message;
}

void
recording_player_init (RecordingPlayer *self, const char *path, gboolean is_pushed)
{
  GstElement *source = gst_element_factory_make ("filesrc", NULL);
  GstElement *queue = gst_element_factory_make (is_pushed ? "queue" : "identity", NULL);

  *self = (RecordingPlayer) { .pipeline = gst_pipeline_new (NULL) };
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) gst_buffer_unref);
  self->sounds = g_ptr_array_new_with_free_func ((GDestroyNotify) gst_buffer_unref);
  self->demux = gst_element_factory_make ("dvripdemux", NULL);
  self->bus = gst_element_get_bus (self->pipeline);

  g_object_set (source, "location", path, NULL);
  g_signal_connect (self->demux, "pad-added", G_CALLBACK (on_pad_added), self);
  g_signal_connect (self->demux, "no-more-pads", G_CALLBACK (on_no_more_pads), self);
  gst_bin_add_many (GST_BIN (self->pipeline), source, self->demux, NULL);
  if (is_pushed) {
    gst_bin_add (GST_BIN (self->pipeline), queue);
    g_assert_true (gst_element_link_many (source, queue, self->demux, NULL));
  } else {
    gst_object_unref (queue);
    g_assert_true (gst_element_link (source, self->demux));
  }

  gst_element_set_state (self->pipeline, GST_STATE_PAUSED);
  wait_for_pads (self);
  g_assert_cmpint (gst_element_get_state (self->pipeline, NULL, NULL, DEADLINE), ==,
                   GST_STATE_CHANGE_SUCCESS);
  gst_bus_set_flushing (self->bus, TRUE);
  gst_bus_set_flushing (self->bus, FALSE);
}

void
recording_player_clear (RecordingPlayer *self)
{
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  g_ptr_array_unref (self->pictures);
  g_ptr_array_unref (self->sounds);
  gst_object_unref (self->bus);
  gst_object_unref (self->pipeline);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
}

void
recording_player_play_to_end (RecordingPlayer *self)
{
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
  gst_message_unref (recording_player_wait (self, GST_MESSAGE_EOS));
}

gboolean
recording_player_seek (RecordingPlayer *self, GstSeekFlags flags, GstClockTime start,
                       GstClockTime stop)
{
  return gst_element_seek (self->pipeline, 1.0, GST_FORMAT_TIME, flags, GST_SEEK_TYPE_SET,
                           (gint64) start,
                           GST_CLOCK_TIME_IS_VALID (stop) ? GST_SEEK_TYPE_SET : GST_SEEK_TYPE_NONE,
                           (gint64) stop);
}

void
recording_player_wait_for_pictures (RecordingPlayer *self, guint n)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE / GST_USECOND;

  while (self->pictures->len < n)
    g_assert_true (g_cond_wait_until (&self->cond, &self->lock, deadline));
}

int
recording_player_locate (RecordingPlayer *self, Recording *recording, guint picture)
{
  int found;

  g_assert_cmpuint (picture, <, self->pictures->len);
  found = recording_find (recording, g_ptr_array_index (self->pictures, picture), 0);
  g_assert_cmpint (found, >=, 0);

  return found;
}

GstClockTime
recording_player_get_time (RecordingPlayer *self, guint picture)
{
  g_assert_cmpuint (picture, <, self->pictures->len);

  return GST_BUFFER_PTS ((GstBuffer *) g_ptr_array_index (self->pictures, picture));
}
