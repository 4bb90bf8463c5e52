/* test-ret.c
 *
 * Every return code has words of its own, and the reason that decides whether to try again.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "dvrip-message.h"

static const int known[] = {
  0, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 117, 118, 119,
  120, 121, 124, 150, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 214, 215, 216,
  430, 502, 503, 504, 511, 512, 513, 514, 515, 521, 522, 523, 602, 603, 604, 605, 606, 607, 608,
};

static gboolean
is_known (int ret)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (known[i] == ret)
      return TRUE;

  return FALSE;
}

static void
test_ret_has_words_of_its_own (void)
{
  g_autoptr (GHashTable) words = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++) {
    const char *text = dvrip_ret_to_string (known[i]);

    g_assert_cmpstr (text, !=, "");
    g_assert_cmpstr (text, !=, dvrip_ret_to_string (999));
    g_assert_true (g_hash_table_add (words, (gpointer) text));
  }
}

static void
test_ret_calls_others_unknown (void)
{
  for (int ret = -1; ret < 1000; ret++) {
    if (is_known (ret))
      continue;
    g_assert_cmpstr (dvrip_ret_to_string (ret), ==, "unknown return code");
    g_assert_cmpint (dvrip_ret_to_reason (ret), ==, WALL_REASON_REJECTED);
  }
  g_assert_cmpstr (dvrip_ret_to_string (G_MAXINT), ==, "unknown return code");
  g_assert_cmpstr (dvrip_ret_to_string (G_MININT), ==, "unknown return code");
}

static void
test_ret_has_reason (void)
{
  static const struct { int ret; WallReason reason; } reasons[] = {
    { 100, WALL_REASON_NONE }, { 150, WALL_REASON_NONE }, { 515, WALL_REASON_NONE },
    { 106, WALL_REASON_WRONG_PASSWORD }, { 203, WALL_REASON_WRONG_PASSWORD },
    { 204, WALL_REASON_WRONG_PASSWORD }, { 430, WALL_REASON_WRONG_PASSWORD },
    { 205, WALL_REASON_LOCKED_OUT }, { 206, WALL_REASON_LOCKED_OUT },
    { 107, WALL_REASON_NO_PERMISSION }, { 121, WALL_REASON_CHANNEL_OFFLINE },
    { 0, WALL_REASON_REJECTED }, { 103, WALL_REASON_REJECTED }, { 514, WALL_REASON_REJECTED },
    { 503, WALL_REASON_REJECTED }, { 504, WALL_REASON_REJECTED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    g_assert_cmpint (dvrip_ret_to_reason (reasons[i].ret), ==, reasons[i].reason);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dvrip/ret/has-words-of-its-own", test_ret_has_words_of_its_own);
  g_test_add_func ("/dvrip/ret/calls-others-unknown", test_ret_calls_others_unknown);
  g_test_add_func ("/dvrip/ret/has-reason", test_ret_has_reason);

  return g_test_run ();
}
