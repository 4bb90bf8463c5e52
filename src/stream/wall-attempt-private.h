/* wall-attempt-private.h
 *
 * What the files of a player's pipeline share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-attempt.h"
#include "wall-feed.h"

G_BEGIN_DECLS

struct _WallAttempt {
  gatomicrefcount          ref_count;

  /* Main thread. */
  const WallAttemptEvents *events;
  gpointer                 listener;   /* %NULL: nobody listens any more */
  gboolean                 is_going_down;

  /* Guarded by @lock, which is held while the state changes: a start that comes late finds the
   * attempt down. The main thread takes it never. */
  GMutex      lock;
  gboolean    is_down;
  GstElement *pipeline;
  GstElement *origin;     /* the main thread uses it until it has asked to bring it down */

  gconstpointer origin_id;  /* to compare with, from any thread */
  gint        is_playing;   /* atomic: the start is done */
  WallFeed   *feed;

  /* Guarded by @counting: the streaming thread counts, the main thread reads. */
  GMutex      counting;
  guint64     pictures;
  gint64      last_picture_us;
};

/* wall-attempt-news.c */
void wall_attempt_hear               (WallAttempt *self);
void wall_attempt_hear_no_more       (WallAttempt *self);
void wall_attempt_tell_first_picture (WallAttempt *self);
void wall_attempt_tell_gone          (WallAttempt *self);

G_END_DECLS
