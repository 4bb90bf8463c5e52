/* fake-demux.h
 *
 * A demuxer that bears the name of the real one and does what a test tells it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

GType fake_demux_get_type (void);

G_END_DECLS
