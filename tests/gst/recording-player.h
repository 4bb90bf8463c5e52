/* recording-player.h
 *
 * Plays a recording with filesrc and dvripdemux, and writes down what comes out of its pads.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "recording.h"

G_BEGIN_DECLS

typedef struct {
  GstElement *pipeline;
  GstElement *demux;
  GstBus     *bus;

  /* Guarded by @lock. */
  GMutex      lock;
  GCond       cond;
  gboolean    has_all_pads;
  GPtrArray  *pictures;  /* of GstBuffer, since the last flush */
  GPtrArray  *sounds;
  GstSegment  segment;   /* of the pictures */
  guint       n_pads;
  guint       n_ended;   /* pads that saw the end of their stream */
} RecordingPlayer;

/* Units go in as they are pulled, or pushed if @is_pushed. It is paused, with all pads there. */
void         recording_player_init    (RecordingPlayer *self, const char *path, gboolean is_pushed);
void         recording_player_clear   (RecordingPlayer *self);

/* Waits for one of these messages; an error that is not among them fails the test. */
GstMessage  *recording_player_wait    (RecordingPlayer *self, GstMessageType types);
void         recording_player_play_to_end (RecordingPlayer *self);
gboolean     recording_player_seek    (RecordingPlayer *self, GstSeekFlags flags, GstClockTime start,
                                       GstClockTime stop);

/* With the lock held, since the last flush. */
void         recording_player_wait_for_pictures (RecordingPlayer *self, guint n);

/* The index in the recording of a picture that came out; fails if it is not one to the bit. */
int          recording_player_locate  (RecordingPlayer *self, Recording *recording, guint picture);
GstClockTime recording_player_get_time (RecordingPlayer *self, guint picture);

G_END_DECLS
