/* gstdvriperror.c
 *
 * One table: for each reason the error code of GStreamer and a sentence for the user that says what
 * is wrong and what to do about it.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "config.h"

#include "gstdvriperror.h"

#include <glib/gi18n-lib.h>

/* Without a sentence: that of every protocol. */
static const struct {
  GstResourceError code;
  const char      *sentence;
} reasons[WALL_N_REASONS] = {
  [WALL_REASON_NONE] = { GST_RESOURCE_ERROR_FAILED },
  [WALL_REASON_REFUSED] = { GST_RESOURCE_ERROR_OPEN_READ },
  [WALL_REASON_NO_ROUTE] = { GST_RESOURCE_ERROR_OPEN_READ },
  [WALL_REASON_TIMED_OUT] = { GST_RESOURCE_ERROR_OPEN_READ },
  [WALL_REASON_NAME_NOT_FOUND] = { GST_RESOURCE_ERROR_OPEN_READ },
  [WALL_REASON_RESET] = { GST_RESOURCE_ERROR_READ },
  [WALL_REASON_CLOSED_BY_DEVICE] = { GST_RESOURCE_ERROR_READ },
  [WALL_REASON_NOT_DVRIP] = {
    GST_RESOURCE_ERROR_OPEN_READ,
    N_("What answers there does not speak DVRIP. Check the port: it is 34567 on most devices."),
  },
  [WALL_REASON_WRONG_PASSWORD] = { GST_RESOURCE_ERROR_NOT_AUTHORIZED },
  [WALL_REASON_PASSWORD_NEEDED] = {
    GST_RESOURCE_ERROR_NOT_AUTHORIZED,
    N_("The device needs a password. Enter one."),
  },
  [WALL_REASON_LOCKED_OUT] = { GST_RESOURCE_ERROR_NOT_AUTHORIZED },
  [WALL_REASON_NO_PERMISSION] = {
    GST_RESOURCE_ERROR_NOT_AUTHORIZED,
    N_("This user may not watch this channel. "
       "Give the user that right in the settings of the device, or use another one."),
  },
  [WALL_REASON_NO_SUCH_CHANNEL] = {
    GST_RESOURCE_ERROR_NOT_FOUND,
    N_("The device has no such channel. Check its number: channels count from 1."),
  },
  [WALL_REASON_CHANNEL_OFFLINE] = {
    GST_RESOURCE_ERROR_NOT_FOUND,
    N_("No camera is connected to this channel of the recorder. "
       "Check the camera and its cable."),
  },
  [WALL_REASON_TOO_MANY] = { GST_RESOURCE_ERROR_BUSY },
  [WALL_REASON_REJECTED] = { GST_RESOURCE_ERROR_FAILED },
  [WALL_REASON_SILENT] = { GST_RESOURCE_ERROR_READ },
  [WALL_REASON_BAD_DATA] = { GST_RESOURCE_ERROR_READ },
  [WALL_REASON_NO_PICTURE] = { GST_RESOURCE_ERROR_READ },
  [WALL_REASON_NO_DECODER] = { GST_RESOURCE_ERROR_FAILED },
  [WALL_REASON_UNSUPPORTED] = {
    GST_RESOURCE_ERROR_FAILED,
    N_("The camera sends pictures of an unknown kind. "
       "Choose H.264 or H.265 in the camera’s settings."),
  },
  [WALL_REASON_WRONG_SERVICE] = { GST_RESOURCE_ERROR_OPEN_READ },
  [WALL_REASON_NO_SUCH_STREAM] = {
    GST_RESOURCE_ERROR_NOT_FOUND,
    N_("The device has no such stream. Check the address."),
  },
  [WALL_REASON_TLS_FAILED] = {
    GST_RESOURCE_ERROR_OPEN_READ,
    N_("No secure connection could be agreed on with the device."),
  },
  [WALL_REASON_CERTIFICATE_CHANGED] = {
    GST_RESOURCE_ERROR_NOT_AUTHORIZED,
    N_("The device shows another certificate than the one that was trusted first."),
  },
  [WALL_REASON_BAD_ADDRESS] = {
    GST_RESOURCE_ERROR_SETTINGS,
    N_("The address of the device is missing or wrong. "
       "It has the form dvrip://user@host:port/channel?stream=main."),
  },
  [WALL_REASON_LOCAL] = {
    GST_RESOURCE_ERROR_FAILED,
    N_("This computer cannot open another connection. Close other programs and try again."),
  },
};

/**
 * gst_dvrip_error_code:
 *
 * Returns: the code in %GST_RESOURCE_ERROR that fits @reason
 */
GstResourceError
gst_dvrip_error_code (WallReason reason)
{
  g_return_val_if_fail ((guint) reason < WALL_N_REASONS, GST_RESOURCE_ERROR_FAILED);

  return reasons[reason].code;
}

/**
 * gst_dvrip_error_sentence:
 *
 * Returns: (transfer none): what is wrong and what to do, translated
 */
const char *
gst_dvrip_error_sentence (WallReason reason)
{
  g_return_val_if_fail ((guint) reason < WALL_N_REASONS, "");

  return reasons[reason].sentence ? _(reasons[reason].sentence) : wall_reason_get_sentence (reason);
}

/**
 * gst_dvrip_error_post:
 * @element: the element that failed
 * @error: the cause, in %WALL_ERROR as a rule; its message becomes part of the debug text
 * @ret: the return code of the device, 0 for none
 * @where: the address, without a password
 *
 * Posts an error message with the details "reason" (a nick of #WallReason) and "ret".
 */
void
gst_dvrip_error_post (GstElement   *element,
                      const GError *error,
                      int           ret,
                      const char   *where)
{
  WallReason reason = wall_reason_from_error (error);

  gst_element_message_full_with_details (
    element, GST_MESSAGE_ERROR, GST_RESOURCE_ERROR, gst_dvrip_error_code (reason),
    g_strdup (gst_dvrip_error_sentence (reason)),
    g_strdup_printf ("%s: %s (reason %s, return code %d)", where, error->message,
                     wall_reason_to_nick (reason), ret),
    __FILE__, GST_FUNCTION, __LINE__,
    gst_structure_new ("details",
                       "reason", G_TYPE_STRING, wall_reason_to_nick (reason),
                       "ret", G_TYPE_INT, ret,
                       NULL));
}
