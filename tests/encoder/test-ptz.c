/* test-ptz.c
 *
 * Where the camera looks after which command, and when.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "encoder-ptz.h"

#define NEAR(a, b) g_assert_cmpfloat_with_epsilon (a, b, 1e-6)

static EncoderPtzPosition
look (EncoderPtz *ptz,
      double      seconds)
{
  EncoderPtzPosition position;

  encoder_ptz_get_position (ptz, (gint64) (seconds * 1e6), &position);
  return position;
}

static void
tell (EncoderPtz *ptz,
      const char *command,
      gint64      preset,
      gint64      step,
      double      seconds)
{
  g_assert_cmpint (encoder_ptz_handle (ptz, command, preset, step, (gint64) (seconds * 1e6)), ==,
                   ENCODER_PTZ_DONE);
}

static void
test_directions (void)
{
  static const struct {
    const char *command;
    double pan, tilt, zoom, focus, iris;
  } moves[] = {
    { "DirectionUp", 0, 0.5, 1, 0, 0 },
    { "DirectionDown", 0, -0.5, 1, 0, 0 },
    { "DirectionLeft", -0.5, 0, 1, 0, 0 },
    { "DirectionRight", 0.5, 0, 1, 0, 0 },
    { "DirectionLeftUp", -0.5, 0.5, 1, 0, 0 },
    { "DirectionLeftDown", -0.5, -0.5, 1, 0, 0 },
    { "DirectionRightUp", 0.5, 0.5, 1, 0, 0 },
    { "DirectionRightDown", 0.5, -0.5, 1, 0, 0 },
    { "ZoomTile", 0, 0, 2.75, 0, 0 },
    { "ZoomWide", 0, 0, 1, 0, 0 },
    { "FocusNear", 0, 0, 1, -0.5, 0 },
    { "FocusFar", 0, 0, 1, 0.5, 0 },
    { "IrisSmall", 0, 0, 1, 0, -0.5 },
    { "IrisLarge", 0, 0, 1, 0, 0.5 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++) {
    g_autoptr (EncoderPtz) ptz = encoder_ptz_new ();
    EncoderPtzPosition position;

    tell (ptz, moves[i].command, ENCODER_PTZ_START, 5, 100);
    g_assert_true (look (ptz, 100.5).is_moving == (strcmp (moves[i].command, "ZoomWide") != 0));
    tell (ptz, moves[i].command, ENCODER_PTZ_STOP, 5, 101);
    position = look (ptz, 150);
    NEAR (position.pan, moves[i].pan);
    NEAR (position.tilt, moves[i].tilt);
    NEAR (position.zoom, moves[i].zoom);
    NEAR (position.focus, moves[i].focus);
    NEAR (position.iris, moves[i].iris);
    g_assert_false (position.is_moving);
  }
}

static void
test_speed_and_ends (void)
{
  g_autoptr (EncoderPtz) ptz = encoder_ptz_new ();

  tell (ptz, "DirectionRight", ENCODER_PTZ_START, 1, 10);
  NEAR (look (ptz, 11).pan, 0.1);
  tell (ptz, "DirectionRight", ENCODER_PTZ_START, 8, 11);
  NEAR (look (ptz, 11.5).pan, 0.5);
  tell (ptz, "DirectionRight", ENCODER_PTZ_START, 1000, 11.5);
  NEAR (look (ptz, 12).pan, 0.9);
  NEAR (look (ptz, 1000).pan, 1);
  g_assert_false (look (ptz, 1000).is_moving);

  /* From the end it comes back at once: what would have been beyond it is not made up for. */
  tell (ptz, "DirectionLeft", ENCODER_PTZ_START, 0, 1000);
  NEAR (look (ptz, 1001).pan, 0.5);

  /* Some clients stop every movement by the same command. */
  tell (ptz, "DirectionUp", ENCODER_PTZ_STOP, 5, 1001);
  NEAR (look (ptz, 1001.5).pan, 0.5);
  g_assert_false (look (ptz, 1001.5).is_moving);
}

static void
test_presets (void)
{
  g_autoptr (EncoderPtz) ptz = encoder_ptz_new ();

  g_assert_cmpint (encoder_ptz_handle (ptz, "GotoPreset", 7, 5, 0), ==, ENCODER_PTZ_NO_PRESET);
  g_assert_cmpint (encoder_ptz_handle (ptz, "SetPreset", 0, 5, 0), ==, ENCODER_PTZ_BAD_PRESET);
  g_assert_cmpint (encoder_ptz_handle (ptz, "SetPreset", 256, 5, 0), ==, ENCODER_PTZ_BAD_PRESET);
  g_assert_cmpint (encoder_ptz_handle (ptz, "SetPreset", ENCODER_PTZ_STOP, 5, 0), ==,
                   ENCODER_PTZ_BAD_PRESET);

  tell (ptz, "DirectionRightUp", ENCODER_PTZ_START, 8, 0);
  tell (ptz, "DirectionRightUp", ENCODER_PTZ_STOP, 8, 1);
  tell (ptz, "SetPreset", 255, 5, 2);
  g_assert_cmpuint (look (ptz, 2).n_presets, ==, 1);
  tell (ptz, "DirectionLeftDown", ENCODER_PTZ_START, 8, 2);
  tell (ptz, "GotoPreset", 255, 5, 3);
  NEAR (look (ptz, 3).pan, 0);
  NEAR (look (ptz, 3.3).pan, 0.4);
  g_assert_true (look (ptz, 3.3).is_moving);
  NEAR (look (ptz, 3.6).pan, 0.8);
  NEAR (look (ptz, 60).pan, 0.8);
  NEAR (look (ptz, 60).tilt, 0.8);
  g_assert_false (look (ptz, 60).is_moving);

  tell (ptz, "ClearPreset", 255, 5, 61);
  g_assert_cmpint (encoder_ptz_handle (ptz, "GotoPreset", 255, 5, 62 * G_USEC_PER_SEC), ==,
                   ENCODER_PTZ_NO_PRESET);
  NEAR (look (ptz, 63).pan, 0.8);
}

static void
test_tour (void)
{
  g_autoptr (EncoderPtz) ptz = encoder_ptz_new ();

  g_assert_cmpint (encoder_ptz_handle (ptz, "StartTour", 0, 5, 0), ==, ENCODER_PTZ_NO_PRESET);
  tell (ptz, "SetPreset", 200, 5, 0);
  tell (ptz, "DirectionLeft", ENCODER_PTZ_START, 5, 0);
  tell (ptz, "DirectionLeft", ENCODER_PTZ_STOP, 5, 1);
  tell (ptz, "SetPreset", 3, 5, 1);

  /* Preset 3 at once, 5 s there, 0.375 s to preset 200, 5 s there, and back. */
  tell (ptz, "StartTour", 0, 5, 10);
  NEAR (look (ptz, 14.9).pan, -0.5);
  NEAR (look (ptz, 15.1875).pan, -0.25);
  NEAR (look (ptz, 15.4).pan, 0);
  NEAR (look (ptz, 20.3).pan, 0);
  NEAR (look (ptz, 21).pan, -0.5);
  tell (ptz, "StopTour", 0, 5, 21);
  NEAR (look (ptz, 3600).pan, -0.5);

  /* Presets that are cleared on the way end it where it stands. */
  tell (ptz, "StartTour", 0, 5, 4000);
  tell (ptz, "ClearPreset", 3, 5, 4001);
  tell (ptz, "ClearPreset", 200, 5, 4001);
  NEAR (look (ptz, 9000).pan, -0.5);
  g_assert_false (look (ptz, 9000).is_moving);
}

static void
test_auto_pan (void)
{
  g_autoptr (EncoderPtz) ptz = encoder_ptz_new ();

  tell (ptz, "AutoPanOn", 0, 5, 0);
  NEAR (look (ptz, 3).pan, 0.9);
  NEAR (look (ptz, 4).pan, 0.8);
  NEAR (look (ptz, 11).pan, -0.7);
  g_assert_true (look (ptz, 11).is_moving);
  tell (ptz, "AutoPanOff", 0, 5, 11);
  NEAR (look (ptz, 100).pan, -0.7);
  g_assert_false (look (ptz, 100).is_moving);
}

static void
test_unknown (void)
{
  g_autoptr (EncoderPtz) ptz = encoder_ptz_new ();

  g_assert_cmpint (encoder_ptz_handle (ptz, "DirectionSideways", 1, 5, 0), ==,
                   ENCODER_PTZ_UNKNOWN_COMMAND);
  g_assert_cmpint (encoder_ptz_handle (ptz, "", 1, 5, 0), ==, ENCODER_PTZ_UNKNOWN_COMMAND);
  g_assert_false (look (ptz, 0).is_menu);
  encoder_ptz_set_menu (ptz, TRUE);
  g_assert_true (look (ptz, 0).is_menu);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/encoder/ptz/directions", test_directions);
  g_test_add_func ("/encoder/ptz/speed-and-ends", test_speed_and_ends);
  g_test_add_func ("/encoder/ptz/presets", test_presets);
  g_test_add_func ("/encoder/ptz/tour", test_tour);
  g_test_add_func ("/encoder/ptz/auto-pan", test_auto_pan);
  g_test_add_func ("/encoder/ptz/unknown", test_unknown);

  return g_test_run ();
}
