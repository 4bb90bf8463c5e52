/* dvrip-request.h
 *
 * What can be asked of a device while its stream plays, and what became of it.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "dvrip-action.h"

G_BEGIN_DECLS

typedef enum {
  DVRIP_REQUEST_PTZ,          /* "ptz" */
  DVRIP_REQUEST_PTZ_STOP,     /* "ptz-stop" */
  DVRIP_REQUEST_KEY_FRAME,    /* "request-key-frame" */
  DVRIP_REQUEST_SUBSCRIBE,    /* "subscribe-alarms" */
  DVRIP_REQUEST_UNSUBSCRIBE,  /* "unsubscribe-alarms" */
  DVRIP_REQUEST_TALK_START,   /* "talk-start" */
  DVRIP_REQUEST_TALK_STOP,    /* "talk-stop" */
  DVRIP_REQUEST_SNAPSHOT,     /* "snapshot" */
  DVRIP_REQUEST_TITLES,       /* "channel-titles" */
  DVRIP_REQUEST_SYSTEM_INFO,  /* "system-info" */
} DvripRequestKind;

#define DVRIP_N_REQUESTS (DVRIP_REQUEST_SYSTEM_INFO + 1)

typedef struct {
  DvripRequestKind kind;
  /* Of PTZ only. */
  const char      *command;  /* "DirectionUp" … */
  guint            speed;    /* 1 to DVRIP_PTZ_MAX_SPEED */
  guint            number;   /* of a preset or tour */
  /* Nobody asked by hand: dropped where the same was asked a moment ago, or is of no use. */
  gboolean         is_automatic;
} DvripRequest;

typedef enum {
  DVRIP_OUTCOME_DONE,           /* "none": the device did it, or says so */
  DVRIP_OUTCOME_REFUSED,        /* the nick of the return code's reason: "rejected" … */
  DVRIP_OUTCOME_NO_ANSWER,      /* "silent" */
  DVRIP_OUTCOME_BAD_ANSWER,     /* "bad-data" */
  DVRIP_OUTCOME_NOT_SUPPORTED,  /* "not-supported" */
  DVRIP_OUTCOME_NOT_SENT,       /* "not-sent": too late, or the device does not read */
  DVRIP_OUTCOME_CANCELED,       /* "canceled": by a later request */
  DVRIP_OUTCOME_CLOSED,         /* "closed": the connection is not there, or ends */
  DVRIP_OUTCOME_TOO_MANY,       /* "too-many": others wait already */
  DVRIP_OUTCOME_INVALID,        /* "invalid": there is no such command or number */
} DvripOutcome;

#define DVRIP_N_OUTCOMES (DVRIP_OUTCOME_INVALID + 1)

typedef struct {
  guint            request;  /* as dvrip_session_request() said; 0: nobody asked by hand */
  DvripRequestKind kind;
  DvripOutcome     outcome;
  int              ret;      /* of the device; 0: none */
  GBytes          *picture;  /* (nullable): of a snapshot, a JPEG */
  JsonObject      *message;  /* (nullable): of what asks for words, the answer */
} DvripReply;

const char *dvrip_request_kind_to_nick (DvripRequestKind    kind);
const char *dvrip_reply_get_reason     (const DvripReply   *reply);
const char *dvrip_reply_get_words      (const DvripReply   *reply);

G_END_DECLS
