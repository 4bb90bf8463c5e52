/* dvrip-request.c
 *
 * What became of a request, as a word for programs and as words for people.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "config.h"

#include "dvrip-request.h"

#include <glib/gi18n-lib.h>

static const char *const kinds[DVRIP_N_REQUESTS] = {
  [DVRIP_REQUEST_PTZ] = "ptz",
  [DVRIP_REQUEST_PTZ_STOP] = "ptz-stop",
  [DVRIP_REQUEST_KEY_FRAME] = "request-key-frame",
  [DVRIP_REQUEST_SUBSCRIBE] = "subscribe-alarms",
  [DVRIP_REQUEST_UNSUBSCRIBE] = "unsubscribe-alarms",
  [DVRIP_REQUEST_TALK_START] = "talk-start",
  [DVRIP_REQUEST_TALK_STOP] = "talk-stop",
  [DVRIP_REQUEST_SNAPSHOT] = "snapshot",
  [DVRIP_REQUEST_TITLES] = "channel-titles",
  [DVRIP_REQUEST_SYSTEM_INFO] = "system-info",
};

static const struct {
  const char *nick;
  const char *words;
} outcomes[DVRIP_N_OUTCOMES] = {
  [DVRIP_OUTCOME_DONE] = { "none", N_("Done") },
  [DVRIP_OUTCOME_REFUSED] = { "rejected", N_("The device refuses it") },
  [DVRIP_OUTCOME_NO_ANSWER] = { "silent", N_("The device does not answer") },
  [DVRIP_OUTCOME_BAD_ANSWER] = { "bad-data", N_("The device’s answer cannot be understood") },
  [DVRIP_OUTCOME_NOT_SUPPORTED] = { "not-supported", N_("The device cannot do that") },
  [DVRIP_OUTCOME_NOT_SENT] = { "not-sent", N_("The device was busy for too long") },
  [DVRIP_OUTCOME_CANCELED] = { "canceled", N_("A later request took its place") },
  [DVRIP_OUTCOME_CLOSED] = { "closed", N_("There is no connection to the device") },
  [DVRIP_OUTCOME_TOO_MANY] = { "too-many", N_("Too many requests wait already") },
  [DVRIP_OUTCOME_INVALID] = {
    "invalid", N_("There is no such command (there are DirectionUp, ZoomTile, GotoPreset and "
                  "others), or not with this number") },
};

/**
 * dvrip_request_kind_to_nick:
 *
 * Returns: (transfer none): a word, never translated
 */
const char *
dvrip_request_kind_to_nick (DvripRequestKind kind)
{
  g_return_val_if_fail ((guint) kind < DVRIP_N_REQUESTS, "");

  return kinds[kind];
}

/**
 * dvrip_reply_get_reason:
 *
 * Returns: (transfer none): a word, never translated; for what the device refused the nick of a
 *   #WallReason
 */
const char *
dvrip_reply_get_reason (const DvripReply *reply)
{
  g_return_val_if_fail ((guint) reply->outcome < DVRIP_N_OUTCOMES, "");

  if (reply->outcome == DVRIP_OUTCOME_REFUSED)
    return wall_reason_to_nick (dvrip_ret_to_reason (reply->ret));

  return outcomes[reply->outcome].nick;
}

/**
 * dvrip_reply_get_words:
 *
 * Returns: (transfer none): what became of it, translated: "talk is open already" for 503
 */
const char *
dvrip_reply_get_words (const DvripReply *reply)
{
  g_return_val_if_fail ((guint) reply->outcome < DVRIP_N_OUTCOMES, "");

  if (reply->outcome == DVRIP_OUTCOME_REFUSED && reply->ret != DVRIP_RET_NONE)
    return dvrip_ret_to_string (reply->ret);

  return _(outcomes[reply->outcome].words);
}
