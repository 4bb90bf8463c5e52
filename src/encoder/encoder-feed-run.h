/* encoder-feed-run.h
 *
 * One run of a live picture: a pipeline from its start to its end, and the units that come out of
 * it.
 * Made and steered on the network thread, where its events come too; waited for in any other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-feed-queue.h"
#include "encoder-origin.h"

G_BEGIN_DECLS

typedef struct _EncoderFeedRun EncoderFeedRun;

typedef struct {
  EncoderFeedTake unit;
  /* Once: the pipeline is gone. @error: (nullable): why, if nobody stopped it */
  void (*ended) (const GError *error, gpointer user_data);
} EncoderFeedRunEvents;

typedef struct {
  guint    first_ms, silence_ms;  /* the longest without a picture: at the start, later */
  gboolean has_timestamps;
} EncoderFeedLimits;

EncoderFeedRun *encoder_feed_run_new        (EncoderOrigin              *origin,
                                             const EncoderFeedLimits    *limits,
                                             const EncoderFeedRunEvents *events,
                                             gpointer                    user_data);
void            encoder_feed_run_unref      (EncoderFeedRun             *self);
void            encoder_feed_run_set_wanted (EncoderFeedRun             *self,
                                             guint                       output,
                                             gboolean                    is_wanted);
void            encoder_feed_run_ask_key    (EncoderFeedRun             *self,
                                             guint                       output);
void            encoder_feed_run_stop       (EncoderFeedRun             *self);
void            encoder_feed_run_detach     (EncoderFeedRun             *self);
gboolean        encoder_feed_run_wait       (EncoderFeedRun             *self,
                                             gint64                      deadline_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncoderFeedRun, encoder_feed_run_unref)

G_END_DECLS
