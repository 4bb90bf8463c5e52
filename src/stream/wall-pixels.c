/* wall-pixels.c
 *
 * Memory for pictures: blocks that are used again, since a fresh half megabyte a frame costs more
 * in page faults than converting the frame. What waits for use is bounded in bytes and in age.
 * May be called from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-pixels.h"

#include <stdlib.h>

/* For libyuv's and pixman's widest registers. */
#define ALIGNMENT 64

typedef struct {
  guint8 *pixels;
  gsize   size;
  gint64  freed_us;
} Block;

/* The newest block is the last and is taken first: it is the likeliest to be in the cache still,
 * whichever camera it served before. Guarded by @lock. */
static GMutex lock;
static GArray *spare;
static WallPixelsStats stats;

static Block
take_at (guint index)
{
  Block block = g_array_index (spare, Block, index);

  g_array_remove_index (spare, index);
  stats.spare_bytes -= block.size;

  return block;
}

static guint8 *
take_spare (gsize size)
{
  for (guint i = spare ? spare->len : 0; i > 0; i--) {
    if (g_array_index (spare, Block, i - 1).size == size) {
      stats.reused++;
      return take_at (i - 1).pixels;
    }
  }

  stats.allocated++;

  return NULL;
}

/* The oldest stands first. */
static gboolean
has_surplus (gint64 now_us)
{
  if (!spare || spare->len == 0)
    return FALSE;

  return stats.spare_bytes > WALL_PIXELS_MAX_SPARE_BYTES ||
         now_us - g_array_index (spare, Block, 0).freed_us > WALL_PIXELS_MAX_SPARE_US;
}

static void
drop_surplus (gint64 now_us)
{
  while (has_surplus (now_us))
    free (take_at (0).pixels);
}

/**
 * wall_pixels_alloc:
 * @size: bytes, above 0
 *
 * Returns: (transfer full): memory with any content, aligned for vector instructions; give it back
 *     with wall_pixels_free()
 */
guint8 *
wall_pixels_alloc (gsize size)
{
  gsize rounded = (size + ALIGNMENT - 1) & ~(gsize) (ALIGNMENT - 1);
  guint8 *pixels;

  g_return_val_if_fail (size > 0, NULL);

  g_mutex_lock (&lock);
  pixels = take_spare (size);
  g_mutex_unlock (&lock);

  if (!pixels)
    pixels = aligned_alloc (ALIGNMENT, rounded);
  if (!pixels)
    g_error ("No memory for a picture of %" G_GSIZE_FORMAT " bytes", size);

  return pixels;
}

/**
 * wall_pixels_free:
 * @pixels: (transfer full): from wall_pixels_alloc()
 * @size: the same as there
 *
 * Keeps the block for the next picture of that size, within the limits.
 */
void
wall_pixels_free (guint8 *pixels,
                  gsize   size)
{
  Block block = { pixels, size, g_get_monotonic_time () };

  g_mutex_lock (&lock);
  if (!spare)
    spare = g_array_new (FALSE, FALSE, sizeof (Block));
  g_array_append_val (spare, block);
  stats.spare_bytes += size;
  drop_surplus (block.freed_us);
  g_mutex_unlock (&lock);
}

/**
 * wall_pixels_trim:
 *
 * Frees all that waits for use.
 */
void
wall_pixels_trim (void)
{
  g_mutex_lock (&lock);
  drop_surplus (G_MAXINT64);
  g_clear_pointer (&spare, g_array_unref);
  g_mutex_unlock (&lock);
}

void
wall_pixels_get_stats (WallPixelsStats *out_stats)
{
  g_mutex_lock (&lock);
  *out_stats = stats;
  out_stats->spare_blocks = spare ? spare->len : 0;
  g_mutex_unlock (&lock);
}
