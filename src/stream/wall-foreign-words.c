/* wall-foreign-words.c
 *
 * What a failure of a source that does not speak DVRIP is called: a sentence for the user, an error
 * code for GStreamer.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-foreign-words.h"

#include <glib/gi18n-lib.h>

/* Without a sentence: that of every protocol. */
static const struct {
  GstResourceError code;
  const char      *sentence;
} words[WALL_N_REASONS] = {
  [WALL_REASON_REFUSED] = { GST_RESOURCE_ERROR_OPEN_READ },
  [WALL_REASON_NO_ROUTE] = { GST_RESOURCE_ERROR_OPEN_READ },
  [WALL_REASON_TIMED_OUT] = { GST_RESOURCE_ERROR_OPEN_READ },
  [WALL_REASON_NAME_NOT_FOUND] = { GST_RESOURCE_ERROR_OPEN_READ },
  [WALL_REASON_RESET] = { GST_RESOURCE_ERROR_READ },
  [WALL_REASON_CLOSED_BY_DEVICE] = { GST_RESOURCE_ERROR_READ },
  [WALL_REASON_WRONG_PASSWORD] = { GST_RESOURCE_ERROR_NOT_AUTHORIZED },
  [WALL_REASON_PASSWORD_NEEDED] = {
    GST_RESOURCE_ERROR_NOT_AUTHORIZED,
    N_("The device asks for a user and a password. Enter them."),
  },
  [WALL_REASON_LOCKED_OUT] = { GST_RESOURCE_ERROR_NOT_AUTHORIZED },
  [WALL_REASON_NO_PERMISSION] = {
    GST_RESOURCE_ERROR_NOT_AUTHORIZED,
    N_("The device does not allow this user to watch this stream. "
       "Change that in the device’s settings, or use another user."),
  },
  [WALL_REASON_TOO_MANY] = { GST_RESOURCE_ERROR_BUSY },
  [WALL_REASON_REJECTED] = { GST_RESOURCE_ERROR_FAILED },
  [WALL_REASON_SILENT] = { GST_RESOURCE_ERROR_READ },
  [WALL_REASON_BAD_DATA] = { GST_RESOURCE_ERROR_READ },
  [WALL_REASON_NO_PICTURE] = { GST_RESOURCE_ERROR_READ },
  [WALL_REASON_NO_DECODER] = { GST_RESOURCE_ERROR_FAILED },
  [WALL_REASON_UNSUPPORTED] = {
    GST_RESOURCE_ERROR_FAILED,
    N_("The device sends no kind of picture that can be played here. "
       "Set it to H.264 in its settings."),
  },
  [WALL_REASON_WRONG_SERVICE] = { GST_RESOURCE_ERROR_OPEN_READ },
  [WALL_REASON_NO_SUCH_STREAM] = {
    GST_RESOURCE_ERROR_NOT_FOUND,
    N_("The device has no such stream. Check the path in the address."),
  },
  [WALL_REASON_TLS_FAILED] = {
    GST_RESOURCE_ERROR_OPEN_READ,
    N_("No secure connection could be agreed on. "
       "Check the port, or use the address without encryption if your network is your own."),
  },
  [WALL_REASON_CERTIFICATE_CHANGED] = {
    GST_RESOURCE_ERROR_NOT_AUTHORIZED,
    N_("The device shows another certificate than the one that was trusted first. "
       "Nothing was sent to it. Find out why before you trust the new one."),
  },
  [WALL_REASON_BAD_ADDRESS] = {
    GST_RESOURCE_ERROR_SETTINGS,
    N_("The address of the camera cannot be used. Correct it."),
  },
  [WALL_REASON_LOCAL] = {
    GST_RESOURCE_ERROR_FAILED,
    N_("This computer cannot open another connection, or a part of this program is missing."),
  },
};

/**
 * wall_foreign_sentence:
 *
 * Returns: (transfer none): what is wrong and what to do about it, in the user's language
 */
const char *
wall_foreign_sentence (WallReason reason)
{
  const char *sentence;

  g_return_val_if_fail ((guint) reason < WALL_N_REASONS, "");

  sentence = words[reason].sentence ? _(words[reason].sentence) : wall_reason_get_sentence (reason);

  return sentence ? sentence : wall_reason_get_sentence (WALL_REASON_NONE);
}

/**
 * wall_foreign_code:
 *
 * Returns: the code in %GST_RESOURCE_ERROR that fits @reason
 */
int
wall_foreign_code (WallReason reason)
{
  g_return_val_if_fail ((guint) reason < WALL_N_REASONS, GST_RESOURCE_ERROR_FAILED);

  return words[reason].code != 0 ? (int) words[reason].code : GST_RESOURCE_ERROR_FAILED;
}
