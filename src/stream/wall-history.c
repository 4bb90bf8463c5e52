/* wall-history.c
 *
 * Running totals over the last seconds: rates over two seconds, and damage, which is a decoder that
 * puts out fewer pictures than it got units, for good and not only late.
 * Pure: no clock of its own; callable from any thread that owns it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-history.h"

#define RATE_US     (2 * G_USEC_PER_SEC)
#define MIN_RATE_US (G_USEC_PER_SEC / 2)
#define MIN_STEP_US (G_USEC_PER_SEC / 10)

/* Damage: the lag between units in and pictures out has grown by so many from the beginning of the
 * last two seconds to their end. The smallest lag of each half second counts, so that a frame that
 * is just being decoded, or a decoder that always holds some back, is not taken for a loss. */
#define DAMAGE_US     (2 * G_USEC_PER_SEC)
#define SLICE_US      (G_USEC_PER_SEC / 2)
#define DAMAGE_FRAMES 2

/* So long the loss that was seen last is told of. */
#define HOLD_US (2 * G_USEC_PER_SEC)

static const WallHistoryEntry *
get_entry (const WallHistory *self,
           guint              age)
{
  return &self->entries[(self->newest + WALL_HISTORY_N - age) % WALL_HISTORY_N];
}

static gint64
get_lag (const WallHistoryEntry *entry)
{
  return (gint64) entry->fed - (gint64) entry->decoded;
}

/* The newest entry that is at least @span_us old, else the oldest one; %NULL if there is none. */
static const WallHistoryEntry *
find_start (const WallHistory *self,
            gint64             now_us,
            gint64             span_us)
{
  const WallHistoryEntry *entry = NULL;

  for (guint age = 0; age < self->n; age++) {
    entry = get_entry (self, age);
    if (now_us - entry->at_us >= span_us)
      break;
  }

  return entry;
}

/* The smallest lag of the entries that are between @min_us and @max_us old, and %TRUE; %FALSE if
 * there are none that say anything: before the first picture the lag is only the way to it. */
static gboolean
find_min_lag (const WallHistory *self,
              gint64             now_us,
              gint64             min_us,
              gint64             max_us,
              gint64            *out_lag)
{
  gint64 min_lag = G_MAXINT64;

  for (guint age = 0; age < self->n; age++) {
    const WallHistoryEntry *entry = get_entry (self, age);
    gint64 age_us = now_us - entry->at_us;

    if (age_us >= min_us && age_us <= max_us && entry->decoded > 0)
      min_lag = MIN (min_lag, get_lag (entry));
  }

  if (min_lag == G_MAXINT64)
    return FALSE;

  *out_lag = min_lag;
  return TRUE;
}

static double
get_rate (guint64 from,
          guint64 to,
          gint64  span_us)
{
  return to > from ? (double) (to - from) * G_USEC_PER_SEC / (double) span_us : 0.0;
}

/* Whether pictures were lost within the last two seconds. */
static gboolean
is_losing (const WallHistory      *self,
           const WallHistoryEntry *now)
{
  gint64 before, lately;

  if (!find_min_lag (self, now->at_us, DAMAGE_US - SLICE_US, DAMAGE_US, &before) ||
      !find_min_lag (self, now->at_us, 0, SLICE_US, &lately))
    return FALSE;

  return MIN (lately, get_lag (now)) - before >= DAMAGE_FRAMES;
}

/**
 * wall_history_init:
 *
 * Forgets everything.
 */
void
wall_history_init (WallHistory *self)
{
  *self = (WallHistory) { .n = 0 };
}

/**
 * wall_history_note:
 * @now: the totals of this moment
 *
 * Keeps them, unless the last ones are hardly older.
 */
void
wall_history_note (WallHistory            *self,
                   const WallHistoryEntry *now)
{
  if (self->n > 0 && now->at_us - get_entry (self, 0)->at_us < MIN_STEP_US)
    return;

  self->newest = (self->newest + 1) % WALL_HISTORY_N;
  self->entries[self->newest] = *now;
  self->n = MIN (self->n + 1, WALL_HISTORY_N);

  if (is_losing (self, now)) {
    self->was_damaged = TRUE;
    self->damaged_us = now->at_us;
  }
}

/**
 * wall_history_get_rates:
 * @out_rates: (out): a second, over the last two seconds; 0 while less than half a second is known
 */
void
wall_history_get_rates (const WallHistory      *self,
                        const WallHistoryEntry *now,
                        WallHistoryRates       *out_rates)
{
  const WallHistoryEntry *start = find_start (self, now->at_us, RATE_US);
  gint64 span_us = start ? now->at_us - start->at_us : 0;

  if (span_us < MIN_RATE_US) {
    *out_rates = (WallHistoryRates) { .received_fps = 0.0 };
    return;
  }

  *out_rates = (WallHistoryRates) {
    .received_fps = get_rate (start->received, now->received, span_us),
    .decoded_fps = get_rate (start->decoded, now->decoded, span_us),
    .painted_fps = get_rate (start->painted, now->painted, span_us),
  };
}

/**
 * wall_history_is_damaged:
 *
 * Returns: whether pictures are lost in the decoder, or were until a moment ago: losses come in no
 *   order, and a word that comes and goes is not read
 */
gboolean
wall_history_is_damaged (const WallHistory      *self,
                         const WallHistoryEntry *now)
{
  return is_losing (self, now) ||
         (self->was_damaged && now->at_us - self->damaged_us < HOLD_US);
}
