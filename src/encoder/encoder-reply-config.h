/* encoder-reply-config.h
 *
 * What the box says when it is asked for its configuration, its abilities and its state.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "encoder-reply.h"

G_BEGIN_DECLS

typedef enum {
  ENCODER_TOPIC_CONFIG,   /* 1042, 1044 */
  ENCODER_TOPIC_ABILITY,  /* 1360 */
  ENCODER_TOPIC_INFO,     /* 1020 */
} EncoderTopic;

GBytes *encoder_reply_topic (const EncoderBox *box,
                             EncoderTopic      topic,
                             const char       *name,
                             guint32           session_id);

JsonObject *encoder_reply_net_common (const EncoderBox *box);
JsonObject *encoder_reply_discovery  (const EncoderBox *box);
void        encoder_reply_set_hex    (JsonObject       *object,
                                      const char       *name,
                                      guint32           value);

G_END_DECLS
