/* encoder-huge-sps.h
 *
 * Sequence parameter sets of pictures that nobody should make room for.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ENCODER_HUGE_SIDE 16384

GByteArray *encoder_huge_sps_new (gboolean is_h265);

G_END_DECLS
