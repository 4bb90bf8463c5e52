/* fake-player.c
 *
 * A WallPlayer that does what the test says, in place of the one that plays.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fake-player.h"

struct _WallPicture {
  guint64 serial;
  gint64 decoded_us;
};

struct _WallPlayer {
  GObject parent_instance;

  char *uri;
  char *password;
  char *certificate;
  char *stream_type;
  WallPlayerPhase phase;
  gboolean is_started, is_closing, is_closed, is_reduced, is_unseen;
  WallPlayerStats stats;
  WallVideoSinkStats sink_stats;
  int width, height;
  WallPicture picture;
};

G_DEFINE_FINAL_TYPE (WallPlayer, wall_player, G_TYPE_OBJECT)

enum {
  SIGNAL_FAILED,
  SIGNAL_CLOSED,
  SIGNAL_PICTURE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];
static GPtrArray *players;
static guint n_started;

static void
wall_player_finalize (GObject *object)
{
  WallPlayer *self = WALL_PLAYER (object);

  g_ptr_array_remove (players, self);
  g_free (self->uri);
  g_free (self->password);
  g_free (self->certificate);
  g_free (self->stream_type);
  G_OBJECT_CLASS (wall_player_parent_class)->finalize (object);
}

static void
wall_player_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  g_value_set_uint (value, WALL_PLAYER (object)->phase);
}

static void
wall_player_class_init (WallPlayerClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);

  object_class->finalize = wall_player_finalize;
  object_class->get_property = wall_player_get_property;
  g_object_class_install_property (
    object_class, 1, g_param_spec_uint ("phase", NULL, NULL, 0, 9, 0, G_PARAM_READABLE));
  signals[SIGNAL_FAILED] =
    g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                  G_TYPE_UINT, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_CLOSED] =
    g_signal_new ("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                  G_TYPE_STRING, G_TYPE_UINT);
  signals[SIGNAL_PICTURE] =
    g_signal_new ("picture", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
wall_player_init (WallPlayer *self)
{
  self->stats = (WallPlayerStats){ .last_unit_us = -1, .last_byte_us = -1 };
  self->sink_stats = (WallVideoSinkStats){ .last_decoded_us = -1, .unchanged_since_us = -1 };
}

WallPlayer *
wall_player_new (const WallPlayerConfig *config)
{
  WallPlayer *self = g_object_new (WALL_TYPE_PLAYER, NULL);

  self->uri = g_strdup (config->uri);
  self->password = g_strdup (config->password);
  self->certificate = g_strdup (config->certificate);
  self->stream_type = g_strdup (config->stream_type);
  g_ptr_array_add (fake_players_get (), self);
  return self;
}

void
wall_player_start (WallPlayer *self)
{
  g_assert_false (self->is_started);
  self->is_started = TRUE;
  n_started++;
}

void
wall_player_close (WallPlayer *self)
{
  self->is_closing = TRUE;
  self->phase = WALL_PLAYER_CLOSING;
}

WallPlayerPhase
wall_player_get_phase (WallPlayer *self)
{
  return self->phase;
}

WallVideoSink *
wall_player_get_sink (WallPlayer *self)
{
  return (WallVideoSink *) self;
}

void
wall_player_get_stats (WallPlayer      *self,
                       WallPlayerStats *out_stats)
{
  *out_stats = self->stats;
}

gboolean
wall_player_has_decoder (const char *codec)
{
  return TRUE;
}

const char *
wall_player_get_missing_package (const char *codec)
{
  return "";
}

void
wall_video_sink_get_stats (WallVideoSink      *self,
                           WallVideoSinkStats *out_stats)
{
  *out_stats = ((WallPlayer *) self)->sink_stats;
}

void
wall_video_sink_set_target_size (WallVideoSink *self,
                                 int            width,
                                 int            height)
{
  ((WallPlayer *) self)->width = width;
  ((WallPlayer *) self)->height = height;
}

void
wall_video_sink_set_view (WallVideoSink  *self,
                          const WallView *view)
{
}

WallStill *
wall_video_sink_dup_still (WallVideoSink *self)
{
  return NULL;
}

WallPicture *
wall_video_sink_take_picture (WallVideoSink *self)
{
  return &((WallPlayer *) self)->picture;
}

guint64
wall_picture_get_serial (WallPicture *self)
{
  return self->serial;
}

gint64
wall_picture_get_decoded_us (WallPicture *self)
{
  return self->decoded_us;
}

GPtrArray *
fake_players_get (void)
{
  if (players == NULL)
    players = g_ptr_array_new ();

  return players;
}

guint
fake_players_count (void)
{
  return n_started;
}

guint
fake_players_count_open (void)
{
  guint n = 0;

  for (guint i = 0; i < fake_players_get ()->len; i++) {
    WallPlayer *player = g_ptr_array_index (players, i);

    n += player->is_started && !player->is_closed ? 1 : 0;
  }

  return n;
}

void
fake_player_reach (WallPlayer      *self,
                   WallPlayerPhase  phase)
{
  if (phase == WALL_PLAYER_WAITING) {
    g_strlcpy (self->stats.topology, "one-socket", sizeof self->stats.topology);
    g_strlcpy (self->stats.stream_type, "Extra", sizeof self->stats.stream_type);
    self->stats.local_port = 4711;
  }
  self->phase = phase;
  g_object_notify (G_OBJECT (self), "phase");
}

void
fake_player_fail (WallPlayer *self,
                  WallReason  reason)
{
  self->is_closing = TRUE;
  self->phase = WALL_PLAYER_CLOSING;
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, reason, "A sentence", "debug");
}

void
fake_player_finish (WallPlayer *self)
{
  self->is_closed = TRUE;
  self->phase = WALL_PLAYER_CLOSED;
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0, "us", WALL_REASON_NONE);
}

gboolean
fake_player_is_closing (WallPlayer *self)
{
  return self->is_closing;
}

const char *
fake_player_get_password (WallPlayer *self)
{
  return self->password;
}

const char *
fake_player_get_certificate (WallPlayer *self)
{
  return self->certificate;
}

void
fake_player_show_certificate (WallPlayer *self,
                              const char *certificate)
{
  g_strlcpy (self->stats.certificate, certificate, sizeof self->stats.certificate);
}

void
wall_player_set_reduced (WallPlayer *self,
                         gboolean    is_reduced)
{
  self->is_reduced = is_reduced;
}

gboolean
fake_player_is_reduced (WallPlayer *self)
{
  return self->is_reduced;
}

void
wall_player_set_unseen (WallPlayer *self,
                        gboolean    is_unseen)
{
  self->is_unseen = is_unseen;
}

gboolean
fake_player_is_unseen (WallPlayer *self)
{
  return self->is_unseen;
}

void
fake_player_set_counts (WallPlayer *self,
                        guint64     units,
                        guint64     decoded,
                        gint64      key_interval_us,
                        gint64      now_us)
{
  self->stats.units = units;
  self->stats.fed_units = decoded;
  self->stats.key_interval_us = key_interval_us;
  self->stats.last_unit_us = now_us;
  self->stats.last_byte_us = now_us;
  self->sink_stats.decoded = decoded;
  self->sink_stats.last_decoded_us = now_us;
}

const char *
fake_player_get_uri (WallPlayer *self)
{
  return self->uri;
}

const char *
fake_player_get_stream_type (WallPlayer *self)
{
  return self->stream_type;
}

WallPicture *
fake_player_decode (WallPlayer *self,
                    gint64      now_us)
{
  self->stats.units++;
  self->stats.fed_units++;
  self->stats.last_unit_us = now_us;
  self->stats.last_byte_us = now_us;
  self->sink_stats.decoded++;
  self->sink_stats.last_decoded_us = now_us;
  self->sink_stats.fps = 25;
  self->picture = (WallPicture){ self->sink_stats.decoded, now_us };
  g_signal_emit (self, signals[SIGNAL_PICTURE], 0);
  return &self->picture;
}
