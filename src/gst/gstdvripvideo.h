/* gstdvripvideo.h
 *
 * What the video of a stream is, from its key frames: codec, size and rate, and whether a change of
 * them is one.
 * Streaming thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "gstdvripsize.h"

G_BEGIN_DECLS

/* No larger picture is passed on: a decoder takes memory on the strength of these numbers. */
#define GST_DVRIP_LONG_SIDE_MAX 8192u
#define GST_DVRIP_SHORT_SIDE_MAX 4320u

typedef enum {
  GST_DVRIP_VERDICT_GOOD,
  GST_DVRIP_VERDICT_NO_PICTURE, /* nothing that could be decoded */
  GST_DVRIP_VERDICT_DOUBTFUL,   /* says something else than all before; believed the second time */
  GST_DVRIP_VERDICT_NO_CODEC,   /* neither it nor its header says what it is */
  GST_DVRIP_VERDICT_TOO_LARGE,
} GstDvripVerdict;

typedef struct {
  GstDvripCodec codec;
  guint         width;   /* 0: not said */
  guint         height;
} GstDvripFormat;

typedef struct {
  GstDvripFormat  format;   /* of what is passed on; no codec: nothing was yet */
  GstDvripFormat  claimed;  /* as the headers said it then */
  GstDvripFormat  doubtful; /* what the last key frame claimed that was not passed on */
  GstDvripSize    size;
  guint           nominal;  /* frames a second, as the header says */
  guint           rate;     /* as believed; 0: none to speak of */
} GstDvripVideo;

void            gst_dvrip_video_clear     (GstDvripVideo         *self);
void            gst_dvrip_video_restart   (GstDvripVideo         *self);
GstDvripVerdict gst_dvrip_video_inspect   (GstDvripVideo         *self,
                                           const DvripUnitHeader *header,
                                           GstBuffer             *payload);
void            gst_dvrip_video_set_rate  (GstDvripVideo         *self,
                                           guint                  nominal,
                                           GstClockTime           measured);
GstCaps        *gst_dvrip_video_make_caps (const GstDvripVideo   *self);

G_END_DECLS
