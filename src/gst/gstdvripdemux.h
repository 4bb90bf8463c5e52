/* gstdvripdemux.h
 *
 * The element "dvripdemux": units of a DVRIP stream in, pictures and sound out.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

#define GST_TYPE_DVRIP_DEMUX (gst_dvrip_demux_get_type ())
G_DECLARE_FINAL_TYPE (GstDvripDemux, gst_dvrip_demux, GST, DVRIP_DEMUX, GstElement)

G_END_DECLS
