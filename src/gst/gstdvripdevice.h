/* gstdvripdevice.h
 *
 * A DVRIP device that was found on a local network, as GStreamer's applications see it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

#include "dvrip-discovery.h"

G_BEGIN_DECLS

#define GST_TYPE_DVRIP_DEVICE (gst_dvrip_device_get_type ())
G_DECLARE_FINAL_TYPE (GstDvripDevice, gst_dvrip_device, GST, DVRIP_DEVICE, GstDevice)

/* "Video" is left out on purpose: who only looks for a camera at hand must not begin to ask around
 * on the network. */
#define GST_DVRIP_DEVICE_CLASS "Source/Network"

GstDevice *gst_dvrip_device_new (const DvripDevice *found);

G_END_DECLS
