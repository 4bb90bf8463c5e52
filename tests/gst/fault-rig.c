/* fault-rig.c
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "fault-rig.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "gstdvripplugin.h"

#define DEADLINE_US (30 * G_USEC_PER_SEC)
#define POLL_US     (2 * 1000)

#define CLOSE_WAIT  "08"

/* What a pad of the demuxer is linked to. */
#define CHAIN       "rig-chain"

/* What a case may take more, with all that the allocator keeps of earlier ones: less than the
 * smallest of the sizes that are claimed and never come. */
#define RSS_MAX     (16u << 20)

static gint64
deadline (void)
{
  return g_get_monotonic_time () + DEADLINE_US;
}

static void
nap (gint64 deadline_us)
{
  g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
  g_usleep (POLL_US);
}

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

static guint32
read_length (const guint8 *header,
             gsize         size)
{
  guint32 length = 0;
  guint16 short_length = 0;

  switch (header[3]) {
  case 0xfc:
  case 0xfe:
    memcpy (&length, header + 12, sizeof length);
    return 16 + GUINT32_FROM_LE (length);
  case 0xfd:
    memcpy (&length, header + 4, sizeof length);
    return 8 + GUINT32_FROM_LE (length);
  default:
    memcpy (&short_length, header + 6, sizeof short_length);
    return 8 + GUINT16_FROM_LE (short_length);
  }
}

/* What the source pushes is whole units, whatever came over the wire. */
static GstPadProbeReturn
on_unit (GstPad          *pad,
         GstPadProbeInfo *info,
         gpointer         user_data)
{
  RigPlayer *self = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  guint8 header[16] = { 0 };
  gsize size = gst_buffer_get_size (buffer);

  gst_buffer_extract (buffer, 0, header, sizeof header);
  if (size < 8 || read_length (header, size) != size)
    g_atomic_int_inc (&self->n_partial);
  g_mutex_lock (&self->lock);
  self->unit_us = g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);
  g_atomic_int_inc (&self->n_units);

  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
on_picture (GstPad          *pad,
            GstPadProbeInfo *info,
            gpointer         user_data)
{
  RigPlayer *self = user_data;
  gint64 now_us = g_get_monotonic_time ();

  if (GST_BUFFER_FLAG_IS_SET (GST_PAD_PROBE_INFO_BUFFER (info), GST_BUFFER_FLAG_DISCONT))
    g_atomic_int_inc (&self->n_discont);
  g_mutex_lock (&self->lock);
  self->last_pts = GST_BUFFER_PTS (GST_PAD_PROBE_INFO_BUFFER (info));
  if (self->last_us > 0)
    self->longest_us = MAX (self->longest_us, now_us - self->last_us);
  self->last_us = now_us;
  g_mutex_unlock (&self->lock);
  g_atomic_int_inc (&self->n_pictures);

  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
on_sound (GstPad          *pad,
          GstPadProbeInfo *info,
          gpointer         user_data)
{
  g_atomic_int_inc (&((RigPlayer *) user_data)->n_sounds);
  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
on_decoded (GstPad          *pad,
            GstPadProbeInfo *info,
            gpointer         user_data)
{
  RigPlayer *self = user_data;
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  const GstStructure *structure = gst_caps_get_structure (caps, 0);
  int width = 0, height = 0;

  gst_structure_get_int (structure, "width", &width);
  gst_structure_get_int (structure, "height", &height);
  if (width != g_atomic_int_get (&self->width) || height != g_atomic_int_get (&self->height))
    g_atomic_int_inc (&self->n_sizes);
  g_atomic_int_set (&self->width, width);
  g_atomic_int_set (&self->height, height);
  g_atomic_int_inc (&self->n_decoded);

  return GST_PAD_PROBE_OK;
}

static GstElement *
append (RigPlayer  *self,
        const char *factory,
        GstPad    **pad)
{
  GstElement *element = gst_element_factory_make (factory, NULL);
  g_autoptr (GstPad) sink = NULL;

  g_assert_nonnull (element);
  gst_bin_add (GST_BIN (self->pipeline), element);
  if (strcmp (factory, "fakesink") == 0)
    g_object_set (element, "sync", FALSE, "async", FALSE, NULL);
  sink = gst_element_get_static_pad (element, "sink");
  g_assert_cmpint (gst_pad_link (*pad, sink), ==, GST_PAD_LINK_OK);
  gst_clear_object (pad);
  *pad = gst_element_get_static_pad (element, "src");
  gst_element_sync_state_with_parent (element);

  return element;
}

static void
append_decoder (RigPlayer *self,
                GstPad   **pad,
                GPtrArray *chain)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (*pad);
  gboolean is_h265 = gst_structure_has_name (gst_caps_get_structure (caps, 0), "video/x-h265");

  g_ptr_array_add (chain, append (self, is_h265 ? "h265parse" : "h264parse", pad));
  g_ptr_array_add (chain, append (self, is_h265 ? "avdec_h265" : "avdec_h264", pad));
  gst_pad_add_probe (*pad, GST_PAD_PROBE_TYPE_BUFFER, on_decoded, self, NULL);
}

/* Another codec takes another pad. The old one has had its end of the stream, and nothing runs there
 * any more. */
static void
on_pad_removed (GstElement *demux,
                GstPad     *pad,
                gpointer    user_data)
{
  RigPlayer *self = user_data;
  GPtrArray *chain = g_object_get_data (G_OBJECT (pad), CHAIN);

  for (guint i = 0; chain && i < chain->len; i++) {
    gst_element_set_state (chain->pdata[i], GST_STATE_NULL);
    gst_bin_remove (GST_BIN (self->pipeline), chain->pdata[i]);
  }
}

static void
on_pad_added (GstElement *demux,
              GstPad     *new_pad,
              gpointer    user_data)
{
  RigPlayer *self = user_data;
  GstPad *pad = gst_object_ref (new_pad);
  GPtrArray *chain = g_ptr_array_new ();
  g_autofree char *name = gst_pad_get_name (new_pad);
  gboolean is_video = g_str_has_prefix (name, "video");

  g_atomic_int_inc (&self->n_pads);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, is_video ? on_picture : on_sound, self, NULL);
  if (is_video && self->decodes)
    append_decoder (self, &pad, chain);
  g_ptr_array_add (chain, append (self, "fakesink", &pad));
  g_object_set_data_full (G_OBJECT (new_pad), CHAIN, chain, (GDestroyNotify) g_ptr_array_unref);
  gst_clear_object (&pad);
}

static RigPlayer *
player_new (Rig   *rig,
            guint  channel)
{
  RigPlayer *self = g_new0 (RigPlayer, 1);
  const RigOptions *options = &rig->options;
  g_autoptr (GError) error = NULL;
  g_autoptr (GstPad) pad = NULL;

  g_mutex_init (&self->lock);
  self->pipeline = gst_parse_launch ("dvripsrc name=src ! dvripdemux name=demux", &error);
  g_assert_no_error (error);
  self->src = gst_bin_get_by_name (GST_BIN (self->pipeline), "src");
  self->demux = gst_bin_get_by_name (GST_BIN (self->pipeline), "demux");
  self->bus = gst_element_get_bus (self->pipeline);
  g_signal_connect (self->demux, "pad-added", G_CALLBACK (on_pad_added), self);
  g_signal_connect (self->demux, "pad-removed", G_CALLBACK (on_pad_removed), self);
  pad = gst_element_get_static_pad (self->src, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_unit, self, NULL);
  g_object_set (self->src, "host", "127.0.0.1",
                "port", encoder_server_get_port (rig->server, channel),
                "channel", options->is_shared ? channel : 1, "user", "admin", "password", "admin",
                NULL);

  return self;
}

static void
player_free (RigPlayer *self)
{
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_object_unref (self->bus);
  gst_object_unref (self->src);
  gst_object_unref (self->demux);
  gst_object_unref (self->pipeline);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static int
count_pictures (RigPlayer *self)
{
  return g_atomic_int_get (self->decodes ? &self->n_decoded : &self->n_pictures);
}

static void
note_error (RigPlayer  *self,
            GstMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;
  const GstStructure *details = NULL;
  const char *reason = NULL;

  gst_message_parse_error (message, &error, &debug);
  gst_message_parse_error_details (message, &details);
  g_test_message ("%s: %s (%s)", GST_OBJECT_NAME (GST_MESSAGE_SRC (message)), error->message,
                  debug);
  if (self->seen.reason[0])
    return;

  if (details) {
    reason = gst_structure_get_string (details, "reason");
    gst_structure_get_int (details, "ret", &self->seen.ret);
  }
  g_strlcpy (self->seen.reason, reason ? reason : "an error of another element",
             sizeof self->seen.reason);
}

/* The error and the close come from different threads, in any order. */
static void
collect (RigPlayer *self)
{
  GstMessage *message;

  while ((message = gst_bus_pop (self->bus))) {
    const GstStructure *structure = gst_message_get_structure (message);

    if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
      note_error (self, message);
    else if (gst_message_has_name (message, "dvrip-closed"))
      g_strlcpy (self->seen.ended_by, gst_structure_get_string (structure, "ended-by"),
                 sizeof self->seen.ended_by);
    gst_message_unref (message);
  }
}

static void
wait_player (RigPlayer *self,
             int        n_more)
{
  gint64 deadline_us = deadline ();
  int wanted = count_pictures (self) + n_more;

  while (count_pictures (self) < wanted) {
    collect (self);
    if (self->seen.reason[0])
      g_error ("It should play, and failed: %s (%d)", self->seen.reason, self->seen.ret);
    nap (deadline_us);
  }
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
  RigPlayer *player = player_new (self, 1);

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

/* Loads what a decoder needs, so that no case is told to take memory for it. */
static void
load_decoders (void)
{
  static const char *const factories[] = { "h264parse", "h265parse", "avdec_h264", "avdec_h265" };

  for (gsize i = 0; i < G_N_ELEMENTS (factories); i++) {
    GstElement *element = gst_element_factory_make (factories[i], NULL);

    g_assert_nonnull (element);
    gst_element_set_state (element, GST_STATE_PAUSED);
    gst_element_set_state (element, GST_STATE_NULL);
    gst_object_unref (gst_object_ref_sink (element));
  }
}

Rig *
rig_new (const RigOptions *options)
{
  Rig *self = g_new0 (Rig, 1);
  guint i = options->is_shared ? 1 : 0;

  self->options = *options;
  if (options->decodes)
    load_decoders ();
  if (!stays[i].server)
    stays[i].server = start_server (options->is_shared);
  self->server = stays[i].server;
  if (!stays[i].healthy) {
    stays[i].healthy = player_new (self, 2);
    gst_element_set_state (stays[i].healthy->pipeline, GST_STATE_PLAYING);
    wait_player (stays[i].healthy, 2);
    n_threads_before = i == 0 || n_threads_before == 0 ? count_threads () : n_threads_before + 1;
  }
  self->healthy = stays[i].healthy;
  set_deviations (self->server, options->deviations);
  wait_player (self->healthy, 2);

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
  g_clear_pointer (&self->player, player_free);
  encoder_server_set_fault (self->server, 0, ENCODER_FAULT_NONE);
  g_free (self);
}

/* Threads that streamed wait half a second for more to do before they end: so they are counted when
 * all is over, against what there was before the first case. */
static void
wait_for_threads (void)
{
  gint64 deadline_us = deadline ();

  while (count_threads () > n_threads_before)
    nap (deadline_us);
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
    g_clear_pointer (&stays[i].healthy, player_free);
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
  wait_player (self->player, n_more);
}

void
rig_wait_units (Rig *self,
                int  n_more)
{
  gint64 deadline_us = deadline ();
  int wanted = g_atomic_int_get (&self->player->n_units) + n_more;

  while (g_atomic_int_get (&self->player->n_units) < wanted) {
    collect (self->player);
    if (self->player->seen.reason[0])
      g_error ("It should play, and failed: %s", self->player->seen.reason);
    nap (deadline_us);
  }
}

/* Until nothing has come for a second. */
void
rig_wait_stall (Rig *self)
{
  gint64 deadline_us = deadline ();
  int n_units = g_atomic_int_get (&self->player->n_units);
  gint64 since_us = g_get_monotonic_time ();

  while (g_get_monotonic_time () - since_us < G_USEC_PER_SEC) {
    if (g_atomic_int_get (&self->player->n_units) != n_units) {
      n_units = g_atomic_int_get (&self->player->n_units);
      since_us = g_get_monotonic_time ();
    }
    nap (deadline_us);
  }
}

static void
wait_closed (Rig *self)
{
  gint64 deadline_us = deadline ();

  for (collect (self->player); !self->player->seen.ended_by[0]; collect (self->player))
    nap (deadline_us);
}

/* Until the player fails, and its sockets are closed. */
void
rig_wait_error (Rig       *self,
                RigResult *out_result)
{
  gint64 deadline_us = deadline ();
  guint ms, after_ms;

  for (collect (self->player); !self->player->seen.reason[0]; collect (self->player))
    nap (deadline_us);
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
  gint64 deadline_us = deadline ();
  RigPlayer *player = self->player;
  RigResult refusal;
  guint ms;

  for (collect (player); !player->seen.reason[0]; collect (player))
    nap (deadline_us);
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
  gint64 deadline_us = deadline ();
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
    g_usleep (POLL_US);
  }
}

static gint64
get_longest (RigPlayer *self)
{
  gint64 longest_us;

  g_mutex_lock (&self->lock);
  longest_us = MAX (self->longest_us, g_get_monotonic_time () - self->last_us);
  g_mutex_unlock (&self->lock);

  return longest_us;
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
  g_clear_pointer (&self->player, player_free);
  longest_us = get_longest (self->healthy);
  wait_player (self->healthy, 1);
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
