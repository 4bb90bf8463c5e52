/* wall-stream-guard.h
 *
 * Keeps what parsers would gather without an end away from them.
 * Pure: one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-stream-kind.h"

G_BEGIN_DECLS

#define WALL_STREAM_GUARD_MAX_UNIT (8 * 1024 * 1024)
#define WALL_STREAM_GUARD_MAX_JUNK (64 * 1024)

typedef struct _WallStreamGuard WallStreamGuard;

WallStreamGuard *wall_stream_guard_new  (WallStreamKind    kind);
void             wall_stream_guard_free (WallStreamGuard  *self);
gboolean         wall_stream_guard_pass (WallStreamGuard  *self,
                                         const guint8     *data,
                                         gsize             size,
                                         GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallStreamGuard, wall_stream_guard_free)

G_END_DECLS
