/* encoder-reply.h
 *
 * The payloads of replies that say more than a return code.
 * Pure but for the clock: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the box says of itself. */
typedef struct {
  guint         channels;
  guint         alive_interval;  /* seconds */
  guint         run_minutes;
  const char  **titles;          /* @channels of them */
} EncoderBox;

GBytes *encoder_reply_login       (const EncoderBox *box,
                                   guint32           session_id);
GBytes *encoder_reply_titles      (const EncoderBox *box,
                                   guint32           session_id);
GBytes *encoder_reply_system_info (const EncoderBox *box,
                                   guint32           session_id);
GBytes *encoder_reply_time        (guint32           session_id);

G_END_DECLS
