/* encoder-test-source.c
 *
 * Draws the test picture of a channel, encodes it once, and keeps the loop.
 * Callable from any thread after gst_init(); runs for a while in its caller.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-test-source.h"

#include "encoder-cache.h"
#include "encoder-codec.h"
#include "encoder-encoding.h"
#include "encoder-pattern.h"

/* Four key frames, that is some eight seconds: long enough for a motion to be followed, short
 * enough that sixteen channels are encoded within a few seconds on two cores. */
#define GOPS 4

/**
 * encoder_test_source_get_length:
 *
 * Returns: the number of frames in a loop of @format; they are numbered from 0
 */
guint
encoder_test_source_get_length (const EncoderFormat *format)
{
  return GOPS * encoder_format_get_gop (format);
}

static void
draw (guint    frame,
      guint8  *i420,
      gpointer user_data)
{
  encoder_pattern_draw (user_data, frame, i420);
}

static char *
dup_key (guint                channel,
         const EncoderFormat *format)
{
  g_autofree char *form = encoder_format_to_string (format);
  g_autofree char *encoding = encoder_encoding_describe (format);

  return g_strdup_printf ("test %d; channel %u; %s; %u frames; %s", ENCODER_CODEC_VERSION, channel,
                          form, encoder_test_source_get_length (format),
                          encoding ? encoding : "");
}

/**
 * encoder_test_source_make:
 * @channel: from 1
 * @cache_folder: where loops are kept
 * @cancellable: (nullable): stops the encoding
 *
 * Loads or makes the loop of a channel's test picture. That it cannot be kept is no failure.
 *
 * Returns: (transfer full) (nullable): the loop, %NULL and @error
 */
EncoderLoop *
encoder_test_source_make (guint                 channel,
                          const EncoderFormat  *format,
                          const char           *cache_folder,
                          GCancellable         *cancellable,
                          GError              **error)
{
  g_autofree char *form = encoder_format_to_string (format);
  g_autofree char *label = g_strdup_printf ("test-%u-%s", channel, form);
  g_autofree char *key = dup_key (channel, format);
  g_autofree char *path = encoder_cache_dup_path (cache_folder, label, key);
  g_autoptr (EncoderPattern) pattern = NULL;
  g_autoptr (GError) store_error = NULL;
  EncoderLoop *loop = encoder_cache_load (path, key, NULL);

  if (loop)
    return loop;

  pattern = encoder_pattern_new (channel, format, encoder_test_source_get_length (format));
  loop = encoder_codec_encode_drawn (format, encoder_test_source_get_length (format), draw, pattern,
                                     cancellable, error);
  if (loop && !encoder_cache_store (path, key, loop, &store_error))
    g_message ("%s", store_error->message);

  return loop;
}
