/* wall-frame-gaps.c
 *
 * How many pictures of a stream are missing, by the numbers that the pictures themselves carry. A
 * decoder conceals a picture that never came: as many come out as went in, and one after the gap is
 * made of the wrong ones. H.264 numbers its reference pictures (frame_num; ITU-T H.264, 7.4.3):
 * each has the number of the last reference picture and one, and a key frame begins at 0.
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

/* Of so many pictures half with a gap before them are an encoder's way to count. */
#define JUDGED   64
#define MAX_GAPS 32

/* A jump this far is another stream, not a loss. */
#define MAX_LOST 64

struct _WallFrameGaps {
  GstH264NalParser *parser;
  gboolean          has_last;
  guint             last;       /* frame_num of the last reference picture */
  guint64           recent;     /* a bit for each of the last pictures: whether a gap was before it */
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
