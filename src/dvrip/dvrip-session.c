/* dvrip-session.c
 *
 * The life of a session and its doors to other threads: references, callbacks, statistics.
 * Public functions: any thread, each returns at once. All the rest: network thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-session-private.h"

#include <string.h>

#include "wall-io-thread.h"

static const DvripSessionConfig default_config = {
  .port = DVRIP_DEFAULT_PORT,
  .lookup_ms = 5000,
  .connect_ms = 4000,
  .login_ms = 5000,
  .claim_ms = 5000,
  .start_ms = 5000,
  .unit_ms = 5000,
  .silence_ms = 6000,
  .request_ms = 5000,
};

static void
release_user_data (gpointer user_data,
                   GDestroyNotify notify)
{
  if (notify)
    notify (user_data);
}

/* Returns: whether a callback may be called; then call leave_callback() after it */
static gboolean
enter_callback (DvripSession *self)
{
  g_rec_mutex_lock (&self->callback_lock);
  if (self->is_mute) {
    g_rec_mutex_unlock (&self->callback_lock);
    return FALSE;
  }

  self->depth++;

  return TRUE;
}

static void
leave_callback (DvripSession *self)
{
  GDestroyNotify notify = NULL;

  self->depth--;
  if (self->is_mute && self->depth == 0)
    notify = g_steal_pointer (&self->notify);
  g_rec_mutex_unlock (&self->callback_lock);

  release_user_data (self->user_data, notify);
}

static void
session_free (DvripSession *self)
{
  if (self->is_held)
    dvrip_session_exit_release ();
  release_user_data (self->user_data, self->notify);
  dvrip_session_config_clear (&self->config);
  g_rec_mutex_clear (&self->callback_lock);
  g_mutex_clear (&self->stats_lock);
  g_mutex_clear (&self->request_lock);
  g_queue_clear_full (&self->asked, g_free);
  g_byte_array_unref (self->said);
  dvrip_request_queue_free (self->requests);
  dvrip_snapshot_reader_free (self->snapshots);
  g_clear_error (&self->first_error);
  g_clear_error (&self->error);
  g_clear_pointer (&self->addresses, g_ptr_array_unref);
  g_clear_pointer (&self->units, dvrip_unit_reader_free);
  g_free (self);
}

/* Calls @function on the network thread, with a reference held until then. */
void
dvrip_session_invoke (DvripSession *self,
                      GSourceFunc function)
{
  wall_io_thread_invoke (function, dvrip_session_ref (self),
                         (GDestroyNotify) dvrip_session_unref);
}

static gboolean
start_in_thread (gpointer data)
{
  DvripSession *self = data;

  if (self->is_started || self->is_ended)
    return G_SOURCE_REMOVE;

  self->is_started = TRUE;
  dvrip_session_ref (self);
  dvrip_session_begin (self);
  dvrip_session_take_requests (self);

  return G_SOURCE_REMOVE;
}

static gboolean
close_in_thread (gpointer data)
{
  DvripSession *self = data;

  if (self->is_ended)
    return G_SOURCE_REMOVE;

  if (!self->is_started) {
    self->is_started = TRUE;
    dvrip_session_ref (self);
  }

  if (self->is_closing && self->reconnects) {
    self->reconnects = FALSE;
    dvrip_session_end_requests (self);
    dvrip_session_set_phase (self, DVRIP_PHASE_CLOSING);
  } else if (!self->is_closing) {
    dvrip_session_begin_close (self);
  }

  return G_SOURCE_REMOVE;
}

void
dvrip_session_clear_source (GSource **source)
{
  if (!*source)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

void
dvrip_session_set_timer (DvripSession *self,
                         GSource **timer,
                         guint ms,
                         GSourceFunc function)
{
  dvrip_session_clear_source (timer);
  *timer = g_timeout_source_new (ms);
  g_source_set_callback (*timer, function, self, NULL);
  g_source_attach (*timer, wall_io_thread_get_context ());
}

void
dvrip_session_send (DvripSession *self,
                    DvripWire *wire,
                    guint16 id,
                    GBytes *payload)
{
  const DvripHeader header = {
    .session_id = self->session_id,
    .sequence = self->sequence++,
    .id = id,
  };

  dvrip_wire_send (wire, &header, payload);
}

void
dvrip_session_set_phase (DvripSession *self,
                         DvripPhase phase)
{
  const DvripWay *way = dvrip_plan_get_way (&self->plan);

  g_mutex_lock (&self->stats_lock);
  self->stats.phase = phase;
  self->stats.topology = way->topology;
  g_strlcpy (self->stats.stream_type, way->stream_type, sizeof self->stats.stream_type);
  g_mutex_unlock (&self->stats_lock);

  if (!enter_callback (self))
    return;

  if (self->callbacks.phase)
    self->callbacks.phase (self, phase, self->user_data);
  leave_callback (self);
}

void
dvrip_session_emit_unit (DvripSession *self,
                         DvripUnit *unit)
{
  if (!enter_callback (self)) {
    dvrip_unit_free (unit);
    return;
  }

  if (self->callbacks.unit)
    self->callbacks.unit (self, unit, self->user_data);
  else
    dvrip_unit_free (unit);
  leave_callback (self);
}

void
dvrip_session_emit_reply (DvripSession *self,
                          const DvripReply *reply)
{
  if (!enter_callback (self))
    return;

  if (self->callbacks.reply)
    self->callbacks.reply (self, reply, self->user_data);
  leave_callback (self);
}

void
dvrip_session_emit_alarm (DvripSession *self,
                          const DvripAlarm *alarm)
{
  if (!enter_callback (self))
    return;

  if (self->callbacks.alarm)
    self->callbacks.alarm (self, alarm, self->user_data);
  leave_callback (self);
}

/* The last thing that happens to a session on the network thread. */
void
dvrip_session_end (DvripSession *self)
{
  self->is_ended = TRUE;
  dvrip_session_end_requests (self);
  dvrip_session_set_phase (self, DVRIP_PHASE_ENDED);

  if (enter_callback (self)) {
    self->is_mute = TRUE;
    if (self->callbacks.ended)
      self->callbacks.ended (self, self->ended_by, self->error, self->user_data);
    leave_callback (self);
  }

  dvrip_session_unref (self);
}

/**
 * dvrip_session_config_init:
 * @config: (out caller-allocates): a configuration without a host, with the policy's deadlines
 */
void
dvrip_session_config_init (DvripSessionConfig *config)
{
  *config = default_config;
}

/**
 * dvrip_session_config_clear:
 * @config: a configuration, whose texts are freed; the password is overwritten first
 */
void
dvrip_session_config_clear (DvripSessionConfig *config)
{
  if (config->password)
    explicit_bzero (config->password, strlen (config->password));

  g_clear_pointer (&config->host, g_free);
  g_clear_pointer (&config->user, g_free);
  g_clear_pointer (&config->password, g_free);
  g_clear_pointer (&config->stream_type, g_free);
}

/**
 * dvrip_session_new:
 * @config: what to connect to; copied
 * @callbacks: what to tell; copied
 * @user_data: for @callbacks
 * @notify: (nullable): gives @user_data back: as soon as no callback can come any more, that is in
 *   dvrip_session_abandon(), after @ended, or with the last reference of a session never started
 *
 * Makes a session that has not begun. Once started, it must be closed or abandoned: dropping the
 * reference alone does not end it.
 *
 * Returns: (transfer full): the session
 */
DvripSession *
dvrip_session_new (const DvripSessionConfig *config,
                   const DvripSessionCallbacks *callbacks,
                   gpointer user_data,
                   GDestroyNotify notify)
{
  DvripSession *self = g_new0 (DvripSession, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_rec_mutex_init (&self->callback_lock);
  g_mutex_init (&self->stats_lock);
  g_mutex_init (&self->request_lock);
  g_queue_init (&self->asked);
  self->said = g_byte_array_new ();
  self->requests = dvrip_request_queue_new ();
  self->snapshots = dvrip_snapshot_reader_new ();
  self->wants_alarms = config->alarms;
  self->key_frame_us = -1;

  self->config = *config;
  self->config.host = g_strdup (config->host ? config->host : "");
  self->config.user = g_strdup (config->user ? config->user : "");
  self->config.password = g_strdup (config->password ? config->password : "");
  self->config.stream_type = g_strdup (config->stream_type);

  self->callbacks = *callbacks;
  self->user_data = user_data;
  self->notify = notify;
  self->stats.last_byte_us = -1;
  self->stats.last_unit_us = -1;
  self->ended_by = DVRIP_ENDED_BY_US;
  dvrip_plan_init (&self->plan, config->topology, config->stream, self->config.stream_type);

  return self;
}

/**
 * dvrip_session_ref:
 *
 * Returns: (transfer full): @self
 */
DvripSession *
dvrip_session_ref (DvripSession *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * dvrip_session_unref:
 * @self: (transfer full): a session
 */
void
dvrip_session_unref (DvripSession *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    session_free (self);
}

/**
 * dvrip_session_start:
 *
 * Looks the host up, connects, signs in and plays. Only the first call counts.
 */
void
dvrip_session_start (DvripSession *self)
{
  dvrip_session_invoke (self, start_in_thread);
}

/**
 * dvrip_session_close:
 *
 * Ends in order: Stop and Logout, our FIN, the device's FIN, each waited for a short time. @ended
 * comes within one second, whatever the device does.
 */
void
dvrip_session_close (DvripSession *self)
{
  dvrip_session_invoke (self, close_in_thread);
}

/**
 * dvrip_session_abandon:
 *
 * Ends in the same order as dvrip_session_close(), but alone: once this has returned no callback
 * runs and none will come, and user data was given back (when called from within a callback: as
 * soon as that returns). It waits for a callback that runs right now, so hold no lock that one of
 * the callbacks takes. A process that exits meanwhile waits for it, for half a second.
 */
void
dvrip_session_abandon (DvripSession *self)
{
  GDestroyNotify notify = NULL;

  g_rec_mutex_lock (&self->callback_lock);
  self->is_mute = TRUE;
  if (!self->is_held)
    dvrip_session_exit_hold ();
  self->is_held = TRUE;
  if (self->depth == 0)
    notify = g_steal_pointer (&self->notify);
  g_rec_mutex_unlock (&self->callback_lock);

  release_user_data (self->user_data, notify);
  dvrip_session_invoke (self, close_in_thread);
}

/**
 * dvrip_session_get_stats:
 * @out_stats: (out caller-allocates): how it stands now; nothing in it is to be freed
 */
void
dvrip_session_get_stats (DvripSession *self,
                         DvripSessionStats *out_stats)
{
  g_mutex_lock (&self->stats_lock);
  *out_stats = self->stats;
  g_mutex_unlock (&self->stats_lock);
}
