/* test-tone.c
 *
 * Sound: A-law by the table of the standard, a tone of its own for each channel, no click.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "encoder-tone.h"

/* What G.711 decodes a byte to, in 16 bits. */
static int
decode (guint8 byte)
{
  int value = byte ^ 0x55;
  int segment = value >> 4 & 7;
  int sample = (value & 0x0f) << 4 | 8;

  if (segment > 0)
    sample = (sample + 0x100) << (segment - 1);

  return value & 0x80 ? sample : -sample;
}

static void
test_known_bytes (void)
{
  g_assert_cmphex (encoder_tone_alaw (0), ==, 0xd5);
  g_assert_cmphex (encoder_tone_alaw (-1), ==, 0x55);
  g_assert_cmphex (encoder_tone_alaw (32767), ==, 0xaa);
  g_assert_cmphex (encoder_tone_alaw (-32768), ==, 0x2a);
}

static void
test_every_sample (void)
{
  for (int sample = -32768; sample <= 32767; sample++) {
    int decoded = decode (encoder_tone_alaw ((gint16) sample));

    /* Half a step of the segment. */
    g_assert_cmpint (ABS (decoded - sample), <=, MAX (16, ABS (sample) / 30));
  }
}

static void
test_units (void)
{
  g_autoptr (EncoderTone) tone = encoder_tone_new (3);
  int last = decode (encoder_tone_get_unit (tone, 24)->payload[319]);
  gboolean sounds = FALSE;

  for (guint i = 0; i < 50; i++) {
    const EncoderUnit *unit = encoder_tone_get_unit (tone, i);

    g_assert_cmpmem (unit->header, unit->header_size, "\0\0\1\xfa\x0e\x02\x40\x01", 8);
    g_assert_cmpuint (unit->payload_size, ==, 320);
    for (guint sample = 0; sample < 320; sample++) {
      int value = decode (unit->payload[sample]);

      /* A step larger than the tone can take is a click. */
      g_assert_cmpint (ABS (value - last), <, 1200);
      sounds |= ABS (value) > 2000;
      last = value;
    }
  }
  g_assert_true (sounds);
}

static void
test_channels_differ (void)
{
  for (guint channel = 1; channel < 64; channel++) {
    g_autoptr (EncoderTone) one = encoder_tone_new (channel);
    g_autoptr (EncoderTone) next = encoder_tone_new (channel + 1);

    g_assert_cmpuint (encoder_tone_get_hertz (channel), !=, encoder_tone_get_hertz (channel + 1));
    g_assert_cmpint (memcmp (encoder_tone_get_unit (one, 0)->payload,
                             encoder_tone_get_unit (next, 0)->payload, 320), !=, 0);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/encoder/tone/known-bytes", test_known_bytes);
  g_test_add_func ("/encoder/tone/every-sample", test_every_sample);
  g_test_add_func ("/encoder/tone/units", test_units);
  g_test_add_func ("/encoder/tone/channels-differ", test_channels_differ);
  return g_test_run ();
}
