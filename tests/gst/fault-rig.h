/* fault-rig.h
 *
 * An encoder with two channels in the same process, one pipeline that plays the healthy one all the
 * time, and one that plays what is to go wrong. What happened is measured, told as a line of a
 * table, and nothing may be left behind. Encoder and healthy pipeline stay from case to case.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

#include "encoder-server.h"
#include "fault-player.h"

G_BEGIN_DECLS

/* How long things may seem to take on a busy machine, beyond what they are allowed. */
#define RIG_BUSY_MS 10000

typedef struct {
  gboolean    is_shared;   /* both channels behind one port: a fault of one is none of the port */
  gboolean    decodes;     /* with a decoder */
  gboolean    is_sub;
  const char *user, *password;  /* (nullable): "admin" */
  const char *deviations;  /* (nullable) */
  const char *deadline;    /* (nullable): a property of dvripsrc, to be */
  guint       deadline_ms;
} RigOptions;

typedef struct {
  EncoderServer *server;
  RigPlayer     *healthy, *player;
  RigOptions     options;
  EncoderCounters before;
  guint          n_files;      /* before the player */
  gsize          rss;
  gint64         begun_us;
} Rig;

int       rig_run               (void);
Rig      *rig_new               (const RigOptions *options);
void      rig_free              (Rig              *self);
void      rig_set_fault         (Rig              *self,
                                 const char       *spec);
void      rig_play              (Rig              *self);
void      rig_wait_pictures     (Rig              *self,
                                 int               n_more);
void      rig_wait_units        (Rig              *self,
                                 int               n_more);
void      rig_wait_refusal      (Rig              *self,
                                 RigResult        *out_result);
void      rig_wait_stall        (Rig              *self);
void      rig_wait_error        (Rig              *self,
                                 RigResult        *out_result);
void      rig_close             (Rig              *self,
                                 RigResult        *out_result);
void      rig_tell              (Rig              *self,
                                 RigResult        *result);
GstClockTime rig_get_last_pts   (Rig              *self);
GstStructure *rig_get_statistics (Rig             *self);
void      rig_leave             (Rig              *self,
                                 const char       *name,
                                 const char       *expected,
                                 guint             allowed_ms,
                                 const RigResult  *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rig, rig_free)

G_END_DECLS
