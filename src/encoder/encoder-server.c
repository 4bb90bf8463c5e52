/* encoder-server.c
 *
 * Starts and ends the encoder, and lets other threads ask and steer it. What happens while it
 * runs happens on the network thread; the functions here may be called from any thread, and wait
 * for that thread for an instant.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-server-private.h"

#include "encoder-feeds.h"
#include "dvrip-discovery.h"
#include "wall-io-thread.h"

#define HOUSE_MS    250

/* How long the clients may take to answer our FIN when the server ends. */
#define FAREWELL_US (500 * G_TIME_SPAN_MILLISECOND)

typedef struct {
  EncoderServer *server;
  EncoderServerFunc function;
  gpointer       data;
  GMutex         lock;
  GCond          cond;
  gboolean       is_done;
} Call;

static gboolean
on_call (gpointer data)
{
  Call *call = data;

  call->function (call->server, call->data);
  g_mutex_lock (&call->lock);
  call->is_done = TRUE;
  g_cond_signal (&call->cond);
  g_mutex_unlock (&call->lock);

  return G_SOURCE_REMOVE;
}

/**
 * encoder_server_call:
 *
 * Runs something on the network thread and waits for it. From any thread.
 */
void
encoder_server_call (EncoderServer    *self,
                     EncoderServerFunc function,
                     gpointer          data)
{
  Call call = { self, function, data };

  if (wall_io_thread_is_current ()) {
    function (self, data);
    return;
  }

  g_mutex_init (&call.lock);
  g_cond_init (&call.cond);
  wall_io_thread_invoke (on_call, &call, NULL);
  g_mutex_lock (&call.lock);
  while (!call.is_done)
    g_cond_wait (&call.cond, &call.lock);
  g_mutex_unlock (&call.lock);
  g_mutex_clear (&call.lock);
  g_cond_clear (&call.cond);
}

/* Backwards: the end of a client takes it out of the list and puts the last in its place. */
static gint64
on_tick (gint64   now_us,
         gpointer user_data)
{
  EncoderServer *self = user_data;
  gint64 next_us = ENCODER_PACER_NEVER;

  for (guint i = self->clients->len; i-- > 0; ) {
    EncoderClient *client = g_ptr_array_index (self->clients, i);

    if (encoder_mutate_finish (client))
      continue;

    if (client->watch.is_started) {
      next_us = MIN (next_us, encoder_watch_advance (client, now_us));
      encoder_connection_flush (client->connection);
    }
  }

  return next_us;
}

static gboolean
on_house (gpointer data)
{
  EncoderServer *self = data;
  gint64 now_us = g_get_monotonic_time ();

  for (guint i = self->clients->len; i-- > 0; )
    encoder_client_check (g_ptr_array_index (self->clients, i), now_us);
  for (guint i = self->clients->len; i-- > 0; )
    encoder_early_expire (g_ptr_array_index (self->clients, i), now_us);
  for (guint i = 0; i < self->n_ports; i++)
    encoder_port_check (&self->ports[i]);
  encoder_snapshots_check (self, now_us);
  for (guint i = 0; i < self->feeds->len; i++)
    encoder_feed_check (g_ptr_array_index (self->feeds, i), now_us);

  return G_SOURCE_CONTINUE;
}

static void
open_house (EncoderServer *self,
            gpointer       data)
{
  GError **error = data;

  self->started_us = g_get_monotonic_time () / ENCODER_PACER_GRID_US * ENCODER_PACER_GRID_US;
  self->clients = g_ptr_array_new_with_free_func (encoder_client_free);
  self->snapshots = g_ptr_array_new ();
  self->sessions = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->pacer = encoder_pacer_new (on_tick, self);
  self->house_timer = g_timeout_source_new (HOUSE_MS);
  g_source_set_callback (self->house_timer, on_house, self, NULL);
  g_source_attach (self->house_timer, wall_io_thread_get_context ());

  encoder_feeds_try (self);

  for (guint i = 0; i < self->n_ports; i++) {
    if (!encoder_port_listen (&self->ports[i], error))
      return;
  }
  if (self->discovery)
    encoder_discovery_start (self->discovery);
}

static gboolean
is_loopback (const char *listen)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (listen);

  return address && g_inet_address_get_is_loopback (address);
}

static gboolean
open_discovery (EncoderServer  *self,
                GError        **error)
{
  g_autoptr (GError) cause = NULL;
  int port = self->discovery_port == 0 ? DVRIP_DISCOVERY_PORT : MAX (0, self->discovery_port);

  if (self->announce == ENCODER_ANNOUNCE_OFF ||
      (self->announce == ENCODER_ANNOUNCE_AUTO && is_loopback (self->listen)))
    return TRUE;

  self->discovery = encoder_discovery_open (self, (guint16) port, &cause);
  if (self->discovery)
    return TRUE;

  if (self->announce == ENCODER_ANNOUNCE_AUTO) {
    g_message ("%s", cause->message);
    return TRUE;
  }

  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/**
 * encoder_server_start:
 *
 * Makes or loads the loops (that may take seconds), and listens. A port that is taken is told
 * before anything is encoded. Once only.
 *
 * Returns: whether it listens
 */
gboolean
encoder_server_start (EncoderServer  *self,
                      GError        **error)
{
  GError *listen_error = NULL;

  g_return_val_if_fail (self->clients == NULL, FALSE);

  for (guint i = 0; i < self->n_ports; i++) {
    if (!encoder_port_bind (&self->ports[i], error))
      return FALSE;
  }

  if (!open_discovery (self, error) || !encoder_studio_make_loops (self, error))
    return FALSE;

  encoder_server_call (self, open_house, &listen_error);
  if (listen_error) {
    g_propagate_error (error, listen_error);
    return FALSE;
  }

  return TRUE;
}

/**
 * encoder_server_cancel:
 *
 * Makes encoder_server_start(), which runs in another thread, come back soon.
 */
void
encoder_server_cancel (EncoderServer *self)
{
  g_cancellable_cancel (self->cancellable);
}

/**
 * encoder_server_get_port:
 * @channel: from 1
 *
 * Returns: the number of the port behind which the channel is, after the start
 */
guint16
encoder_server_get_port (EncoderServer *self,
                         guint          channel)
{
  g_return_val_if_fail (channel >= 1 && channel <= self->n_channels, 0);

  return self->ports[self->ports_per_channel ? channel - 1 : 0].number;
}

guint
encoder_server_get_channels (EncoderServer *self)
{
  return self->n_channels;
}

/**
 * encoder_server_get_loop_info:
 * @channel: from 1
 * @is_main: the main stream, or the sub stream
 *
 * Returns: (transfer none) (nullable): the loop that is sent, after the start; %NULL for a live source
 */
const EncoderLoopInfo *
encoder_server_get_loop_info (EncoderServer *self,
                              guint          channel,
                              gboolean       is_main)
{
  g_return_val_if_fail (channel >= 1 && channel <= self->n_channels, NULL);

  if (!self->channels[channel - 1].loops[is_main ? 0 : 1])
    return NULL;

  return encoder_loop_get_info (self->channels[channel - 1].loops[is_main ? 0 : 1]);
}

static void
copy_counters (EncoderServer *self,
               gpointer       data)
{
  *(EncoderCounters *) data = self->counters;
}

/**
 * encoder_server_get_counters:
 * @out_counters: (out caller-allocates): all of one moment
 */
void
encoder_server_get_counters (EncoderServer   *self,
                             EncoderCounters *out_counters)
{
  encoder_server_call (self, copy_counters, out_counters);
}

/**
 * encoder_server_client_left:
 *
 * Network thread: tells whoever waits for the last one.
 */
void
encoder_server_client_left (EncoderServer *self)
{
  g_mutex_lock (&self->lock);
  self->is_empty = self->clients->len == 0;
  g_cond_signal (&self->emptied);
  g_mutex_unlock (&self->lock);
}

static void
say_farewell (EncoderServer *self,
              gpointer       data)
{
  self->is_stopping = TRUE;
  for (guint i = 0; i < self->n_ports; i++)
    encoder_port_close (&self->ports[i]);

  for (guint i = self->clients->len; i-- > 0; ) {
    EncoderClient *client = g_ptr_array_index (self->clients, i);

    encoder_connection_close (client->connection);
    encoder_client_apply_hold (client);
  }

  encoder_server_client_left (self);
}

static void
wait_for_farewell (EncoderServer *self)
{
  gint64 deadline_us = g_get_monotonic_time () + FAREWELL_US;

  g_mutex_lock (&self->lock);
  while (!self->is_empty && g_cond_wait_until (&self->emptied, &self->lock, deadline_us))
    continue;
  g_mutex_unlock (&self->lock);
}

static void
close_house (EncoderServer *self,
             gpointer       data)
{
  GPtrArray **runs = data;

  g_source_destroy (self->house_timer);
  g_clear_pointer (&self->house_timer, g_source_unref);
  g_clear_pointer (&self->discovery, encoder_discovery_free);
  encoder_snapshots_close (self);
  g_clear_pointer (&self->planned_faults, g_ptr_array_unref);
  g_clear_pointer (&self->pacer, encoder_pacer_free);
  g_clear_pointer (&self->clients, g_ptr_array_unref);
  g_clear_pointer (&self->sessions, g_hash_table_unref);
  *runs = encoder_feeds_close (self);
}

static void
free_channel (EncoderChannel *channel)
{
  for (guint i = 0; i < ENCODER_N_STREAMS; i++)
    g_clear_pointer (&channel->loops[i], encoder_loop_unref);
  g_clear_pointer (&channel->tone, encoder_tone_free);
  g_clear_pointer (&channel->ptz, encoder_ptz_free);
  for (guint i = 0; i < ENCODER_N_ALARMS; i++)
    g_clear_pointer (&channel->alarms[i], g_free);
  g_free (channel->source);
}

static void
free_port (EncoderPort *port)
{
  encoder_port_close (port);
  g_clear_pointer (&port->lockout, encoder_lockout_free);
  encoder_talk_clear (&port->talk);
}

/**
 * encoder_server_free:
 * @self: (transfer full):
 *
 * Ends the server: every client gets our FIN and half a second to answer it, then all is closed.
 */
void
encoder_server_free (EncoderServer *self)
{
  GPtrArray *runs = NULL;

  if (self->clients) {
    encoder_server_call (self, say_farewell, NULL);
    if (!wall_io_thread_is_current ())
      wait_for_farewell (self);
    encoder_server_call (self, close_house, &runs);
    encoder_feeds_wait (runs);
  } else {
    encoder_feeds_wait (encoder_feeds_close (self));
  }

  g_clear_pointer (&self->discovery, encoder_discovery_free);
  for (guint i = 0; i < self->n_ports; i++)
    free_port (&self->ports[i]);
  for (guint i = 0; i < self->n_channels; i++)
    free_channel (&self->channels[i]);
  g_free (self->ports);
  g_free (self->channels);
  g_clear_pointer (&self->users, encoder_users_unref);
  g_ptr_array_unref (self->feeds);
  g_clear_pointer (&self->logins, encoder_logins_unref);
  g_free (self->camera_element);
  g_object_unref (self->cancellable);
  g_free (self->listen);
  g_free (self->cache_dir);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->emptied);
  g_free (self);
}
