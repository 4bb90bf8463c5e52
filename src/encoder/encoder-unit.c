/* encoder-unit.c
 *
 * Puts the protocol's header in front of pictures and sound.
 * Callable from any thread; a unit belongs to one thread at a time, its bytes to any number.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-unit.h"

#include <math.h>

/* The header has five bits for the rate; clients divide by it, so it is never 0. */
#define MAX_HEADER_FPS 31

#define SOUND_RATE 8000

static void
write_length (EncoderUnit *self)
{
  guint32 length = self->payload_size;
  guint offset = self->header_size - 4u;
  guint n_bytes = 4;

  if (!encoder_unit_is_video (self)) {
    offset = self->header_size - 2u;
    n_bytes = 2;
  }

  for (guint i = 0; i < n_bytes; i++)
    self->header[offset + i] = (guint8) (length >> 8 * i);
}

/**
 * encoder_unit_init_video:
 * @self: (out caller-allocates): the unit; needs no clearing until it is given bytes
 * @info: what the picture is
 * @is_key: whether decoding can begin with it
 * @payload: (transfer none): the access unit or JPEG picture; stays where it is
 */
void
encoder_unit_init_video (EncoderUnit           *self,
                         const EncoderLoopInfo *info,
                         gboolean               is_key,
                         const guint8          *payload,
                         gsize                  size)
{
  double fps = info->rate_num / (double) info->rate_den;
  DvripUnitHeader header = {
    .kind = is_key ? DVRIP_UNIT_I : DVRIP_UNIT_P,
    .payload_size = (guint32) size,
    .codec = info->codec,
    .width = info->width,
    .height = info->height,
    .fps = (guint) CLAMP (lround (fps), 1, MAX_HEADER_FPS),
  };

  if (info->codec == DVRIP_VIDEO_UNKNOWN)
    header.kind = DVRIP_UNIT_PICTURE;

  *self = (EncoderUnit) { .kind = header.kind, .payload = payload, .payload_size = (guint32) size };
  self->header_size = (guint8) dvrip_unit_header_write (&header, self->header);
}

/**
 * encoder_unit_init_sound:
 * @self: (out caller-allocates): the unit; needs no clearing until it is given bytes
 * @payload: (transfer none): G.711 A-law of 8 kHz; stays where it is
 */
void
encoder_unit_init_sound (EncoderUnit  *self,
                         const guint8 *payload,
                         gsize         size)
{
  const DvripUnitHeader header = {
    .kind = DVRIP_UNIT_AUDIO,
    .payload_size = (guint32) size,
    .codec = DVRIP_AUDIO_ALAW,
    .sample_rate = SOUND_RATE,
  };

  *self = (EncoderUnit) { .kind = header.kind, .payload = payload, .payload_size = (guint32) size };
  self->header_size = (guint8) dvrip_unit_header_write (&header, self->header);
}

/**
 * encoder_unit_take_bytes:
 * @bytes: (transfer full): becomes the payload
 *
 * Gives the unit a payload of its own, and writes its length into the header.
 */
void
encoder_unit_take_bytes (EncoderUnit *self,
                         GBytes      *bytes)
{
  gsize size;

  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->bytes = bytes;
  self->payload = g_bytes_get_data (bytes, &size);
  self->payload_size = (guint32) size;
  write_length (self);
}

void
encoder_unit_clear (EncoderUnit *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
}

/**
 * encoder_unit_is_key:
 *
 * Returns: whether a stream can begin with it
 */
gboolean
encoder_unit_is_key (const EncoderUnit *self)
{
  return self->kind == DVRIP_UNIT_I || self->kind == DVRIP_UNIT_PICTURE;
}

gboolean
encoder_unit_is_video (const EncoderUnit *self)
{
  return self->kind == DVRIP_UNIT_P || encoder_unit_is_key (self);
}

/**
 * encoder_codec_to_words:
 *
 * Returns: (transfer none): the codec's name, the same in every language
 */
const char *
encoder_codec_to_words (DvripVideoCodec codec)
{
  switch (codec) {
  case DVRIP_VIDEO_MPEG4:
    return "MPEG-4";
  case DVRIP_VIDEO_H264:
    return "H.264";
  case DVRIP_VIDEO_H265:
    return "H.265";
  case DVRIP_VIDEO_UNKNOWN:
  default:
    return "JPEG";
  }
}
