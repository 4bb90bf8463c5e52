/* wall-relay-pump.c
 *
 * The two directions of a relay, and their end. Each direction is one buffer: what the one side does
 * not take, the other side is not asked for.
 * Network thread only; nothing blocks.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "wall-relay-private.h"

/* From our FIN to the device's. What it sends until then is read, so that nothing is reset. */
#define DRAIN_MS  300
#define DRAIN_MAX (4 * 1024 * 1024)

static void finish (WallRelay *self,
                    gboolean   is_by_device);

void
wall_relay_clear_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
clear_pump (WallRelayPump *pump)
{
  g_clear_object (&pump->cancellable);
  g_free (pump->buffer);
  g_byte_array_unref (pump->passed);
}

/* The last operation that is under way takes the relay with it. */
static void
free_if_done (WallRelay *self)
{
  if (self->state != WALL_RELAY_CLOSED || !self->has_library_ended || self->down.is_busy || self->up.is_busy ||
      self->is_closing_stream || self->words || self->events)
    return;

  wall_relay_clear_source (&self->timer);
  clear_pump (&self->down);
  clear_pump (&self->up);
  g_object_unref (self->passing);
  g_clear_object (&self->local);
  g_object_unref (self->stream);
  g_object_unref (self->socket);
  g_object_unref (self->listener);
  if (self->filter_destroy)
    self->filter_destroy (self->filter_data);
  g_free (self);
}

static void
end_library (WallRelay *self)
{
  self->has_library_ended = TRUE;
  wall_relay_clear_source (&self->accept);
  g_socket_close (self->listener, NULL);
  g_cancellable_cancel (self->up.cancellable);
  if (self->local)
    g_socket_close (g_socket_connection_get_socket (self->local), NULL);
}

/* A library that reads the end of its connection while it is brought down itself gets confused, so
 * it is left waiting. */
static void
finish (WallRelay *self,
        gboolean   is_by_device)
{
  const WallRelayEvents *events = self->events;

  if (self->state == WALL_RELAY_CLOSED)
    return;

  self->state = WALL_RELAY_CLOSED;
  wall_relay_clear_source (&self->timer);
  g_cancellable_cancel (self->passing);
  g_cancellable_cancel (self->down.cancellable);
  g_socket_close (self->socket, NULL);
  if (self->local && !self->has_library_ended)
    wall_relay_set_timer (self, WALL_RELAY_LINGER_MS);
  else
    end_library (self);
  self->events = NULL;
  if (events)
    events->closed (self->user_data, is_by_device);
  free_if_done (self);
}

static gboolean
on_timer (gpointer user_data)
{
  WallRelay *self = user_data;

  wall_relay_clear_source (&self->timer);
  if (self->state == WALL_RELAY_RELAYING) {
    wall_relay_drain (self);
  } else if (self->state == WALL_RELAY_CLOSED) {
    end_library (self);
    free_if_done (self);
  } else {
    finish (self, FALSE);
  }

  return G_SOURCE_REMOVE;
}

void
wall_relay_set_timer (WallRelay *self,
           guint      ms)
{
  wall_relay_clear_source (&self->timer);
  self->timer = g_timeout_source_new (ms);
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

static void
on_goodbye_said (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  WallRelay *self = user_data;

  g_output_stream_close_finish (G_OUTPUT_STREAM (source), result, NULL);
  self->is_closing_stream = FALSE;
  if (self->state == WALL_RELAY_DRAINING)
    g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
  free_if_done (self);
}

/* TLS says goodbye in its own words first, if nothing is in its way. */
static void
say_goodbye (WallRelay *self)
{
  GOutputStream *out = g_io_stream_get_output_stream (self->stream);

  if (G_IS_TLS_CONNECTION (self->stream) && !g_output_stream_has_pending (out)) {
    self->is_closing_stream = TRUE;
    g_output_stream_close_async (out, G_PRIORITY_DEFAULT, self->down.cancellable, on_goodbye_said,
                                 self);
  } else {
    g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
  }
}

void
wall_relay_drain (WallRelay *self)
{
  if (self->state >= WALL_RELAY_DRAINING)
    return;

  self->state = WALL_RELAY_DRAINING;
  g_cancellable_cancel (self->passing);
  if (!self->local)
    end_library (self);
  say_goodbye (self);
  wall_relay_set_timer (self, DRAIN_MS);
  wall_relay_read_next (&self->down);
}

static void
tell_ended (WallRelay    *self,
            const GError *error)
{
  if (self->state != WALL_RELAY_RELAYING)
    return;

  self->state = WALL_RELAY_STOPPED;
  if (self->events)
    self->events->ended (self->user_data, error);
  else
    wall_relay_drain (self);
}

static void
on_device_ended (WallRelay    *self,
                 const GError *error)
{
  if (self->state == WALL_RELAY_DRAINING)
    finish (self, TRUE);
  else
    tell_ended (self, error);
}

static void
on_library_ended (WallRelay *self)
{
  end_library (self);
  if (self->state == WALL_RELAY_CLOSED)
    free_if_done (self);
  else
    wall_relay_drain (self);
}

/* Writing failed because of the other side. */
static void
on_written (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  WallRelayPump *pump = user_data;
  WallRelay *self = pump->relay;
  g_autoptr (GError) error = NULL;
  gboolean is_written;

  is_written = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error);
  pump->is_busy = pump->is_writing = FALSE;
  if (is_written || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    wall_relay_read_next (pump);
  else if (pump == &self->up)
    on_device_ended (self, error);
  else
    on_library_ended (self);
}

void
wall_relay_write_on (WallRelayPump *pump)
{
  if (pump->passed->len == 0) {
    wall_relay_read_next (pump);
    return;
  }

  pump->is_busy = pump->is_writing = TRUE;
  g_output_stream_write_all_async (pump->out, pump->passed->data, pump->passed->len,
                                   G_PRIORITY_DEFAULT, pump->relay->passing, on_written, pump);
}

static gboolean
look (WallRelayPump *pump,
      gsize          size)
{
  WallRelay *self = pump->relay;

  g_byte_array_set_size (pump->passed, 0);
  if (self->state != WALL_RELAY_RELAYING)
    return TRUE;
  if (self->events)
    return pump->look (self->user_data, pump->buffer, size, pump->passed);
  if (self->filter)
    return self->filter (self->filter_data, pump == &self->down, pump->buffer, size, pump->passed);

  g_byte_array_append (pump->passed, pump->buffer, (guint) size);
  return TRUE;
}

static void
pass_on (WallRelayPump  *pump,
         gsize  size)
{
  WallRelay *self = pump->relay;

  if (!look (pump, size))
    self->state = MAX (self->state, WALL_RELAY_STOPPED);
  if (pump->is_busy)
    return;

  if (self->state == WALL_RELAY_DRAINING && pump == &self->down)
    self->drained += size;
  if (self->state == WALL_RELAY_RELAYING && pump == &self->up && self->words)
    self->is_held = TRUE;
  else if (self->state == WALL_RELAY_RELAYING)
    wall_relay_write_on (pump);
  else if (self->drained > DRAIN_MAX)
    finish (self, FALSE);
  else
    wall_relay_read_next (pump);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  WallRelayPump *pump = user_data;
  WallRelay *self = pump->relay;
  g_autoptr (GError) error = NULL;
  gssize size = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  pump->is_busy = FALSE;
  if (size > 0)
    pass_on (pump, (gsize) size);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    free_if_done (self);
  else if (pump == &self->down)
    on_device_ended (self, error);
  else
    on_library_ended (self);
}

void
wall_relay_read_next (WallRelayPump *pump)
{
  WallRelay *self = pump->relay;
  gboolean is_wanted = pump == &self->up ? !self->has_library_ended
                                         : self->state == WALL_RELAY_RELAYING || self->state == WALL_RELAY_DRAINING;

  if (!pump->in || pump->is_busy || !is_wanted) {
    free_if_done (self);
    return;
  }

  pump->is_busy = TRUE;
  g_input_stream_read_async (pump->in, pump->buffer, pump->size, G_PRIORITY_DEFAULT,
                             pump->cancellable, on_read, pump);
}
