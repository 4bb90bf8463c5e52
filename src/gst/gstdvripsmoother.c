/* gstdvripsmoother.c
 *
 * Times for frames that carry none: as even as the camera made them, and as late as they came.
 *
 * An alpha-beta filter follows the arrivals. It begins as a straight line fitted through all of
 * them, so that it soon knows a rate that the camera does not say or says wrongly, and ends as a
 * slow loop that lets little jitter through and has no error left that could add up.
 * Pure: callable from any thread, one thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvripsmoother.h"

/* What the estimate is worth when the camera has said its rate, and at most. The latter gives
 * gains of 1/16 for time and 1/670 for rate. */
#define WEIGHT_OF_NOMINAL 6
#define WEIGHT_MAX 62

#define DEFAULT_PERIOD (40 * GST_MSECOND)
#define PERIOD_MIN (2 * GST_MSECOND)
#define PERIOD_MAX (10 * GST_SECOND)

/* Frames that come this much later than expected are no jitter, nor those that come some periods
 * earlier: the stream stood still and caught up, or its rate changed. It is the latter if they go
 * on to be far off for as long, counting each this much more than one that is not. */
#define FAR_OFF GST_SECOND
#define EARLY_PERIODS 4
#define EARLY_MIN (100 * GST_MSECOND)
#define ASTRAY_STEP 4
#define ASTRAY_MAX 16

/* No camera makes frames as fast as this: they were held up on the way. */
#define BURST (5 * GST_MSECOND)

/* Where the times have run ahead of the arrivals, they wait for them in steps of this, at most. */
#define STEP_MAX (2 * GST_MSECOND)

/**
 * gst_dvrip_smoother_init:
 * @self: (out caller-allocates): knows nothing yet
 */
void
gst_dvrip_smoother_init (GstDvripSmoother *self)
{
  *self = (GstDvripSmoother) { .last = -1, .period = DEFAULT_PERIOD };
}

/**
 * gst_dvrip_smoother_set_nominal:
 * @period: what one frame takes as the camera says; 0: not said
 *
 * A new rate is believed at first, and corrected by the arrivals.
 */
void
gst_dvrip_smoother_set_nominal (GstDvripSmoother *self,
                                GstClockTime      period)
{
  if (self->nominal == (gint64) period)
    return;

  self->nominal = (gint64) period;
  self->period = CLAMP (period > 0 ? period : DEFAULT_PERIOD, PERIOD_MIN, PERIOD_MAX);
  self->weight = period > 0 ? WEIGHT_OF_NOMINAL : 0;
}

/**
 * gst_dvrip_smoother_set_exact:
 * @period: from the last frame to the next
 *
 * For sound, whose length is known: it follows from the number of samples.
 */
void
gst_dvrip_smoother_set_exact (GstDvripSmoother *self,
                              GstClockTime      period)
{
  self->period = CLAMP ((double) period, PERIOD_MIN, PERIOD_MAX);
  self->weight = WEIGHT_MAX;
}

/**
 * gst_dvrip_smoother_skip:
 * @until: a time before which nothing will be
 *
 * Leaves out a part of the stream in which there was no frame.
 */
void
gst_dvrip_smoother_skip (GstDvripSmoother *self,
                         GstClockTime      until)
{
  if (self->last >= (gint64) until)
    return;

  self->last = (gint64) until;
  self->exact = (double) until;
}

/* Time never goes back, nor stands still. */
static GstClockTime
give (GstDvripSmoother *self, double time)
{
  gint64 step = MIN ((gint64) (self->period / 4), (gint64) STEP_MAX);

  if (self->last >= 0)
    time = MAX (time, (double) (self->last + step));
  self->exact = MAX (time, 0);
  self->last = (gint64) self->exact;

  return (GstClockTime) self->last;
}

/* The gains are those of a line that is fitted through as many points as the estimate rests on.
 * Once it rests on many, one frame that comes late says no more than one that comes a bit late. */
static GstClockTime
follow (GstDvripSmoother *self, double expected, double error)
{
  double n = ++self->weight;
  double time_gain = 2 * (2 * n + 1) / ((n + 1) * (n + 2));
  double rate_gain = 6 / ((n + 1) * (n + 2));
  double rate_error = error;

  if (self->weight > WEIGHT_MAX) {
    self->weight = WEIGHT_MAX;
    rate_error = CLAMP (error, -self->period, self->period);
  }
  self->astray -= self->astray > 0;
  self->period = CLAMP (self->period + rate_gain * rate_error, PERIOD_MIN, PERIOD_MAX);

  return give (self, expected + time_gain * error);
}

static gboolean
is_far_off (GstDvripSmoother *self, double error)
{
  double early = CLAMP (EARLY_PERIODS * self->period, EARLY_MIN, FAR_OFF);

  return error > (double) FAR_OFF || error < -early;
}

/* After a stall what was held up comes at once, and that says nothing about the rate. Only if
 * frames go on to be far off the rate was wrong, and is learned anew. */
static GstClockTime
jump (GstDvripSmoother *self, gint64 arrival, gboolean is_burst)
{
  gint64 span;

  if (self->astray == 0 || is_burst) {
    self->astray_since = arrival;
    self->astray_frames = 0;
  }
  self->astray = MIN (self->astray + ASTRAY_STEP, ASTRAY_MAX);
  span = arrival - self->astray_since;

  if (self->astray == ASTRAY_MAX && span > (gint64) FAR_OFF) {
    self->period = CLAMP ((double) span / self->astray_frames, PERIOD_MIN, PERIOD_MAX);
    self->weight = WEIGHT_OF_NOMINAL;
    self->astray = 0;
  }

  return give (self, (double) arrival);
}

/**
 * gst_dvrip_smoother_next:
 * @arrival: when the frame's first byte came; %GST_CLOCK_TIME_NONE in a file, where only the rate
 *   counts
 * @is_discont: something before this frame is missing
 *
 * Returns: the frame's time, later than the one before
 */
GstClockTime
gst_dvrip_smoother_next (GstDvripSmoother *self,
                         GstClockTime      arrival,
                         gboolean          is_discont)
{
  double expected = self->exact + self->period, error;
  gboolean is_burst = (gint64) arrival - self->last_arrival < (gint64) BURST;

  if (!GST_CLOCK_TIME_IS_VALID (arrival))
    return give (self, self->last < 0 ? 0 : expected);
  if (self->last < 0)
    return give (self, (double) arrival);

  self->last_arrival = (gint64) arrival;
  self->astray_frames++;
  error = (double) arrival - expected;
  if (is_discont && error > 0)
    return give (self, (double) arrival);
  if (is_far_off (self, error) || (is_burst && error < 0))
    return jump (self, (gint64) arrival, is_burst);

  return follow (self, expected, error);
}

/**
 * gst_dvrip_smoother_get_period:
 *
 * Returns: what one frame takes, as far as is known by now
 */
GstClockTime
gst_dvrip_smoother_get_period (GstDvripSmoother *self)
{
  return (GstClockTime) self->period;
}
