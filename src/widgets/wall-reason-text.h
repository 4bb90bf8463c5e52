/* wall-reason-text.h
 *
 * A WallReason in words: a few of them for a badge, and whole sentences for a tooltip.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-reason.h"

G_BEGIN_DECLS

const char *wall_reason_get_words    (WallReason  reason);
char       *wall_reason_dup_title    (WallReason  reason,
                                      const char *codec);
char       *wall_reason_dup_sentence (WallReason  reason,
                                      const char *codec);

G_END_DECLS
