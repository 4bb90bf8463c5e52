/* wall-reason-sentence.c
 *
 * What is wrong and what to do about it, for each reason that is the same whatever a device speaks.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "config.h"

#include "wall-reason.h"

#include <glib/gi18n-lib.h>

static const char *const sentences[WALL_N_REASONS] = {
  [WALL_REASON_NONE] = N_("The connection ended. Try again."),
  [WALL_REASON_REFUSED] =
    N_("The device refuses connections on this port. "
       "Check the port, and that the device has finished starting."),
  [WALL_REASON_NO_ROUTE] =
    N_("The device cannot be reached. "
       "Check its address, its cable and this computer’s network."),
  [WALL_REASON_TIMED_OUT] =
    N_("The device does not answer. Check its address, and that it is switched on."),
  [WALL_REASON_NAME_NOT_FOUND] =
    N_("The network does not know the name of the device. "
       "Check the name, or use the address in digits."),
  [WALL_REASON_RESET] =
    N_("The device cut the connection. It may be restarting: try again in a moment."),
  [WALL_REASON_CLOSED_BY_DEVICE] =
    N_("The device closed the connection. "
       "It may be restarting, or have too many viewers: try again in a moment."),
  [WALL_REASON_WRONG_PASSWORD] =
    N_("The device refuses this user or password. "
       "Correct them before you try again, since devices lock accounts."),
  [WALL_REASON_LOCKED_OUT] =
    N_("The device has locked this account. "
       "Wait half an hour before you try again, and check the password."),
  [WALL_REASON_TOO_MANY] =
    N_("The device has no connection to spare. Close other viewers, or try again later."),
  [WALL_REASON_REJECTED] =
    N_("The device refuses the request. Try the other stream, or restart the device."),
  [WALL_REASON_SILENT] =
    N_("The device is connected but sends nothing. Try again, or restart the device."),
  [WALL_REASON_BAD_DATA] =
    N_("The device sends data that cannot be right. "
       "Try again; if it stays so, the device needs newer firmware."),
  [WALL_REASON_NO_PICTURE] = N_("The device sends data, but no picture. Try the other stream."),
  [WALL_REASON_NO_DECODER] =
    N_("This computer cannot decode the picture. Install a decoder for it."),
  [WALL_REASON_WRONG_SERVICE] = N_("What answers there speaks another protocol. Check the port."),
};

/**
 * wall_reason_get_sentence:
 * @reason: a reason
 *
 * Returns: (transfer none) (nullable): translated; %NULL if it depends on what the device speaks
 */
const char *
wall_reason_get_sentence (WallReason reason)
{
  g_return_val_if_fail ((guint) reason < WALL_N_REASONS, NULL);

  return sentences[reason] ? _(sentences[reason]) : NULL;
}
