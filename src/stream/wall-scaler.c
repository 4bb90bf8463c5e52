/* wall-scaler.c
 *
 * Planes of bytes to another size, bilinear, in a fifth of the time that libyuv takes for a ratio it
 * has no way of its own for.
 * Pure: callable from any thread, one thread at a time.
 *
 * Down to half the width, eight pixels of a line lie between sixteen of the line they come from: one
 * instruction picks the two neighbours of each, another weighs them. What to pick and how to weigh
 * is the same for every line, and computed once. libyuv does it pixel by pixel.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-scaler.h"

#include <libyuv.h>

#if defined(__x86_64__) || defined(__i386__)
#include <tmmintrin.h>
#define HAS_SSSE3 1
#endif

#define SPAN (2 * WALL_SCALER_STEP)

/* Weights are in 1/128, positions of lines in 1/256. */
#define WEIGHT_BITS 7
#define LINE_BITS   8

/* Eight pixels: the sixteen from which they come, and of each its two neighbours and what these
 * weigh, in pairs. */
typedef struct {
  int    first;
  guint8 pick[SPAN];
  guint8 weight[SPAN];
} Block;

struct _WallScaler {
  int     in_width;
  int     out_width;
  Block  *blocks;
  guint8 *line;  /* of the input's width, between two of its lines */
};

/* Where the centre of pixel @i of @n_out lies between the centres of @n_in, in 1 / 2^@bits. */
static int
locate (int   i,
        int   n_in,
        int   n_out,
        guint bits)
{
  gint64 centre = (((2 * (gint64) i + 1) * n_in << bits) + n_out) / (2 * (gint64) n_out);

  return (int) CLAMP (centre - (1 << bits >> 1), 0, (gint64) (n_in - 1) << bits);
}

static void
fill_block (Block *block,
            int    at,
            int    in_width,
            int    out_width)
{
  block->first = MIN (locate (at, in_width, out_width, WEIGHT_BITS) >> WEIGHT_BITS,
                      in_width - SPAN);

  for (int i = 0; i < WALL_SCALER_STEP; i++) {
    int position = locate (MIN (at + i, out_width - 1), in_width, out_width, WEIGHT_BITS);
    int left = position >> WEIGHT_BITS;
    int weight = position & ((1 << WEIGHT_BITS) - 1);

    block->pick[2 * i] = (guint8) (left - block->first);
    block->pick[2 * i + 1] = (guint8) (MIN (left + 1, in_width - 1) - block->first);
    block->weight[2 * i] = (guint8) ((1 << WEIGHT_BITS) - weight);
    block->weight[2 * i + 1] = (guint8) weight;
  }
}

static int
count_blocks (int out_width)
{
  return (out_width + WALL_SCALER_STEP - 1) / WALL_SCALER_STEP;
}

static void
prepare (WallScaler *self,
         int         in_width,
         int         out_width)
{
  int n_blocks = count_blocks (out_width);

  if (self->in_width == in_width && self->out_width == out_width)
    return;

  wall_scaler_trim (self);
  self->in_width = in_width;
  self->out_width = out_width;
  self->line = g_malloc (in_width);
  self->blocks = g_new (Block, n_blocks);
  for (int i = 0; i < n_blocks; i++)
    fill_block (&self->blocks[i], i * WALL_SCALER_STEP, in_width, out_width);
}

#ifdef HAS_SSSE3
static gboolean
can_run (void)
{
  return __builtin_cpu_supports ("ssse3") != 0;
}

/* One factor must be signed. Weights reach 128, so it is the pixels, less 128, which is added again
 * before the sum is rounded. */
__attribute__ ((target ("ssse3"))) static void
scale_line (const Block  *blocks,
            int           n_blocks,
            const guint8 *in,
            guint8       *out)
{
  const __m128i middle = _mm_set1_epi8 ((char) 0x80);
  const __m128i rounding = _mm_set1_epi16 ((128 << WEIGHT_BITS) + (1 << WEIGHT_BITS >> 1));

  for (int i = 0; i < n_blocks; i++) {
    const void *from = in + blocks[i].first, *pick = blocks[i].pick, *weight = blocks[i].weight;
    __m128i pairs = _mm_shuffle_epi8 (_mm_loadu_si128 (from), _mm_loadu_si128 (pick));
    __m128i sums = _mm_maddubs_epi16 (_mm_loadu_si128 (weight), _mm_xor_si128 (pairs, middle));

    sums = _mm_srli_epi16 (_mm_add_epi16 (sums, rounding), WEIGHT_BITS);
    _mm_storel_epi64 ((void *) (out + i * WALL_SCALER_STEP), _mm_packus_epi16 (sums, sums));
  }
}
#else
static gboolean
can_run (void)
{
  return FALSE;
}

static void
scale_line (const Block  *blocks,
            int           n_blocks,
            const guint8 *in,
            guint8       *out)
{
}
#endif

/* Returns: line @i of the output, of the input's width yet */
static const guint8 *
blend_lines (WallScaler      *self,
             const WallPlane *in,
             int              i,
             int              out_height)
{
  int position = locate (i, in->height, out_height, LINE_BITS);
  int weight = position & ((1 << LINE_BITS) - 1);
  const guint8 *upper = in->data + (gsize) (position >> LINE_BITS) * in->stride;

  if (weight == 0)
    return upper;

  InterpolatePlane (upper, in->stride, upper + in->stride, in->stride, self->line, in->width,
                    in->width, 1, weight);

  return self->line;
}

WallScaler *
wall_scaler_new (void)
{
  return g_new0 (WallScaler, 1);
}

void
wall_scaler_free (WallScaler *self)
{
  wall_scaler_trim (self);
  g_free (self);
}

void
wall_scaler_trim (WallScaler *self)
{
  g_clear_pointer (&self->blocks, g_free);
  g_clear_pointer (&self->line, g_free);
  self->in_width = self->out_width = 0;
}

/**
 * wall_scaler_run:
 * @in: what to scale
 * @out: where to; its lines have room for a multiple of %WALL_SCALER_STEP bytes
 *
 * What was computed for the widths is kept for the next plane.
 *
 * Returns: %FALSE if this processor cannot, or the plane is too small, or would shrink to less than
 *     half, where more pixels have to be weighed than two by two
 */
gboolean
wall_scaler_run (WallScaler      *self,
                 const WallPlane *in,
                 const WallPlane *out)
{
  if (!can_run () || in->width < SPAN || in->width > 2 * out->width || in->height > 2 * out->height)
    return FALSE;

  prepare (self, in->width, out->width);
  for (int i = 0; i < out->height; i++)
    scale_line (self->blocks, count_blocks (out->width), blend_lines (self, in, i, out->height),
                out->data + (gsize) i * out->stride);

  return TRUE;
}
