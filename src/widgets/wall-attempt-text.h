/* wall-attempt-text.h
 *
 * The history of a camera's attempts to connect, in words.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-attempt-log.h"

G_BEGIN_DECLS

char *wall_attempt_text (WallAttemptLog *log,
                         gint64          now_us);

G_END_DECLS
