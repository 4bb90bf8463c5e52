/* wall-time-text.h
 *
 * Times of day and dates, as the user's locale writes them. Pure; main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *wall_time_text (GDateTime *time,
                      gboolean   has_seconds);
char *wall_day_text  (GDateTime *time);

G_END_DECLS
