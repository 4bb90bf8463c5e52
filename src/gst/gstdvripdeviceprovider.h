/* gstdvripdeviceprovider.h
 *
 * Finds DVRIP devices on the local networks for GStreamer's applications.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

#define GST_TYPE_DVRIP_DEVICE_PROVIDER (gst_dvrip_device_provider_get_type ())
G_DECLARE_FINAL_TYPE (GstDvripDeviceProvider, gst_dvrip_device_provider, GST,
                      DVRIP_DEVICE_PROVIDER, GstDeviceProvider)

G_END_DECLS
