/* wall-attempt.h
 *
 * The pipeline of a player, on the other threads: it is started and brought down in a small pool of
 * threads, its decoder is made on its streaming thread, and what it has to say reaches the main
 * thread as messages. Shared by all of these, so it is counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct _WallAttempt WallAttempt;

/* What the main thread is told, on the main thread, in the order in which it happened. */
typedef struct {
  void (*message)       (gpointer    listener,
                         GstMessage *message,
                         gboolean    is_of_origin);
  void (*first_picture) (gpointer    listener);
  void (*gone)          (gpointer    listener);
} WallAttemptEvents;

typedef struct {
  guint64     fed_units;
  guint64     pictures;
  gint64      last_picture_us;  /* monotonic; -1: never */
  gint64      key_interval_us;  /* 0 while it is not known */
  const char *codec;            /* "" while it is not known */
} WallAttemptCounts;

/* Main thread. */
WallAttempt  *wall_attempt_new           (GstElement              *source,
                                          GstElement              *sink,
                                          const WallAttemptEvents *events,
                                          gpointer                 listener);
void          wall_attempt_start         (WallAttempt             *self);
gboolean      wall_attempt_close         (WallAttempt             *self);
void          wall_attempt_bring_down    (WallAttempt             *self);
void          wall_attempt_forget        (WallAttempt             *self);
void          wall_attempt_reset_decoder (WallAttempt             *self);
void          wall_attempt_set_reduced   (WallAttempt             *self,
                                          gboolean                 is_reduced);
void          wall_attempt_set_unseen    (WallAttempt             *self,
                                          gboolean                 is_unseen);
guint         wall_attempt_ask           (WallAttempt             *self,
                                          const char              *request);
GstStructure *wall_attempt_dup_statistics (WallAttempt            *self);
void          wall_attempt_get_counts    (WallAttempt             *self,
                                          WallAttemptCounts       *out_counts);

/* Any thread. */
WallAttempt  *wall_attempt_ref           (WallAttempt             *self);
void          wall_attempt_unref         (WallAttempt             *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallAttempt, wall_attempt_unref)

G_END_DECLS
