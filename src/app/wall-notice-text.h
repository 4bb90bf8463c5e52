/* wall-notice-text.h
 *
 * The words for somebody who does not see the wall. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-camera.h"

G_BEGIN_DECLS

gboolean wall_notice_is_lost (const WallCameraStatus *status);
char    *wall_notice_title   (GPtrArray              *cameras);
char    *wall_notice_body    (GPtrArray              *cameras);
char    *wall_notice_back    (GPtrArray              *cameras);

G_END_DECLS
