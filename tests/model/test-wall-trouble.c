/* test-wall-trouble.c
 *
 * What a device does on purpose, or by damage, is told as what it is: an account that is locked, and
 * pictures that are lost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gst/gst.h>

#include "gstdvripplugin.h"
#include "wall-camera-private.h"
#include "wall-fixture.h"

#define HALF_AN_HOUR_US (30 * 60 * G_USEC_PER_SEC)
#define LOCKED_SECONDS  60

static WallDevice *
get_device (Wall *wall)
{
  return wall_camera_get_device (get_camera (wall, 0));
}

static void
click_until_locked_out (Wall *wall)
{
  for (guint i = 0; i < 8 && get_status (wall).reason != WALL_REASON_LOCKED_OUT; i++) {
    guint before = get_counters (wall).rejected_logins;

    wall_camera_retry (get_camera (wall, 0));
    wait_until (get_counters (wall).rejected_logins > before && get_sums (wall).attention == wall->n);
  }
}

/* The one who may ask in half an hour asks once, for all. */
static void
test_locked_out (void)
{
  EncoderServer *encoder =
    start_encoder_with (&(EncoderConfig){ .channels = 4, .lock_out = LOCKED_SECONDS });
  guint rejected;
  Wall wall;

  open_wall_at (&wall, encoder, "wrong");
  wall_camera_list_start (wall.list);
  wait_until (get_sums (&wall).attention == 4);
  g_assert_cmpint (get_status (&wall).reason, ==, WALL_REASON_WRONG_PASSWORD);
  click_until_locked_out (&wall);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpint (get_status_of (&wall, i).reason, ==, WALL_REASON_LOCKED_OUT);
  g_assert_cmpint (get_status (&wall).retry_in_us, >, HALF_AN_HOUR_US - 60 * G_USEC_PER_SEC);
  g_assert_cmpint (get_status (&wall).retry_in_us, <=, HALF_AN_HOUR_US);

  /* Half an hour is over, and the account is locked still. */
  rejected = get_counters (&wall).rejected_logins;
  get_device (&wall)->gate.reopens_us = g_get_monotonic_time ();
  wait_until (get_counters (&wall).rejected_logins > rejected && get_sums (&wall).attention == 4);
  g_assert_cmpuint (get_counters (&wall).rejected_logins, ==, rejected + 1);
  g_assert_cmpint (get_status (&wall).reason, ==, WALL_REASON_LOCKED_OUT);
  g_assert_cmpint (get_status (&wall).retry_in_us, >, HALF_AN_HOUR_US - 60 * G_USEC_PER_SEC);
  close_wall (&wall);
}

/* With the right password meanwhile: all are back as soon as the device lets them. */
static void
test_locked_out_heals (void)
{
  EncoderServer *encoder = start_encoder_with (&(EncoderConfig){ .channels = 4, .lock_out = 1 });
  Wall wall;

  open_wall_at (&wall, encoder, "wrong");
  wall_camera_list_start (wall.list);
  wait_until (get_sums (&wall).attention == 4);
  click_until_locked_out (&wall);
  wall_device_set_password (get_device (&wall), "admin");

  while (get_sums (&wall).receiving < 4) {
    wait_until (get_sums (&wall).attention == 4 || get_sums (&wall).receiving == 4);
    get_device (&wall)->gate.reopens_us = g_get_monotonic_time ();
    wait_until (get_sums (&wall).attention < 4);
  }
  g_assert_cmpuint (get_counters (&wall).watched, ==, 4);
  close_wall (&wall);
}

static gboolean
is_damaged (Wall *wall)
{
  return (get_status (wall).notices & WALL_NOTICE_DAMAGED) != 0;
}

static double
get_seconds_since (gint64 us)
{
  return (g_get_monotonic_time () - us) / (double) G_USEC_PER_SEC;
}

/* The decoder says nothing of it: what goes in and what comes out is counted, and pictures that never
 * came are missed by their numbers. */
static void
test_damaged (gconstpointer fault)
{
  EncoderServer *encoder =
    start_encoder_with (&(EncoderConfig){ .channels = 1, .main = { 320, 180, 25 } });
  EncoderFaultSpec spec = { .fault = GPOINTER_TO_UINT (fault), .value = 10 };
  gint64 since_us;
  Wall wall;

  open_wall_at (&wall, encoder, "admin");
  show (&wall);
  wall_camera_list_start (wall.list);
  wait_until (get_sums (&wall).live == 1);
  /* What is known of a stream begins with it. */
  wait_until (get_status (&wall).state_age_us > 5 * G_USEC_PER_SEC / 2);
  g_assert_false (is_damaged (&wall));

  encoder_server_apply_fault (encoder, &spec);
  since_us = g_get_monotonic_time ();
  wait_until (is_damaged (&wall));
  g_test_message ("damaged after %.1f s", get_seconds_since (since_us));
  g_assert_cmpint (get_status (&wall).state, ==, WALL_LINK_LIVE);

  encoder_server_set_fault (encoder, 1, ENCODER_FAULT_NONE);
  since_us = g_get_monotonic_time ();
  wait_until (!is_damaged (&wall));
  g_test_message ("clean after %.1f s", get_seconds_since (since_us));
  g_assert_cmpuint (get_counters (&wall).logins, ==, 1);
  close_wall (&wall);
}

static double
get_fps (Wall *wall)
{
  WallWatchNumbers numbers;

  wall_camera_get_numbers (get_camera (wall, 0), &numbers);
  return numbers.decoded_fps;
}

/* Key frames alone are a live picture that says what it is, and no damage; all is whole again after
 * them. */
static void
test_reduced (void)
{
  EncoderServer *encoder =
    start_encoder_with (&(EncoderConfig){ .channels = 1, .main = { 320, 180, 25 } });
  WallCamera *camera;
  Wall wall;

  open_wall_at (&wall, encoder, "admin");
  show (&wall);
  wall_camera_list_start (wall.list);
  camera = get_camera (&wall, 0);
  wait_until (get_sums (&wall).live == 1 && wall_camera_can_reduce (camera));
  wait_until (get_fps (&wall) > 20);

  for (gint64 end_us = g_get_monotonic_time () + 4 * G_USEC_PER_SEC;
       g_get_monotonic_time () < end_us;) {
    wall_camera_set_reduced (camera, TRUE);
    g_main_context_iteration (NULL, TRUE);
    g_assert_false (is_damaged (&wall));
  }
  g_assert_cmpfloat (get_fps (&wall), <, 3);

  /* The wall's own relief sees no reason for it. */
  wait_until ((wall_camera_set_reduced (camera, TRUE),
               get_status (&wall).state == WALL_LINK_LIVE &&
               (get_status (&wall).notices & WALL_NOTICE_REDUCED)));

  wall_camera_set_reduced (camera, FALSE);
  wait_until (get_fps (&wall) > 20);
  g_assert_false (is_damaged (&wall));
  g_assert_cmpuint (get_counters (&wall).logins, ==, 1);
  close_wall (&wall);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  gst_dvrip_register_static ();

  g_test_add_func ("/model/wall-trouble/locked-out", test_locked_out);
  g_test_add_func ("/model/wall-trouble/locked-out-heals", test_locked_out_heals);
  g_test_add_data_func ("/model/wall-trouble/damaged", GUINT_TO_POINTER (ENCODER_FAULT_GARBAGE),
                        test_damaged);
  g_test_add_data_func ("/model/wall-trouble/pictures-missing",
                        GUINT_TO_POINTER (ENCODER_FAULT_DROP), test_damaged);
  g_test_add_func ("/model/wall-trouble/reduced", test_reduced);
  return g_test_run ();
}
