/* encoder-request-private.h
 *
 * What the files that answer requests share: the request, the ways to answer it, and the handlers.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "dvrip-message.h"
#include "encoder-reply.h"
#include "encoder-server-private.h"

G_BEGIN_DECLS

/* Answers beside those of DvripRet. A channel or stream that is not there is "not found", so that
 * nobody takes it for a missing right (107) or for a camera that comes back (121). */
enum {
  ENCODER_RET_UNSUPPORTED = 102,
  ENCODER_RET_NOT_FOUND = 109,
  ENCODER_RET_NO_FILE = 119,
  ENCODER_RET_ALGORITHM = 124,
  ENCODER_RET_INVALID_INPUT = 208,
  ENCODER_RET_ILLEGAL_COMMAND = 502,
  ENCODER_RET_TALK_OPEN = 503,
  ENCODER_RET_TALK_CLOSED = 504,
  ENCODER_RET_NO_FEATURE = 605,
  ENCODER_RET_NO_CONFIGURATION = 607,
};

/* Beside those of DvripMessageId. */
enum {
  ENCODER_ID_TALK = 1430,
  ENCODER_ID_TALK_CLAIM = 1434,
  ENCODER_ID_SNAPSHOT = 1560,
};

typedef struct {
  EncoderClient     *client;
  EncoderSession    *session;  /* (nullable) before the login */
  const DvripHeader *header;
  JsonObject        *message;
} EncoderRequest;

typedef GBytes *(*EncoderWriteReply) (const EncoderBox *box,
                                      guint32           session_id);

/* encoder-request.c */
void        encoder_request_answer        (const EncoderRequest *request,
                                           GBytes               *payload);
void        encoder_request_answer_ret    (const EncoderRequest *request,
                                           const char           *name,
                                           int                   ret);
void        encoder_request_get_box       (const EncoderRequest *request,
                                           EncoderBox           *out_box);
void        encoder_request_answer_as_box (const EncoderRequest *request,
                                           EncoderWriteReply     write_reply);
void        encoder_request_answer_name   (const EncoderRequest *request,
                                           int                   ret);
gboolean    encoder_request_find_channel  (const EncoderRequest *request,
                                           gint64                number,
                                           guint                *out_channel);
const char *encoder_request_get_name      (const EncoderRequest *request);

/* encoder-request-login.c */
void        encoder_handle_login          (EncoderRequest       *request);
void        encoder_handle_logout         (EncoderRequest       *request);
void        encoder_handle_keepalive      (EncoderRequest       *request);

/* encoder-request-monitor.c */
void        encoder_handle_claim          (EncoderRequest       *request);
void        encoder_handle_monitor        (EncoderRequest       *request);

/* encoder-request-control.c */
void        encoder_handle_guard          (EncoderRequest       *request);
void        encoder_handle_unguard        (EncoderRequest       *request);
void        encoder_handle_ptz            (EncoderRequest       *request);
void        encoder_handle_playback       (EncoderRequest       *request);

/* encoder-request-snapshot.c */
void        encoder_handle_snapshot       (EncoderRequest       *request);

/* encoder-talk.c */
void        encoder_handle_talk_claim     (EncoderRequest       *request);
void        encoder_handle_talk           (EncoderRequest       *request);

/* encoder-request-info.c */
void        encoder_handle_titles         (EncoderRequest       *request);
void        encoder_handle_info           (EncoderRequest       *request);
void        encoder_handle_config         (EncoderRequest       *request);
void        encoder_handle_set            (EncoderRequest       *request);
void        encoder_handle_ability        (EncoderRequest       *request);
void        encoder_handle_time           (EncoderRequest       *request);

G_END_DECLS
