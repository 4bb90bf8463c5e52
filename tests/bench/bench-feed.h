/* bench-feed.h
 *
 * A camera without a network: the access units of an H.264 clip, again and again, at the clip's
 * rate, decoded by a pipeline of its own as the wall does it. Main thread; the units are pushed by
 * the pipeline's streaming thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct _BenchClip BenchClip;
typedef struct _BenchFeed BenchFeed;

BenchClip *bench_clip_load  (const char  *path,
                             GError     **error);
void       bench_clip_free  (BenchClip   *self);

/* Takes @sink; the first unit comes after @delay_us, so that cameras are not in step. */
BenchFeed *bench_feed_start (BenchClip   *clip,
                             GstElement  *sink,
                             gint64       delay_us);
void       bench_feed_stop  (BenchFeed   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchClip, bench_clip_free)

G_END_DECLS
