/* test-wall-live.c
 *
 * Sixteen cameras of the real encoder are live on the real wall, and what a tile shows is the
 * encoder's picture: its channel and its frame number can be read back, and it is near the source.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-rig.h"
#include "e2e-tile.h"

/* At the very first start the loops have been made already: e2e_encoder_new() has waited for them. */
#define LIVE_SECONDS 30

static EncoderFormat
get_format (void)
{
  return e2e_is_small () ? (EncoderFormat) { 320, 180, 10 } : (EncoderFormat) { 640, 360, 25 };
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
  EncoderFormat format = get_format ();
  double seconds = e2e_wall_wait_state (wall, -1, "live", LIVE_SECONDS);

  g_test_message ("%u cameras live after %.1f s", cameras, seconds);
  report = e2e_wall_report (wall);
  for (guint i = 0; i < cameras; i++) {
    E2eRect rect = e2e_report_picture (report, i);

    assert_says_what_it_is (report, i);
    e2e_tile_assert_moves (screen, &rect, i + 1, &format);
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
