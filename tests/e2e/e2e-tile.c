/* e2e-tile.c
 *
 * What a tile shows, held against the picture that the encoder drew: its channel and its frame number
 * are read back, and then it is compared with that picture.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-tile.h"

#include "encoder-pattern.h"
#include "encoder-test-source.h"

#define READ_SECONDS 20
#define MIN_PSNR 30.0

typedef struct {
  guint channel;
  guint frame;
} Reading;

/* The source's luma is of limited range, the screen's of full range. */
static void
expand_range (guint8 *luma,
              gsize   size)
{
  for (gsize i = 0; i < size; i++)
    luma[i] = (guint8) CLAMP (((int) luma[i] - 16) * 255 / 219, 0, 255);
}

static double
compare_with_source (const guint8        *painted,
                     const E2eRect       *rect,
                     const Reading       *reading,
                     const EncoderFormat *format)
{
  g_autoptr (EncoderPattern) pattern
    = encoder_pattern_new (reading->channel, format, encoder_test_source_get_length (format));
  g_autofree guint8 *source = g_malloc (encoder_pattern_get_size (pattern));
  g_autofree guint8 *scaled = NULL;

  encoder_pattern_draw (pattern, reading->frame, source);
  expand_range (source, (gsize) format->width * format->height);
  scaled = e2e_scale_luma (source, (int) format->width, (int) format->height, rect->width,
                           rect->height);

  return e2e_psnr (painted, scaled, (gsize) rect->width * rect->height);
}

/* A read may meet the display in the middle of a paint, so what is read must be good soon, not at
 * the first look. */
static Reading
read_tile (E2eScreen           *screen,
           const E2eRect       *rect,
           guint                channel,
           const EncoderFormat *format)
{
  gint64 end = g_get_monotonic_time () + READ_SECONDS * G_USEC_PER_SEC;
  Reading reading = { 0 };
  double psnr = 0;

  while (TRUE) {
    g_autofree guint8 *painted = e2e_screen_copy_luma (screen, rect);

    if (encoder_pattern_read (painted, rect->width, rect->height, rect->width, 1, &reading.channel,
                              &reading.frame)) {
      psnr = compare_with_source (painted, rect, &reading, format);
      if (reading.channel == channel && psnr >= MIN_PSNR)
        break;
    }
    if (g_get_monotonic_time () > end) {
      g_test_message ("Tile %u at %d,%d %d×%d: channel %u, frame %u, PSNR %.1f dB", channel, rect->x,
                      rect->y, rect->width, rect->height, reading.channel, reading.frame, psnr);
      g_assert_not_reached ();
    }
    g_usleep (20 * 1000);
  }
  g_test_message ("channel %u, frame %u: %.1f dB", channel, reading.frame, psnr);

  return reading;
}

/**
 * e2e_tile_assert_moves:
 * @rect: where the picture stands on @screen
 * @channel: whose picture it is, from 1
 * @format: that the encoder sends
 *
 * Fails unless the picture is the encoder's, near to the source, and soon another one of it.
 */
void
e2e_tile_assert_moves (E2eScreen           *screen,
                       const E2eRect       *rect,
                       guint                channel,
                       const EncoderFormat *format)
{
  Reading first = read_tile (screen, rect, channel, format);
  gint64 end = g_get_monotonic_time () + READ_SECONDS * G_USEC_PER_SEC;

  while (read_tile (screen, rect, channel, format).frame == first.frame)
    g_assert_cmpint (g_get_monotonic_time (), <, end);
}
