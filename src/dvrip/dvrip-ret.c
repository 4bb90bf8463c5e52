/* dvrip-ret.c
 *
 * The return codes of replies, as words and as reasons.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "dvrip-message.h"

/* The numbers and their meaning are the vendor's; the reasons follow what devices were seen to mean
 * by them. */
static const struct {
  int ret;
  WallReason reason;
  const char *words;
} codes[] = {
  { DVRIP_RET_NONE, WALL_REASON_REJECTED, N_("no return code") },
  { DVRIP_RET_OK, WALL_REASON_NONE, N_("OK") },
  { 101, WALL_REASON_REJECTED, N_("unknown error") },
  { 102, WALL_REASON_REJECTED, N_("version not supported") },
  { DVRIP_RET_ILLEGAL_REQUEST, WALL_REASON_REJECTED, N_("illegal request") },
  { 104, WALL_REASON_REJECTED, N_("already signed in") },
  { DVRIP_RET_NOT_LOGGED_IN, WALL_REASON_REJECTED, N_("not signed in") },
  { DVRIP_RET_BAD_LOGIN, WALL_REASON_WRONG_PASSWORD, N_("wrong user or password") },
  { DVRIP_RET_NO_PERMISSION, WALL_REASON_NO_PERMISSION, N_("no permission") },
  { DVRIP_RET_TIMEOUT, WALL_REASON_REJECTED, N_("the device timed out") },
  { 109, WALL_REASON_REJECTED, N_("not found") },
  { 110, WALL_REASON_NONE, N_("all results") },
  { 111, WALL_REASON_NONE, N_("some of the results") },
  { 112, WALL_REASON_REJECTED, N_("the user exists already") },
  { 113, WALL_REASON_REJECTED, N_("the user does not exist") },
  { 114, WALL_REASON_REJECTED, N_("the group exists already") },
  { 115, WALL_REASON_REJECTED, N_("the group does not exist") },
  { DVRIP_RET_BAD_MESSAGE, WALL_REASON_REJECTED, N_("bad message") },
  { 118, WALL_REASON_REJECTED, N_("no PTZ protocol is set") },
  { 119, WALL_REASON_REJECTED, N_("no file found") },
  { 120, WALL_REASON_REJECTED, N_("configured to be enabled") },
  { DVRIP_RET_CHANNEL_OFFLINE, WALL_REASON_CHANNEL_OFFLINE,
    N_("the digital channel is not connected") },
  { 124, WALL_REASON_REJECTED, N_("algorithm error") },
  { 150, WALL_REASON_NONE, N_("OK after a restart of the device") },
  { 202, WALL_REASON_REJECTED, N_("the user is not signed in") },
  { DVRIP_RET_WRONG_PASSWORD, WALL_REASON_WRONG_PASSWORD, N_("wrong password") },
  { DVRIP_RET_ILLEGAL_USER, WALL_REASON_WRONG_PASSWORD, N_("no such user") },
  { DVRIP_RET_LOCKED, WALL_REASON_LOCKED_OUT, N_("the user is locked out") },
  { DVRIP_RET_BLACKLISTED, WALL_REASON_LOCKED_OUT, N_("the user is blocked") },
  { 207, WALL_REASON_REJECTED, N_("the user is signed in already") },
  { 208, WALL_REASON_REJECTED, N_("invalid input") },
  { 209, WALL_REASON_REJECTED, N_("duplicate index") },
  { 210, WALL_REASON_REJECTED, N_("no such object to look up") },
  { 211, WALL_REASON_REJECTED, N_("no such object") },
  { 212, WALL_REASON_REJECTED, N_("the account is in use") },
  { 213, WALL_REASON_REJECTED, N_("beyond the set") },
  { 214, WALL_REASON_REJECTED, N_("invalid password") },
  { 215, WALL_REASON_REJECTED, N_("the passwords do not match") },
  { 216, WALL_REASON_REJECTED, N_("the account is reserved") },
  { 430, WALL_REASON_WRONG_PASSWORD, N_("the user was not found") },
  { 502, WALL_REASON_REJECTED, N_("illegal command") },
  { 503, WALL_REASON_REJECTED, N_("talk is open already") },
  { 504, WALL_REASON_REJECTED, N_("talk is not open") },
  { 511, WALL_REASON_REJECTED, N_("an upgrade is under way") },
  { 512, WALL_REASON_REJECTED, N_("the upgrade has not started") },
  { 513, WALL_REASON_REJECTED, N_("error in the upgrade’s data") },
  { 514, WALL_REASON_REJECTED, N_("the upgrade failed") },
  { 515, WALL_REASON_NONE, N_("the upgrade succeeded") },
  { 521, WALL_REASON_REJECTED, N_("the defaults could not be restored") },
  { 522, WALL_REASON_REJECTED, N_("the defaults need a restart of the device") },
  { 523, WALL_REASON_REJECTED, N_("the defaults are invalid") },
  { 602, WALL_REASON_REJECTED, N_("the device’s program needs a restart") },
  { 603, WALL_REASON_REJECTED, N_("the device needs a restart") },
  { 604, WALL_REASON_REJECTED, N_("error while writing a file") },
  { 605, WALL_REASON_REJECTED, N_("the feature is not supported") },
  { 606, WALL_REASON_REJECTED, N_("the check failed") },
  { 607, WALL_REASON_REJECTED, N_("there is no such configuration") },
  { 608, WALL_REASON_REJECTED, N_("the configuration could not be read") },
};

/**
 * dvrip_ret_to_string:
 * @ret: a return code, known or not
 *
 * Returns: (transfer none): what the device means by it, in a few translated words
 */
const char *
dvrip_ret_to_string (int ret)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i].ret == ret)
      return _(codes[i].words);

  return _("unknown return code");
}

/**
 * dvrip_ret_to_reason:
 * @ret: a return code, known or not; 0 if the reply had none
 *
 * Tells what a reply means for the connection: wrong user or password (106, 203, 204, 430) and
 * locked out (205, 206) must not be tried again soon; a missing or unknown code is a refusal.
 *
 * Returns: %WALL_REASON_NONE for success
 */
WallReason
dvrip_ret_to_reason (int ret)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i].ret == ret)
      return codes[i].reason;

  return WALL_REASON_REJECTED;
}
