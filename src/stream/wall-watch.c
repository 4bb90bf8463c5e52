/* wall-watch.c
 *
 * What was received, decoded and painted of one camera, and when: the only source of LIVE.
 * Where it must choose it says too little rather than too much: a camera is live only if the newest
 * of what it is judged by is fresh.
 * Pure: no clock of its own, no threads; main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-watch.h"

#include "wall-history.h"
#include "wall-interval.h"

#define LIVE_US         G_USEC_PER_SEC
#define STALLED_US      (3 * G_USEC_PER_SEC)
#define MAX_INTERVAL_US G_USEC_PER_SEC
#define LIVE_INTERVALS  3
#define UNCHANGED_US    (10 * G_USEC_PER_SEC)

/* At one frame a second or more; a quarter is for jitter. */
#define UNCHANGED_INTERVAL_US (G_USEC_PER_SEC * 5 / 4)

#define NEVER (-1)

struct _WallWatch {
  gboolean is_shown;
  gboolean has_begun;         /* something was fresh once: never NONE again in this attempt */
  gboolean is_fed;            /* somebody counts what goes into the decoder */
  gint64   started_us;
  gint64   shown_since_us;
  gint64   nominal_us;        /* 0: not known */

  guint64  received, fed, decoded, painted, skipped;
  gint64   last_unit_us, last_byte_us, last_decoded_us, last_painted_us, unchanged_since_us;

  WallInterval received_interval, decoded_interval;
  WallHistory  history;
};

static gint64
get_age (gint64 then_us,
         gint64 now_us)
{
  return then_us < 0 ? NEVER : MAX (now_us - then_us, 0);
}

/* δ: foreign sources count no units, so what was decoded stands in. */
static gint64
get_interval (WallWatch *self)
{
  gint64 measured_us = wall_interval_get_median (&self->received_interval);

  if (measured_us == 0)
    measured_us = wall_interval_get_median (&self->decoded_interval);

  return MIN (MAX (measured_us, self->nominal_us), MAX_INTERVAL_US);
}

/* What nobody looks at is hardly decoded. */
static gint64
get_hidden_age (WallWatch *self,
                gint64     now_us)
{
  return get_age (self->last_unit_us >= 0 ? self->last_unit_us : self->last_decoded_us, now_us);
}

/* Of the newest picture that there is; right after it is shown, of the newest that there could be: it is
 * being decoded. */
static gint64
get_newest_age (WallWatch *self,
                gint64     now_us)
{
  gboolean is_catching_up = self->last_decoded_us >= 0 &&
                            self->last_decoded_us < self->shown_since_us &&
                            now_us - self->shown_since_us <= LIVE_US;

  return is_catching_up ? get_hidden_age (self, now_us) : get_age (self->last_decoded_us, now_us);
}

/* A picture on the screen is as old as its painting, and never younger than the newest one that there
 * is: repainting an old one proves nothing. An attempt begins with its first painted picture;
 * one that had begun unseen is as old as the time it is shown, if what is decoded is no older. */
static gint64
get_shown_age (WallWatch *self,
               gint64     now_us)
{
  gint64 newest_age_us = get_newest_age (self, now_us);
  gint64 since_us = MAX (self->last_painted_us, self->shown_since_us);

  if (self->last_painted_us < 0 && (self->last_decoded_us < 0 || !self->has_begun))
    return NEVER;

  return MAX (now_us - since_us, newest_age_us);
}

static gint64
get_judged_age (WallWatch *self,
                gint64     now_us)
{
  gint64 age_us = self->is_shown ? get_shown_age (self, now_us) : get_hidden_age (self, now_us);

  if (age_us < 0 && self->has_begun)
    return get_age (self->started_us, now_us);

  return age_us;
}

static WallHistoryEntry
make_entry (WallWatch *self,
            gint64     now_us)
{
  return (WallHistoryEntry) {
    .at_us = now_us,
    .received = self->received,
    .fed = self->is_fed ? self->fed : self->received,
    .decoded = self->decoded,
    .painted = self->painted,
  };
}

/* A picture that stands still because nothing comes is not unchanged, it is old. */
static gint64
get_unchanged (WallWatch *self,
               gint64     now_us)
{
  gint64 interval_us = self->is_shown ? wall_interval_get_median (&self->decoded_interval)
                                      : get_interval (self);
  gint64 coming_age_us = self->is_shown ? get_newest_age (self, now_us) : get_hidden_age (self, now_us);
  gint64 age_us = get_age (self->unchanged_since_us, now_us);
  gboolean is_coming = interval_us > 0 && interval_us <= UNCHANGED_INTERVAL_US &&
                       coming_age_us < STALLED_US;

  return age_us >= UNCHANGED_US && is_coming ? age_us : NEVER;
}

/**
 * wall_watch_new:
 *
 * Returns: (transfer full): a watch that has seen nothing, of a camera that is not shown
 */
WallWatch *
wall_watch_new (void)
{
  WallWatch *self = g_new0 (WallWatch, 1);

  wall_watch_reset (self, 0);

  return self;
}

/**
 * wall_watch_free:
 * @self: (transfer full): the watch
 */
void
wall_watch_free (WallWatch *self)
{
  g_free (self);
}

/**
 * wall_watch_reset:
 * @now_us: monotonic
 *
 * A new attempt: nothing was seen of it. Whether the camera is shown stays as it is.
 */
void
wall_watch_reset (WallWatch *self,
                  gint64     now_us)
{
  g_return_if_fail (self != NULL);

  *self = (WallWatch) {
    .is_shown = self->is_shown,
    .started_us = now_us,
    .shown_since_us = now_us,
    .last_unit_us = NEVER,
    .last_byte_us = NEVER,
    .last_decoded_us = NEVER,
    .last_painted_us = NEVER,
    .unchanged_since_us = NEVER,
  };
  wall_interval_init (&self->received_interval);
  wall_interval_init (&self->decoded_interval);
  wall_history_init (&self->history);
}

/**
 * wall_watch_set_shown:
 * @is_shown: whether its pictures are painted: in the window's layout, frame clock ticking
 * @now_us: monotonic
 *
 * A camera that is shown is judged by what was painted, any other by what was received, where that is
 * counted, else decoded. Becoming shown starts the age anew, but does not make an old picture a fresh one:
 * within a second a new one must have been decoded.
 */
void
wall_watch_set_shown (WallWatch *self,
                      gboolean   is_shown,
                      gint64     now_us)
{
  g_return_if_fail (self != NULL);

  if (self->is_shown == !!is_shown)
    return;

  self->is_shown = !!is_shown;
  self->shown_since_us = now_us;
}

/**
 * wall_watch_set_nominal:
 * @fps: what the stream says of itself; 0: nothing
 */
void
wall_watch_set_nominal (WallWatch *self,
                        double     fps)
{
  g_return_if_fail (self != NULL);

  if (fps <= 0.0)
    self->nominal_us = 0;
  else
    self->nominal_us = (gint64) MIN (G_USEC_PER_SEC / fps, (double) MAX_INTERVAL_US);
}

/**
 * wall_watch_note_received:
 * @units: video units of this attempt so far
 * @last_unit_us: when the newest of them came, monotonic; -1: never
 * @last_byte_us: when the newest byte of anything came; -1: never
 */
void
wall_watch_note_received (WallWatch *self,
                          guint64    units,
                          gint64     last_unit_us,
                          gint64     last_byte_us)
{
  g_return_if_fail (self != NULL);

  wall_interval_note (&self->received_interval, units, last_unit_us);
  self->received = units;
  self->last_unit_us = last_unit_us;
  self->last_byte_us = last_byte_us;
}

/**
 * wall_watch_note_fed:
 * @units: video units that were handed to the decoder so far
 *
 * What damage is measured by. Units that wait in a queue are not lost; so where nobody calls this,
 * received units stand in, and a queue that grows looks like damage.
 */
void
wall_watch_note_fed (WallWatch *self,
                     guint64    units)
{
  g_return_if_fail (self != NULL);

  self->is_fed = TRUE;
  self->fed = units;
}

/**
 * wall_watch_note_decoded:
 * @frames: pictures that came out of the decoder so far
 * @skipped: of these, replaced by a newer one before they were painted
 * @last_us: when the newest came out, monotonic; -1: never
 */
void
wall_watch_note_decoded (WallWatch *self,
                         guint64    frames,
                         guint64    skipped,
                         gint64     last_us)
{
  g_return_if_fail (self != NULL);

  wall_interval_note (&self->decoded_interval, frames, last_us);
  self->decoded = frames;
  self->skipped = skipped;
  self->last_decoded_us = last_us;
}

/**
 * wall_watch_note_unchanged:
 * @since_us: since when each picture is the same to the bit, monotonic; -1: it changes
 */
void
wall_watch_note_unchanged (WallWatch *self,
                           gint64     since_us)
{
  g_return_if_fail (self != NULL);

  self->unchanged_since_us = since_us;
}

/**
 * wall_watch_note_painted:
 * @now_us: when a picture that had not been painted before reached the screen, monotonic
 */
void
wall_watch_note_painted (WallWatch *self,
                         gint64     now_us)
{
  g_return_if_fail (self != NULL);

  self->painted++;
  self->last_painted_us = now_us;
}

/**
 * wall_watch_judge:
 * @now_us: monotonic
 *
 * Live while no older than a second or three intervals, stalled from three seconds, late between;
 * where three intervals are three seconds, nothing is between. To be called on every tick.
 *
 * Returns: how fresh the camera is; %WALL_FRESHNESS_NONE only before the first other answer
 */
WallFreshness
wall_watch_judge (WallWatch *self,
                  gint64     now_us)
{
  g_return_val_if_fail (self != NULL, WALL_FRESHNESS_NONE);

  WallHistoryEntry entry = make_entry (self, now_us);
  gint64 age_us = get_judged_age (self, now_us);

  wall_history_note (&self->history, &entry);
  if (age_us < 0)
    return WALL_FRESHNESS_NONE;

  self->has_begun = TRUE;
  if (age_us >= STALLED_US)
    return WALL_FRESHNESS_STALLED;

  return age_us <= MAX (LIVE_US, LIVE_INTERVALS * get_interval (self)) ? WALL_FRESHNESS_LIVE
                                                                      : WALL_FRESHNESS_LATE;
}

/**
 * wall_watch_get_age_us:
 * @now_us: monotonic
 *
 * Returns: the age that is judged, in microseconds; -1 if there is none yet
 */
gint64
wall_watch_get_age_us (WallWatch *self,
                       gint64     now_us)
{
  g_return_val_if_fail (self != NULL, NEVER);

  return get_judged_age (self, now_us);
}

/**
 * wall_watch_get_numbers:
 * @now_us: monotonic
 * @out: (out): everything that is known
 */
void
wall_watch_get_numbers (WallWatch        *self,
                        gint64            now_us,
                        WallWatchNumbers *out)
{
  g_return_if_fail (self != NULL && out != NULL);

  WallHistoryEntry entry = make_entry (self, now_us);
  WallHistoryRates rates;

  wall_history_get_rates (&self->history, &entry, &rates);
  *out = (WallWatchNumbers) {
    .received = self->received,
    .decoded = self->decoded,
    .painted = self->painted,
    .skipped = self->skipped,
    .received_age_us = get_age (self->last_unit_us, now_us),
    .decoded_age_us = get_age (self->last_decoded_us, now_us),
    .painted_age_us = get_age (self->last_painted_us, now_us),
    .received_bytes_age_us = get_age (self->last_byte_us, now_us),
    .received_fps = rates.received_fps,
    .decoded_fps = rates.decoded_fps,
    .painted_fps = rates.painted_fps,
    .interval_us = get_interval (self),
    .is_damaged = wall_history_is_damaged (&self->history, &entry),
    .unchanged_us = get_unchanged (self, now_us),
  };
}
