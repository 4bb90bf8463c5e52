/* wall-probe-course.c
 *
 * What a probe does, one step after the other.
 * Main thread; no call blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-probe-private.h"

#include "wall-foreign-words.h"

static void
note_certificate (WallProbe     *self,
                  WallProbeShot *shot)
{
  WallPlayerStats stats;

  wall_probe_shot_get_stats (shot, &stats);
  if (*stats.certificate) {
    g_free (self->seen);
    self->seen = g_strdup (stats.certificate);
  }
}

static void
list_one (WallProbe *self)
{
  g_autoptr (WallProbeChannel) channel = NULL;
  guint number = MAX (self->address->channel, 1);

  if (g_list_model_get_n_items (G_LIST_MODEL (self->channels)) > 0)
    return;

  channel = wall_probe_channel_new (number, NULL, wall_probe_has_channels (self));
  g_list_store_append (self->channels, channel);
}

static void
on_phase (gpointer         listener,
          WallProbeShot   *shot,
          WallPlayerPhase  phase)
{
  WallProbe *self = listener;

  note_certificate (self, shot);
  if (phase == WALL_PLAYER_SIGNING_IN) {
    wall_probe_reach (self, WALL_PROBE_SIGNED_IN);
  } else if (phase == WALL_PLAYER_WAITING) {
    list_one (self);
    wall_probe_reach (self, WALL_PROBE_PICTURE);
  }
}

static void
on_picture (gpointer       listener,
            WallProbeShot *shot,
            GdkTexture    *picture)
{
  WallProbe *self = listener;
  g_autoptr (WallProbeChannel) channel = NULL;

  list_one (self);
  channel = g_list_model_get_item (G_LIST_MODEL (self->channels), 0);
  wall_probe_channel_set_preview (channel, picture);
  wall_probe_reach (self, WALL_PROBE_N_STEPS);
}

static void
on_ended (gpointer       listener,
          WallProbeShot *shot,
          WallReason     reason,
          const char    *sentence)
{
  WallProbe *self = listener;
  g_autofree char *words = g_strdup (sentence ? sentence : wall_foreign_sentence (reason));

  g_clear_pointer (&self->shot, wall_probe_shot_free);
  if (reason != WALL_REASON_NONE)
    wall_probe_fail (self, reason, words);
}

static const WallProbeShotEvents events = {
  .phase = on_phase,
  .picture = on_picture,
  .ended = on_ended,
};

static char *
dup_stream_uri (WallProbe *self)
{
  if (!wall_probe_has_channels (self))
    return g_strdup (self->uri);

  return g_strdup_printf ("%s/%u?stream=sub", self->uri, MAX (self->address->channel, 1));
}

static void
look (WallProbe *self)
{
  g_autofree char *uri = dup_stream_uri (self);
  const WallPlayerConfig config = {
    .uri = uri, .user = self->user, .password = self->password, .certificate = self->certificate,
  };

  self->shot = wall_probe_shot_new (&config, &events, self);
}

/**
 * wall_probe_begin:
 *
 * Takes the first step.
 */
void
wall_probe_begin (WallProbe *self)
{
  if (!wall_probe_reach (self, WALL_PROBE_FOUND))
    return;
  if (!self->address) {
    wall_probe_fail (self, WALL_REASON_BAD_ADDRESS, self->address_error->message);
    return;
  }

  if (!self->address->scheme)
    wall_probe_address_set_scheme (self->address, "dvrip", self->address->port);
  self->uri = wall_probe_address_dup_uri (self->address);
  if (wall_probe_reach (self, WALL_PROBE_CONNECTED))
    look (self);
}

/**
 * wall_probe_end:
 *
 * Lets go of whatever is under way.
 */
void
wall_probe_end (WallProbe *self)
{
  g_clear_pointer (&self->shot, wall_probe_shot_free);
}
