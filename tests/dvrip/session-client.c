/* session-client.c
 *
 * A session under test, and what it has told so far. It is judged here, in every test alike, that
 * callbacks come on the network thread, one at a time, and none after the end.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "session-client.h"

#include <string.h>

#include "wall-io-thread.h"

#define PATIENCE_US (20 * G_USEC_PER_SEC)

static void
changed (SessionClient *self)
{
  g_assert_true (wall_io_thread_is_current ());
  self->n_after_end += self->n_ended;
  g_cond_broadcast (&self->cond);
}

static void
call_hook (SessionClient *self)
{
  if (self->hook)
    self->hook (self);
}

static void
on_phase (DvripSession *session,
          DvripPhase phase,
          gpointer data)
{
  SessionClient *self = data;

  g_mutex_lock (&self->lock);
  self->phase = phase;
  changed (self);
  g_mutex_unlock (&self->lock);
  call_hook (self);
}

static void
on_unit (DvripSession *session,
         DvripUnit *unit,
         gpointer data)
{
  SessionClient *self = data;

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->units, unit);
  changed (self);
  g_mutex_unlock (&self->lock);
  call_hook (self);
}

static void
free_reply (gpointer data)
{
  ClientReply *reply = data;

  g_clear_pointer (&reply->picture, g_bytes_unref);
  g_free (reply->text);
  g_free (reply);
}

static void
on_reply (DvripSession *session,
          const DvripReply *reply,
          gpointer data)
{
  SessionClient *self = data;
  ClientReply *copy = g_new0 (ClientReply, 1);

  copy->request = reply->request;
  copy->outcome = reply->outcome;
  copy->ret = reply->ret;
  copy->picture = reply->picture ? g_bytes_ref (reply->picture) : NULL;
  copy->text = g_strdup_printf ("%s %s %d", dvrip_request_kind_to_nick (reply->kind),
                                dvrip_reply_get_reason (reply), reply->ret);
  copy->time_us = g_get_monotonic_time ();
  g_test_message ("%u: %s (%s)", reply->request, copy->text, dvrip_reply_get_words (reply));

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->replies, copy);
  changed (self);
  g_mutex_unlock (&self->lock);
}

static void
on_alarm (DvripSession *session,
          const DvripAlarm *alarm,
          gpointer data)
{
  SessionClient *self = data;

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->alarms, g_strdup_printf ("%d %s %s %s", alarm->channel, alarm->event,
                                                  alarm->status, alarm->start_time));
  changed (self);
  g_mutex_unlock (&self->lock);
}

static void
on_ended (DvripSession *session,
          DvripEndedBy by,
          const GError *error,
          gpointer data)
{
  SessionClient *self = data;

  g_mutex_lock (&self->lock);
  changed (self);
  self->n_ended++;
  self->by = by;
  self->error = error ? g_error_copy (error) : NULL;
  self->ended_us = g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);
}

static void
on_notify (gpointer data)
{
  SessionClient *self = data;

  g_mutex_lock (&self->lock);
  self->n_notified++;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

static const DvripSessionCallbacks callbacks = {
  .phase = on_phase,
  .unit = on_unit,
  .reply = on_reply,
  .alarm = on_alarm,
  .ended = on_ended,
};

/* The deadlines are so long that none passes on a slow machine: a test that is about one of them
 * sets that one. */
SessionClient *
session_client_new (guint16 port)
{
  SessionClient *self = g_new0 (SessionClient, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->units = g_ptr_array_new_with_free_func ((GDestroyNotify) dvrip_unit_free);
  self->replies = g_ptr_array_new_with_free_func (free_reply);
  self->alarms = g_ptr_array_new_with_free_func (g_free);

  dvrip_session_config_init (&self->config);
  self->config.host = g_strdup ("127.0.0.1");
  self->config.port = port;
  self->config.user = g_strdup ("admin");
  self->config.password = g_strdup ("admin");
  self->config.lookup_ms = self->config.connect_ms = self->config.login_ms = 20000;
  self->config.claim_ms = self->config.start_ms = 20000;
  self->config.unit_ms = self->config.silence_ms = 20000;
  self->config.request_ms = 20000;

  return self;
}

/* Abandons what still runs: whatever became of the test, nothing calls back into freed memory. */
void
session_client_free (SessionClient *self)
{
  if (self->session) {
    dvrip_session_abandon (self->session);
    g_assert_cmpuint (self->n_after_end, ==, 0);
    g_assert_cmpuint (self->n_ended, <=, 1);
    dvrip_session_unref (self->session);
  }

  /* Given back already, or with the callback of the end that runs out. */
  g_mutex_lock (&self->lock);
  while (self->session && self->n_notified == 0)
    g_cond_wait (&self->cond, &self->lock);
  g_mutex_unlock (&self->lock);

  dvrip_session_config_clear (&self->config);
  g_ptr_array_unref (self->units);
  g_ptr_array_unref (self->replies);
  g_ptr_array_unref (self->alarms);
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  g_free (self);
}

void
session_client_prepare (SessionClient *self)
{
  self->session = dvrip_session_new (&self->config, &callbacks, self, on_notify);
}

void
session_client_start (SessionClient *self)
{
  session_client_prepare (self);
  self->begun_us = self->asked_us = g_get_monotonic_time ();
  dvrip_session_start (self->session);
}

void
session_client_close (SessionClient *self)
{
  self->asked_us = g_get_monotonic_time ();
  dvrip_session_close (self->session);
}

/* With @lock held. */
static void
wait_for_change (SessionClient *self,
                 gint64 deadline_us,
                 const char *what)
{
  if (!g_cond_wait_until (&self->cond, &self->lock, deadline_us))
    g_error ("waited in vain for %s; phase %d, %u units, ended %u (%s)", what, self->phase,
             self->units->len, self->n_ended, self->error ? self->error->message : "no error");
}

void
session_client_wait_phase (SessionClient *self,
                           DvripPhase phase)
{
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;

  g_mutex_lock (&self->lock);
  while (self->phase < phase)
    wait_for_change (self, deadline_us, "a phase");
  g_mutex_unlock (&self->lock);
}

void
session_client_wait_units (SessionClient *self,
                           guint n_units)
{
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;

  g_mutex_lock (&self->lock);
  while (self->units->len < n_units)
    wait_for_change (self, deadline_us, "units");
  g_mutex_unlock (&self->lock);
}

guint
session_client_ask (SessionClient *self,
                    DvripRequestKind kind)
{
  const DvripRequest request = { .kind = kind };
  DvripOutcome refusal;
  guint id = dvrip_session_request (self->session, &request, &refusal);

  g_assert_cmpint (refusal, ==, DVRIP_OUTCOME_DONE);
  g_assert_cmpuint (id, !=, 0);

  return id;
}

guint
session_client_turn (SessionClient *self,
                     const char *command)
{
  const DvripRequest request = {
    .kind = DVRIP_REQUEST_PTZ,
    .command = command,
    .speed = 5,
    .number = 7,
  };
  DvripOutcome refusal;
  guint id = dvrip_session_request (self->session, &request, &refusal);

  g_assert_cmpuint (id, !=, 0);

  return id;
}

void
session_client_wait_alarms (SessionClient *self,
                            guint n_alarms)
{
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;

  g_mutex_lock (&self->lock);
  while (self->alarms->len < n_alarms)
    wait_for_change (self, deadline_us, "alarms");
  g_mutex_unlock (&self->lock);
}

/* With @lock held. Returns: (nullable) */
static ClientReply *
find_reply (SessionClient *self,
            guint request)
{
  ClientReply *found = NULL;

  for (guint i = 0; i < self->replies->len; i++) {
    ClientReply *reply = g_ptr_array_index (self->replies, i);

    /* Once, and no more. */
    if (reply->request == request) {
      g_assert_true (found == NULL || request == 0);
      found = reply;
    }
  }

  return found;
}

void
session_client_wait_reply (SessionClient *self,
                           guint request)
{
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;

  g_mutex_lock (&self->lock);
  while (!find_reply (self, request))
    wait_for_change (self, deadline_us, "a reply");
  g_mutex_unlock (&self->lock);
}

void
session_client_assert_reply (SessionClient *self,
                             guint request,
                             const char *text)
{
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;
  ClientReply *reply;

  g_mutex_lock (&self->lock);
  while (!(reply = find_reply (self, request)))
    wait_for_change (self, deadline_us, text);
  g_assert_cmpstr (reply->text, ==, text);
  g_mutex_unlock (&self->lock);
}

void
session_client_wait_ended (SessionClient *self)
{
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;

  g_mutex_lock (&self->lock);
  while (self->n_ended == 0 || self->n_notified == 0)
    wait_for_change (self, deadline_us, "the end");
  g_assert_cmpuint (self->n_notified, ==, 1);
  g_mutex_unlock (&self->lock);
}

void
session_client_wait_notified (SessionClient *self)
{
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;

  g_mutex_lock (&self->lock);
  while (self->n_notified == 0)
    wait_for_change (self, deadline_us, "its user data");
  g_mutex_unlock (&self->lock);
}

/* Returns: how long it took from the start, or from the close, to the end */
double
session_client_get_seconds (SessionClient *self)
{
  return (double) (self->ended_us - self->asked_us) / G_USEC_PER_SEC;
}

guint
count_sockets (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;
  guint n_sockets = 0;

  while ((name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename ("/proc/self/fd", name, NULL);
    g_autofree char *target = g_file_read_link (path, NULL);

    n_sockets += target && g_str_has_prefix (target, "socket:");
  }

  return n_sockets;
}

void
wait_for_sockets (guint n_sockets)
{
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;

  while (count_sockets () > n_sockets && g_get_monotonic_time () < deadline_us)
    g_usleep (1000);

  g_assert_cmpuint (count_sockets (), ==, n_sockets);
}
