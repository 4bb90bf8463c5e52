/* encoder-channels.h
 *
 * A set of channels, and its form in words ("all", "1-4,7").
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ENCODER_CHANNELS_MAX 128

typedef struct {
  guint8 bits[ENCODER_CHANNELS_MAX / 8];
} EncoderChannels;

gboolean encoder_channels_parse   (const char            *text,
                                   EncoderChannels       *out_channels);
void     encoder_channels_set_all (EncoderChannels       *channels);
gboolean encoder_channels_has     (const EncoderChannels *channels,
                                   guint                  channel);

G_END_DECLS
