/* gstdvripsound.h
 *
 * What the sound of a stream is, by the header of its units.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

#include "dvrip-unit-reader.h"

G_BEGIN_DECLS

GstCaps      *gst_dvrip_sound_make_caps    (const DvripUnitHeader *header);
GstClockTime  gst_dvrip_sound_get_duration (const DvripUnitHeader *header);
gsize         gst_dvrip_sound_get_size     (const DvripUnitHeader *header);
const char   *gst_dvrip_sound_get_name     (guint8                 codec);

G_END_DECLS
