/* wall-allocation.h
 *
 * What the end of a pipeline offers decoders to decode into.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

void wall_allocation_propose (GstQuery *query);

G_END_DECLS
