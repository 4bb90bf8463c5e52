/* encoder-reply.h
 *
 * The payloads of replies that say more than a return code.
 * Pure but for the clock: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-card.h"
#include "encoder-loop.h"

G_BEGIN_DECLS

#define ENCODER_SERIAL_LENGTH 16

typedef struct {
  EncoderLoopInfo info;           /* 0×0: not known yet */
  guint           kbps;
} EncoderBoxStream;

typedef struct {
  EncoderBoxStream main, sub;
  gboolean         has_motion, has_loss;
} EncoderBoxState;

/* What the box says of itself. */
typedef struct {
  guint         channels;
  guint         alive_interval;  /* seconds */
  guint         run_minutes;
  char        **titles;          /* @channels of them */
  EncoderBoxState *states;       /* @channels of them */
  char          serial[ENCODER_SERIAL_LENGTH + 1];
  EncoderCard   card;            /* on which it is reached */
  guint16       tcp_port;
  guint         max_connections;
} EncoderBox;

GBytes *encoder_reply_login       (const EncoderBox *box,
                                   guint32           session_id);
GBytes *encoder_reply_titles      (const EncoderBox *box,
                                   guint32           session_id);
GBytes *encoder_reply_system_info (const EncoderBox *box,
                                   guint32           session_id);
GBytes *encoder_reply_time        (guint32           session_id);

G_END_DECLS
