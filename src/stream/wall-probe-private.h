/* wall-probe-private.h
 *
 * What the files of a probe share: the object, and the course of it.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-probe-address.h"
#include "wall-probe-knock.h"
#include "wall-probe-previews.h"
#include "wall-probe-visit.h"
#include "wall-probe.h"

G_BEGIN_DECLS

struct _WallProbe {
  GObject parent_instance;

  WallProbeKind kind;
  WallProbeAddress *address;     /* (nullable): it cannot be understood, */
  GError *address_error;         /* (nullable): and this is why */
  char *user, *password, *certificate;   /* (nullable) */
  gboolean is_user_kept;
  char *(*recall) (gpointer data, const char *uri, const char *user);
  gpointer recall_data;

  gboolean is_started;
  gboolean is_over;              /* failed or cancelled: nothing is told any more */
  guint begin_id;
  int step;                      /* under way; WALL_PROBE_N_STEPS: all are done */
  gboolean has_begun_step;
  char *words[WALL_PROBE_N_STEPS];

  char *uri;                     /* (nullable): nobody was found yet */
  GListStore *channels;
  char *model, *serial;          /* (nullable) */
  char *seen;                    /* (nullable): the certificate that the device showed */

  GPtrArray *looked_at;          /* of WallProbeChannel, in the order of their previews */
  WallProbeKnock *knock;         /* (nullable) */
  WallProbeVisit *visit;         /* (nullable) */
  WallProbePreviews *previews;   /* (nullable) */
  gboolean is_hidden;            /* nobody sees the previews */
};

/* The object, for its course. */
void     wall_probe_set_words    (WallProbe     *self,
                                  WallProbeStep  step,
                                  const char    *words);
gboolean wall_probe_reach        (WallProbe     *self,
                                  WallProbeStep  step);
void     wall_probe_fail         (WallProbe     *self,
                                  WallReason     reason,
                                  const char    *sentence);

/* The course, for the object. */
void     wall_probe_begin        (WallProbe     *self);
void     wall_probe_end          (WallProbe     *self);

G_END_DECLS
