/* test-dvripqueue.c
 *
 * What stays and what goes when a streaming thread does not keep up.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvripqueue.h"

#define SECOND G_USEC_PER_SEC

static void
push (GstDvripQueue *queue,
      DvripUnitKind  kind,
      gint64         arrival_us,
      gsize          size)
{
  DvripUnit *unit = g_new0 (DvripUnit, 1);

  unit->header.kind = kind;
  unit->bytes = g_bytes_new_take (g_malloc0 (size), size);
  unit->arrival_us = arrival_us;
  gst_dvrip_queue_push (queue, unit);
}

static void
assert_pops (GstDvripQueue *queue,
             DvripUnitKind  kind,
             gint64         arrival_us,
             gboolean       is_discont)
{
  g_autoptr (DvripUnit) unit = gst_dvrip_queue_pop (queue);

  g_assert_nonnull (unit);
  g_assert_cmpint (unit->header.kind, ==, kind);
  g_assert_cmpint (unit->arrival_us, ==, arrival_us);
  g_assert_cmpint (unit->is_discont, ==, is_discont);
}

static void
test_keeps_order (void)
{
  g_autoptr (GstDvripQueue) queue = gst_dvrip_queue_new ();

  push (queue, DVRIP_UNIT_I, 0, 100);
  push (queue, DVRIP_UNIT_AUDIO, 1, 20);
  push (queue, DVRIP_UNIT_P, 2, 3);
  g_assert_cmpuint (gst_dvrip_queue_get_length (queue), ==, 3);
  g_assert_cmpuint (gst_dvrip_queue_get_bytes (queue), ==, 123);

  assert_pops (queue, DVRIP_UNIT_I, 0, FALSE);
  assert_pops (queue, DVRIP_UNIT_AUDIO, 1, FALSE);
  assert_pops (queue, DVRIP_UNIT_P, 2, FALSE);
  g_assert_null (gst_dvrip_queue_pop (queue));
  g_assert_cmpuint (gst_dvrip_queue_get_bytes (queue), ==, 0);
  g_assert_cmpuint (gst_dvrip_queue_get_dropped (queue), ==, 0);
}

static void
test_time_limit_drops_to_next_key (void)
{
  g_autoptr (GstDvripQueue) queue = gst_dvrip_queue_new ();

  push (queue, DVRIP_UNIT_I, 0, 1);
  push (queue, DVRIP_UNIT_P, SECOND / 2, 1);
  push (queue, DVRIP_UNIT_AUDIO, SECOND / 2, 1);
  push (queue, DVRIP_UNIT_I, SECOND, 1);
  push (queue, DVRIP_UNIT_P, 2 * SECOND, 1);
  g_assert_cmpuint (gst_dvrip_queue_get_dropped (queue), ==, 0);

  push (queue, DVRIP_UNIT_P, 2 * SECOND + 1, 1);
  g_assert_cmpuint (gst_dvrip_queue_get_dropped (queue), ==, 3);

  assert_pops (queue, DVRIP_UNIT_I, SECOND, TRUE);
  assert_pops (queue, DVRIP_UNIT_P, 2 * SECOND, FALSE);
  assert_pops (queue, DVRIP_UNIT_P, 2 * SECOND + 1, FALSE);
}

static void
test_size_limit_drops_to_next_key (void)
{
  const gsize half = GST_DVRIP_QUEUE_MAX_BYTES / 2;
  g_autoptr (GstDvripQueue) queue = gst_dvrip_queue_new ();

  push (queue, DVRIP_UNIT_PICTURE, 0, half);
  push (queue, DVRIP_UNIT_PICTURE, 1, half);
  g_assert_cmpuint (gst_dvrip_queue_get_dropped (queue), ==, 0);

  push (queue, DVRIP_UNIT_PICTURE, 2, 1);
  g_assert_cmpuint (gst_dvrip_queue_get_dropped (queue), ==, 1);
  g_assert_cmpuint (gst_dvrip_queue_get_bytes (queue), ==, half + 1);
  assert_pops (queue, DVRIP_UNIT_PICTURE, 1, TRUE);
  assert_pops (queue, DVRIP_UNIT_PICTURE, 2, FALSE);
}

/* A group of pictures longer than the limit: nothing of it is of use once its key has gone. */
static void
test_waits_for_key_when_none_is_queued (void)
{
  g_autoptr (GstDvripQueue) queue = gst_dvrip_queue_new ();

  push (queue, DVRIP_UNIT_I, 0, 1);
  push (queue, DVRIP_UNIT_P, SECOND, 1);
  push (queue, DVRIP_UNIT_P, 3 * SECOND, 1);
  g_assert_cmpuint (gst_dvrip_queue_get_length (queue), ==, 0);

  push (queue, DVRIP_UNIT_P, 3 * SECOND + 1, 1);
  push (queue, DVRIP_UNIT_AUDIO, 3 * SECOND + 2, 1);
  g_assert_null (gst_dvrip_queue_pop (queue));
  g_assert_cmpuint (gst_dvrip_queue_get_dropped (queue), ==, 5);
  g_assert_cmpuint (gst_dvrip_queue_get_bytes (queue), ==, 0);

  push (queue, DVRIP_UNIT_I, 4 * SECOND, 1);
  push (queue, DVRIP_UNIT_P, 4 * SECOND + 1, 1);
  assert_pops (queue, DVRIP_UNIT_I, 4 * SECOND, TRUE);
  assert_pops (queue, DVRIP_UNIT_P, 4 * SECOND + 1, FALSE);
}

static void
test_biggest_unit_passes_alone (void)
{
  const gsize biggest = GST_DVRIP_QUEUE_MAX_BYTES + 16;
  g_autoptr (GstDvripQueue) queue = gst_dvrip_queue_new ();

  push (queue, DVRIP_UNIT_P, 0, 1);
  push (queue, DVRIP_UNIT_I, 1, biggest);
  g_assert_cmpuint (gst_dvrip_queue_get_length (queue), ==, 1);
  assert_pops (queue, DVRIP_UNIT_I, 1, TRUE);
}

static void
test_keeps_a_discontinuity_from_before (void)
{
  g_autoptr (GstDvripQueue) queue = gst_dvrip_queue_new ();
  DvripUnit *unit = g_new0 (DvripUnit, 1);

  unit->header.kind = DVRIP_UNIT_P;
  unit->bytes = g_bytes_new_static ("x", 1);
  unit->is_discont = TRUE;
  gst_dvrip_queue_push (queue, unit);
  assert_pops (queue, DVRIP_UNIT_P, 0, TRUE);
}

/* However it is pushed and pulled: within the limits, nothing counted twice, and after a loss a key
 * frame that says so. */
static void
test_promises_hold_at_random (void)
{
  g_autoptr (GstDvripQueue) queue = gst_dvrip_queue_new ();
  const DvripUnitKind kinds[] = { DVRIP_UNIT_I, DVRIP_UNIT_P, DVRIP_UNIT_P, DVRIP_UNIT_P,
                                  DVRIP_UNIT_P, DVRIP_UNIT_AUDIO, DVRIP_UNIT_INFO };
  guint64 pushed = 0, popped = 0, dropped = 0;
  gint64 now_us = 0;

  for (guint i = 0; i < 20000; i++) {
    g_autoptr (DvripUnit) unit = NULL;
    gsize size = g_test_rand_int_range (1, 1 << 20);

    now_us += g_test_rand_int_range (0, SECOND / 5);
    push (queue, kinds[g_test_rand_int_range (0, G_N_ELEMENTS (kinds))], now_us, size);
    pushed++;
    g_assert_cmpuint (gst_dvrip_queue_get_bytes (queue), <=, GST_DVRIP_QUEUE_MAX_BYTES);

    if (g_test_rand_int_range (0, 3) != 0)
      continue;

    unit = gst_dvrip_queue_pop (queue);
    popped += unit != NULL;
    if (unit != NULL && gst_dvrip_queue_get_dropped (queue) != dropped) {
      dropped = gst_dvrip_queue_get_dropped (queue);
      g_assert_true (unit->is_discont);
      g_assert_cmpint (unit->header.kind, ==, DVRIP_UNIT_I);
    } else if (unit != NULL) {
      g_assert_false (unit->is_discont);
      g_assert_cmpint (now_us - unit->arrival_us, <=, GST_DVRIP_QUEUE_MAX_US);
    }
  }

  g_assert_cmpuint (dropped, >, 0);
  g_assert_cmpuint (pushed, ==, popped + gst_dvrip_queue_get_dropped (queue)
                                  + gst_dvrip_queue_get_length (queue));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gst/dvripqueue/keeps-order", test_keeps_order);
  g_test_add_func ("/gst/dvripqueue/time-limit-drops-to-next-key",
                   test_time_limit_drops_to_next_key);
  g_test_add_func ("/gst/dvripqueue/size-limit-drops-to-next-key",
                   test_size_limit_drops_to_next_key);
  g_test_add_func ("/gst/dvripqueue/waits-for-key", test_waits_for_key_when_none_is_queued);
  g_test_add_func ("/gst/dvripqueue/biggest-unit-passes", test_biggest_unit_passes_alone);
  g_test_add_func ("/gst/dvripqueue/keeps-discontinuity", test_keeps_a_discontinuity_from_before);
  g_test_add_func ("/gst/dvripqueue/promises-hold-at-random", test_promises_hold_at_random);

  return g_test_run ();
}
