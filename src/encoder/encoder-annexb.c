/* encoder-annexb.c
 *
 * Walks over the NAL units of an access unit. Devices send each behind a start code of four bytes,
 * parameter sets first and once, and no access unit delimiters: there are clients that take the
 * first NAL unit for the picture's kind.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-annexb.h"

#include <string.h>

enum {
  H264_SLICE = 1,
  H264_IDR = 5,
  H264_SPS = 7,
  H264_PPS = 8,
  H264_DELIMITER = 9,
  H264_PREFIX = 14,
  H265_LAST_SLICE = 31,
  H265_VPS = 32,
  H265_SPS = 33,
  H265_PPS = 34,
  H265_DELIMITER = 35,
};

/* More than a sequence parameter set needs before the number that is looked for. */
#define MAX_HEAD 256

typedef struct {
  const guint8 *data;   /* without the start code */
  gsize         size;
} Nal;

/* The place of the next start code of three bytes at or after @from, or @size. */
static gsize
find_start_code (const guint8 *data,
                 gsize         size,
                 gsize         from)
{
  for (gsize i = from; i + 3 <= size; i++) {
    if (data[i] == 0 && data[i + 1] == 0 && data[i + 2] == 1)
      return i;
  }

  return size;
}

static gboolean
next_nal (const guint8 *data,
          gsize         size,
          gsize        *position,
          Nal          *out_nal)
{
  gsize start = find_start_code (data, size, *position);
  gsize end;

  if (start + 3 >= size)
    return FALSE;

  start += 3;
  end = find_start_code (data, size, start);
  *position = end;
  /* Zeros before the next start code belong to it, or are padding. */
  while (end > start && data[end - 1] == 0)
    end--;

  *out_nal = (Nal) { data + start, end - start };
  return end > start || next_nal (data, size, position, out_nal);
}

static guint
nal_type (const Nal *nal,
          gboolean   is_h265)
{
  return is_h265 ? nal->data[0] >> 1 & 0x3f : nal->data[0] & 0x1f;
}

/* Parameter sets of one access unit; where there are more, the rest may stand twice. */
typedef struct {
  Nal   nals[8];
  guint n;
} Sets;

/* Whether the same parameter set was there before: what is taken out of RTP has those of the session
 * description beside those of the stream. */
static gboolean
is_repeated (Sets      *sets,
             const Nal *nal,
             gboolean   is_h265)
{
  guint type = nal_type (nal, is_h265);

  if (is_h265 ? type < H265_VPS || type > H265_PPS : type != H264_SPS && type != H264_PPS)
    return FALSE;

  for (guint i = 0; i < sets->n; i++) {
    if (sets->nals[i].size == nal->size &&
        memcmp (sets->nals[i].data, nal->data, nal->size) == 0)
      return TRUE;
  }
  if (sets->n < G_N_ELEMENTS (sets->nals))
    sets->nals[sets->n++] = *nal;

  return FALSE;
}

/**
 * encoder_annexb_append:
 * @out: where the result goes
 * @data: NAL units behind start codes of three or four bytes
 * @is_h265: whether they are H.265
 *
 * Appends an access unit in the form that devices send.
 */
void
encoder_annexb_append (GByteArray   *out,
                       const guint8 *data,
                       gsize         size,
                       gboolean      is_h265)
{
  static const guint8 start_code[4] = { 0, 0, 0, 1 };
  guint delimiter = is_h265 ? H265_DELIMITER : H264_DELIMITER;
  Sets sets = { .n = 0 };
  gsize position = 0;
  Nal nal;

  while (next_nal (data, size, &position, &nal)) {
    if (nal_type (&nal, is_h265) == delimiter || is_repeated (&sets, &nal, is_h265))
      continue;

    g_byte_array_append (out, start_code, sizeof start_code);
    g_byte_array_append (out, nal.data, (guint) nal.size);
  }
}

/* The beginning of a NAL unit, without the bytes that only keep start codes out of it. */
typedef struct {
  guint8 data[MAX_HEAD];
  gsize  n_bits;
  gsize  position;
} Bits;

static void
init_bits (Bits      *bits,
           const Nal *nal,
           gsize      header_size)
{
  guint zeros = 0;
  gsize n = 0;

  for (gsize i = header_size; i < nal->size && n < MAX_HEAD; i++) {
    if (zeros == 2 && nal->data[i] == 3) {
      zeros = 0;
      continue;
    }
    zeros = nal->data[i] == 0 ? zeros + 1 : 0;
    bits->data[n++] = nal->data[i];
  }
  bits->n_bits = n * 8;
  bits->position = 0;
}

/* Beyond the end there are ones: every Exp-Golomb number ends. */
static guint
read_bit (Bits *bits)
{
  gsize position = bits->position++;

  if (position >= bits->n_bits)
    return 1;

  return bits->data[position / 8] >> (7 - position % 8) & 1;
}

static guint
read_bits (Bits *bits,
           guint n)
{
  guint value = 0;

  while (n-- > 0)
    value = value << 1 | read_bit (bits);

  return value;
}

static guint
read_golomb (Bits *bits)
{
  guint zeros = 0;

  while (zeros < 31 && read_bit (bits) == 0)
    zeros++;

  return (1u << zeros) - 1 + read_bits (bits, zeros);
}

static gboolean
is_b_slice (const Nal *nal)
{
  Bits bits;

  init_bits (&bits, nal, 1);
  read_golomb (&bits);  /* first macroblock */
  return read_golomb (&bits) % 5 == 1;
}

static void
skip_profile (Bits  *bits,
              guint  sub_layers)
{
  gboolean has_profile[8] = { FALSE }, has_level[8] = { FALSE };

  bits->position += 88 + 8;
  for (guint i = 0; i < sub_layers; i++) {
    has_profile[i] = read_bit (bits);
    has_level[i] = read_bit (bits);
  }
  if (sub_layers > 0)
    bits->position += 2 * (8 - sub_layers);
  for (guint i = 0; i < sub_layers; i++)
    bits->position += (has_profile[i] ? 88 : 0) + (has_level[i] ? 8 : 0);
}

/* Whether a sequence parameter set of H.265 allows pictures to be sent before others that are shown
 * earlier. (The kind of a slice does not tell there: encoders write P pictures as B slices.) */
static gboolean
allows_reordering (const Nal *nal)
{
  guint sub_layers, reorder = 0;
  Bits bits;

  init_bits (&bits, nal, 2);
  read_bits (&bits, 4);            /* video parameter set */
  sub_layers = read_bits (&bits, 3);
  read_bits (&bits, 1);
  skip_profile (&bits, sub_layers);
  read_golomb (&bits);             /* id */
  if (read_golomb (&bits) == 3)    /* chroma format */
    read_bit (&bits);
  read_golomb (&bits);             /* width, height */
  read_golomb (&bits);
  if (read_bit (&bits)) {          /* conformance window */
    for (guint i = 0; i < 4; i++)
      read_golomb (&bits);
  }
  for (guint i = 0; i < 3; i++)    /* bit depths, order count */
    read_golomb (&bits);

  for (guint i = read_bit (&bits) ? 0 : sub_layers; i <= sub_layers; i++) {
    read_golomb (&bits);           /* buffering */
    reorder = read_golomb (&bits);
    read_golomb (&bits);           /* latency */
  }

  return reorder > 0;
}

/**
 * encoder_annexb_reorders:
 *
 * Returns: whether the access unit says that pictures are sent in another order than shown: a B
 *   slice of H.264, or a sequence parameter set of H.265 that allows it
 */
gboolean
encoder_annexb_reorders (const guint8 *data,
                         gsize         size,
                         gboolean      is_h265)
{
  gsize position = 0;
  Nal nal;

  while (next_nal (data, size, &position, &nal)) {
    guint type = nal_type (&nal, is_h265);

    if (is_h265 ? type == H265_SPS && allows_reordering (&nal)
                : (type == H264_SLICE || type == H264_IDR) && is_b_slice (&nal))
      return TRUE;
  }

  return FALSE;
}

static gboolean
is_slice (const Nal *nal,
          gboolean   is_h265)
{
  guint type = nal_type (nal, is_h265);

  if (is_h265)
    return type <= H265_LAST_SLICE;

  return (type >= H264_SLICE && type <= H264_IDR) || type == H264_PREFIX;
}

/**
 * encoder_annexb_find_slice:
 *
 * Returns: where the start code of the first slice begins, or of what belongs to it; @size if there
 *   is none
 */
gsize
encoder_annexb_find_slice (const guint8 *data,
                           gsize         size,
                           gboolean      is_h265)
{
  gsize position = 0;
  Nal nal;

  while (next_nal (data, size, &position, &nal)) {
    gsize place = (gsize) (nal.data - data) - 3;

    if (is_slice (&nal, is_h265))
      return place > 0 && data[place - 1] == 0 ? place - 1 : place;
  }

  return size;
}
