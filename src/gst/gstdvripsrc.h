/* gstdvripsrc.h
 *
 * The element "dvripsrc": one stream of one channel of a DVRIP device.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/base/gstpushsrc.h>

G_BEGIN_DECLS

#define GST_TYPE_DVRIP_SRC (gst_dvrip_src_get_type ())
G_DECLARE_FINAL_TYPE (GstDvripSrc, gst_dvrip_src, GST, DVRIP_SRC, GstPushSrc)

G_END_DECLS
