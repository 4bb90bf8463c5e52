/* gstdvripsize.h
 *
 * How large a coded picture says it is.
 * Callable from any thread, one thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "gstdvrippicture.h"

G_BEGIN_DECLS

/* The newest parameter set that says it, so that it is read once and not with every key frame. */
typedef struct {
  GstDvripCodec codec;
  GBytes       *bytes;
  guint         width;
  guint         height;
} GstDvripSize;

gboolean gst_dvrip_size_update (GstDvripSize  *self,
                                const guint8  *data,
                                gsize          size,
                                GstDvripCodec  codec);
void     gst_dvrip_size_clear  (GstDvripSize  *self);

G_END_DECLS
