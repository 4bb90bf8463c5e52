/* wall-player.c
 *
 * One pipeline, for one attempt: the object. Its course is in wall-player-course.c, the pipeline is
 * brought up and down on other threads by wall-attempt.c.
 * Main thread; no call blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-player-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "wall-player-stats.h"
#include "wall-source.h"

static const WallPlayerDeadlines default_deadlines = {
  .patience = {
    .tick_ms = 500,
    .hint_ms = 3000,
    .first_picture_ms = 15000,
    .no_picture_ms = 8000,
    .forgive_ms = 30000,
  },
  .error_ms = 250,
  .close_ms = 1000,
};

enum {
  PROP_0,
  PROP_PHASE,
  N_PROPS
};

enum {
  FAILED,
  CLOSED,
  PICTURE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WallPlayer, wall_player, G_TYPE_OBJECT)

static void
on_picture (WallVideoSink *sink,
            gpointer       user_data)
{
  g_signal_emit (user_data, signals[PICTURE], 0);
}

static void
forget_password (WallPlayer *self)
{
  if (self->password)
    explicit_bzero (self->password, strlen (self->password));
  g_clear_pointer (&self->password, g_free);
}

static void
wall_player_dispose (GObject *object)
{
  WallPlayer *self = WALL_PLAYER (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_handle_id (&self->close_id, g_source_remove);
  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_pointer (&self->attempt, wall_attempt_forget);
  if (self->sink)
    wall_video_sink_set_func (self->sink, NULL, NULL);
  g_clear_object (&self->sink);

  G_OBJECT_CLASS (wall_player_parent_class)->dispose (object);
}

static void
wall_player_finalize (GObject *object)
{
  WallPlayer *self = WALL_PLAYER (object);

  forget_password (self);
  g_free (self->uri);
  g_free (self->user);
  g_free (self->topology);
  g_free (self->stream_type);
  g_free (self->certificate);
  g_free (self->ended_by);
  g_free (self->activity);
  g_clear_error (&self->start_error);

  G_OBJECT_CLASS (wall_player_parent_class)->finalize (object);
}

static void
wall_player_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  WallPlayer *self = WALL_PLAYER (object);

  if (property_id == PROP_PHASE)
    g_value_set_uint (value, self->phase);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
wall_player_class_init (WallPlayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wall_player_dispose;
  object_class->finalize = wall_player_finalize;
  object_class->get_property = wall_player_get_property;

  properties[PROP_PHASE] =
    g_param_spec_uint ("phase", NULL, NULL, 0, WALL_PLAYER_CLOSED, WALL_PLAYER_CONNECTING,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[FAILED] =
    g_signal_new ("failed", WALL_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, G_TYPE_INT, G_TYPE_STRING, G_TYPE_STRING);
  signals[CLOSED] =
    g_signal_new ("closed", WALL_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT);
  signals[PICTURE] =
    g_signal_new ("picture", WALL_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
wall_player_init (WallPlayer *self)
{
  self->deadlines = default_deadlines;
  self->activity = g_strdup (_("Connecting…"));
  self->sink = g_object_ref_sink (wall_video_sink_new ());
  self->stats = (WallPlayerStats) { .last_unit_us = -1, .last_byte_us = -1 };
  wall_video_sink_set_func (self->sink, on_picture, self);
}

/**
 * wall_player_new:
 * @config: what to play; it is copied
 *
 * Returns: (transfer full): a player that has not been started
 */
WallPlayer *
wall_player_new (const WallPlayerConfig *config)
{
  WallPlayer *self = g_object_new (WALL_TYPE_PLAYER, NULL);

  self->uri = g_strdup (config->uri);
  self->user = g_strdup (config->user);
  self->password = g_strdup (config->password);
  self->topology = g_strdup (config->topology);
  self->stream_type = g_strdup (config->stream_type);
  self->certificate = g_strdup (config->certificate);

  return self;
}

/**
 * wall_player_start:
 *
 * Begins the attempt. Whatever becomes of it, "closed" is emitted later.
 */
void
wall_player_start (WallPlayer *self)
{
  g_return_if_fail (WALL_IS_PLAYER (self));
  g_return_if_fail (!self->is_started);

  WallPlayerConfig config = {
    .uri = self->uri, .user = self->user, .password = self->password,
    .topology = self->topology, .stream_type = self->stream_type,
    .certificate = self->certificate,
  };
  g_autoptr (GstElement) source = wall_source_new (&config, &self->start_error);

  self->is_started = TRUE;
  forget_password (self);
  if (!source) {
    wall_player_refuse (self);
    return;
  }

  self->attempt = wall_attempt_new (source, GST_ELEMENT (self->sink), &wall_player_events, self);
  wall_attempt_set_unseen (self->attempt, self->is_unseen);
  wall_attempt_start (self->attempt);
}

/**
 * wall_player_close:
 *
 * Ends the attempt in order; "closed" says when it is done. What was not started, or is closing
 * already, is left alone.
 */
void
wall_player_close (WallPlayer *self)
{
  g_return_if_fail (WALL_IS_PLAYER (self));

  if (!self->is_started)
    return;

  wall_player_begin_close (self);
}

/**
 * wall_player_set_reduced:
 * @is_reduced: whether only key frames are decoded
 *
 * After wall_player_start(); without an attempt nothing happens.
 */
void
wall_player_set_reduced (WallPlayer *self,
                         gboolean    is_reduced)
{
  g_return_if_fail (WALL_IS_PLAYER (self));

  if (self->attempt)
    wall_attempt_set_reduced (self->attempt, is_reduced);
}

/**
 * wall_player_set_unseen:
 * @is_unseen: whether nobody looks at its pictures
 *
 * Of what nobody looks at the key frames are decoded; the units since are kept, and decoded in one go
 * when the next one comes after somebody looks. What comes rarely is decoded all the same.
 */
void
wall_player_set_unseen (WallPlayer *self,
                        gboolean    is_unseen)
{
  g_return_if_fail (WALL_IS_PLAYER (self));

  self->is_unseen = is_unseen;
  if (self->attempt)
    wall_attempt_set_unseen (self->attempt, is_unseen);
}

/**
 * wall_player_get_phase:
 *
 * Returns: how far it is
 */
WallPlayerPhase
wall_player_get_phase (WallPlayer *self)
{
  g_return_val_if_fail (WALL_IS_PLAYER (self), WALL_PLAYER_CLOSED);

  return self->phase;
}

/**
 * wall_player_get_activity:
 *
 * Returns: (transfer none): a sentence for the user on what it is at
 */
const char *
wall_player_get_activity (WallPlayer *self)
{
  g_return_val_if_fail (WALL_IS_PLAYER (self), "");

  return self->activity;
}

/**
 * wall_player_get_sink:
 *
 * Returns: (transfer none): where its pictures are; the same one for its whole life
 */
WallVideoSink *
wall_player_get_sink (WallPlayer *self)
{
  g_return_val_if_fail (WALL_IS_PLAYER (self), NULL);

  return self->sink;
}

/**
 * wall_player_get_stats:
 * @out_stats: (out): what was received; after the end, what was known last
 */
void
wall_player_get_stats (WallPlayer      *self,
                       WallPlayerStats *out_stats)
{
  g_return_if_fail (WALL_IS_PLAYER (self) && out_stats != NULL);

  g_autoptr (GstStructure) statistics = NULL;
  WallAttemptCounts counts;

  if (self->attempt)
    statistics = wall_attempt_dup_statistics (self->attempt);
  if (statistics)
    wall_player_stats_read (&self->stats, statistics);

  if (self->attempt) {
    wall_attempt_get_counts (self->attempt, &counts);
    self->stats.fed_units = counts.fed_units;
    self->stats.key_interval_us = counts.key_interval_us;
    g_strlcpy (self->stats.codec, counts.codec, sizeof self->stats.codec);
  }
  *out_stats = self->stats;
}

/**
 * wall_player_set_deadlines:
 * @deadlines: what to use instead of the usual ones; it is copied
 *
 * Before wall_player_start().
 */
void
wall_player_set_deadlines (WallPlayer                *self,
                           const WallPlayerDeadlines *deadlines)
{
  g_return_if_fail (WALL_IS_PLAYER (self) && !self->is_started);

  self->deadlines = *deadlines;
}

/**
 * wall_player_set_phase:
 *
 * Tells the listeners that it is so far.
 */
void
wall_player_set_phase (WallPlayer      *self,
                       WallPlayerPhase  phase)
{
  self->phase = phase;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHASE]);
}

/**
 * wall_player_emit_failed:
 *
 * Tells the listeners why.
 */
void
wall_player_emit_failed (WallPlayer *self,
                         WallReason  reason,
                         const char *message,
                         const char *debug)
{
  g_signal_emit (self, signals[FAILED], 0, reason, message, debug);
}

/**
 * wall_player_emit_closed:
 *
 * Tells the listeners that it is over.
 */
void
wall_player_emit_closed (WallPlayer *self)
{
  g_signal_emit (self, signals[CLOSED], 0, self->ended_by ? self->ended_by : "deadline",
                 self->reason);
}
