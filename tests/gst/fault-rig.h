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

/* What a case may seem to take beyond what it is allowed, besides what the machine itself was late
 * while it ran; and how long the other channel may wait for a picture. */
#ifdef __SANITIZE_ADDRESS__
#define RIG_BUSY_MS  3000
#define RIG_GAP_MS   3000
/* AddressSanitizer keeps what is freed, on purpose: that is no memory that the case takes. */
#define RIG_COUNTS_MEMORY FALSE
#else
#define RIG_BUSY_MS  500
#define RIG_GAP_MS   1000
#define RIG_COUNTS_MEMORY TRUE
#endif

typedef struct {
  gboolean    is_shared;   /* both channels behind one port: a fault of one is none of the port */
  gboolean    decodes;     /* with a decoder */
  gboolean    is_sub;
  const char *user, *password;  /* (nullable): "admin" */
  const char *deviations;  /* (nullable) */
  const char *deadline;    /* (nullable): a property of dvripsrc, to be */
  guint       deadline_ms;
  guint       memory_kib;  /* what the case may take; 0: by what it has */
} RigOptions;

typedef struct {
  EncoderServer *server;
  RigPlayer     *healthy, *player;
  RigOptions     options;
  EncoderCounters before;
  guint          n_files;      /* before the player */
  gsize          memory, most_memory;   /* when the fault began, or the player; and at most */
  gint64         begun_us;
  gboolean       has_fault;
  guint          more_ms;               /* that real deadlines take longer */
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
