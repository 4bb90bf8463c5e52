/* gstdvriptimeline.c
 *
 * Times for the units of a recording, of which nobody knows when they came. Key frames carry the
 * camera's clock in whole seconds; between them frames are counted. Where the count leaves the
 * second that the clock leaves open, it is led back in small steps and the rate is corrected. Where
 * the two are far apart, the recorder had paused or its clock was set: time goes on without a hole,
 * since nobody wants to look at a still picture for an hour. All depends on the units alone, so
 * that a place has the same time however it was reached.
 * Pure: callable from any thread, one thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvriptimeline.h"

#define DEFAULT_PERIOD (40.0 * GST_MSECOND)
#define PERIOD_MIN (4.0 * GST_MSECOND)
#define PERIOD_MAX (10.0 * GST_SECOND)

/* How much further than the clock leaves open is a jump, and how many of them in a row are not
 * pauses, but a rate that is wrong. */
#define JUMP (2.0 * GST_SECOND)
#define ASTRAY_MAX 2

/* A learned period is better than the header's if they differ by more than one part of these. */
#define TOLERANCE 8

/* Sound that is so far from the pictures beside it was interrupted, or is not what it says. */
#define SOUND_APART (1.0 * GST_SECOND)

/**
 * gst_dvrip_timeline_init:
 * @self: (out caller-allocates): at the beginning of a recording
 */
void
gst_dvrip_timeline_init (GstDvripTimeline *self)
{
  *self = (GstDvripTimeline) { .period = DEFAULT_PERIOD, .sound = -1, .clock = -1,
                               .anchor_clock = -1 };
}

/**
 * gst_dvrip_timeline_learn:
 * @period: what a frame takes by the camera's clock, over many of them; 0: not known
 *
 * Is used where headers say no rate or another one.
 */
void
gst_dvrip_timeline_learn (GstDvripTimeline *self,
                          GstClockTime      period)
{
  self->learned = period > 0 ? CLAMP ((double) period, PERIOD_MIN, PERIOD_MAX) : 0;
}

/**
 * gst_dvrip_timeline_read_clock:
 * @date_time: from the header of a key frame
 *
 * Returns: its time in seconds, of which only differences mean something; -1 if it says none
 */
gint64
gst_dvrip_timeline_read_clock (guint32 date_time)
{
  g_autoptr (GDateTime) time = NULL;

  if (date_time == 0 || !dvrip_date_time_is_possible (date_time))
    return -1;

  time = g_date_time_new_utc (2000 + (int) (date_time >> 26), (int) (date_time >> 22 & 0x0f),
                              (int) (date_time >> 17 & 0x1f), (int) (date_time >> 12 & 0x1f),
                              (int) (date_time >> 6 & 0x3f), (double) (date_time & 0x3f));

  return time ? g_date_time_to_unix (time) : -1;
}

static void
anchor (GstDvripTimeline *self, gint64 clock)
{
  self->anchor_clock = clock;
  self->anchor_time = self->next;
  self->anchor_frames = 0;
  self->debt = 0;
}

static void
set_nominal (GstDvripTimeline *self, guint fps)
{
  double nominal = fps > 0 ? (double) GST_SECOND / fps : 0;

  if (self->has_begun && self->fps == fps)
    return;

  self->fps = fps;
  if (self->learned > 0 && ABS (self->learned - nominal) * TOLERANCE > nominal)
    self->period = self->learned;
  else if (nominal > 0)
    self->period = nominal;
  self->anchor_clock = -1;
}

/* How far the count has left what the clock leaves open: it shows whole seconds, here and at the
 * anchor. Negative: the count is behind. */
static double
get_error (const GstDvripTimeline *self, gint64 clock)
{
  double counted = self->next - self->anchor_time;
  double shown = (double) (clock - self->anchor_clock) * GST_SECOND;

  if (counted < shown - GST_SECOND)
    return counted - (shown - GST_SECOND);
  if (counted > shown + GST_SECOND)
    return counted - (shown + GST_SECOND);

  return 0;
}

/* Far off once is a pause. Far off again and again is another rate than was thought. */
static void
jump (GstDvripTimeline *self, gint64 clock, double error)
{
  double lead = self->sound - self->next;

  if (++self->astray >= ASTRAY_MAX && self->frames > 0 && clock > self->clock) {
    self->period = CLAMP ((double) (clock - self->clock) * GST_SECOND / self->frames,
                          PERIOD_MIN, PERIOD_MAX);
    self->astray = 0;
  }
  if (error < 0 && lead > 0)
    self->next += MIN (lead, -error);
  anchor (self, clock);
}

static void
correct (GstDvripTimeline *self, gint64 clock, double error)
{
  double shown = (double) (clock - self->anchor_clock) * GST_SECOND;
  double frames = MAX (self->anchor_frames, 1);

  self->astray = 0;
  if (error == 0)
    return;

  self->debt = -error;
  self->period = CLAMP (error < 0 ? MAX (self->period, (shown - GST_SECOND) / frames)
                                  : MIN (self->period, (shown + GST_SECOND) / frames),
                        PERIOD_MIN, PERIOD_MAX);
}

static void
compare (GstDvripTimeline *self, gint64 clock)
{
  double error;

  if (clock < 0 || self->anchor_clock < 0) {
    anchor (self, clock);
    return;
  }

  error = get_error (self, clock);
  if (ABS (error) > JUMP)
    jump (self, clock, error);
  else
    correct (self, clock, error);
}

static GstClockTime
step (GstDvripTimeline *self)
{
  double time = self->next, extra = CLAMP (self->debt, -self->period / 4, self->period / 4);

  self->debt -= extra;
  self->next += self->period + extra;
  self->frames++;
  self->anchor_frames++;
  self->has_begun = TRUE;

  return (GstClockTime) time;
}

/**
 * gst_dvrip_timeline_key:
 * @header: of a key frame or a JPEG picture
 *
 * Returns: its time
 */
GstClockTime
gst_dvrip_timeline_key (GstDvripTimeline      *self,
                        const DvripUnitHeader *header)
{
  gint64 clock = gst_dvrip_timeline_read_clock (header->date_time);

  if (!self->has_begun)
    self->next = MAX (self->sound, 0);
  set_nominal (self, header->fps);
  compare (self, clock);
  self->clock = clock;
  self->frames = 0;

  return step (self);
}

/**
 * gst_dvrip_timeline_delta:
 *
 * Returns: the time of a frame that is no key frame
 */
GstClockTime
gst_dvrip_timeline_delta (GstDvripTimeline *self)
{
  return step (self);
}

/**
 * gst_dvrip_timeline_sound:
 * @duration: of a unit of sound
 *
 * Returns: its time; %GST_CLOCK_TIME_NONE if it is to be left out, being far ahead of the pictures
 */
GstClockTime
gst_dvrip_timeline_sound (GstDvripTimeline *self,
                          GstClockTime      duration)
{
  double time, now = self->has_begun ? MAX (self->next - self->period, 0) : 0;

  if (self->sound < 0 || (self->has_begun && self->sound < now - SOUND_APART))
    self->sound = now;
  if (self->has_begun && self->sound > self->next + SOUND_APART)
    return GST_CLOCK_TIME_NONE;

  time = self->sound;
  self->sound += (double) duration;
  return (GstClockTime) time;
}

/**
 * gst_dvrip_timeline_get_period:
 *
 * Returns: what a frame takes, as far as is known by now
 */
GstClockTime
gst_dvrip_timeline_get_period (const GstDvripTimeline *self)
{
  return (GstClockTime) self->period;
}

/**
 * gst_dvrip_timeline_get_end:
 *
 * Returns: where the recording would end if nothing followed
 */
GstClockTime
gst_dvrip_timeline_get_end (const GstDvripTimeline *self)
{
  return (GstClockTime) (self->has_begun ? self->next : MAX (self->sound, 0));
}
