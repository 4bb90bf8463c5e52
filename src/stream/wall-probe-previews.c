/* wall-probe-previews.c
 *
 * A small picture of each channel: at first two channels at a time, one where the device needs two
 * connections for a stream or has none to spare; then one after the other with pauses, since each
 * picture is a login, and only while somebody sees them. The sub stream is asked for first; where only the
 * main one comes, that is remembered.
 * Main thread; no call blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-probe-previews.h"

#include "wall-foreign-words.h"
#include "wall-probe-shot.h"

/* Between two pictures, once each channel had its turn. A person looks at them while choosing; the
 * device has other viewers. */
static guint pause_ms = 10000;

/* Channels whose camera is away may come first. */
static guint patience_ms = 20000;

typedef struct {
  WallProbeShot *shot;          /* (nullable): free */
  WallProbeChannel *channel;    /* borrowed */
  gboolean is_sub;
} Slot;

struct _WallProbePreviews {
  const WallProbePreviewsEvents *events;
  gpointer listener;

  char *uri, *user, *password, *certificate;
  char *topology, *stream_type;   /* (nullable): what worked */
  gboolean has_channels;
  GPtrArray *channels;            /* of WallProbeChannel */

  guint next;                     /* index of the channel whose turn it is, at first */
  guint again;                    /* likewise, later: counts on */
  gboolean is_seen;
  gboolean is_over;               /* the device does not want to be asked again */
  guint n_slots;                  /* that may be used */
  Slot slots[WALL_PROBE_MAX_CONNECTIONS];
  guint pause_id, patience_id;
  gboolean has_picture;
  gboolean was_first;             /* the first attempt has been made */
  WallProbeShot *first;           /* (nullable): not to be dereferenced */
  WallReason reason;              /* of the first failure */
  char *sentence;
};

static void fill_slots (WallProbePreviews *self);

static Slot *
find_slot (WallProbePreviews *self,
           WallProbeShot     *shot)
{
  for (guint i = 0; i < WALL_PROBE_MAX_CONNECTIONS; i++) {
    if (self->slots[i].shot == shot)
      return &self->slots[i];
  }

  g_return_val_if_reached (NULL);
}

static void
on_phase (gpointer         listener,
          WallProbeShot   *shot,
          WallPlayerPhase  phase)
{
  WallProbePreviews *self = listener;
  WallPlayerStats stats;

  if (!self->events->phase || shot != self->first)
    return;

  wall_probe_shot_get_stats (shot, &stats);
  self->events->phase (self->listener, phase, &stats);
}

/* What worked is how the next one begins. */
static void
learn (WallProbePreviews *self,
       Slot              *slot)
{
  WallPlayerStats stats;

  wall_probe_shot_get_stats (slot->shot, &stats);
  if (!slot->is_sub && self->has_channels)
    wall_probe_channel_set_has_sub (slot->channel, FALSE);
  if (*stats.topology) {
    g_free (self->topology);
    self->topology = g_strdup (stats.topology);
  }
  if (slot->is_sub && *stats.stream_type) {
    g_free (self->stream_type);
    self->stream_type = g_strdup (stats.stream_type);
  }
  if (g_strcmp0 (self->topology, "two-sockets") == 0)
    self->n_slots = 1;
}

static void
on_picture (gpointer       listener,
            WallProbeShot *shot,
            GdkTexture    *picture)
{
  WallProbePreviews *self = listener;
  Slot *slot = find_slot (self, shot);
  gboolean is_first = !self->has_picture;

  learn (self, slot);
  wall_probe_channel_set_trouble (slot->channel, NULL);
  wall_probe_channel_set_preview (slot->channel, picture);
  self->has_picture = TRUE;
  g_clear_handle_id (&self->patience_id, g_source_remove);
  if (is_first)
    self->events->picture (self->listener);
}

static void
stop (WallProbePreviews *self)
{
  self->is_over = TRUE;
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_clear_handle_id (&self->patience_id, g_source_remove);
  for (guint i = 0; i < WALL_PROBE_MAX_CONNECTIONS; i++)
    g_clear_pointer (&self->slots[i].shot, wall_probe_shot_free);
}

static void
give_up (WallProbePreviews *self)
{
  WallReason reason = self->reason ? self->reason : WALL_REASON_NO_PICTURE;
  g_autofree char *sentence =
    g_strdup (self->sentence ? self->sentence : wall_foreign_sentence (reason));

  stop (self);
  self->events->failed (self->listener, reason, sentence);
}

/* Each further attempt could lock the account, or tell a stranger something. */
static gboolean
ends_all (WallReason reason)
{
  return reason == WALL_REASON_WRONG_PASSWORD || reason == WALL_REASON_PASSWORD_NEEDED ||
         reason == WALL_REASON_LOCKED_OUT || reason == WALL_REASON_CERTIFICATE_CHANGED;
}

static gboolean
is_worth_main (WallReason reason)
{
  return reason == WALL_REASON_REJECTED || reason == WALL_REASON_SILENT ||
         reason == WALL_REASON_NO_SUCH_CHANNEL || reason == WALL_REASON_NO_PICTURE ||
         reason == WALL_REASON_NO_DECODER;
}

static char *
dup_uri (WallProbePreviews *self,
         WallProbeChannel  *channel,
         gboolean           is_sub)
{
  if (!self->has_channels)
    return g_strdup (self->uri);

  return g_strdup_printf ("%s/%u?stream=%s", self->uri, wall_probe_channel_get_number (channel),
                          is_sub ? "sub" : "main");
}

static const WallProbeShotEvents events;

static void
take_shot (WallProbePreviews *self,
           Slot              *slot,
           WallProbeChannel  *channel,
           gboolean           is_sub)
{
  g_autofree char *uri = dup_uri (self, channel, is_sub);
  const WallPlayerConfig config = {
    .uri = uri, .user = self->user, .password = self->password,
    .topology = self->topology, .stream_type = is_sub ? self->stream_type : NULL,
    .certificate = self->certificate,
  };

  slot->channel = channel;
  slot->is_sub = is_sub;
  slot->shot = wall_probe_shot_new (&config, &events, self);
  if (!self->was_first)
    self->first = slot->shot;
  self->was_first = TRUE;
}

static void
note_failure (WallProbePreviews *self,
              WallProbeChannel  *channel,
              WallReason         reason,
              const char        *sentence)
{
  wall_probe_channel_set_trouble (channel, sentence);
  if (reason == WALL_REASON_TOO_MANY)
    self->n_slots = 1;
  if (self->reason != WALL_REASON_NONE && !ends_all (reason))
    return;

  self->reason = reason;
  g_free (self->sentence);
  self->sentence = g_strdup (sentence);
}

static void
on_ended (gpointer       listener,
          WallProbeShot *shot,
          WallReason     reason,
          const char    *said)
{
  WallProbePreviews *self = listener;
  Slot *slot = find_slot (self, shot);
  g_autofree char *sentence = g_strdup (said ? said : wall_foreign_sentence (reason));

  on_phase (self, shot, WALL_PLAYER_CLOSED);
  self->first = NULL;
  g_clear_pointer (&slot->shot, wall_probe_shot_free);
  if (self->has_channels && slot->is_sub && is_worth_main (reason)) {
    take_shot (self, slot, slot->channel, FALSE);
    return;
  }

  if (reason != WALL_REASON_NONE)
    note_failure (self, slot->channel, reason, sentence);
  if (ends_all (reason) && !self->has_picture)
    give_up (self);
  else if (ends_all (reason))
    stop (self);
  else
    fill_slots (self);
}

static const WallProbeShotEvents events = {
  .phase = on_phase,
  .picture = on_picture,
  .ended = on_ended,
};

static gboolean
on_pause_over (gpointer data)
{
  WallProbePreviews *self = data;
  guint turn = self->again++ % self->channels->len;
  WallProbeChannel *channel = g_ptr_array_index (self->channels, turn);

  self->pause_id = 0;
  take_shot (self, &self->slots[0], channel, wall_probe_channel_has_sub (channel));

  return G_SOURCE_REMOVE;
}

static guint
count_busy (WallProbePreviews *self)
{
  guint n = 0;

  for (guint i = 0; i < WALL_PROBE_MAX_CONNECTIONS; i++)
    n += self->slots[i].shot != NULL;

  return n;
}

static void
end_round (WallProbePreviews *self)
{
  if (!self->has_picture)
    give_up (self);
  else
    self->pause_id = g_timeout_add (pause_ms, on_pause_over, self);
}

/* The first one goes alone: how the device wants to be asked is known after it. What nobody sees waits
 * until somebody does; that there is a picture at all is known by then. */
static void
fill_slots (WallProbePreviews *self)
{
  guint most = self->topology ? self->n_slots : 1;

  if (self->has_picture && !self->is_seen)
    return;

  for (guint i = 0; i < WALL_PROBE_MAX_CONNECTIONS; i++) {
    Slot *slot = &self->slots[i];
    WallProbeChannel *channel;

    if (slot->shot || count_busy (self) >= most || self->next >= self->channels->len)
      continue;

    channel = g_ptr_array_index (self->channels, self->next++);
    take_shot (self, slot, channel, wall_probe_channel_has_sub (channel));
  }

  if (count_busy (self) == 0)
    end_round (self);
}

static gboolean
on_patience_over (gpointer data)
{
  WallProbePreviews *self = data;

  self->patience_id = 0;
  give_up (self);

  return G_SOURCE_REMOVE;
}

static gboolean
on_begin (gpointer data)
{
  WallProbePreviews *self = data;

  self->pause_id = 0;
  fill_slots (self);

  return G_SOURCE_REMOVE;
}

/**
 * wall_probe_previews_new:
 * @config: what all of them have in common; of a device with channels without channel and stream
 * @channels: (element-type WallProbeChannel): in the order in which they are looked at, at least one
 * @events: what the listener is told; it is not copied
 *
 * Returns: (transfer full): what begins soon
 */
WallProbePreviews *
wall_probe_previews_new (const WallPlayerConfig        *config,
                         gboolean                       has_channels,
                         GPtrArray                     *channels,
                         const WallProbePreviewsEvents *preview_events,
                         gpointer                       listener)
{
  WallProbePreviews *self = g_new0 (WallProbePreviews, 1);

  self->events = preview_events;
  self->listener = listener;
  self->uri = g_strdup (config->uri);
  self->user = g_strdup (config->user);
  self->password = g_strdup (config->password);
  self->certificate = g_strdup (config->certificate);
  self->has_channels = has_channels;
  self->channels = g_ptr_array_ref (channels);
  self->is_seen = TRUE;
  self->n_slots = has_channels ? WALL_PROBE_MAX_CONNECTIONS : 1;
  self->pause_id = g_idle_add_full (G_PRIORITY_DEFAULT, on_begin, self, NULL);
  if (has_channels)
    self->patience_id = g_timeout_add (patience_ms, on_patience_over, self);

  return self;
}

/**
 * wall_probe_previews_free:
 * @self: (transfer full): what is under way; it ends alone
 */
void
wall_probe_previews_free (WallProbePreviews *self)
{
  stop (self);
  g_free (self->uri);
  g_free (self->user);
  if (self->password)
    explicit_bzero (self->password, strlen (self->password));
  g_free (self->password);
  g_free (self->certificate);
  g_free (self->topology);
  g_free (self->stream_type);
  g_free (self->sentence);
  g_ptr_array_unref (self->channels);
  g_free (self);
}

/**
 * wall_probe_previews_set_seen:
 * @is_seen: whether anybody sees them
 *
 * Who is not seen signs nobody in, but for the first picture.
 */
void
wall_probe_previews_set_seen (WallProbePreviews *self,
                              gboolean           is_seen)
{
  if (self->is_seen == is_seen)
    return;

  self->is_seen = is_seen;
  if (!self->has_picture)
    return;

  g_clear_handle_id (&self->pause_id, g_source_remove);
  if (is_seen && !self->is_over)
    fill_slots (self);
}

/**
 * wall_probe_previews_set_times:
 *
 * For tests that cannot wait.
 */
void
wall_probe_previews_set_times (guint pause,
                               guint patience)
{
  pause_ms = pause;
  patience_ms = patience;
}
