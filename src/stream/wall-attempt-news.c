/* wall-attempt-news.c
 *
 * What a pipeline has to say, brought to the main thread. It is sent by the default main context, not
 * by a watched bus: there is no descriptor to poll for each camera, and nothing that the player does
 * not want to hear is sent. Any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-attempt-private.h"
#include "wall-thread.h"

typedef struct {
  WallAttempt *attempt;
  GstMessage  *message;     /* (nullable): there is none, but: */
  gboolean     is_of_origin;
  gboolean     is_gone;     /* the pipeline is gone; else its first picture is there */
} News;

static gboolean
tell (gpointer user_data)
{
  News *news = user_data;
  WallAttempt *self = news->attempt;

  if (!self->listener)
    return G_SOURCE_REMOVE;

  if (news->message)
    self->events->message (self->listener, news->message, news->is_of_origin);
  else if (news->is_gone)
    self->events->gone (self->listener);
  else
    self->events->first_picture (self->listener);

  return G_SOURCE_REMOVE;
}

static void
free_news (gpointer data)
{
  News *news = data;

  g_clear_pointer (&news->message, gst_message_unref);
  wall_attempt_unref (news->attempt);
  g_free (news);
}

/* Always by the main loop, never at once, even from the main thread; all of the same priority, so
 * that the order stays. */
static void
send_news (WallAttempt *self,
           const News  *news)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  News *copy = g_memdup2 (news, sizeof *news);

  copy->attempt = wall_attempt_ref (self);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "[watchwall] news of a pipeline");
  g_source_set_callback (source, tell, copy, free_news);
  g_source_attach (source, NULL);
}

/* Without its sender: the main thread must not hold the last reference to an element. */
static void
send_message (WallAttempt *self,
              GstMessage  *message)
{
  News news = {
    .message = gst_message_copy (message),
    .is_of_origin = GST_MESSAGE_SRC (message) == self->origin_id,
  };

  gst_object_replace (&GST_MESSAGE_SRC (news.message), NULL);
  send_news (self, &news);
}

static void
on_stream_status (GstMessage *message)
{
  GstStreamStatusType type;
  GstElement *owner;

  gst_message_parse_stream_status (message, &type, &owner);
  if (type == GST_STREAM_STATUS_TYPE_ENTER)
    wall_thread_yield_to_main ();
}

/* On whatever thread the message is posted. */
static GstBusSyncReply
on_message (GstBus     *bus,
            GstMessage *message,
            gpointer    user_data)
{
  WallAttempt *self = user_data;
  GstMessageType wanted = GST_MESSAGE_ERROR | GST_MESSAGE_EOS | GST_MESSAGE_PROGRESS |
                          GST_MESSAGE_ELEMENT;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_STREAM_STATUS)
    on_stream_status (message);
  else if (GST_MESSAGE_TYPE (message) & wanted)
    send_message (self, message);
  gst_message_unref (message);

  return GST_BUS_DROP;
}

static void
unref_in_bus (gpointer data)
{
  wall_attempt_unref (data);
}

/**
 * wall_attempt_hear:
 * @self: an attempt whose pipeline says nothing yet
 *
 * Has the listener told from now on. The bus holds a reference until wall_attempt_hear_no_more().
 */
void
wall_attempt_hear (WallAttempt *self)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);

  gst_bus_set_sync_handler (bus, on_message, wall_attempt_ref (self), unref_in_bus);
}

/**
 * wall_attempt_hear_no_more:
 * @self: an attempt whose pipeline is down
 */
void
wall_attempt_hear_no_more (WallAttempt *self)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);

  gst_bus_set_sync_handler (bus, NULL, NULL, NULL);
}

/**
 * wall_attempt_tell_first_picture:
 *
 * The first picture is there.
 */
void
wall_attempt_tell_first_picture (WallAttempt *self)
{
  send_news (self, &(News) { .is_gone = FALSE });
}

/**
 * wall_attempt_tell_gone:
 *
 * The pipeline is gone.
 */
void
wall_attempt_tell_gone (WallAttempt *self)
{
  send_news (self, &(News) { .is_gone = TRUE });
}
