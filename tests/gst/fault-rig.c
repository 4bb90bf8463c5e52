/* fault-rig.c
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "fault-rig.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "gstdvripplugin.h"

#define CLOSE_WAIT  "08"

/* What a case may take more, with all that the allocator keeps of earlier ones: less than the
 * smallest of the sizes that are claimed and never come. */
#define RSS_MAX     (16u << 20)

static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n_files = 0;

  while (dir && g_dir_read_name (dir))
    n_files++;

  return n_files;
}

static guint
count_threads (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  guint n_threads = 0;

  while (dir && g_dir_read_name (dir))
    n_threads++;

  return n_threads;
}

static gsize
get_rss (void)
{
  g_autofree char *text = NULL;
  gulong pages = 0;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL) ||
      sscanf (text, "%*u %lu", &pages) != 1)
    return 0;

  return pages * (gsize) sysconf (_SC_PAGESIZE);
}

/* Sockets of one of our ports, at either end, that wait for a close on this side. */
static guint
count_close_wait (EncoderServer *server)
{
  g_autofree char *table = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_found = 0;

  g_assert_true (g_file_get_contents ("/proc/net/tcp", &table, NULL, NULL));
  lines = g_strsplit (table, "\n", -1);
  for (guint i = 1; lines[i]; i++) {
    guint local, remote;
    char state[3];

    if (sscanf (lines[i], "%*d: %*x:%x %*x:%x %2s", &local, &remote, state) != 3)
      continue;

    for (guint channel = 1; channel <= 2; channel++) {
      guint port = encoder_server_get_port (server, channel);

      n_found += (local == port || remote == port) && strcmp (state, CLOSE_WAIT) == 0;
    }
  }

  return n_found;
}

static RigPlayer *
new_player (Rig   *self,
            guint  channel)
{
  return rig_player_new (encoder_server_get_port (self->server, channel),
                         self->options.is_shared ? channel : 1);
}

static EncoderServer *
start_server (gboolean is_shared)
{
  g_autofree char *cache_dir = g_test_build_filename (G_TEST_BUILT, "encoder-cache", NULL);
  EncoderConfig config = {
    .channels = 2,
    .ports_per_channel = !is_shared,
    .cache_dir = cache_dir,
    .main = { .width = 160, .height = 96, .fps = 25 },
    .sub = { .width = 128, .height = 64, .fps = 25 },
  };
  g_autoptr (GError) error = NULL;
  EncoderServer *server;

  server = encoder_server_new (&config, &error);
  g_assert_no_error (error);
  encoder_server_start (server, &error);
  g_assert_no_error (error);

  return server;
}

/* Of devices with a port per channel, and with one for both. */
static struct {
  EncoderServer *server;
  RigPlayer     *healthy;
} stays[2];

static guint n_threads_before;   /* with the healthy players, and no other */

static void
set_deviations (EncoderServer *server,
                const char    *text)
{
  g_autoptr (GError) error = NULL;
  EncoderDeviations deviations = { 0 };

  encoder_deviations_parse (text ? text : "none", &deviations, &error);
  g_assert_no_error (error);
  encoder_server_set_deviations (server, &deviations);
}

static void
begin_player (Rig *self)
{
  const RigOptions *options = &self->options;
  RigPlayer *player = new_player (self, 1);

  player->decodes = options->decodes;
  g_object_set (player->src, "stream", options->is_sub ? 1 : 0, NULL);
  if (options->user)
    g_object_set (player->src, "user", options->user, NULL);
  if (options->password)
    g_object_set (player->src, "password", options->password, NULL);
  if (options->deadline && !g_getenv ("WATCHWALL_REAL_DEADLINES"))
    g_object_set (player->src, options->deadline, options->deadline_ms, NULL);
  self->player = player;
}

Rig *
rig_new (const RigOptions *options)
{
  Rig *self = g_new0 (Rig, 1);
  guint i = options->is_shared ? 1 : 0;

  self->options = *options;
  if (options->decodes)
    rig_player_load_decoders ();
  if (!stays[i].server)
    stays[i].server = start_server (options->is_shared);
  self->server = stays[i].server;
  if (!stays[i].healthy) {
    stays[i].healthy = new_player (self, 2);
    gst_element_set_state (stays[i].healthy->pipeline, GST_STATE_PLAYING);
    rig_player_wait_pictures (stays[i].healthy, 2);
    n_threads_before = i == 0 || n_threads_before == 0 ? count_threads () : n_threads_before + 1;
  }
  self->healthy = stays[i].healthy;
  set_deviations (self->server, options->deviations);
  rig_player_wait_pictures (self->healthy, 2);

  self->n_files = count_files ();
  self->rss = get_rss ();
  encoder_server_get_counters (self->server, &self->before);
  begin_player (self);
  g_mutex_lock (&self->healthy->lock);
  self->healthy->longest_us = 0;
  g_mutex_unlock (&self->healthy->lock);

  return self;
}

void
rig_free (Rig *self)
{
  g_clear_pointer (&self->player, rig_player_free);
  encoder_server_set_fault (self->server, 0, ENCODER_FAULT_NONE);
  g_free (self);
}

/* Threads that streamed wait half a second for more to do before they end: so they are counted when
 * all is over, against what there was before the first case. */
static void
wait_for_threads (void)
{
  gint64 deadline_us = rig_deadline ();

  while (count_threads () > n_threads_before)
    rig_nap (deadline_us);
  g_test_message ("%u threads, as before", n_threads_before);
}

/* Runs the tests; to be called instead of g_test_run(). */
int
rig_run (void)
{
  int status;

  g_thread_pool_set_max_unused_threads (0);
  gst_dvrip_register_static ();
  status = g_test_run ();
  if (n_threads_before > 0)
    wait_for_threads ();

  for (guint i = 0; i < G_N_ELEMENTS (stays); i++) {
    g_clear_pointer (&stays[i].healthy, rig_player_free);
    g_clear_pointer (&stays[i].server, encoder_server_free);
  }

  return status;
}

/* Of the first channel. The clock runs from here. */
void
rig_set_fault (Rig        *self,
               const char *text)
{
  g_autoptr (GError) error = NULL;
  EncoderFaultSpec spec;

  encoder_fault_spec_parse (text, 2, &spec, &error);
  g_assert_no_error (error);
  spec.channel = 1;
  self->begun_us = g_get_monotonic_time ();
  encoder_server_apply_fault (self->server, &spec);
}

void
rig_play (Rig *self)
{
  self->begun_us = g_get_monotonic_time ();
  gst_element_set_state (self->player->pipeline, GST_STATE_PLAYING);
}

void
rig_wait_pictures (Rig *self,
                   int  n_more)
{
  rig_player_wait_pictures (self->player, n_more);
}

void
rig_wait_units (Rig *self,
                int  n_more)
{
  gint64 deadline_us = rig_deadline ();
  int wanted = g_atomic_int_get (&self->player->n_units) + n_more;

  while (g_atomic_int_get (&self->player->n_units) < wanted) {
    rig_player_collect (self->player);
    if (self->player->seen.reason[0])
      g_error ("It should play, and failed: %s", self->player->seen.reason);
    rig_nap (deadline_us);
  }
}

/* Until nothing has come for a second. */
void
rig_wait_stall (Rig *self)
{
  gint64 deadline_us = rig_deadline ();
  int n_units = g_atomic_int_get (&self->player->n_units);
  gint64 since_us = g_get_monotonic_time ();

  while (g_get_monotonic_time () - since_us < G_USEC_PER_SEC) {
    if (g_atomic_int_get (&self->player->n_units) != n_units) {
      n_units = g_atomic_int_get (&self->player->n_units);
      since_us = g_get_monotonic_time ();
    }
    rig_nap (deadline_us);
  }
}

static void
wait_closed (Rig *self)
{
  gint64 deadline_us = rig_deadline ();

  for (rig_player_collect (self->player); !self->player->seen.ended_by[0]; rig_player_collect (self->player))
    rig_nap (deadline_us);
}

/* Until the player fails, and its sockets are closed. */
void
rig_wait_error (Rig       *self,
                RigResult *out_result)
{
  gint64 deadline_us = rig_deadline ();
  guint ms, after_ms;

  for (rig_player_collect (self->player); !self->player->seen.reason[0]; rig_player_collect (self->player))
    rig_nap (deadline_us);
  ms = (guint) ((g_get_monotonic_time () - self->begun_us) / 1000);
  g_mutex_lock (&self->player->lock);
  after_ms = (guint) ((g_get_monotonic_time () - MAX (self->player->unit_us, self->begun_us)) / 1000);
  g_mutex_unlock (&self->player->lock);
  wait_closed (self);
  *out_result = self->player->seen;
  out_result->ms = ms;
  out_result->after_ms = after_ms;
}

/* In order, by the action signal. */
void
rig_close (Rig       *self,
           RigResult *out_result)
{
  gint64 begun_us = g_get_monotonic_time ();

  g_signal_emit_by_name (self->player->src, "close");
  wait_closed (self);
  *out_result = self->player->seen;
  g_strlcpy (out_result->reason, "plays", sizeof out_result->reason);
  out_result->ms = (guint) ((g_get_monotonic_time () - begun_us) / 1000);
}

/* Until another element than the source fails; the connection is closed in order then. */
void
rig_wait_refusal (Rig       *self,
                  RigResult *out_result)
{
  gint64 deadline_us = rig_deadline ();
  RigPlayer *player = self->player;
  RigResult refusal;
  guint ms;

  for (rig_player_collect (player); !player->seen.reason[0]; rig_player_collect (player))
    rig_nap (deadline_us);
  ms = (guint) ((g_get_monotonic_time () - self->begun_us) / 1000);
  refusal = player->seen;
  rig_close (self, out_result);
  g_strlcpy (out_result->reason, refusal.reason, sizeof out_result->reason);
  out_result->ms = ms;
}

/* What is to be told of one that plays; how long something took, @result knows already. */
void
rig_tell (Rig       *self,
          RigResult *result)
{
  guint ms = result->ms;

  rig_close (self, result);
  result->ms = ms;
}

GstClockTime
rig_get_last_pts (Rig *self)
{
  GstClockTime pts;

  g_mutex_lock (&self->player->lock);
  pts = self->player->last_pts;
  g_mutex_unlock (&self->player->lock);

  return pts;
}

GstStructure *
rig_get_statistics (Rig *self)
{
  GstStructure *statistics = NULL;

  g_object_get (self->player->src, "statistics", &statistics, NULL);
  return statistics;
}

static void
wait_for_nothing_left (Rig *self)
{
  gint64 deadline_us = rig_deadline ();
  EncoderCounters counters;

  for (;;) {
    guint n_files = count_files ();
    guint n_close_wait = count_close_wait (self->server);

    encoder_server_get_counters (self->server, &counters);
    if (n_files <= self->n_files && n_close_wait == 0 &&
        counters.open == self->before.open)
      return;

    if (g_get_monotonic_time () > deadline_us)
      g_error ("Left behind: %u files (%u before), %u in CLOSE_WAIT, %u open", n_files,
               self->n_files, n_close_wait, counters.open);
    g_usleep (2 * 1000);
  }
}

/* Ends the player, tells the case as a line of the table, and checks what every case has to keep:
 * the other channel plays on, nothing is left behind, no part of a unit was passed on. */
void
rig_leave (Rig             *self,
           const char      *name,
           const char      *expected,
           guint            allowed_ms,
           const RigResult *result)
{
  gssize rss = (gssize) get_rss () - (gssize) self->rss;
  gint64 longest_us;

  g_assert_cmpint (g_atomic_int_get (&self->player->n_partial), ==, 0);
  g_clear_pointer (&self->player, rig_player_free);
  longest_us = rig_player_get_longest (self->healthy);
  rig_player_wait_pictures (self->healthy, 1);
  wait_for_nothing_left (self);

  g_test_message ("matrix | %s | %s | %s, %d, by %s | %u ms | %u ms, %u ms after the last unit | %+"
                  G_GSSIZE_FORMAT " KiB | %" G_GINT64_FORMAT " ms", name, expected, result->reason,
                  result->ret, result->ended_by, allowed_ms, result->ms, result->after_ms,
                  rss / 1024, longest_us / 1000);
  g_assert_cmpuint (result->ms, <=, allowed_ms + RIG_BUSY_MS);
  g_assert_cmpint (longest_us, <, 5 * G_USEC_PER_SEC);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (rss, <, (gssize) RSS_MAX);
#endif
}
