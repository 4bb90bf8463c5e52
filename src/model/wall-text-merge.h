/* wall-text-merge.h
 *
 * Brings a change of a device file into an edition of it that somebody else changed.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  WALL_TEXT_MERGE_MINE,     /* where both changed the same, mine stands */
  WALL_TEXT_MERGE_STRICT,   /* where both changed the same, there is no merge */
} WallTextMergeMode;

GString *wall_text_merge (const char        *base,
                          const char        *mine,
                          const char        *theirs,
                          WallTextMergeMode  mode);

G_END_DECLS
