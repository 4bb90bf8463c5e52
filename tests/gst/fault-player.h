/* fault-player.h
 *
 * A pipeline of dvripsrc ! dvripdemux, with a decoder or without, that counts what passes and keeps
 * what is said on its bus. Every wait is under a deadline.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* What was seen, for the table. */
typedef struct {
  char  reason[32];    /* "plays" where nothing failed */
  char  ended_by[16];
  int   ret;
  guint ms;            /* from the fault, or from the beginning, to the error */
  guint after_ms;      /* from the last unit that came to the error */
} RigResult;

typedef struct {
  GstElement *pipeline, *src, *demux;
  GstBus     *bus;
  gboolean    decodes;
  /* Atomic. */
  int         n_units, n_partial, n_discont, n_pictures, n_decoded, n_sounds, n_sizes, n_pads;
  int         width, height;   /* of what was decoded last */
  gint64      unit_us;         /* when the last unit came; guarded by @lock */
  RigResult   seen;            /* on the bus so far */
  GMutex      lock;            /* guards what follows */
  GstClockTime last_pts;
  gint64      last_us, longest_us;   /* the last picture's arrival, and the longest gap */
  gboolean    changes;               /* the next picture to be decoded is of another codec */
  gint64      decoded_us, change_us; /* the last decoded one, and the longest gap at a change */
} RigPlayer;

gint64     rig_deadline              (void);
void       rig_nap                   (gint64       deadline_us);

RigPlayer *rig_player_new            (guint16      port,
                                      guint        channel);
void       rig_player_free           (RigPlayer   *self);
void       rig_player_load_decoders  (void);
int        rig_player_count_pictures (RigPlayer   *self);
void       rig_player_collect        (RigPlayer   *self);
void       rig_player_wait_pictures  (RigPlayer   *self,
                                      int          n_more);
gint64     rig_player_get_change     (RigPlayer   *self);
gint64     rig_player_get_longest    (RigPlayer   *self);

G_END_DECLS
