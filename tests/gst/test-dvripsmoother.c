/* test-dvripsmoother.c
 *
 * Times follow the arrivals without drift, evenly, and never go back.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvripsmoother.h"

#define MS ((gint64) GST_MSECOND)

typedef struct {
  GstDvripSmoother smoother;
  GRand *rand;
  gint64 last;
  gint64 ahead;  /* of the last arrival */
  gint64 step;
} Trial;

static void
trial_init (Trial *trial, GstClockTime nominal)
{
  *trial = (Trial) { .rand = g_rand_new_with_seed (1), .last = -1 };
  gst_dvrip_smoother_init (&trial->smoother);
  gst_dvrip_smoother_set_nominal (&trial->smoother, nominal);
}

static void
trial_clear (Trial *trial)
{
  g_rand_free (trial->rand);
}

static void
arrive (Trial *trial, gint64 arrival)
{
  gint64 time = (gint64) gst_dvrip_smoother_next (&trial->smoother, (GstClockTime) arrival, FALSE);

  g_assert_cmpint (time, >, trial->last);
  trial->step = time - trial->last;
  trial->ahead = time - arrival;
  trial->last = time;
}

/* @n_frames every @period, each up to @jitter late. Returns when the last should have come. */
static gint64
arrive_evenly (Trial *trial, gint64 from, guint n_frames, gint64 period, gint64 jitter)
{
  for (guint i = 0; i < n_frames; i++)
    arrive (trial, from + i * period + (gint64) (g_rand_double (trial->rand) * (double) jitter));

  return from + n_frames * period;
}

/* From here on the times are as even as the frames and as late as their arrivals. */
static void
assert_settled (Trial *trial, gint64 from, gint64 period, gint64 jitter)
{
  for (guint i = 0; i < 200; i++) {
    from = arrive_evenly (trial, from, 1, period, jitter);
    g_assert_cmpint (ABS (trial->ahead), <=, jitter + 5 * MS);
    g_assert_cmpint (ABS (trial->step - period), <=, period / 20 + jitter / 8);
  }
  g_assert_cmpint (ABS ((gint64) gst_dvrip_smoother_get_period (&trial->smoother) - period), <=,
                   period / 50);
}

static void
test_smoother_counts_without_arrivals (void)
{
  GstDvripSmoother smoother;

  gst_dvrip_smoother_init (&smoother);
  gst_dvrip_smoother_set_nominal (&smoother, 40 * MS);
  for (GstClockTime i = 0; i < 10000; i++)
    g_assert_cmpuint (gst_dvrip_smoother_next (&smoother, GST_CLOCK_TIME_NONE, i == 0), ==,
                      i * 40 * GST_MSECOND);
}

/* Ten thousand frames at a rate that is one percent off would be four seconds. */
static void
test_smoother_does_not_drift (void)
{
  static const gint64 periods[] = { 40400 * 1000, 39600 * 1000, 40 * MS };

  for (gsize i = 0; i < G_N_ELEMENTS (periods); i++) {
    Trial trial;
    gint64 end;

    trial_init (&trial, 40 * MS);
    end = 0;
    for (guint j = 0; j < 10000; j++) {
      end = arrive_evenly (&trial, end, 1, periods[i], 30 * MS);
      g_assert_cmpint (ABS (trial.ahead), <=, 35 * MS);
    }
    assert_settled (&trial, end, periods[i], 30 * MS);
    trial_clear (&trial);
  }
}

static void
test_smoother_learns_the_rate (void)
{
  static const struct { gint64 nominal, period; guint n_frames; } rates[] = {
    { 0, 40 * MS, 100 }, { 0, 100 * MS, 100 }, { 0, 16 * MS, 200 }, { 0, 1000 * MS, 100 },
    { 40 * MS, 100 * MS, 200 }, { 40 * MS, 20 * MS, 200 }, { 1000 * MS, 40 * MS, 400 },
    { 32 * MS, 2000 * MS, 200 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rates); i++) {
    Trial trial;
    gint64 end;

    trial_init (&trial, (GstClockTime) rates[i].nominal);
    end = arrive_evenly (&trial, 0, rates[i].n_frames, rates[i].period, 10 * MS);
    assert_settled (&trial, end, rates[i].period, 10 * MS);
    trial_clear (&trial);
  }
}

static void
test_smoother_follows_a_new_rate (void)
{
  Trial trial;
  gint64 end;

  trial_init (&trial, 40 * MS);
  end = arrive_evenly (&trial, 0, 250, 40 * MS, 10 * MS);
  end = arrive_evenly (&trial, end, 50, 2000 * MS, 10 * MS);
  assert_settled (&trial, end, 2000 * MS, 10 * MS);
  end += 200 * 2000 * MS;
  end = arrive_evenly (&trial, end, 300, 40 * MS, 10 * MS);
  assert_settled (&trial, end, 40 * MS, 10 * MS);
  trial_clear (&trial);
}

/* The network stands still, then brings all at once what it held up. */
static void
test_smoother_survives_a_stall (void)
{
  static const gint64 stalls[] = { 300 * MS, 900 * MS, 3000 * MS, 20000 * MS };

  for (gsize i = 0; i < G_N_ELEMENTS (stalls); i++) {
    Trial trial;
    gint64 end;

    trial_init (&trial, 40 * MS);
    end = arrive_evenly (&trial, 0, 250, 40 * MS, 10 * MS) + stalls[i];
    for (gint64 j = 0; j < stalls[i] / (40 * MS); j++)
      arrive (&trial, end);
    g_assert_cmpint (trial.ahead, <, 6000 * MS);
    end = arrive_evenly (&trial, end, 500, 40 * MS, 10 * MS);
    assert_settled (&trial, end, 40 * MS, 10 * MS);
    trial_clear (&trial);
  }
}

/* A device sends what it has of the group of pictures, before it goes on live. */
static void
test_smoother_survives_a_first_burst (void)
{
  Trial trial;

  trial_init (&trial, 40 * MS);
  for (guint i = 0; i < 25; i++)
    arrive (&trial, 100 * MS);
  arrive_evenly (&trial, 100 * MS, 500, 40 * MS, 10 * MS);
  assert_settled (&trial, 100 * MS + 500 * 40 * MS, 40 * MS, 10 * MS);
  trial_clear (&trial);
}

static void
test_smoother_never_goes_back (void)
{
  Trial trial;

  trial_init (&trial, 0);
  for (guint i = 0; i < 100000; i++)
    arrive (&trial, (gint64) (g_rand_double (trial.rand) * (double) (100 * GST_SECOND)));
  trial_clear (&trial);
}

static void
test_smoother_jumps_where_frames_are_missing (void)
{
  Trial trial;
  gint64 end;

  trial_init (&trial, 40 * MS);
  end = arrive_evenly (&trial, 0, 250, 40 * MS, 0) + 600 * MS;
  g_assert_cmpuint (gst_dvrip_smoother_next (&trial.smoother, (GstClockTime) end, TRUE), ==, end);
  trial.last = end;
  assert_settled (&trial, end + 40 * MS, 40 * MS, 0);
  trial_clear (&trial);
}

static void
test_smoother_skips (void)
{
  GstDvripSmoother smoother;

  gst_dvrip_smoother_init (&smoother);
  gst_dvrip_smoother_next (&smoother, 0, TRUE);
  gst_dvrip_smoother_skip (&smoother, 2000 * MS);
  gst_dvrip_smoother_skip (&smoother, 1000 * MS);
  g_assert_cmpuint (gst_dvrip_smoother_next (&smoother, 100 * MS, FALSE), >, 2000 * MS);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gst/smoother/counts-without-arrivals", test_smoother_counts_without_arrivals);
  g_test_add_func ("/gst/smoother/does-not-drift", test_smoother_does_not_drift);
  g_test_add_func ("/gst/smoother/learns-the-rate", test_smoother_learns_the_rate);
  g_test_add_func ("/gst/smoother/follows-a-new-rate", test_smoother_follows_a_new_rate);
  g_test_add_func ("/gst/smoother/survives-a-stall", test_smoother_survives_a_stall);
  g_test_add_func ("/gst/smoother/survives-a-first-burst", test_smoother_survives_a_first_burst);
  g_test_add_func ("/gst/smoother/never-goes-back", test_smoother_never_goes_back);
  g_test_add_func ("/gst/smoother/jumps-where-frames-are-missing",
                   test_smoother_jumps_where_frames_are_missing);
  g_test_add_func ("/gst/smoother/skips", test_smoother_skips);

  return g_test_run ();
}
