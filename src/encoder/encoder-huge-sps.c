/* encoder-huge-sps.c
 *
 * Writes a sequence parameter set of 16384×16384 pixels, bit by bit: valid in its syntax (ITU-T
 * H.264, 7.3.2.1.1, and H.265, 7.3.2.2.1), and beyond any level.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-huge-sps.h"

typedef struct {
  GByteArray *bytes;   /* without the bytes that keep start codes out */
  guint8      last;
  guint       n_bits;  /* in @last */
} Bits;

static void
put (Bits    *bits,
     guint64  value,
     guint    n)
{
  for (guint i = n; i-- > 0; ) {
    bits->last = (guint8) (bits->last << 1 | (value >> i & 1));
    if (++bits->n_bits == 8) {
      g_byte_array_append (bits->bytes, &bits->last, 1);
      bits->last = 0;
      bits->n_bits = 0;
    }
  }
}

/* Exponential Golomb. */
static void
put_ue (Bits  *bits,
        guint  value)
{
  guint n = g_bit_storage (value + 1);

  put (bits, 0, n - 1);
  put (bits, value + 1, n);
}

static void
put_all_ue (Bits        *bits,
            const guint *values,
            gsize        n_values)
{
  for (gsize i = 0; i < n_values; i++)
    put_ue (bits, values[i]);
}

static void
write_h264 (Bits *bits)
{
  /* Parameter set 0; 4 bits of frame number; order type 2; one reference. */
  static const guint before[] = { 0, 0, 2, 1 };
  static const guint side = ENCODER_HUGE_SIDE / 16 - 1;

  put (bits, 0x67, 8);
  put (bits, 66, 8);      /* baseline */
  put (bits, 0xc0, 8);
  put (bits, 62, 8);      /* level 6.2 */
  put_all_ue (bits, before, G_N_ELEMENTS (before));
  put (bits, 0, 1);       /* no gaps */
  put_ue (bits, side);
  put_ue (bits, side);
  put (bits, 0x6 << 1, 4); /* frames only, direct 8×8, no cropping, no more */
}

static void
write_h265 (Bits *bits)
{
  /* Parameter set 0, 4:2:0, width, height. */
  static const guint size[] = { 0, 1, ENCODER_HUGE_SIDE, ENCODER_HUGE_SIDE };
  /* Eight bits each, and 8 bits of the order count. */
  static const guint depth[] = { 0, 0, 4 };
  /* Buffers, then the sizes of blocks. */
  static const guint blocks[] = { 1, 0, 0, 0, 3, 0, 3, 0, 0 };

  put (bits, 0x4201, 16);
  put (bits, 0x01, 8);             /* one layer */
  put (bits, 0x01, 8);             /* main profile */
  put (bits, 0x60000000, 32);
  put (bits, 0x9, 4);              /* progressive frames */
  put (bits, 0, 44);
  put (bits, 186, 8);              /* level 6.2 */
  put_all_ue (bits, size, G_N_ELEMENTS (size));
  put (bits, 0, 1);                /* no cropping */
  put_all_ue (bits, depth, G_N_ELEMENTS (depth));
  put (bits, 1, 1);
  put_all_ue (bits, blocks, G_N_ELEMENTS (blocks));
  put (bits, 0, 4);                /* no scaling lists, asymmetry, offsets, PCM */
  put_ue (bits, 0);                /* no reference sets */
  put (bits, 0, 5);                /* nothing more */
}

/* Closes the set, and keeps start codes out of it. */
static GByteArray *
finish (Bits *bits)
{
  GByteArray *nal = g_byte_array_new ();
  guint zeros = 0;

  put (bits, 1, 1);
  while (bits->n_bits > 0)
    put (bits, 0, 1);

  for (guint i = 0; i < bits->bytes->len; i++) {
    static const guint8 three = 3;
    guint8 byte = bits->bytes->data[i];

    if (zeros == 2 && byte <= 3) {
      g_byte_array_append (nal, &three, 1);
      zeros = 0;
    }
    zeros = byte == 0 ? zeros + 1 : 0;
    g_byte_array_append (nal, &byte, 1);
  }

  g_byte_array_unref (bits->bytes);
  return nal;
}

/**
 * encoder_huge_sps_new:
 * @is_h265: for H.265 instead of H.264
 *
 * Returns: (transfer full): the NAL unit, without a start code
 */
GByteArray *
encoder_huge_sps_new (gboolean is_h265)
{
  Bits bits = { .bytes = g_byte_array_new () };

  if (is_h265)
    write_h265 (&bits);
  else
    write_h264 (&bits);

  return finish (&bits);
}
