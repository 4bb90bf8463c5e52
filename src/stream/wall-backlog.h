/* wall-backlog.h
 *
 * The units of a stream that nobody looks at, since the last one that was decoded: what is needed to
 * have its newest picture at any moment, without decoding all of them.
 * One thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct _WallBacklog WallBacklog;

WallBacklog *wall_backlog_new     (void);
void         wall_backlog_free    (WallBacklog *self);
void         wall_backlog_clear   (WallBacklog *self);
/* Another decoder, which has seen nothing. */
void         wall_backlog_restart (WallBacklog *self);
gboolean     wall_backlog_keep    (WallBacklog *self,
                                   GstBuffer   *unit,
                                   guint        missing,
                                   gboolean     is_unseen,
                                   gint64       now_us);
GstBuffer   *wall_backlog_take    (WallBacklog *self,
                                   guint       *out_missing);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallBacklog, wall_backlog_free)

G_END_DECLS
