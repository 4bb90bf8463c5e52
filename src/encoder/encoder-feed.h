/* encoder-feed.h
 *
 * A live picture as it is made: runs while somebody watches, and some seconds longer; comes back by
 * itself when its source dies.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-feed-run.h"

G_BEGIN_DECLS

typedef struct _EncoderFeed EncoderFeed;

typedef enum {
  ENCODER_FEED_OFF,       /* nobody watches */
  ENCODER_FEED_STARTING,  /* for the first picture */
  ENCODER_FEED_LIVE,
  ENCODER_FEED_STOPPING,
  ENCODER_FEED_AWAY,      /* the source failed; tried again later */
  ENCODER_FEED_RETRYING,  /* tried again now */
} EncoderFeedState;

typedef struct {
  guint    idle_ms;                  /* runs on for so long without anybody */
  guint    retry_ms, max_retry_ms;   /* between attempts: the first, doubled up to the longest */
  guint    refused_ms;               /* after a wrong password */
  EncoderFeedLimits run;
} EncoderFeedConfig;

#define ENCODER_FEED_DEFAULTS { 5000, 500, 10000, 1800000, { 10000, 6000, TRUE } }

/* A unit for all who watch; of a picture, @unit->output is theirs. */
typedef void (*EncoderFeedDeliver) (EncoderFeed           *self,
                                    const EncoderFeedUnit *unit,
                                    gpointer               user_data);

EncoderFeed      *encoder_feed_new            (EncoderOrigin           *origin,
                                               const EncoderFeedConfig *config,
                                               EncoderFeedDeliver       deliver,
                                               gpointer                 user_data);
EncoderFeedRun   *encoder_feed_free           (EncoderFeed             *self);
void              encoder_feed_try            (EncoderFeed             *self);
void              encoder_feed_add_watcher    (EncoderFeed             *self,
                                               guint                    output);
void              encoder_feed_remove_watcher (EncoderFeed             *self,
                                               guint                    output);
void              encoder_feed_ask_key        (EncoderFeed             *self,
                                               guint                    output);
void              encoder_feed_check          (EncoderFeed             *self,
                                               gint64                   now_us);
EncoderFeedState  encoder_feed_get_state      (EncoderFeed             *self);
gboolean          encoder_feed_is_away        (EncoderFeed             *self);
const char       *encoder_feed_get_name       (EncoderFeed             *self);
guint             encoder_feed_get_outputs    (EncoderFeed             *self);
const char       *encoder_feed_get_reason     (EncoderFeed             *self);
const EncoderFeedUnit *encoder_feed_get_key   (EncoderFeed             *self,
                                               guint                    output);

G_END_DECLS
