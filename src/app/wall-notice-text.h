/* wall-notice-text.h
 *
 * The words of a notification. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-camera.h"

G_BEGIN_DECLS

char *wall_notice_title (GPtrArray *cameras);
char *wall_notice_body  (GPtrArray *cameras);

G_END_DECLS
