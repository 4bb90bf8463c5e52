/* wall-watch.h
 *
 * What was received, decoded and painted of one camera, and when: the only source of LIVE.
 * Pure: no clock of its own, no threads; main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  WALL_FRESHNESS_NONE,    /* nothing yet */
  WALL_FRESHNESS_LIVE,
  WALL_FRESHNESS_LATE,
  WALL_FRESHNESS_STALLED,
} WallFreshness;

typedef struct _WallWatch WallWatch;

typedef struct {
  guint64 received, decoded, painted, skipped;         /* frames, of this attempt */
  gint64  received_age_us, decoded_age_us, painted_age_us;  /* -1: never */
  gint64  received_bytes_age_us;
  double  received_fps, decoded_fps, painted_fps;      /* over the last two seconds */
  gint64  interval_us;                                 /* δ: what is expected between two frames */
  gboolean is_damaged;     /* fewer pictures come out than units go in */
  gint64  unchanged_us;    /* the same picture to the bit for so long, from 10 s; -1: it changes */
} WallWatchNumbers;

WallWatch    *wall_watch_new            (void);
void          wall_watch_free           (WallWatch        *self);

/* A new attempt: the counters start anew, nothing has been seen. Whether it is shown stays. */
void          wall_watch_reset          (WallWatch        *self,
                                         gint64            now_us);
void          wall_watch_set_shown      (WallWatch        *self,
                                         gboolean          is_shown,
                                         gint64            now_us);
void          wall_watch_set_nominal    (WallWatch        *self,
                                         double            fps);
/* Totals as the element and the sink count them; called before every wall_watch_judge() and as
 * often as one likes. @last_us: monotonic, -1: never. */
void          wall_watch_note_received  (WallWatch        *self,
                                         guint64           units,
                                         gint64            last_unit_us,
                                         gint64            last_byte_us);
/* Units that went into the decoder (WallPlayerStats.fed_units): what "damaged" is measured by,
 * since units that only wait their turn are not lost. Where it is never called, received stands
 * in. */
void          wall_watch_note_fed       (WallWatch        *self,
                                         guint64           units);
void          wall_watch_note_decoded   (WallWatch        *self,
                                         guint64           frames,
                                         guint64           skipped,
                                         gint64            last_us);
void          wall_watch_note_unchanged (WallWatch        *self,
                                         gint64            since_us);
/* One picture that had not been painted before reached the screen. */
void          wall_watch_note_painted   (WallWatch        *self,
                                         gint64            now_us);

/* On every tick (250 ms), shown or not: it keeps the history that rates and damage come from. */
WallFreshness wall_watch_judge          (WallWatch        *self,
                                         gint64            now_us);
/* The age that is judged; -1: none yet. */
gint64        wall_watch_get_age_us     (WallWatch        *self,
                                         gint64            now_us);
void          wall_watch_get_numbers    (WallWatch        *self,
                                         gint64            now_us,
                                         WallWatchNumbers *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallWatch, wall_watch_free)

G_END_DECLS
