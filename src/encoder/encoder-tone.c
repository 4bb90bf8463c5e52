/* encoder-tone.c
 *
 * Makes the sound of a channel.
 * A tone never changes once it is made: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-tone.h"

#include <math.h>

#define RATE             8000
#define SAMPLES_PER_UNIT 320
#define UNITS            (RATE / SAMPLES_PER_UNIT)
#define AMPLITUDE        3000.0   /* of 32767: audible, not a nuisance */

struct _EncoderTone {
  guint8      samples[RATE];
  EncoderUnit units[UNITS];
};

/**
 * encoder_tone_alaw:
 *
 * Compresses a sample as G.711 says: sign, three bits of segment, four of its steps, and every
 * other bit turned over.
 *
 * Returns: the A-law byte
 */
guint8
encoder_tone_alaw (gint16 sample)
{
  guint8 sign = sample >= 0 ? 0x80 : 0;
  int magnitude = (sample >= 0 ? sample : -(sample + 1)) >> 3;
  int segment = 0;

  while (segment < 7 && magnitude > (0x20 << segment) - 1)
    segment++;

  if (segment <= 1)
    magnitude >>= 1;
  else
    magnitude >>= segment;

  return (guint8) ((sign | segment << 4 | (magnitude & 0x0f)) ^ 0x55);
}

/**
 * encoder_tone_get_hertz:
 *
 * Returns: the tone of a channel (from 1); whole hertz, so that a second of it repeats seamlessly
 */
guint
encoder_tone_get_hertz (guint channel)
{
  return 300 + channel % 64 * 20;
}

/**
 * encoder_tone_new:
 * @channel: from 1
 *
 * Returns: (transfer full): the sound of the channel
 */
EncoderTone *
encoder_tone_new (guint channel)
{
  EncoderTone *self = g_new0 (EncoderTone, 1);

  for (guint i = 0; i < RATE; i++) {
    double turn = 2.0 * G_PI * encoder_tone_get_hertz (channel) * i / RATE;

    self->samples[i] = encoder_tone_alaw ((gint16) lround (AMPLITUDE * sin (turn)));
  }

  for (guint i = 0; i < UNITS; i++)
    encoder_unit_init_sound (&self->units[i], self->samples + i * SAMPLES_PER_UNIT,
                             SAMPLES_PER_UNIT);

  return self;
}

void
encoder_tone_free (EncoderTone *self)
{
  g_free (self);
}

/**
 * encoder_tone_get_unit:
 * @index: any number: the tone goes on
 *
 * Returns: (transfer none): 40 ms of sound
 */
const EncoderUnit *
encoder_tone_get_unit (EncoderTone *self,
                       guint        index)
{
  return &self->units[index % UNITS];
}
