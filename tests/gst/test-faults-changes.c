/* test-faults-changes.c
 *
 * Pictures that are of another kind than before, or larger than pictures can be, as dvripsrc !
 * dvripdemux and a decoder meet them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "fault-rig.h"

/* The demuxer refuses the picture before anybody takes memory for it. */
static void
test_huge_picture_is_refused (void)
{
  const RigOptions options = { .decodes = TRUE, .memory_kib = 64 << 10 };
  g_autoptr (Rig) rig = rig_new (&options);
  RigResult result;

  rig_set_fault (rig, "huge-sps");
  rig_play (rig);
  rig_wait_refusal (rig, &result);
  g_assert_cmpstr (result.reason, ==, "bad-data");
  g_assert_cmpint (g_atomic_int_get (&rig->player->n_decoded), ==, 0);
  rig_leave (rig, "huge-sps", "bad-data", 1000, &result);
}

/* Each change begins with a key frame, so that there is none to wait for. */
static void
change (const char *fault,
        int         n_changes)
{
  const RigOptions options = { .decodes = TRUE, .memory_kib = 8 << 10 };
  g_autoptr (Rig) rig = rig_new (&options);
  gint64 deadline_us = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  RigResult result;

  rig_play (rig);
  rig_wait_pictures (rig, 3);
  rig_set_fault (rig, fault);
  while (MAX (g_atomic_int_get (&rig->player->n_sizes),
              g_atomic_int_get (&rig->player->n_pads)) < n_changes) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    rig_wait_pictures (rig, 1);
  }
  result.ms = (guint) (rig_player_get_change (rig->player) / 1000);
  g_assert_cmpuint (result.ms, >, 0);
  g_test_message ("%s: %d changes, %u ms to the first picture after one, at most", fault, n_changes,
                  result.ms);
  rig_set_fault (rig, "none");
  /* What was on its way still comes. */
  do {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    rig_wait_pictures (rig, 5);
  } while (g_atomic_int_get (&rig->player->width) != 160);
  rig_tell (rig, &result);
  rig_leave (rig, fault, "plays", 1000, &result);
}

static void
test_sizes_change (void)
{
  change ("size-change=1", 100);
}

static void
test_codecs_change (void)
{
  change ("codec-change=3", 50);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/gst/faults-changes/huge-sps", test_huge_picture_is_refused);
  g_test_add_func ("/gst/faults-changes/size", test_sizes_change);
  g_test_add_func ("/gst/faults-changes/codec", test_codecs_change);

  return rig_run ();
}
