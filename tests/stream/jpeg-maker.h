/* jpeg-maker.h
 *
 * JPEG pictures for tests: a shape that only has the markers, and real ones of one colour.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *jpeg_maker_shape (guint8 tag,
                          guint  width,
                          guint  height,
                          gsize  scan_size);
GBytes *jpeg_maker_colour (guint32 rgb,
                           guint   width,
                           guint   height);

G_END_DECLS
