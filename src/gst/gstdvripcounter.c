/* gstdvripcounter.c
 *
 * Which units of a recording take time, and how much: as the first bytes of each tell, so that a
 * recording can be counted without being read.
 * Pure: callable from any thread, one thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvripcounter.h"

#include "gstdvripsound.h"

/**
 * gst_dvrip_counter_init:
 * @self: (out caller-allocates): at the beginning of a recording
 * @period: what a frame takes, as far as that was found out; 0: as the headers say
 */
void
gst_dvrip_counter_init (GstDvripCounter *self,
                        GstClockTime     period)
{
  *self = (GstDvripCounter) { .is_waiting_for_key = TRUE };
  gst_dvrip_timeline_init (&self->timeline);
  gst_dvrip_timeline_learn (&self->timeline, period);
}

/**
 * gst_dvrip_counter_lose:
 *
 * Something is missing from here on.
 */
void
gst_dvrip_counter_lose (GstDvripCounter *self)
{
  self->is_waiting_for_key = TRUE;
}

static GstClockTime
count_key (GstDvripCounter *self, const DvripUnitHeader *header, const guint8 *data, gsize size)
{
  self->codec = gst_dvrip_picture_find_codec (data, size);
  if (self->codec == GST_DVRIP_CODEC_UNKNOWN)
    self->codec = gst_dvrip_codec_from_header (header);
  self->is_waiting_for_key = FALSE;

  return gst_dvrip_timeline_key (&self->timeline, header);
}

static GstClockTime
count_delta (GstDvripCounter *self, const guint8 *data, gsize size)
{
  if (self->is_waiting_for_key)
    return GST_CLOCK_TIME_NONE;
  if (self->codec != GST_DVRIP_CODEC_UNKNOWN &&
      !gst_dvrip_picture_is_valid (data, size, self->codec))
    return GST_CLOCK_TIME_NONE;

  return gst_dvrip_timeline_delta (&self->timeline);
}

static GstClockTime
count_still (GstDvripCounter *self, const DvripUnitHeader *header, const guint8 *data, gsize size)
{
  gboolean is_other_video = self->codec != GST_DVRIP_CODEC_UNKNOWN &&
                            self->codec != GST_DVRIP_CODEC_JPEG;

  if (is_other_video && ++self->n_stills < GST_DVRIP_STILLS_AFTER_VIDEO)
    return GST_CLOCK_TIME_NONE;

  return count_key (self, header, data, size);
}

static GstClockTime
count_sound (GstDvripCounter *self, const DvripUnitHeader *header)
{
  g_autoptr (GstCaps) caps = gst_dvrip_sound_make_caps (header);

  return caps ? gst_dvrip_timeline_sound (&self->timeline, gst_dvrip_sound_get_duration (header))
              : GST_CLOCK_TIME_NONE;
}

/**
 * gst_dvrip_counter_count:
 * @header: of the next unit
 * @data: (array length=size): what follows it, at least the first %GST_DVRIP_PICTURE_PREFIX bytes
 *   if there are as many
 *
 * Returns: the unit's time; %GST_CLOCK_TIME_NONE if nothing comes of it
 */
GstClockTime
gst_dvrip_counter_count (GstDvripCounter       *self,
                         const DvripUnitHeader *header,
                         const guint8          *data,
                         gsize                  size)
{
  if (header->payload_size == 0)
    return GST_CLOCK_TIME_NONE;

  switch (header->kind) {
  case DVRIP_UNIT_I:
    self->n_stills = 0;
    return count_key (self, header, data, size);
  case DVRIP_UNIT_P:
    self->n_stills = 0;
    return count_delta (self, data, size);
  case DVRIP_UNIT_PICTURE:
    return count_still (self, header, data, size);
  case DVRIP_UNIT_AUDIO:
    return count_sound (self, header);
  case DVRIP_UNIT_INFO:
    break;
  }

  return GST_CLOCK_TIME_NONE;
}
