/* wall-failure.h
 *
 * An error of a pipeline to a reason.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

#include "wall-reason.h"

G_BEGIN_DECLS

WallReason wall_failure_get_reason (GstMessage *message);
gboolean   wall_failure_has_reason (GstMessage *message);

G_END_DECLS
