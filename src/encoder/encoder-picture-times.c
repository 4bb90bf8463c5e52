/* encoder-picture-times.c
 *
 * A ring of the last pictures: running time to wall clock. What nobody noted is derived from the
 * pipeline's clock.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-picture-times.h"

#define KEY "encoder-picture-times"

/* More than any encoder without B frames holds back. */
#define N_KEPT 64

/* Older than this a running time is not one of this pipeline's clock. */
#define MAX_AGE (10 * GST_SECOND)

struct _EncoderPictureTimes {
  GMutex       lock;
  GstClockTime running_times[N_KEPT];  /* guarded by @lock, and what follows */
  gint64       real_us[N_KEPT];
  guint        n_noted;
};

static void
picture_times_free (gpointer data)
{
  EncoderPictureTimes *self = data;

  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * encoder_picture_times_attach:
 *
 * Returns: (transfer none): a ring that lives as long as the pipeline
 */
EncoderPictureTimes *
encoder_picture_times_attach (GstElement *pipeline)
{
  EncoderPictureTimes *self = g_new0 (EncoderPictureTimes, 1);

  g_mutex_init (&self->lock);
  g_object_set_data_full (G_OBJECT (pipeline), KEY, self, picture_times_free);

  return self;
}

/**
 * encoder_picture_times_note:
 * @running_time: of the picture
 * @real_us: microseconds since 1970
 */
void
encoder_picture_times_note (EncoderPictureTimes *self,
                            GstClockTime         running_time,
                            gint64               real_us)
{
  g_mutex_lock (&self->lock);
  self->running_times[self->n_noted % N_KEPT] = running_time;
  self->real_us[self->n_noted % N_KEPT] = real_us;
  self->n_noted++;
  g_mutex_unlock (&self->lock);
}

static gboolean
find_noted (EncoderPictureTimes *self,
            GstClockTime         running_time,
            gint64              *out_real_us)
{
  gboolean found = FALSE;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < MIN (self->n_noted, N_KEPT) && !found; i++) {
    found = self->running_times[i] == running_time;
    if (found)
      *out_real_us = self->real_us[i];
  }
  g_mutex_unlock (&self->lock);

  return found;
}

static gint64
derive (GstElement   *pipeline,
        GstClockTime  running_time)
{
  gint64 now_us = g_get_real_time ();
  GstClockTime now = gst_element_get_current_running_time (pipeline);

  if (!GST_CLOCK_TIME_IS_VALID (now) || !GST_CLOCK_TIME_IS_VALID (running_time) ||
      running_time > now || now - running_time > MAX_AGE)
    return now_us;

  return now_us - (gint64) ((now - running_time) / GST_USECOND);
}

/**
 * encoder_picture_times_find:
 * @pipeline: plays
 * @running_time: of a picture, or %GST_CLOCK_TIME_NONE
 *
 * Returns: when it was taken, in microseconds since 1970: as noted, else by the pipeline's clock,
 *   else now
 */
gint64
encoder_picture_times_find (GstElement   *pipeline,
                            GstClockTime  running_time)
{
  EncoderPictureTimes *self = g_object_get_data (G_OBJECT (pipeline), KEY);
  gint64 real_us = 0;

  if (self && GST_CLOCK_TIME_IS_VALID (running_time) &&
      find_noted (self, running_time, &real_us))
    return real_us;

  return derive (pipeline, running_time);
}
