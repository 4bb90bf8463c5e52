/* test-pin-keeper.c
 *
 * What a device showed first stands in the file a moment later; what a person takes out of the file
 * is forgotten when it is asked for; a file that cannot be written is told of once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>

#include "store-fixture.h"
#include "wall-device-private.h"

#define HEX  "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define XEH  "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
#define PIN  "certificate=sha256:" HEX "\n"
#define DEVICE  "[device r]\nuri=rtsps://10.0.0.9\nuser=guard\n"
#define CAMERAS "[camera a]\ndevice=r\npath=/1\n[camera b]\nuri=https://h/2\n" \
                "[camera c]\nuri=https://h/3\n"

static void
count (int *troubles)
{
  (*troubles)++;
}

static void
test_keeps (Fixture      *self,
            gconstpointer data)
{
  load (self, DEVICE CAMERAS);
  g_assert_true (wall_device_trust (get_device_of (self, 0), "sha256:" HEX));
  g_assert_true (wall_device_trust (get_device_of (self, 2), "sha256:" XEH));
  fixture_assert_file (self, DEVICE PIN
                       "[camera a]\ndevice=r\npath=/1\n[camera b]\nuri=https://h/2\n"
                       "certificate=sha256:" XEH "\n[camera c]\nuri=https://h/3\n");
  load (self, DEVICE PIN CAMERAS);
  g_assert_cmpstr (wall_device_get_certificate (get_device_of (self, 0)), ==, "sha256:" HEX);
}

static void
test_forgets_what_was_removed (Fixture      *self,
                               gconstpointer data)
{
  load (self, DEVICE PIN CAMERAS);
  g_assert_false (wall_device_trust (get_device_of (self, 0), "sha256:" XEH));
  wall_device_doubt (get_device_of (self, 0));
  fixture_wait_idle (self);
  g_assert_cmpstr (wall_device_get_certificate (get_device_of (self, 0)), ==, "sha256:" HEX);

  write_file (self, DEVICE CAMERAS, 0644);
  wall_device_doubt (get_device_of (self, 0));
  fixture_wait_idle (self);
  g_assert_null (wall_device_get_certificate (get_device_of (self, 0)));
  g_assert_true (wall_device_trust (get_device_of (self, 0), "sha256:" HEX));
  fixture_assert_file (self, DEVICE PIN CAMERAS);
}

/* Another wall was faster, and saw another one: somebody may be in between. */
static void
test_takes_what_stands_there (Fixture      *self,
                              gconstpointer data)
{
  load (self, DEVICE CAMERAS);
  write_file (self, DEVICE PIN CAMERAS, 0644);
  g_assert_true (wall_device_trust (get_device_of (self, 0), "sha256:" XEH));
  fixture_assert_file (self, DEVICE PIN CAMERAS);
  g_assert_cmpstr (wall_device_get_certificate (get_device_of (self, 0)), ==, "sha256:" HEX);
}

static void
test_read_only_is_told_once (Fixture      *self,
                             gconstpointer data)
{
  int troubles = 0;

  load (self, DEVICE CAMERAS);
  g_signal_connect_swapped (self->store, "trouble", G_CALLBACK (count), &troubles);
  g_assert_cmpint (g_chmod (self->path, 0444), ==, 0);
  g_assert_true (wall_device_trust (get_device_of (self, 0), "sha256:" HEX));
  g_assert_true (wall_device_trust (get_device_of (self, 1), "sha256:" XEH));
  fixture_assert_file (self, DEVICE CAMERAS);
  g_assert_cmpint (troubles, ==, 1);

  /* A click is not enough to trust another one then. */
  wall_device_doubt (get_device_of (self, 0));
  fixture_wait_idle (self);
  g_assert_cmpstr (wall_device_get_certificate (get_device_of (self, 0)), ==, "sha256:" HEX);
  g_assert_cmpint (troubles, ==, 1);
}

static void
test_broken_file_changes_nothing (Fixture      *self,
                                  gconstpointer data)
{
  int troubles = 0;

  load (self, DEVICE PIN CAMERAS);
  g_signal_connect_swapped (self->store, "trouble", G_CALLBACK (count), &troubles);
  write_file (self, DEVICE "certificate=sha256:\n" CAMERAS, 0644);
  wall_device_doubt (get_device_of (self, 0));
  fixture_wait_idle (self);
  g_assert_cmpint (troubles, ==, 1);
  g_assert_cmpstr (wall_device_get_certificate (get_device_of (self, 0)), ==, "sha256:" HEX);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/model/pin-keeper/keeps", test_keeps);
  ADD ("/model/pin-keeper/forgets-what-was-removed", test_forgets_what_was_removed);
  ADD ("/model/pin-keeper/takes-what-stands-there", test_takes_what_stands_there);
  ADD ("/model/pin-keeper/read-only-is-told-once", test_read_only_is_told_once);
  ADD ("/model/pin-keeper/broken-file-changes-nothing", test_broken_file_changes_nothing);
  return g_test_run ();
}
