/* test-device.c
 *
 * One rejected login stops a device, an edit reopens it, and a slot is free only when closed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-device-private.h"

static void
count (int *counter)
{
  (*counter)++;
}

static void
test_address (void)
{
  WallDevice *device = wall_device_new ("d");
  g_autofree char *uri = NULL;

  g_assert_null (wall_device_get_host (device));
  g_assert_cmpuint (wall_device_get_port (device), ==, 0);
  g_assert_null (wall_device_dup_channel_uri (device, 1, "main"));

  g_object_set (device, "uri", "dvrip://[::1]:99", "user", "admin", NULL);
  uri = wall_device_dup_channel_uri (device, 4, "sub");
  g_assert_cmpstr (wall_device_get_host (device), ==, "::1");
  g_assert_cmpuint (wall_device_get_port (device), ==, 99);
  g_assert_cmpstr (wall_device_get_user (device), ==, "admin");
  g_assert_cmpstr (uri, ==, "dvrip://[::1]:99/4?stream=sub");
  g_assert_finalize_object (device);
}

static void
test_rejected_once (void)
{
  WallDevice *device = wall_device_new ("d");
  WallSlot slot = { 0 };
  int rejected = 0;

  wall_device_set_password (device, "wrong");
  g_signal_connect_swapped (device, "rejected", G_CALLBACK (count), &rejected);
  wall_slot_begin (&slot, device);
  g_assert_false (wall_device_may_begin (device, 0));
  g_assert_cmpint (wall_slot_fail (&slot, WALL_REASON_WRONG_PASSWORD, 0), ==,
                   WALL_REASON_WRONG_PASSWORD);
  wall_slot_close (&slot);
  g_assert_cmpint (rejected, ==, 1);
  g_assert_cmpint (wall_device_get_verdict (device), ==, WALL_REASON_WRONG_PASSWORD);
  g_assert_false (wall_device_may_begin (device, G_MAXINT64));

  wall_device_set_password (device, "right");
  g_assert_cmpint (wall_device_get_verdict (device), ==, WALL_REASON_NONE);
  g_assert_true (wall_device_may_begin (device, 0));
  g_assert_finalize_object (device);
}

static void
test_password_needed (void)
{
  WallDevice *device = wall_device_new ("d");
  WallSlot slot = { 0 };

  g_assert_null (wall_device_get_password (device));
  wall_slot_begin (&slot, device);
  g_assert_cmpint (wall_slot_fail (&slot, WALL_REASON_WRONG_PASSWORD, 0), ==,
                   WALL_REASON_PASSWORD_NEEDED);
  wall_slot_close (&slot);
  g_assert_cmpint (wall_device_get_verdict (device), ==, WALL_REASON_PASSWORD_NEEDED);
  g_assert_finalize_object (device);
}

/* The answer to the old password says nothing about the new one. */
static void
test_edit_while_signing_in (void)
{
  WallDevice *device = wall_device_new ("d");
  WallSlot slot = { 0 };

  wall_device_set_password (device, "old");
  wall_slot_begin (&slot, device);
  wall_device_set_password (device, "new");
  g_assert_false (wall_device_may_begin (device, 0));
  g_assert_cmpint (wall_slot_fail (&slot, WALL_REASON_WRONG_PASSWORD, 0), ==, WALL_REASON_NONE);
  wall_slot_close (&slot);
  g_assert_true (wall_device_may_begin (device, 0));
  g_assert_finalize_object (device);
}

static void
test_slots (void)
{
  WallDevice *device = wall_device_new ("d");
  WallSlot slots[4] = { 0 };
  int reopened = 0;

  g_signal_connect_swapped (device, "reopened", G_CALLBACK (count), &reopened);
  wall_slot_begin (&slots[0], device);
  wall_slot_accept (&slots[0]);
  wall_slot_accept (&slots[0]);
  g_assert_cmpint (reopened, ==, 1);
  wall_slot_begin (&slots[1], device);
  wall_slot_begin (&slots[2], device);
  g_assert_false (wall_device_may_begin (device, 0));

  wall_slot_fail (&slots[1], WALL_REASON_TIMED_OUT, 0);
  g_assert_true (wall_device_failed_last (device));
  g_assert_false (wall_device_may_begin (device, 0));
  wall_slot_close (&slots[1]);
  wall_slot_close (&slots[1]);
  g_assert_true (wall_device_may_begin (device, 0));

  wall_slot_accept (&slots[2]);
  g_assert_false (wall_device_failed_last (device));
  wall_slot_close (&slots[2]);
  wall_slot_close (&slots[0]);
  g_assert_cmpint (reopened, ==, 1);
  g_assert_finalize_object (device);
}

/* Who hears of a wrong channel is signed in: the others need not wait. */
static void
test_wrong_channel_proves_password (void)
{
  WallDevice *device = wall_device_new ("d");
  WallSlot slots[3] = { 0 };

  wall_slot_begin (&slots[0], device);
  wall_slot_fail (&slots[0], WALL_REASON_NO_SUCH_CHANNEL, 0);
  wall_slot_begin (&slots[1], device);
  g_assert_false (wall_device_failed_last (device));
  g_assert_false (wall_device_may_begin (device, 0));
  wall_slot_close (&slots[0]);
  g_assert_true (wall_device_may_begin (device, 0));
  wall_slot_close (&slots[1]);
  g_assert_finalize_object (device);
}

static void
test_locked_out (void)
{
  WallDevice *device = wall_device_new ("d");
  WallSlot slot = { 0 };
  gint64 reopens_us;

  g_assert_cmpint (wall_device_get_reopens_us (device), ==, -1);
  wall_slot_begin (&slot, device);
  wall_slot_fail (&slot, WALL_REASON_LOCKED_OUT, 1000);
  wall_slot_close (&slot);
  reopens_us = wall_device_get_reopens_us (device);
  g_assert_cmpint (reopens_us, ==, 1000 + 30 * 60 * G_USEC_PER_SEC);
  g_assert_false (wall_device_may_begin (device, reopens_us - 1));
  g_assert_true (wall_device_may_begin (device, reopens_us));
  g_assert_finalize_object (device);
}

static void
test_remembers_what_worked (void)
{
  WallDevice *device = wall_device_new ("d");
  g_autofree char *topology = NULL;
  g_autofree char *stream_type = NULL;
  int notified = 0;

  g_signal_connect_swapped (device, "notify", G_CALLBACK (count), &notified);
  wall_device_remember (device, "two-sockets", "", FALSE);
  wall_device_remember (device, "two-sockets", "Extra", FALSE);
  wall_device_remember (device, "", "", FALSE);
  g_object_get (device, "topology", &topology, "stream-type", &stream_type, NULL);
  g_assert_cmpstr (topology, ==, "two-sockets");
  g_assert_cmpstr (stream_type, ==, "Extra");
  g_assert_cmpint (notified, ==, 2);
  g_assert_finalize_object (device);
}

static char *
dup_topology (WallDevice *device)
{
  char *topology = NULL;

  g_object_get (device, "topology", &topology, NULL);
  return topology;
}

static void
test_one_failure_costs_no_second_socket (void)
{
  WallDevice *device = wall_device_new ("d");
  g_autofree char *silent = NULL;
  g_autofree char *proven = NULL;
  g_autofree char *moved = NULL;

  /* Accepted, but silent with one socket. */
  wall_device_remember (device, "one-socket", "", FALSE);
  wall_device_remember (device, "two-sockets", "", TRUE);
  silent = dup_topology (device);
  g_assert_cmpstr (silent, ==, "two-sockets");

  wall_device_remember (device, "one-socket", "", TRUE);
  wall_device_remember (device, "two-sockets", "", TRUE);
  proven = dup_topology (device);
  g_assert_cmpstr (proven, ==, "one-socket");

  /* Another device is another matter. */
  g_object_set (device, "uri", "dvrip://10.0.0.9", NULL);
  wall_device_remember (device, "two-sockets", "", TRUE);
  moved = dup_topology (device);
  g_assert_cmpstr (moved, ==, "two-sockets");
  g_assert_finalize_object (device);
}

/* What is refused to one camera without a user says nothing of the others. */
static void
test_anonymous (void)
{
  WallDevice *device = wall_device_new ("d");
  WallSlot slots[2] = { 0 };

  g_object_set (device, "uri", "http://h:8080", NULL);
  g_assert_true (wall_device_is_anonymous (device));
  wall_slot_begin (&slots[0], device);
  g_assert_true (wall_device_may_begin (device, 0));
  wall_slot_begin (&slots[1], device);
  g_assert_cmpint (wall_slot_fail (&slots[0], WALL_REASON_PASSWORD_NEEDED, 0), ==,
                   WALL_REASON_PASSWORD_NEEDED);
  wall_slot_close (&slots[0]);
  g_assert_cmpint (wall_device_get_verdict (device), ==, WALL_REASON_NONE);
  g_assert_true (wall_device_may_begin (device, 0));

  g_object_set (device, "user", "guard", NULL);
  g_assert_false (wall_device_is_anonymous (device));
  g_assert_false (wall_device_may_begin (device, 0));

  /* It began before there was a user. */
  g_assert_cmpint (wall_slot_fail (&slots[1], WALL_REASON_WRONG_PASSWORD, 0), ==, WALL_REASON_NONE);
  wall_slot_close (&slots[1]);
  g_assert_true (wall_device_may_begin (device, 0));
  wall_slot_begin (&slots[1], device);
  g_assert_cmpint (wall_slot_fail (&slots[1], WALL_REASON_WRONG_PASSWORD, 0), ==,
                   WALL_REASON_PASSWORD_NEEDED);
  g_assert_cmpint (wall_device_get_verdict (device), ==, WALL_REASON_PASSWORD_NEEDED);
  wall_slot_close (&slots[1]);
  g_assert_finalize_object (device);
}

/* A path that is not there is looked for before a password is asked for, or after. */
static void
test_wrong_path_proves_nothing (void)
{
  WallDevice *device = wall_device_new ("d");
  WallSlot slots[2] = { 0 };

  g_object_set (device, "uri", "rtsp://h", "user", "guard", NULL);
  wall_device_set_password (device, "x");
  wall_slot_begin (&slots[0], device);
  wall_slot_fail (&slots[0], WALL_REASON_NO_SUCH_STREAM, 0);
  g_assert_false (wall_device_failed_last (device));
  wall_slot_begin (&slots[1], device);
  wall_slot_close (&slots[0]);
  g_assert_false (wall_device_may_begin (device, 0));
  wall_slot_close (&slots[1]);
  g_assert_finalize_object (device);
}

static void
test_trusts_first_certificate (void)
{
  WallDevice *device = wall_device_new ("d");
  WallSlot slot = { 0 };
  int trusted = 0;

  g_object_set (device, "uri", "https://h", NULL);
  g_signal_connect_swapped (device, "trusted", G_CALLBACK (count), &trusted);
  g_assert_true (wall_device_trust (device, ""));
  g_assert_null (wall_device_get_certificate (device));
  g_assert_true (wall_device_trust (device, "sha256:aa"));
  g_assert_true (wall_device_trust (device, "sha256:AA"));
  g_assert_false (wall_device_trust (device, "sha256:bb"));
  g_assert_cmpstr (wall_device_get_certificate (device), ==, "sha256:aa");
  g_assert_cmpint (trusted, ==, 1);

  /* An attempt that a person's edit overtook is not the certificate's fault. */
  wall_slot_begin (&slot, device);
  g_assert_cmpint (wall_slot_fail (&slot, WALL_REASON_CERTIFICATE_CHANGED, 0), ==,
                   WALL_REASON_CERTIFICATE_CHANGED);
  g_object_set (device, "certificate", NULL, NULL);
  g_assert_cmpint (wall_slot_fail (&slot, WALL_REASON_CERTIFICATE_CHANGED, 0), ==,
                   WALL_REASON_NONE);
  wall_slot_close (&slot);
  g_assert_finalize_object (device);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/device/address", test_address);
  g_test_add_func ("/model/device/rejected-once", test_rejected_once);
  g_test_add_func ("/model/device/password-needed", test_password_needed);
  g_test_add_func ("/model/device/edit-while-signing-in", test_edit_while_signing_in);
  g_test_add_func ("/model/device/slots", test_slots);
  g_test_add_func ("/model/device/wrong-channel-proves-password",
                   test_wrong_channel_proves_password);
  g_test_add_func ("/model/device/locked-out", test_locked_out);
  g_test_add_func ("/model/device/remembers-what-worked", test_remembers_what_worked);
  g_test_add_func ("/model/device/one-failure-costs-no-second-socket",
                   test_one_failure_costs_no_second_socket);
  g_test_add_func ("/model/device/anonymous", test_anonymous);
  g_test_add_func ("/model/device/wrong-path-proves-nothing", test_wrong_path_proves_nothing);
  g_test_add_func ("/model/device/trusts-first-certificate", test_trusts_first_certificate);
  return g_test_run ();
}
