/* test-wall-edit.c
 *
 * What the dialog of a device that is on the wall does: it tests the connection and changes nothing,
 * takes a new password for all channels, and shows a certificate that changed before anybody is told
 * a password.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-rig.h"

#include <string.h>

#include "e2e-accessible.h"
#include "e2e-device.h"

#define WAIT_SECONDS 30
#define ADDRESS "Address, such as 192.168.1.10 or a URL"
#define CHANNELS 3

#define OLD "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define OLD_IN_GROUPS "0123 4567 89ab cdef 0123"

static void
edit_device (E2eWall    *wall,
             const char *id)
{
  e2e_focus_window ("^Watchwall$");
  e2e_wall_activate_app (wall, "edit-device", g_variant_new_string (id));
  e2e_accessible_wait (E2E_NAME, ADDRESS, WAIT_SECONDS);
}

static void
close_dialog (void)
{
  e2e_press ("Escape");
  e2e_press ("Escape");
  e2e_accessible_wait_gone (E2E_NAME, ADDRESS, WAIT_SECONDS);
}

/* The password that is known is used, once; the file and the cameras stay as they are. */
static void
test_connection (E2eWall    *wall,
                 E2eEncoder *encoder)
{
  guint rejected = e2e_encoder_count (encoder, "rejected-logins");
  g_autofree char *before = e2e_wall_dup_devices (wall);
  g_autofree char *after = NULL;

  edit_device (wall, "demo");
  e2e_tab_to ("Test connection");
  e2e_press ("Return");
  e2e_accessible_wait_described ("Sign in", "done", WAIT_SECONDS);
  e2e_accessible_wait_described ("Read the channels", "done: 3 channels", WAIT_SECONDS);
  e2e_accessible_wait_described ("First picture", "done", WAIT_SECONDS);
  g_assert_cmpuint (e2e_encoder_count (encoder, "rejected-logins"), ==, rejected);
  close_dialog ();

  after = e2e_wall_dup_devices (wall);
  g_assert_cmpstr (after, ==, before);
  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
}

static void
save_password (E2eWall    *wall,
               const char *password)
{
  edit_device (wall, "demo");
  e2e_press ("Tab");
  e2e_press ("Tab");
  e2e_write (password);
  e2e_press ("Return");
  e2e_accessible_wait_gone (E2E_NAME, ADDRESS, WAIT_SECONDS);
}

/* A wrong one ends what was live, with one login for all; the right one brings all of them back. */
static void
test_password (E2eWall    *wall,
               E2eEncoder *encoder)
{
  guint rejected = e2e_encoder_count (encoder, "rejected-logins");
  g_autoptr (JsonObject) report = NULL;

  save_password (wall, "not it");
  e2e_wall_wait_state (wall, -1, "needs-attention", WAIT_SECONDS);
  report = e2e_wall_report (wall);
  for (guint i = 0; i < CHANNELS; i++)
    g_assert_cmpstr (e2e_report_reason (report, i), ==, "wrong-password");
  g_assert_cmpuint (e2e_encoder_count (encoder, "rejected-logins"), ==, rejected + 1);

  save_password (wall, "admin");
  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
  g_assert_cmpuint (e2e_encoder_count (encoder, "rejected-logins"), ==, rejected + 1);
}

static void
test_connection_and_password (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (CHANNELS, 0);
  g_autoptr (E2eWall) wall = e2e_wall_new (CHANNELS, e2e_encoder_get_port (encoder), "admin");

  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
  test_connection (wall, encoder);
  test_password (wall, encoder);
}

/* The tile leads to the dialog, which asks the device by itself, and tells it nothing. */
static void
test_certificate (void)
{
  g_autoptr (E2eDevice) device = e2e_device_new_rtsp ("basic", "tls", 0);
  guint16 port = e2e_device_get_port (device);
  g_autofree char *devices =
    g_strdup_printf ("[device gate]\nuri=rtsps://127.0.0.1:%u\nuser=guard\ncertificate=sha256:" OLD
                     "\n[camera gate]\ndevice=gate\npath=/live/ch1\nname=Gate\n", port);
  g_autofree char *credentials =
    g_strdup_printf ("[login 1]\nscheme=rtsps\nhost=127.0.0.1\nport=%u\nuser=guard\n"
                     "password=s3cret word\n", port);
  g_autoptr (E2eWall) wall = e2e_wall_new_with_files (devices, credentials);
  g_autofree char *after = NULL;

  e2e_wall_wait_state (wall, 0, "needs-attention", WAIT_SECONDS);
  e2e_focus_window ("^Watchwall$");
  e2e_tab_to ("Gate");
  e2e_press ("space");
  e2e_accessible_wait_described ("Certificate that is trusted", OLD_IN_GROUPS, WAIT_SECONDS);
  e2e_accessible_wait (E2E_NAME, "Certificate that the device shows now", WAIT_SECONDS);
  g_assert_cmpuint (e2e_device_count (device, "login"), ==, 0);

  e2e_tab_to ("Trust this certificate");
  e2e_press ("Return");
  e2e_wall_wait_state (wall, 0, "live", WAIT_SECONDS);
  e2e_accessible_wait_gone (E2E_NAME, "Certificate that is trusted", WAIT_SECONDS);
  after = e2e_wall_dup_devices (wall);
  g_assert_nonnull (strstr (after, "certificate=sha256:"));
  g_assert_null (strstr (after, OLD));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/edit/connection-and-password", test_connection_and_password);
  g_test_add_func ("/e2e/edit/certificate", test_certificate);

  return g_test_run ();
}
