/* wall-help-text.h
 *
 * What the help says. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @group is the same string for all topics of a group; @icon_name: (nullable): static. */
typedef void (*WallHelpVisitor) (const char *group,
                                 const char *title,
                                 const char *text,
                                 const char *icon_name,
                                 gpointer    user_data);

void wall_help_text_visit (WallHelpVisitor visitor,
                           gpointer        user_data);

G_END_DECLS
