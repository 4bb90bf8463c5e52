/* wall-foreign-private.h
 *
 * What the files of a foreign source share: the object (wall-foreign), the course of its attempt
 * (-course), what the pipeline is told (-tell), what is counted (-count).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-foreign.h"

G_BEGIN_DECLS

typedef struct {
  guint64 bytes, units;
  gint64  last_byte_us, last_unit_us;   /* monotonic; -1: never */
  char    local_address[46], remote_address[46];
  guint   local_port, remote_port;
  char    certificate[80];
} WallForeignCounts;

typedef struct {
  /* Set before it plays, and only read from then on. */
  GUri                *uri;
  char                *host, *user, *password, *pin;
  guint16              port;
  WallForeignDeadlines deadlines;

  /* The thread that changes the state. */
  gboolean             is_prepared, has_begun;

  /* Network thread. */
  GCancellable        *cancellable;
  GSource             *deadline;
  gint64               media_us;        /* when the media phase began */
  WallReason           reason;          /* why it closes */
  gboolean             is_dropped, is_close_told;

  /* Held while a child is started or the pipeline told something: what comes late finds the bin
   * stopped. */
  GMutex               running;
  gboolean             is_stopped;

  /* Guards what follows; nothing is called with it held. */
  GMutex               lock;
  WallForeignPhase     phase;           /* written on the network thread */
  WallForeignCounts    counts;
  guint                n_pads;
} WallForeignPrivate;

WallForeignPrivate *wall_foreign_get_private (WallForeign *self);

/* The course, for the object: on the network thread. */
void wall_foreign_course_begin (WallForeign      *self);
void wall_foreign_course_close (WallForeign      *self);
void wall_foreign_course_stop  (WallForeign      *self);

/* The counts. */
GstStructure *wall_foreign_dup_statistics (WallForeign *self);

/* What the pipeline is told. */
void          wall_foreign_tell_phase     (WallForeign      *self,
                                           WallForeignPhase  last,
                                           WallForeignPhase  phase);
void          wall_foreign_tell_progress  (WallForeign      *self,
                                           GstProgressType   type,
                                           WallForeignPhase  phase,
                                           const char       *text);
void          wall_foreign_tell_error     (WallForeign      *self,
                                           WallReason        reason,
                                           int               ret,
                                           const char       *sentence,
                                           const char       *debug);
void          wall_foreign_tell_closed    (WallForeign      *self,
                                           const char       *ended_by,
                                           WallReason        reason);
const char   *wall_foreign_phase_to_string (WallForeignPhase phase);

G_END_DECLS
