/* encoder-sender.h
 *
 * What waits to be written to one socket: replies, and units that are cut into packets on the way.
 * Bounded: a reader that is too slow loses whole units, up to the next key frame, never a part of
 * one.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "encoder-loop.h"
#include "encoder-vectors.h"

G_BEGIN_DECLS

#define ENCODER_QUEUE_MAX_US     (2 * G_USEC_PER_SEC)
#define ENCODER_QUEUE_MAX_BYTES  (8u << 20)
#define ENCODER_QUEUE_MAX_CONTROL (1u << 20)

typedef struct _EncoderSender EncoderSender;

typedef enum {
  ENCODER_SEND_DONE,    /* nothing waits any more */
  ENCODER_SEND_BLOCKED, /* try again when the socket is writable */
  ENCODER_SEND_FAILED,  /* the connection is gone */
} EncoderSend;

EncoderSender *encoder_sender_new          (void);
void           encoder_sender_free         (EncoderSender     *self);
void           encoder_sender_start_media  (EncoderSender     *self,
                                            guint32            session_id,
                                            guint8             channel);
gboolean       encoder_sender_push_control (EncoderSender     *self,
                                            GBytes            *packet);
gboolean       encoder_sender_push_unit    (EncoderSender     *self,
                                            const EncoderUnit *unit,
                                            guint32            date_time,
                                            gint64             now_us);
gboolean       encoder_sender_push_packets (EncoderSender     *self,
                                            GBytes            *packets,
                                            guint              n_packets,
                                            gboolean           is_key,
                                            gint64             now_us);
guint32        encoder_sender_get_next_sequence (EncoderSender *self);
void           encoder_sender_skip_packets (EncoderSender     *self,
                                            guint              n_packets);
void           encoder_sender_set_sequence (EncoderSender     *self,
                                            guint32            sequence);
void           encoder_sender_drop_media   (EncoderSender     *self);
void           encoder_sender_wait_for_key (EncoderSender     *self);
EncoderSend    encoder_sender_flush        (EncoderSender     *self,
                                            GSocket           *socket);
gboolean       encoder_sender_is_empty     (EncoderSender     *self);
gsize          encoder_sender_get_media    (EncoderSender     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncoderSender, encoder_sender_free)

G_END_DECLS
