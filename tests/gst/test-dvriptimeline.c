/* test-dvriptimeline.c
 *
 * Times of a recording: even, true to the camera's clock, without holes, and never backwards.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvriptimeline.h"

#define MS GST_MSECOND

static DvripUnitHeader
make_header (guint fps, GstClockTime clock)
{
  guint s = (guint) (clock / GST_SECOND);

  return (DvripUnitHeader) {
    .kind = DVRIP_UNIT_I, .codec = DVRIP_VIDEO_H264, .fps = fps,
    .date_time = dvrip_date_time_pack (2026, 9, 1 + s / 86400, s / 3600 % 24, s / 60 % 60, s % 60),
  };
}

typedef struct {
  GstDvripTimeline timeline;
  GstClockTime     clock;     /* the camera's */
  GstClockTime     last;
  GstClockTime     shortest;  /* of the steps between two frames */
  GstClockTime     longest;
} Course;

static void
course_init (Course *self)
{
  *self = (Course) { .clock = 5555 * MS, .last = GST_CLOCK_TIME_NONE,
                     .shortest = GST_CLOCK_TIME_NONE };
  gst_dvrip_timeline_init (&self->timeline);
}

static void
note_step (Course *self, GstClockTime time)
{
  if (GST_CLOCK_TIME_IS_VALID (self->last)) {
    g_assert_cmpuint (time, >, self->last);
    self->shortest = MIN (self->shortest, time - self->last);
    self->longest = MAX (self->longest, time - self->last);
  }
  self->last = time;
}

/* Groups of frames that take @period each by the camera's clock. */
static void
course_run (Course *self, guint fps, GstClockTime period, guint groups, guint group)
{
  for (guint i = 0; i < groups * group; i++) {
    DvripUnitHeader header = make_header (fps, self->clock);

    note_step (self, i % group == 0 ? gst_dvrip_timeline_key (&self->timeline, &header)
                                    : gst_dvrip_timeline_delta (&self->timeline));
    self->clock += period;
  }
}

static void
test_timeline_is_even (void)
{
  static const guint groups[] = { 1, 10, 25, 33, 250 };

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++) {
    Course course;

    course_init (&course);
    course_run (&course, 25, 40 * MS, 5000 / groups[i], groups[i]);
    g_assert_cmpuint (course.shortest, ==, 40 * MS);
    g_assert_cmpuint (course.longest, ==, 40 * MS);
  }
}

/* A crystal that is off, a rate that is wrong, or that is not said: an hour is an hour in the end,
 * but for the two groups that it may take to see that the rate is wrong. */
static void
check_follows (guint fps, GstClockTime period, guint group)
{
  guint groups = (guint) (3600 * GST_SECOND / period / group);
  GstClockTimeDiff nominal = (GstClockTimeDiff) (fps > 0 ? GST_SECOND / fps : 40 * MS);
  GstClockTimeDiff tolerance = 2 * group * ABS (nominal - (GstClockTimeDiff) period);
  GstClockTimeDiff error;
  Course course;

  course_init (&course);
  course_run (&course, fps, period, groups, group);
  g_assert_cmpuint (course.shortest, >=, 25 * MS);
  error = ABS (GST_CLOCK_DIFF (course.last, groups * group * period));
  g_test_message ("%u/s said, off by %" GST_STIME_FORMAT, fps, GST_STIME_ARGS (error));
  g_assert_cmpint (error, <=, tolerance + (GstClockTimeDiff) (3 * GST_SECOND));
}

static void
test_timeline_follows_the_clock (void)
{
  check_follows (25, 40004 * GST_USECOND, 50);
  check_follows (25, 39996 * GST_USECOND, 50);
  check_follows (25, 44 * MS, 25);
  check_follows (25, 80 * MS, 50);
  check_follows (25, 80 * MS, 250);
  check_follows (0, 66667 * GST_USECOND, 30);
  check_follows (31, 100 * MS, 10);
  check_follows (1, 40 * MS, 50);
}

static void
test_timeline_closes_holes (void)
{
  Course course;

  course_init (&course);
  for (guint i = 0; i < 10; i++) {
    course_run (&course, 10, 100 * MS, 6, 10);
    course.clock += i % 2 == 0 ? 3600 * GST_SECOND : -1800 * GST_SECOND;
  }
  g_assert_cmpuint (course.shortest, ==, 100 * MS);
  g_assert_cmpuint (course.longest, ==, 100 * MS);
  g_assert_cmpuint (course.last, ==, 59900 * MS);
}

/* A camera whose clock was never set, or shows what no clock shows. */
static void
test_timeline_needs_no_clock (void)
{
  static const guint32 clocks[] = { 0, 0xffffffff, 61, 13u << 22 };
  GstDvripTimeline timeline;

  gst_dvrip_timeline_init (&timeline);
  for (guint i = 0; i < 100; i++) {
    DvripUnitHeader header = { .kind = DVRIP_UNIT_I, .fps = 20, .date_time = clocks[i % 4] };

    g_assert_cmpint (gst_dvrip_timeline_read_clock (header.date_time), ==, -1);
    g_assert_cmpuint (gst_dvrip_timeline_key (&timeline, &header), ==, i * 50 * MS);
  }
}

/* Sound begins with the picture before it, goes on by its samples, and is led back if it was
 * interrupted; what is far ahead is left out. */
static void
test_timeline_keeps_sound_beside_pictures (void)
{
  DvripUnitHeader header = make_header (25, 0);
  GstDvripTimeline timeline;

  gst_dvrip_timeline_init (&timeline);
  gst_dvrip_timeline_key (&timeline, &header);
  g_assert_cmpuint (gst_dvrip_timeline_sound (&timeline, 40 * MS), ==, 0);
  g_assert_cmpuint (gst_dvrip_timeline_sound (&timeline, 40 * MS), ==, 40 * MS);

  for (guint i = 0; i < 100; i++)
    gst_dvrip_timeline_delta (&timeline);
  g_assert_cmpuint (gst_dvrip_timeline_sound (&timeline, 8 * GST_SECOND), ==, 4000 * MS);
  g_assert_cmpuint (gst_dvrip_timeline_sound (&timeline, 40 * MS), ==, GST_CLOCK_TIME_NONE);
  for (guint i = 0; i < 200; i++)
    gst_dvrip_timeline_delta (&timeline);
  g_assert_cmpuint (gst_dvrip_timeline_sound (&timeline, 40 * MS), ==, 12000 * MS);
}

/* Where pictures were interrupted and sound was not, the pictures go on beside it. */
static void
test_timeline_keeps_pictures_beside_sound (void)
{
  DvripUnitHeader first = make_header (25, 0), second = make_header (25, 10 * GST_SECOND);
  GstDvripTimeline timeline;

  gst_dvrip_timeline_init (&timeline);
  gst_dvrip_timeline_key (&timeline, &first);
  for (guint i = 0; i < 25; i++)
    gst_dvrip_timeline_sound (&timeline, 40 * MS);
  g_assert_cmpuint (gst_dvrip_timeline_key (&timeline, &second), ==, 1000 * MS);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gst/timeline/is-even", test_timeline_is_even);
  g_test_add_func ("/gst/timeline/follows-the-clock", test_timeline_follows_the_clock);
  g_test_add_func ("/gst/timeline/closes-holes", test_timeline_closes_holes);
  g_test_add_func ("/gst/timeline/needs-no-clock", test_timeline_needs_no_clock);
  g_test_add_func ("/gst/timeline/keeps-sound-beside-pictures",
                   test_timeline_keeps_sound_beside_pictures);
  g_test_add_func ("/gst/timeline/keeps-pictures-beside-sound",
                   test_timeline_keeps_pictures_beside_sound);

  return g_test_run ();
}
