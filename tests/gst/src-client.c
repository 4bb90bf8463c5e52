/* src-client.c
 *
 * A dvripsrc in a pipeline, with every wait under a deadline.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "src-client.h"

#include <string.h>

#define POLL_US (5 * 1000)

static GstPadProbeReturn
on_buffer (GstPad          *pad,
           GstPadProbeInfo *info,
           gpointer         user_data)
{
  SrcClient *self = user_data;

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->buffers, gst_buffer_ref (GST_PAD_PROBE_INFO_BUFFER (info)));
  g_cond_broadcast (&self->cond);
  while (self->is_held)
    g_cond_wait (&self->cond, &self->lock);
  g_mutex_unlock (&self->lock);

  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
on_event (GstPad          *pad,
          GstPadProbeInfo *info,
          gpointer         user_data)
{
  SrcClient *self = user_data;

  g_mutex_lock (&self->lock);
  self->n_eos += GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) == GST_EVENT_EOS;
  g_mutex_unlock (&self->lock);

  return GST_PAD_PROBE_OK;
}

SrcClient *
src_client_new (guint16 port)
{
  SrcClient *self = g_new0 (SrcClient, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstPad) pad = NULL;

  self->pipeline = gst_parse_launch ("dvripsrc name=src ! fakesink sync=false", &error);
  g_assert_no_error (error);
  self->src = gst_bin_get_by_name (GST_BIN (self->pipeline), "src");
  self->bus = gst_element_get_bus (self->pipeline);
  self->buffers = g_ptr_array_new_with_free_func ((GDestroyNotify) gst_buffer_unref);
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  g_object_set (self->src, "host", "127.0.0.1", "port", port, "password", "secret", NULL);

  pad = gst_element_get_static_pad (self->src, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_buffer, self, NULL);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event, self, NULL);

  return self;
}

void
src_client_free (SrcClient *self)
{
  src_client_hold (self, FALSE);
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  g_queue_clear_full (&self->messages, (GDestroyNotify) gst_message_unref);
  gst_object_unref (self->bus);
  gst_object_unref (self->src);
  gst_object_unref (self->pipeline);
  g_ptr_array_unref (self->buffers);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
src_client_play (SrcClient *self)
{
  g_assert_cmpint (gst_element_set_state (self->pipeline, GST_STATE_PAUSED), ==,
                   GST_STATE_CHANGE_NO_PREROLL);
  g_assert_cmpint (gst_element_set_state (self->pipeline, GST_STATE_PLAYING), !=,
                   GST_STATE_CHANGE_FAILURE);
}

void
src_client_set_timeouts (SrcClient *self,
                         guint      timeout_ms)
{
  g_object_set (self->src,
                "lookup-timeout", timeout_ms,
                "connect-timeout", timeout_ms,
                "login-timeout", timeout_ms,
                "claim-timeout", timeout_ms,
                "start-timeout", timeout_ms,
                "unit-timeout", timeout_ms,
                "silence-timeout", timeout_ms,
                NULL);
}

void
src_client_hold (SrcClient *self,
                 gboolean   is_held)
{
  g_mutex_lock (&self->lock);
  self->is_held = is_held;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

void
src_client_wait_buffers (SrcClient *self,
                         guint      n_buffers)
{
  gint64 deadline_us = g_get_monotonic_time () + SRC_CLIENT_DEADLINE / GST_USECOND;

  g_mutex_lock (&self->lock);
  while (self->buffers->len < n_buffers)
    g_assert_true (g_cond_wait_until (&self->cond, &self->lock, deadline_us));
  g_mutex_unlock (&self->lock);
}

GstBuffer *
src_client_get_buffer (SrcClient *self,
                       guint      index)
{
  GstBuffer *buffer;

  g_mutex_lock (&self->lock);
  buffer = g_ptr_array_index (self->buffers, index);
  g_mutex_unlock (&self->lock);

  return buffer;
}

guint
src_client_get_n_buffers (SrcClient *self)
{
  guint n_buffers;

  g_mutex_lock (&self->lock);
  n_buffers = self->buffers->len;
  g_mutex_unlock (&self->lock);

  return n_buffers;
}

void
src_client_wait_phase (SrcClient  *self,
                       const char *phase)
{
  gint64 deadline_us = g_get_monotonic_time () + SRC_CLIENT_DEADLINE / GST_USECOND;

  while (TRUE) {
    g_autoptr (GstStructure) statistics = NULL;

    g_object_get (self->src, "statistics", &statistics, NULL);
    if (g_strcmp0 (gst_structure_get_string (statistics, "phase"), phase) == 0)
      return;

    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_usleep (POLL_US);
  }
}

guint64
src_client_get_statistic (SrcClient  *self,
                          const char *field)
{
  g_autoptr (GstStructure) statistics = NULL;
  guint64 value;
  guint number;

  g_object_get (self->src, "statistics", &statistics, NULL);
  if (gst_structure_get_uint (statistics, field, &number))
    return number;

  g_assert_true (gst_structure_get_uint64 (statistics, field, &value));
  return value;
}

static GstMessage *
find_message (SrcClient     *self,
              GstMessageType types)
{
  for (GList *l = self->messages.head; l != NULL; l = l->next) {
    GstMessage *message = l->data;

    if ((GST_MESSAGE_TYPE (message) & types) == 0)
      continue;

    g_queue_delete_link (&self->messages, l);
    return message;
  }

  return NULL;
}

/* What is there already, if anything is. */
GstMessage *
src_client_pop_message (SrcClient     *self,
                        GstMessageType types)
{
  GstMessage *message;

  while ((message = gst_bus_pop (self->bus)) != NULL)
    g_queue_push_tail (&self->messages, message);

  return find_message (self, types);
}

/* Messages of different threads come in any order: what is not asked for is kept. */
GstMessage *
src_client_wait_message (SrcClient     *self,
                         GstMessageType types)
{
  GstMessage *message = src_client_pop_message (self, types);

  while (message == NULL) {
    GstMessage *next = gst_bus_timed_pop (self->bus, SRC_CLIENT_DEADLINE);

    g_assert_nonnull (next);
    g_queue_push_tail (&self->messages, next);
    message = find_message (self, types);
  }

  return message;
}

GstStructure *
src_client_wait_closed (SrcClient *self)
{
  g_autoptr (GstMessage) message = src_client_wait_message (self, GST_MESSAGE_ELEMENT);

  g_assert_true (gst_message_has_name (message, "dvrip-closed"));
  return gst_structure_copy (gst_message_get_structure (message));
}

void
src_client_assert_closed (SrcClient  *self,
                          const char *ended_by,
                          const char *reason)
{
  g_autoptr (GstStructure) closed = src_client_wait_closed (self);

  g_assert_cmpstr (gst_structure_get_string (closed, "ended-by"), ==, ended_by);
  g_assert_cmpstr (gst_structure_get_string (closed, "reason"), ==, reason);
}

void
src_client_assert_error (SrcClient  *self,
                         int         code,
                         const char *reason,
                         int         ret)
{
  g_autoptr (GstMessage) message = src_client_wait_message (self, GST_MESSAGE_ERROR);
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;
  const GstStructure *details;
  int told_ret;

  gst_message_parse_error (message, &error, &debug);
  gst_message_parse_error_details (message, &details);
  g_test_message ("%s (%s)", error->message, debug);
  g_assert_error (error, GST_RESOURCE_ERROR, code);
  g_assert_nonnull (details);
  g_assert_cmpstr (gst_structure_get_string (details, "reason"), ==, reason);
  g_assert_true (gst_structure_get_int (details, "ret", &told_ret));
  g_assert_cmpint (told_ret, ==, ret);
  g_assert_cmpuint (strlen (error->message), >, 20);
  g_assert_nonnull (strstr (debug, "dvrip://admin@"));
  g_assert_null (strstr (debug, "secret"));
}

/* Nothing more is said, and the stream has not ended by itself. */
void
src_client_assert_quiet (SrcClient *self)
{
  g_autoptr (GstMessage) message =
    src_client_pop_message (self, GST_MESSAGE_ERROR | GST_MESSAGE_EOS | GST_MESSAGE_ELEMENT);

  g_assert_null (message);
  g_assert_cmpuint (self->n_eos, ==, 0);
}

void
src_client_close (SrcClient *self)
{
  g_signal_emit_by_name (self->src, "close");
}

void
wait_until_left (FakeDevice *device)
{
  gint64 deadline_us = g_get_monotonic_time () + SRC_CLIENT_DEADLINE / GST_USECOND;
  FakeCounts counts;

  for (fake_device_get_counts (device, &counts); counts.open > 0;
       fake_device_get_counts (device, &counts)) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_usleep (POLL_US);
  }

  g_assert_cmpuint (counts.resets, ==, 0);
}
