/* encoder-server.c
 *
 * Puts the encoder together, starts and ends it. What happens while it runs happens on the network
 * thread; the functions here may be called from any thread, and wait for that thread for an instant.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-server-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "encoder-cache.h"
#include "encoder-codec.h"
#include "wall-io-thread.h"

#define DEFAULT_ALIVE_SECONDS 20
#define HOUSE_MS              250

/* How long the clients may take to answer our FIN when the server ends. */
#define FAREWELL_US           (500 * G_TIME_SPAN_MILLISECOND)

typedef void (*ServerFunc) (EncoderServer *self,
                            gpointer       data);

typedef struct {
  EncoderServer *server;
  ServerFunc     function;
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

/* Runs something on the network thread and waits for it. */
static void
call_on_network (EncoderServer *self,
                 ServerFunc     function,
                 gpointer       data)
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

static void
free_user (gpointer data)
{
  EncoderUser *user = data;

  g_free (user->name);
  g_free (user->password);
  g_free (user);
}

static void
add_user (EncoderServer *self,
          const char    *name,
          const char    *password)
{
  EncoderUser *user = g_new0 (EncoderUser, 1);

  user->name = g_strdup (name);
  user->password = g_strdup (password);
  g_ptr_array_add (self->users, user);
}

static const char *
pick_source (const EncoderConfig *config,
             guint                channel)
{
  guint n = config->sources ? g_strv_length ((char **) config->sources) : 0;

  if (n == 0)
    return "test";

  return config->sources[n == 1 ? 0 : channel];
}

static gboolean
check_config (const EncoderConfig  *config,
              GError              **error)
{
  guint n_sources = config->sources ? g_strv_length ((char **) config->sources) : 0;

  if (config->channels < 1 || config->channels > ENCODER_MAX_CHANNELS) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _("%u channels cannot be served: from 1 to %d"), config->channels,
                 ENCODER_MAX_CHANNELS);
    return FALSE;
  }

  if (n_sources > 1 && n_sources != config->channels) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _("%u sources for %u channels: give one for all, or one for each"), n_sources,
                 config->channels);
    return FALSE;
  }

  if (config->ports_per_channel && config->port > 0 &&
      config->port + config->channels - 1 > G_MAXUINT16) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _("%u ports from %u on go beyond %d"), config->channels, config->port,
                 G_MAXUINT16);
    return FALSE;
  }

  return TRUE;
}

static void
lay_out_ports (EncoderServer *self)
{
  self->n_ports = self->ports_per_channel ? self->n_channels : 1;
  self->ports = g_new0 (EncoderPort, self->n_ports);
  for (guint i = 0; i < self->n_ports; i++) {
    self->ports[i].server = self;
    self->ports[i].first = i;
    self->ports[i].n_channels = self->ports_per_channel ? 1 : self->n_channels;
    self->ports[i].number = self->port_number > 0 ? (guint16) (self->port_number + i) : 0;
  }
}

static gboolean
set_formats (EncoderServer        *self,
             const EncoderConfig  *config,
             GError              **error)
{
  self->formats[0] = config->main.width ? config->main : (EncoderFormat) { 640, 360, 25.0 };
  self->formats[1] = config->sub.width ? config->sub : (EncoderFormat) { 320, 180, 10.0 };

  return encoder_format_check (&self->formats[0], error) &&
         encoder_format_check (&self->formats[1], error);
}

/**
 * encoder_server_new:
 * @config: is copied
 *
 * Checks the configuration. Nothing is encoded and no socket opened yet.
 *
 * Returns: (transfer full) (nullable): the server, %NULL and @error in %G_IO_ERROR
 */
EncoderServer *
encoder_server_new (const EncoderConfig  *config,
                    GError              **error)
{
  g_autoptr (EncoderServer) self = NULL;

  if (!check_config (config, error))
    return NULL;

  self = g_new0 (EncoderServer, 1);
  g_mutex_init (&self->lock);
  g_cond_init (&self->emptied);
  self->listen = g_strdup (config->listen ? config->listen : "127.0.0.1");
  self->port_number = config->port;
  self->ports_per_channel = config->ports_per_channel;
  self->alive_interval = config->alive_interval ? config->alive_interval : DEFAULT_ALIVE_SECONDS;
  self->cache_dir = config->cache_dir ? g_strdup (config->cache_dir)
                                      : encoder_cache_dup_default_folder ();
  self->users = g_ptr_array_new_with_free_func (free_user);
  add_user (self, config->user ? config->user : "admin",
            config->password ? config->password : "admin");
  self->cancellable = g_cancellable_new ();
  self->n_channels = config->channels;
  self->channels = g_new0 (EncoderChannel, self->n_channels);
  for (guint i = 0; i < self->n_channels; i++)
    self->channels[i].source = g_strdup (pick_source (config, i));
  lay_out_ports (self);
  if (!set_formats (self, config, error))
    return NULL;

  return g_steal_pointer (&self);
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

  return G_SOURCE_CONTINUE;
}

static void
open_house (EncoderServer *self,
            gpointer       data)
{
  GError **error = data;

  self->started_us = g_get_monotonic_time () / ENCODER_PACER_GRID_US * ENCODER_PACER_GRID_US;
  self->clients = g_ptr_array_new_with_free_func (encoder_client_free);
  self->sessions = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->pacer = encoder_pacer_new (on_tick, self);
  self->house_timer = g_timeout_source_new (HOUSE_MS);
  g_source_set_callback (self->house_timer, on_house, self, NULL);
  g_source_attach (self->house_timer, wall_io_thread_get_context ());

  for (guint i = 0; i < self->n_ports; i++) {
    if (!encoder_port_listen (&self->ports[i], error))
      return;
  }
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

  if (!encoder_studio_make_loops (self, error))
    return FALSE;

  call_on_network (self, open_house, &listen_error);
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
 * Returns: (transfer none): what is sent, after the start
 */
const EncoderLoopInfo *
encoder_server_get_loop_info (EncoderServer *self,
                              guint          channel,
                              gboolean       is_main)
{
  g_return_val_if_fail (channel >= 1 && channel <= self->n_channels, NULL);

  return encoder_loop_get_info (self->channels[channel - 1].loops[is_main ? 0 : 1]);
}

typedef struct {
  guint        channel;
  EncoderFault fault;
} FaultCall;

static void
set_fault (EncoderServer *self,
           gpointer       data)
{
  const FaultCall *call = data;

  encoder_fault_apply (self, call->channel, call->fault);
}

/**
 * encoder_server_set_fault:
 * @channel: from 1; 0: all
 *
 * Lets something go wrong from now on, or right again; what that means is said in encoder-fault.c.
 * It has taken effect when this returns.
 */
void
encoder_server_set_fault (EncoderServer *self,
                          guint          channel,
                          EncoderFault   fault)
{
  FaultCall call = { channel, fault };

  g_return_if_fail (channel <= self->n_channels && self->clients);

  call_on_network (self, set_fault, &call);
}

static void
get_fault (EncoderServer *self,
           gpointer       data)
{
  FaultCall *call = data;

  call->fault = self->channels[call->channel - 1].fault;
}

/**
 * encoder_server_get_fault:
 * @channel: from 1
 *
 * Returns: the fault that is set
 */
EncoderFault
encoder_server_get_fault (EncoderServer *self,
                          guint          channel)
{
  FaultCall call = { channel, ENCODER_FAULT_NONE };

  g_return_val_if_fail (channel >= 1 && channel <= self->n_channels, ENCODER_FAULT_NONE);

  call_on_network (self, get_fault, &call);
  return call.fault;
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
  call_on_network (self, copy_counters, out_counters);
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
  g_source_destroy (self->house_timer);
  g_clear_pointer (&self->house_timer, g_source_unref);
  g_clear_pointer (&self->pacer, encoder_pacer_free);
  g_clear_pointer (&self->clients, g_ptr_array_unref);
  g_clear_pointer (&self->sessions, g_hash_table_unref);
}

static void
free_channel (EncoderChannel *channel)
{
  for (guint i = 0; i < ENCODER_N_STREAMS; i++)
    g_clear_pointer (&channel->loops[i], encoder_loop_unref);
  g_clear_pointer (&channel->tone, encoder_tone_free);
  g_free (channel->source);
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
  if (self->clients) {
    call_on_network (self, say_farewell, NULL);
    if (!wall_io_thread_is_current ())
      wait_for_farewell (self);
    call_on_network (self, close_house, NULL);
  }

  for (guint i = 0; i < self->n_ports; i++)
    encoder_port_close (&self->ports[i]);
  for (guint i = 0; i < self->n_channels; i++)
    free_channel (&self->channels[i]);
  g_free (self->ports);
  g_free (self->channels);
  g_ptr_array_unref (self->users);
  g_object_unref (self->cancellable);
  g_free (self->listen);
  g_free (self->cache_dir);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->emptied);
  g_free (self);
}
