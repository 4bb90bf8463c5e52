/* wall-status-text.h
 *
 * What a tile says of its camera, as words.
 * Pure but for the time of day; main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-camera-list.h"

G_BEGIN_DECLS

/* Between the sums of wall_sums_text (). */
#define WALL_SUMS_SEPARATOR " · "

char *wall_badge_text        (const WallCameraStatus *status);
char *wall_badge_short_text  (const WallCameraStatus *status);
char *wall_badge_figure_text (const WallCameraStatus *status);
char *wall_status_sentence   (const WallCameraStatus *status);
char *wall_old_picture_text  (gint64                  painted_at_us,
                              gint64                  now_us);
char *wall_duration_text     (gint64                  duration_us);
char *wall_sums_text         (const WallCameraSums   *sums);

G_END_DECLS
