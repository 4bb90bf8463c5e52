/* gstdvripnal.h
 *
 * Finds the units of coded video between their start codes, without looking further than needed.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  const guint8 *data;  /* from the byte behind the start code on */
  gsize         size;  /* up to the end of all there is, or of this one once it was looked for */
} GstDvripNal;

gboolean gst_dvrip_nal_next     (const guint8     **at,
                                 gsize             *size,
                                 GstDvripNal       *out_nal);
void     gst_dvrip_nal_find_end (GstDvripNal       *self);

guint    gst_dvrip_nal_h264_type    (const GstDvripNal *self);
guint    gst_dvrip_nal_h265_type    (const GstDvripNal *self);
gboolean gst_dvrip_nal_is_h265_base (const GstDvripNal *self);

G_END_DECLS
