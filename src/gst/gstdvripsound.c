/* gstdvripsound.c
 *
 * What the sound of a stream is, by the header of its units.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvripsound.h"

#define DEFAULT_RATE 8000

/* The numbers are those of the headers. What has no caps cannot be played: nobody has said how such
 * a unit is divided into blocks. */
static const struct {
  guint8      codec;
  guint8      sample_size;  /* bytes */
  const char *name;
  const char *caps;
} kinds[] = {
  { 0x07, 1, "PCM, 8 bit", "audio/x-raw, format=(string)U8, layout=(string)interleaved" },
  { 0x08, 0, "G.729", NULL },
  { 0x09, 0, "IMA ADPCM", NULL },
  { DVRIP_AUDIO_MULAW, 1, "G.711 µ-law", "audio/x-mulaw" },
  { 0x0b, 0, "G.721", NULL },
  { 0x0c, 0, "PCM, 8 bit, VWIS", NULL },
  { 0x0d, 0, "Microsoft ADPCM", NULL },
  { DVRIP_AUDIO_ALAW, 1, "G.711 A-law", "audio/x-alaw" },
  { 0x0f, 2, "PCM, 16 bit", "audio/x-raw, format=(string)S16LE, layout=(string)interleaved" },
};

static int
find_kind (guint8 codec)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (kinds[i].codec == codec)
      return (int) i;
  }

  return -1;
}

static guint
get_rate (const DvripUnitHeader *header)
{
  return header->sample_rate > 0 ? header->sample_rate : DEFAULT_RATE;
}

/**
 * gst_dvrip_sound_make_caps:
 * @header: of an audio unit
 *
 * Returns: (transfer full) (nullable): what it is; %NULL if it cannot be played
 */
GstCaps *
gst_dvrip_sound_make_caps (const DvripUnitHeader *header)
{
  int kind = find_kind (header->codec);
  GstCaps *caps;

  if (kind < 0 || !kinds[kind].caps)
    return NULL;

  caps = gst_caps_from_string (kinds[kind].caps);
  gst_caps_set_simple (caps, "rate", G_TYPE_INT, (int) get_rate (header),
                       "channels", G_TYPE_INT, 1, NULL);

  return caps;
}

/**
 * gst_dvrip_sound_get_duration:
 * @header: of an audio unit that can be played
 *
 * Returns: how long it lasts, to the sample
 */
GstClockTime
gst_dvrip_sound_get_duration (const DvripUnitHeader *header)
{
  int kind = find_kind (header->codec);
  guint sample_size = kind < 0 ? 1 : MAX (kinds[kind].sample_size, 1);

  return gst_util_uint64_scale (header->payload_size / sample_size, GST_SECOND, get_rate (header));
}

/**
 * gst_dvrip_sound_get_size:
 * @header: of an audio unit that can be played
 *
 * Returns: how many bytes of it are whole samples
 */
gsize
gst_dvrip_sound_get_size (const DvripUnitHeader *header)
{
  int kind = find_kind (header->codec);
  guint sample_size = kind < 0 ? 1 : MAX (kinds[kind].sample_size, 1);

  return header->payload_size - header->payload_size % sample_size;
}

/**
 * gst_dvrip_sound_get_name:
 * @codec: from the header of an audio unit
 *
 * Returns: (nullable): what people call it; %NULL if nobody knows
 */
const char *
gst_dvrip_sound_get_name (guint8 codec)
{
  int kind = find_kind (codec);

  return kind < 0 ? NULL : kinds[kind].name;
}
