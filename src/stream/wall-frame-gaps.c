/* wall-frame-gaps.c
 *
 * How many pictures of a stream are missing, by the numbers that the pictures themselves carry. A
 * decoder conceals a picture that never came: as many come out as went in, and one after the gap is
 * made of the wrong ones. H.264 numbers its reference pictures (frame_num; ITU-T H.264, 7.4.3):
 * each has the number of the last reference picture and one, and a key frame begins at 0. H.265
 * numbers pictures in the order in which they are shown (slice_pic_order_cnt_lsb; ITU-T H.265,
 * 7.4.7.1): where nearly all follow in steps of one size, as cameras do it that send no B pictures, a
 * multiple of that step is a gap.
 *
 * An encoder that counts otherwise shows gaps all the time: then its numbers are not believed.
 * One thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-frame-gaps.h"

#define GST_USE_UNSTABLE_API
#include <gst/codecparsers/gsth264parser.h>
#include <gst/codecparsers/gsth265parser.h>

/* Of so many pictures half with a gap before them are an encoder's way to count. */
#define JUDGED   64
#define MAX_GAPS 32

/* A jump this far is another stream, not a loss. */
#define MAX_LOST 64

struct _WallFrameGaps {
  gboolean          has_last;
  guint             last;       /* frame_num of the last reference picture, or order count */

  GstH264NalParser *parser;
  guint64           recent;     /* a bit for each of the last pictures: whether a gap was before it */

  GstH265Parser    *h265_parser;
  guint16           steps[JUDGED];  /* of H.265, the last ones; 0: none yet */
  guint             n_steps;
};

/**
 * wall_frame_gaps_new:
 *
 * Returns: (transfer full): at the start of a stream
 */
WallFrameGaps *
wall_frame_gaps_new (void)
{
  WallFrameGaps *self = g_new0 (WallFrameGaps, 1);

  self->parser = gst_h264_nal_parser_new ();
  self->h265_parser = gst_h265_parser_new ();

  return self;
}

/**
 * wall_frame_gaps_free:
 * @self: (transfer full): a stream's
 */
void
wall_frame_gaps_free (WallFrameGaps *self)
{
  gst_h264_nal_parser_free (self->parser);
  gst_h265_parser_free (self->h265_parser);
  g_free (self);
}

static gboolean
is_slice (const GstH264NalUnit *unit)
{
  return unit->type == GST_H264_NAL_SLICE || unit->type == GST_H264_NAL_SLICE_DPA ||
         unit->type == GST_H264_NAL_SLICE_IDR;
}

/* Up to the first slice: parameter sets are learnt on the way, and what is behind is not read. */
static gboolean
find_slice (WallFrameGaps  *self,
            const guint8   *data,
            gsize           size,
            GstH264NalUnit *out_slice)
{
  guint offset = 0;

  while (gst_h264_parser_identify_nalu_unchecked (self->parser, data, offset, size, out_slice)
         == GST_H264_PARSER_OK) {
    GstH264ParserResult result;

    if (is_slice (out_slice))
      return TRUE;

    result = gst_h264_parser_identify_nalu (self->parser, data, offset, size, out_slice);
    if (result != GST_H264_PARSER_OK)
      return FALSE;
    gst_h264_parser_parse_nal (self->parser, out_slice);
    offset = out_slice->offset + out_slice->size;
  }

  return FALSE;
}

/* How many reference pictures lie between the last one and @number. */
static guint
count_lost (WallFrameGaps         *self,
            const GstH264NalUnit  *unit,
            const GstH264SliceHdr *slice)
{
  const GstH264SPS *sps = slice->pps->sequence;
  guint step;

  if (unit->idr_pic_flag || !self->has_last || sps->max_frame_num == 0 ||
      sps->gaps_in_frame_num_value_allowed_flag)
    return 0;

  step = (slice->frame_num + sps->max_frame_num - self->last) % sps->max_frame_num;

  return step > 1 ? step - 1 : 0;
}

/* Whether the numbers of this stream can be believed. */
static gboolean
note (WallFrameGaps *self,
      gboolean       is_gap)
{
  guint gaps = 0;

  self->recent = self->recent << 1 | (is_gap ? 1 : 0);
  for (guint i = 0; i < JUDGED; i++)
    gaps += (guint) (self->recent >> i & 1);

  return gaps < MAX_GAPS;
}

/**
 * wall_frame_gaps_add_h264:
 * @data: (array length=size): a picture, with start codes
 *
 * Takes the next picture that came.
 *
 * Returns: how many are missing before it; 0 where that cannot be told
 */
guint
wall_frame_gaps_add_h264 (WallFrameGaps *self,
                          const guint8  *data,
                          gsize          size)
{
  GstH264SliceHdr slice;
  GstH264NalUnit unit;
  gboolean is_believed;
  guint lost;

  if (!find_slice (self, data, size, &unit) ||
      gst_h264_parser_parse_slice_hdr (self->parser, &unit, &slice, FALSE, FALSE)
        != GST_H264_PARSER_OK)
    return 0;

  lost = count_lost (self, &unit, &slice);
  is_believed = note (self, lost > 0);
  if (unit.ref_idc != 0 || unit.idr_pic_flag) {
    self->last = slice.frame_num;
    self->has_last = TRUE;
  }

  return is_believed && lost <= MAX_LOST ? lost : 0;
}

static gboolean
is_h265_slice (const GstH265NalUnit *unit)
{
  return unit->type <= GST_H265_NAL_SLICE_CRA_NUT && unit->layer_id == 0;
}

static gboolean
find_h265_slice (WallFrameGaps  *self,
                 const guint8   *data,
                 gsize           size,
                 GstH265NalUnit *out_slice)
{
  guint offset = 0;

  while (gst_h265_parser_identify_nalu_unchecked (self->h265_parser, data, offset, size, out_slice)
         == GST_H265_PARSER_OK) {
    if (is_h265_slice (out_slice))
      return TRUE;
    if (gst_h265_parser_identify_nalu (self->h265_parser, data, offset, size, out_slice)
        != GST_H265_PARSER_OK)
      return FALSE;

    gst_h265_parser_parse_nal (self->h265_parser, out_slice);
    offset = out_slice->offset + out_slice->size;
  }

  return FALSE;
}

/* The step that more than half of the last ones have; 0: there is none. */
static guint
find_usual_step (const WallFrameGaps *self)
{
  guint usual = 0, votes = 0, n = 0;

  for (guint i = 0; i < JUDGED; i++) {
    if (votes == 0)
      usual = self->steps[i];
    votes = self->steps[i] == usual ? votes + 1 : votes - 1;
  }
  for (guint i = 0; i < JUDGED; i++)
    n += self->steps[i] == usual;

  return n > JUDGED / 2 ? usual : 0;
}

static guint
count_lost_h265 (WallFrameGaps         *self,
                 const GstH265NalUnit  *unit,
                 const GstH265SliceHdr *slice)
{
  guint max = 1u << (slice->pps->sps->log2_max_pic_order_cnt_lsb_minus4 + 4);
  guint usual, step;

  if (GST_H265_IS_NAL_TYPE_IDR (unit->type) || !self->has_last)
    return 0;

  step = (slice->pic_order_cnt_lsb + max - self->last) % max;
  self->steps[self->n_steps++ % JUDGED] = (guint16) step;
  usual = find_usual_step (self);
  if (usual == 0 || step % usual != 0 || step / usual == 0)
    return 0;

  return step / usual - 1;
}

/**
 * wall_frame_gaps_add_h265:
 * @data: (array length=size): a picture, with start codes
 *
 * Takes the next picture that came.
 *
 * Returns: how many are missing before it; 0 where that cannot be told
 */
guint
wall_frame_gaps_add_h265 (WallFrameGaps *self,
                          const guint8  *data,
                          gsize          size)
{
  GstH265SliceHdr slice;
  GstH265NalUnit unit;
  guint lost = 0;

  if (!find_h265_slice (self, data, size, &unit) ||
      gst_h265_parser_parse_slice_hdr (self->h265_parser, &unit, &slice) != GST_H265_PARSER_OK)
    return 0;

  if (slice.first_slice_segment_in_pic_flag) {
    lost = count_lost_h265 (self, &unit, &slice);
    self->last = GST_H265_IS_NAL_TYPE_IDR (unit.type) ? 0 : slice.pic_order_cnt_lsb;
    self->has_last = TRUE;
  }
  gst_h265_slice_hdr_free (&slice);

  return lost <= MAX_LOST ? lost : 0;
}
