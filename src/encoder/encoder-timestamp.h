/* encoder-timestamp.h
 *
 * The moment at which a picture was taken, written into the picture itself: MISB ST 0604's precision
 * time stamp as a message of H.264 or H.265.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *encoder_timestamp_insert (const guint8 *unit,
                                  gsize         size,
                                  gboolean      is_h265,
                                  guint64       time_us);

G_END_DECLS
