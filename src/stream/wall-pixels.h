/* wall-pixels.h
 *
 * Memory for pictures: blocks that are used again, since a fresh half megabyte a frame costs more
 * in page faults than converting the frame. What waits for use is bounded in bytes and in age.
 * May be called from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* At most so much waits for use in the process; a block that waited longer than the age is freed as
 * soon as another one comes back. */
#define WALL_PIXELS_MAX_SPARE_BYTES (24 * 1024 * 1024)
#define WALL_PIXELS_MAX_SPARE_US    (2 * G_USEC_PER_SEC)

typedef struct {
  gsize   spare_bytes;
  guint   spare_blocks;
  guint64 allocated;     /* blocks that came from the system */
  guint64 reused;
} WallPixelsStats;

guint8 *wall_pixels_alloc     (gsize            size);
void    wall_pixels_free      (guint8          *pixels,
                               gsize            size);
void    wall_pixels_trim      (void);
void    wall_pixels_get_stats (WallPixelsStats *out_stats);

G_END_DECLS
