/* test-failure.c
 *
 * Errors of pipelines, with and without a reason of their own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-failure.h"

static GstMessage *
make_error (GQuark        domain,
            int           code,
            GstStructure *details)
{
  g_autoptr (GError) error = g_error_new_literal (domain, code, "A sentence");

  return gst_message_new_error_with_details (NULL, error, "cause", details);
}

static void
assert_reason (GQuark     domain,
               int        code,
               WallReason reason)
{
  g_autoptr (GstMessage) message = make_error (domain, code, NULL);

  g_assert_cmpstr (wall_reason_to_nick (wall_failure_get_reason (message)), ==,
                   wall_reason_to_nick (reason));
  g_assert_false (wall_failure_has_reason (message));
}

static void
test_own_reason_counts (void)
{
  for (WallReason reason = WALL_REASON_NONE + 1; reason < WALL_N_REASONS; reason++) {
    g_autoptr (GstMessage) message = make_error (
      GST_CORE_ERROR, GST_CORE_ERROR_FAILED,
      gst_structure_new ("details", "reason", G_TYPE_STRING, wall_reason_to_nick (reason), NULL));

    g_assert_true (wall_failure_has_reason (message));
    g_assert_cmpint (wall_failure_get_reason (message), ==, reason);
  }
}

static void
test_strange_reason_does_not_count (void)
{
  static const char *const nicks[] = { "none", "nobody-knows", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (nicks); i++) {
    g_autoptr (GstMessage) message = make_error (
      GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE,
      gst_structure_new ("details", "reason", G_TYPE_STRING, nicks[i], NULL));

    g_assert_false (wall_failure_has_reason (message));
    g_assert_cmpint (wall_failure_get_reason (message), ==, WALL_REASON_BAD_DATA);
  }
}

static void
test_codes (void)
{
  assert_reason (GST_STREAM_ERROR, GST_STREAM_ERROR_CODEC_NOT_FOUND, WALL_REASON_NO_DECODER);
  assert_reason (GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN, WALL_REASON_NO_DECODER);
  assert_reason (GST_CORE_ERROR, GST_CORE_ERROR_NEGOTIATION, WALL_REASON_BAD_DATA);
  assert_reason (GST_CORE_ERROR, GST_CORE_ERROR_THREAD, WALL_REASON_LOCAL);
  assert_reason (GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_INIT, WALL_REASON_LOCAL);
  assert_reason (GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_AUTHORIZED,
                 WALL_REASON_WRONG_PASSWORD);
  assert_reason (GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_OPEN_READ, WALL_REASON_REFUSED);
  assert_reason (GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ, WALL_REASON_CLOSED_BY_DEVICE);
  assert_reason (WALL_ERROR, WALL_REASON_SILENT, WALL_REASON_SILENT);
  assert_reason (G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, WALL_REASON_REFUSED);
}

static void
test_never_none (void)
{
  const GQuark domains[] = {
    GST_CORE_ERROR, GST_STREAM_ERROR, GST_RESOURCE_ERROR, GST_LIBRARY_ERROR, WALL_ERROR,
    G_IO_ERROR, g_quark_from_static_string ("nobody-knows"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++) {
    for (int code = 0; code < 60; code++) {
      g_autoptr (GstMessage) message = make_error (domains[i], code, NULL);

      g_assert_cmpint (wall_failure_get_reason (message), !=, WALL_REASON_NONE);
    }
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/stream/failure/own-reason-counts", test_own_reason_counts);
  g_test_add_func ("/stream/failure/strange-reason-does-not-count",
                   test_strange_reason_does_not_count);
  g_test_add_func ("/stream/failure/codes", test_codes);
  g_test_add_func ("/stream/failure/never-none", test_never_none);

  return g_test_run ();
}
