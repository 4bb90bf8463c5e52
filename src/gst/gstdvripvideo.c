/* gstdvripvideo.c
 *
 * What the video of a stream is, from its key frames: codec, size and rate, and whether a change of
 * them is one. A damaged parameter set claims any size; a decoder that believes it takes memory for
 * it, and shows rubbish. So a change is believed at once where the unit's header changes with it,
 * and otherwise if two key frames in a row say the same.
 * Streaming thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvripvideo.h"

/* What is measured is believed where it is further from what the header says. */
#define RATE_TOLERANCE 4

/* Beyond this nobody makes frames, whatever was measured. */
#define RATE_MAX 120

static gboolean
is_same (const GstDvripFormat *self, const GstDvripFormat *other)
{
  return self->codec == other->codec && self->width == other->width &&
         self->height == other->height;
}

static gboolean
is_too_large (const GstDvripFormat *self)
{
  return MAX (self->width, self->height) > GST_DVRIP_LONG_SIDE_MAX ||
         MIN (self->width, self->height) > GST_DVRIP_SHORT_SIDE_MAX;
}

static gboolean
is_established (const GstDvripVideo *self)
{
  return self->format.codec != GST_DVRIP_CODEC_UNKNOWN;
}

static GstDvripFormat
get_claim (const DvripUnitHeader *header)
{
  return (GstDvripFormat) { gst_dvrip_codec_from_header (header), header->width, header->height };
}

/* By the picture's own word first, then by what came before, then by the header's. */
static GstDvripVerdict
find_codec (GstDvripVideo *self, const DvripUnitHeader *header, const GstMapInfo *map,
            GstDvripCodec *out_codec)
{
  GstDvripCodec codec = gst_dvrip_picture_find_codec (map->data, map->size);

  if (codec == GST_DVRIP_CODEC_UNKNOWN) {
    codec = is_established (self) ? self->format.codec : gst_dvrip_codec_from_header (header);
    if (!gst_dvrip_picture_is_valid (map->data, map->size, codec))
      return is_established (self) ? GST_DVRIP_VERDICT_NO_PICTURE : GST_DVRIP_VERDICT_NO_CODEC;
  }

  *out_codec = codec;
  return GST_DVRIP_VERDICT_GOOD;
}

static GstDvripFormat
find_format (GstDvripVideo *self, const DvripUnitHeader *header, const GstMapInfo *map,
             GstDvripCodec codec, gboolean is_claim_same)
{
  if (gst_dvrip_size_update (&self->size, map->data, map->size, codec))
    return (GstDvripFormat) { codec, self->size.width, self->size.height };
  if (is_claim_same && self->format.codec == codec)
    return self->format;

  return (GstDvripFormat) { codec, header->width, header->height };
}

static GstDvripVerdict
inspect (GstDvripVideo *self, const DvripUnitHeader *header, const GstMapInfo *map)
{
  GstDvripFormat claimed = get_claim (header), format, doubtful = self->doubtful;
  gboolean is_claim_same = is_established (self) && is_same (&claimed, &self->claimed);
  GstDvripCodec codec;
  GstDvripVerdict verdict = find_codec (self, header, map, &codec);

  if (verdict != GST_DVRIP_VERDICT_GOOD)
    return verdict;

  format = find_format (self, header, map, codec, is_claim_same);
  self->doubtful = format;
  if (is_established (self) && !is_same (&format, &self->format) && !is_same (&format, &doubtful) &&
      (is_claim_same || is_too_large (&format))) {
    /* What was doubted is not the second word for a key frame that brings none. */
    gst_dvrip_size_clear (&self->size);
    return GST_DVRIP_VERDICT_DOUBTFUL;
  }
  if (is_too_large (&format))
    return GST_DVRIP_VERDICT_TOO_LARGE;

  self->format = format;
  self->claimed = claimed;
  return GST_DVRIP_VERDICT_GOOD;
}

/**
 * gst_dvrip_video_inspect:
 * @header: of an I unit or of a picture
 * @payload: what follows it
 *
 * Looks at a key frame and remembers what it is.
 *
 * Returns: whether it can be passed on
 */
GstDvripVerdict
gst_dvrip_video_inspect (GstDvripVideo         *self,
                         const DvripUnitHeader *header,
                         GstBuffer             *payload)
{
  GstDvripVerdict verdict;
  GstMapInfo map;

  if (!gst_buffer_map (payload, &map, GST_MAP_READ))
    return GST_DVRIP_VERDICT_NO_PICTURE;

  verdict = inspect (self, header, &map);
  gst_buffer_unmap (payload, &map);

  return verdict;
}

/**
 * gst_dvrip_video_set_rate:
 * @nominal: frames a second as the header says; 0: not said
 * @measured: what one frame takes, as measured; %GST_CLOCK_TIME_NONE: not known yet
 *
 * Settles which rate is told to those that follow. A wrong one misleads them about latency, so that
 * rather none is told; a right one that is not quite what was measured stays.
 */
void
gst_dvrip_video_set_rate (GstDvripVideo *self,
                          guint          nominal,
                          GstClockTime   measured)
{
  guint rate = self->nominal == nominal ? self->rate : nominal;
  double seen;

  self->nominal = nominal;
  self->rate = rate;
  if (!GST_CLOCK_TIME_IS_VALID (measured) || measured == 0)
    return;

  seen = (double) GST_SECOND / measured;
  if (rate > 0 && ABS (seen - rate) * RATE_TOLERANCE <= rate)
    return;

  self->rate = seen >= 0.75 && seen <= RATE_MAX ? (guint) (seen + 0.5) : 0;
}

static GstCaps *
make_typed_caps (GstDvripCodec codec)
{
  switch (codec) {
  case GST_DVRIP_CODEC_H264:
    return gst_caps_new_simple ("video/x-h264", "stream-format", G_TYPE_STRING, "byte-stream",
                                "alignment", G_TYPE_STRING, "au", NULL);
  case GST_DVRIP_CODEC_H265:
    return gst_caps_new_simple ("video/x-h265", "stream-format", G_TYPE_STRING, "byte-stream",
                                "alignment", G_TYPE_STRING, "au", NULL);
  case GST_DVRIP_CODEC_MPEG4:
    return gst_caps_new_simple ("video/mpeg", "mpegversion", G_TYPE_INT, 4,
                                "systemstream", G_TYPE_BOOLEAN, FALSE, NULL);
  case GST_DVRIP_CODEC_JPEG:
  case GST_DVRIP_CODEC_UNKNOWN:
    break;
  }

  return gst_caps_new_empty_simple ("image/jpeg");
}

/**
 * gst_dvrip_video_make_caps:
 *
 * Returns: (transfer full): what the next frames are
 */
GstCaps *
gst_dvrip_video_make_caps (const GstDvripVideo *self)
{
  GstCaps *caps = make_typed_caps (self->format.codec);

  if (self->format.width > 0 && self->format.height > 0)
    gst_caps_set_simple (caps, "width", G_TYPE_INT, (int) self->format.width,
                         "height", G_TYPE_INT, (int) self->format.height, NULL);
  if (self->rate > 0)
    gst_caps_set_simple (caps, "framerate", GST_TYPE_FRACTION, (int) self->rate, 1, NULL);

  return caps;
}

/**
 * gst_dvrip_video_restart:
 *
 * What comes next is from another place of the stream, so that a change is nothing strange.
 */
void
gst_dvrip_video_restart (GstDvripVideo *self)
{
  self->claimed = self->doubtful = (GstDvripFormat) { 0 };
}

/**
 * gst_dvrip_video_clear:
 *
 * Forgets the stream.
 */
void
gst_dvrip_video_clear (GstDvripVideo *self)
{
  gst_dvrip_size_clear (&self->size);
  *self = (GstDvripVideo) { 0 };
}
