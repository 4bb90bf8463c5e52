/* fault-rig.c
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "fault-rig.h"

#include <stdio.h>
#include <string.h>

#include "fault-process.h"
#include "gstdvripplugin.h"

#define CLOSE_WAIT  "08"

/* Where reliability has no figure: a player, and one with a decoder. */
#define MEMORY_KIB         1024
#define DECODER_MEMORY_KIB (8 << 10)

/* What any case may seem to take: the kernel counts pages for each processor apart and adds them up
 * by 128 KiB, and the heap of a thread that allocates for the first time begins with as much. */
#define NOISE_KIB   512

/* Pictures of the healthy channel are so far apart. */
#define INTERVAL_MS 40

/* A late picture is one thread that had to wait; what is timed takes the turns of several. */
#define LATE_FACTOR 3

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

/* What is given back before the end counts as well. */
static void
note_memory (Rig *self)
{
  self->most_memory = MAX (self->most_memory, rig_process_get_memory ());
}

/* Counts from the first fault, or from the beginning where there is none before it. */
static void
begin_clock (Rig *self)
{
  if (!self->has_fault)
    self->memory = self->most_memory = rig_process_get_memory ();
  self->begun_us = g_get_monotonic_time ();
}

static void
nap (Rig    *self,
     gint64  deadline_us)
{
  note_memory (self);
  rig_nap (deadline_us);
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
set_deadline (Rig *self)
{
  const RigOptions *options = &self->options;
  guint real_ms = 0;

  if (!g_getenv ("WATCHWALL_REAL_DEADLINES")) {
    g_object_set (self->player->src, options->deadline, options->deadline_ms, NULL);
    return;
  }

  /* Some strike twice, once for each topology. */
  g_object_get (self->player->src, options->deadline, &real_ms, NULL);
  self->more_ms = 2 * (real_ms - options->deadline_ms);
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
  self->player = player;
  if (options->deadline)
    set_deadline (self);
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
    n_threads_before = i == 0 || n_threads_before == 0 ? rig_process_count_threads ()
                                                       : n_threads_before + 1;
  }
  self->healthy = stays[i].healthy;
  set_deviations (self->server, options->deviations);
  rig_player_wait_pictures (self->healthy, 2);

  self->n_files = rig_process_count_files ();
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

  while (rig_process_count_threads () > n_threads_before)
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
  begin_clock (self);
  self->has_fault = TRUE;
  encoder_server_apply_fault (self->server, &spec);
}

void
rig_play (Rig *self)
{
  begin_clock (self);
  gst_element_set_state (self->player->pipeline, GST_STATE_PLAYING);
}

void
rig_wait_pictures (Rig *self,
                   int  n_more)
{
  while (n_more-- > 0) {
    rig_player_wait_pictures (self->player, 1);
    note_memory (self);
  }
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
    nap (self, deadline_us);
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
    nap (self, deadline_us);
  }
}

static void
wait_closed (Rig *self)
{
  gint64 deadline_us = rig_deadline ();

  for (rig_player_collect (self->player); !self->player->seen.ended_by[0]; rig_player_collect (self->player))
    nap (self, deadline_us);
}

/* Until the player fails, and its sockets are closed. */
void
rig_wait_error (Rig       *self,
                RigResult *out_result)
{
  gint64 deadline_us = rig_deadline ();
  guint ms, after_ms;

  for (rig_player_collect (self->player); !self->player->seen.reason[0]; rig_player_collect (self->player))
    nap (self, deadline_us);
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
    nap (self, deadline_us);
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
    guint n_files = rig_process_count_files ();
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

/* What the machine itself was late in the meantime: the channel that nothing happens to. */
static guint
get_late_ms (Rig *self)
{
  guint longest_ms = (guint) (rig_player_get_longest (self->healthy) / 1000);

  return longest_ms - MIN (longest_ms, INTERVAL_MS);
}

static guint
get_memory_kib (Rig *self)
{
  note_memory (self);
  return (guint) ((self->most_memory - self->memory) / 1024);
}

static void
check_bounds (Rig             *self,
              guint            allowed_ms,
              guint            late_ms,
              guint            taken_kib,
              const RigResult *result)
{
  const RigOptions *options = &self->options;
  guint memory_kib = options->memory_kib ? options->memory_kib :
                     options->decodes ? DECODER_MEMORY_KIB : MEMORY_KIB;

  g_assert_cmpuint (result->ms, <=, allowed_ms + self->more_ms + RIG_BUSY_MS +
                                    LATE_FACTOR * late_ms);
  g_assert_cmpuint (late_ms + INTERVAL_MS, <=, RIG_GAP_MS);
  if (RIG_COUNTS_MEMORY)
    g_assert_cmpuint (taken_kib, <=, memory_kib + NOISE_KIB);
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
  guint taken_kib = get_memory_kib (self);
  guint late_ms;

  g_assert_cmpint (g_atomic_int_get (&self->player->n_partial), ==, 0);
  g_clear_pointer (&self->player, rig_player_free);
  late_ms = get_late_ms (self);
  rig_player_wait_pictures (self->healthy, 1);
  wait_for_nothing_left (self);

  g_test_message ("matrix | %s | %s | %s, %d, by %s | %u ms | %u ms, %u ms after the last unit | "
                  "+%u KiB | %u ms late", name, expected, result->reason, result->ret,
                  result->ended_by, allowed_ms, result->ms, result->after_ms, taken_kib, late_ms);
  check_bounds (self, allowed_ms, late_ms, taken_kib, result);
}
