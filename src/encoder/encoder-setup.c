/* encoder-setup.c
 *
 * Makes a server of a configuration: checks it, fills in what is not said, lays out channels and
 * ports. Nothing is encoded and no socket opened.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-server-private.h"

#include <glib/gi18n-lib.h>

#include "encoder-cache.h"
#include "encoder-feeds.h"

#define DEFAULT_ALIVE_SECONDS 20

static EncoderUsers *
pick_users (const EncoderConfig *config)
{
  EncoderUsers *users;

  if (config->users)
    return encoder_users_ref (config->users);

  users = encoder_users_new ();
  encoder_users_add (users, config->user ? config->user : "admin",
                     config->password ? config->password : "admin");
  return users;
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
                 _("The number of sources, %u, is not that of the channels, %u: give one source "
                   "for all, or one for each"), n_sources, config->channels);
    return FALSE;
  }

  for (guint i = 0; i < n_sources; i++) {
    if (!encoder_feeds_check (config->sources[i], error))
      return FALSE;
  }

  if (config->ports_per_channel && config->port > 0 &&
      config->port + config->channels - 1 > G_MAXUINT16) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _("The ports from %u to %u cannot be taken: %d is the last there is"),
                 config->port, config->port + config->channels - 1, G_MAXUINT16);
    return FALSE;
  }

  return TRUE;
}

static void
lay_out_ports (EncoderServer *self,
               guint          lock_out)
{
  self->n_ports = self->ports_per_channel ? self->n_channels : 1;
  self->ports = g_new0 (EncoderPort, self->n_ports);
  for (guint i = 0; i < self->n_ports; i++) {
    self->ports[i].server = self;
    self->ports[i].first = i;
    self->ports[i].lockout = encoder_lockout_new ((gint64) lock_out * G_USEC_PER_SEC);
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
  self->deviations = config->deviations;
  self->cache_dir = config->cache_dir ? g_strdup (config->cache_dir)
                                      : encoder_cache_dup_default_folder ();
  self->users = pick_users (config);
  self->max_connections = config->max_connections ? config->max_connections
                                                  : ENCODER_MAX_CONNECTIONS;
  self->at_limit = config->at_limit;
  self->announce = config->discovery;
  self->discovery_port = config->discovery_port;
  self->cancellable = g_cancellable_new ();
  self->feeds = g_ptr_array_new ();
  self->has_timestamps = !config->no_timestamps;
  self->idle_ms = config->idle_ms;
  self->tries_sources = config->tries_sources;
  self->camera_element = g_strdup (config->camera_element);
  self->logins = config->logins ? encoder_logins_ref (config->logins) : NULL;
  self->n_channels = config->channels;
  self->channels = g_new0 (EncoderChannel, self->n_channels);
  for (guint i = 0; i < self->n_channels; i++) {
    self->channels[i].source = g_strdup (pick_source (config, i));
    self->channels[i].ptz = encoder_ptz_new ();
  }
  lay_out_ports (self, config->lock_out);
  if (!set_formats (self, config, error))
    return NULL;

  return g_steal_pointer (&self);
}
