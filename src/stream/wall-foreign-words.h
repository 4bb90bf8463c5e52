/* wall-foreign-words.h
 *
 * What a failure of a source that does not speak DVRIP is called: a sentence for the user, an error
 * code for GStreamer.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

#include "wall-reason.h"

G_BEGIN_DECLS

const char *wall_foreign_sentence (WallReason reason);
int         wall_foreign_code     (WallReason reason);

G_END_DECLS
