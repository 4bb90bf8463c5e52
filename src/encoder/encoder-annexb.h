/* encoder-annexb.h
 *
 * Access units of H.264 and H.265 as byte streams: brings them into the form that devices send, and
 * tells whether they are sent in another order than shown.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void     encoder_annexb_append   (GByteArray   *out,
                                  const guint8 *data,
                                  gsize         size,
                                  gboolean      is_h265);
gboolean encoder_annexb_reorders (const guint8 *data,
                                  gsize         size,
                                  gboolean      is_h265);
gsize    encoder_annexb_find_slice (const guint8 *data,
                                    gsize         size,
                                    gboolean      is_h265);

G_END_DECLS
