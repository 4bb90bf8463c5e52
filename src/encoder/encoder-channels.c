/* encoder-channels.c
 *
 * A set of channels. In words they count from 1, here from 0.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-channels.h"

#include <string.h>

static gboolean
parse_range (const char *text,
             guint64    *out_first,
             guint64    *out_last)
{
  g_auto (GStrv) ends = g_strsplit (text, "-", 3);
  guint n = g_strv_length (ends);

  if (n < 1 || n > 2)
    return FALSE;

  for (guint i = 0; i < n; i++)
    g_strstrip (ends[i]);
  if (!g_ascii_string_to_unsigned (ends[0], 10, 1, ENCODER_CHANNELS_MAX, out_first, NULL))
    return FALSE;

  return g_ascii_string_to_unsigned (ends[n - 1], 10, *out_first, ENCODER_CHANNELS_MAX, out_last,
                                     NULL);
}

/**
 * encoder_channels_parse:
 * @text: "all", "none", or numbers from 1 and ranges of them, between commas
 * @out_channels: (out caller-allocates): written on success only
 *
 * Returns: whether it could be read
 */
gboolean
encoder_channels_parse (const char      *text,
                        EncoderChannels *out_channels)
{
  g_auto (GStrv) ranges = g_strsplit (text, ",", -1);
  EncoderChannels channels = { 0 };

  if (strcmp (text, "all") == 0) {
    encoder_channels_set_all (out_channels);
    return TRUE;
  }

  for (guint i = 0; ranges[i] && strcmp (text, "none") != 0; i++) {
    guint64 first, last;

    if (!parse_range (ranges[i], &first, &last))
      return FALSE;
    for (guint64 channel = first - 1; channel < last; channel++)
      channels.bits[channel / 8] |= (guint8) (1 << channel % 8);
  }

  if (text[0] == '\0')
    return FALSE;

  *out_channels = channels;
  return TRUE;
}

void
encoder_channels_set_all (EncoderChannels *channels)
{
  memset (channels->bits, 0xff, sizeof channels->bits);
}

/**
 * encoder_channels_has:
 * @channel: from 0
 *
 * Returns: whether it is one of them
 */
gboolean
encoder_channels_has (const EncoderChannels *channels,
                      guint                  channel)
{
  return channel < ENCODER_CHANNELS_MAX && (channels->bits[channel / 8] >> channel % 8 & 1) != 0;
}
