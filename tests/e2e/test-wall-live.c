/* test-wall-live.c
 *
 * Sixteen cameras of the real encoder are live on the real wall, and what a tile shows is the
 * encoder's picture: its channel and its frame number can be read back, and it is near the source.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-rig.h"
#include "e2e-screen.h"

#include "encoder-pattern.h"
#include "encoder-test-source.h"

#include <signal.h>

/* At the very first start the loops have been made already: e2e_encoder_new() has waited for them. */
#define LIVE_SECONDS 30
#define READ_SECONDS 20
#define MIN_PSNR 30.0

typedef struct {
  guint channel;
  guint frame;
} Reading;

static EncoderFormat
get_format (void)
{
  return e2e_is_small () ? (EncoderFormat) { 320, 180, 10 } : (EncoderFormat) { 640, 360, 25 };
}

/* The source's luma is of limited range, the screen's of full range. */
static void
expand_range (guint8 *luma,
              gsize   size)
{
  for (gsize i = 0; i < size; i++)
    luma[i] = (guint8) CLAMP (((int) luma[i] - 16) * 255 / 219, 0, 255);
}

static double
compare_with_source (const guint8  *painted,
                     const E2eRect *rect,
                     const Reading *reading)
{
  EncoderFormat format = get_format ();
  g_autoptr (EncoderPattern) pattern
    = encoder_pattern_new (reading->channel, &format, encoder_test_source_get_length (&format));
  g_autofree guint8 *source = g_malloc (encoder_pattern_get_size (pattern));
  g_autofree guint8 *scaled = NULL;

  encoder_pattern_draw (pattern, reading->frame, source);
  expand_range (source, (gsize) format.width * format.height);
  scaled = e2e_scale_luma (source, (int) format.width, (int) format.height, rect->width, rect->height);

  return e2e_psnr (painted, scaled, (gsize) rect->width * rect->height);
}

/* A read may meet the display in the middle of a paint, so what is read must be good soon, not at
 * the first look. */
static Reading
read_tile (E2eScreen     *screen,
           const E2eRect *rect,
           guint          channel)
{
  gint64 end = g_get_monotonic_time () + READ_SECONDS * G_USEC_PER_SEC;
  Reading reading = { 0 };
  double psnr = 0;

  while (TRUE) {
    g_autofree guint8 *painted = e2e_screen_copy_luma (screen, rect);

    if (encoder_pattern_read (painted, rect->width, rect->height, rect->width, 1, &reading.channel,
                              &reading.frame)) {
      psnr = compare_with_source (painted, rect, &reading);
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

static void
assert_moves (E2eScreen     *screen,
              const E2eRect *rect,
              guint          channel)
{
  Reading first = read_tile (screen, rect, channel);
  gint64 end = g_get_monotonic_time () + READ_SECONDS * G_USEC_PER_SEC;

  while (read_tile (screen, rect, channel).frame == first.frame)
    g_assert_cmpint (g_get_monotonic_time (), <, end);
}

static void
assert_says_what_it_is (JsonObject *report,
                        guint       index)
{
  JsonObject *camera = e2e_report_camera (report, index);

  g_assert_cmpint (json_object_get_int_member (camera, "number"), ==, index + 1);
  g_assert_cmpstr (e2e_report_reason (report, index), ==, "none");
}

static void
test_live (void)
{
  guint cameras = e2e_get_cameras ();
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (cameras, 0);
  g_autoptr (E2eWall) wall = e2e_wall_new (cameras, e2e_encoder_get_port (encoder), "admin");
  g_autoptr (E2eScreen) screen = e2e_screen_open ();
  g_autoptr (JsonObject) report = NULL;
  double seconds = e2e_wall_wait_state (wall, -1, "live", LIVE_SECONDS);

  g_test_message ("%u cameras live after %.1f s", cameras, seconds);
  report = e2e_wall_report (wall);
  for (guint i = 0; i < cameras; i++) {
    E2eRect rect = e2e_report_picture (report, i);

    assert_says_what_it_is (report, i);
    assert_moves (screen, &rect, i + 1);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/live/tiles-show-the-encoders-pictures", test_live);

  return g_test_run ();
}
