/* encoder-sound.c
 *
 * Decodes the first sound of a file and lays its samples out by their time, beginning with the first
 * picture of the loop: where there is none, it is silent. So sound and picture stay together however
 * often the loop goes round.
 * Callable from any thread after gst_init(); reading runs for a while in its caller.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-sound.h"

#include <glib/gi18n-lib.h>
#include <gst/app/gstappsink.h>
#include <string.h>

#define RATE          8000
#define ALAW_SILENCE  0xd5
#define POLL_MS       100
#define PATIENCE_US   (30 * G_USEC_PER_SEC)

#define PIPELINE \
  "uridecodebin name=source expose-all-streams=false caps=audio/x-raw ! " \
  "audioconvert ! audioresample ! audio/x-raw,format=S16LE,rate=8000,channels=1 ! alawenc ! " \
  "appsink name=out sync=false max-buffers=16"

typedef struct {
  GByteArray  *samples;   /* all of the loop, silent at first */
  GstClockTime start;
  gboolean     has_sound;
  gboolean     is_done;   /* what comes lies behind the end */
} Tape;

static gint64
time_to_sample (Tape      *tape,
                GstSample *sample)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample);
  GstClockTime time = gst_segment_to_running_time (gst_sample_get_segment (sample),
                                                   GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));

  if (!GST_CLOCK_TIME_IS_VALID (time))
    return -1;

  return (gint64) gst_util_uint64_scale_round (time, RATE, GST_SECOND) -
         (gint64) gst_util_uint64_scale_round (tape->start, RATE, GST_SECOND);
}

static void
record (Tape      *tape,
        GstSample *sample)
{
  gint64 place = time_to_sample (tape, sample);
  gint64 length = tape->samples->len;
  GstMapInfo map;

  if (!gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ))
    return;

  for (gsize i = 0; i < map.size; i++) {
    if (place + (gint64) i >= 0 && place + (gint64) i < length)
      tape->samples->data[place + (gint64) i] = map.data[i];
  }
  tape->has_sound = TRUE;
  tape->is_done = place >= length;
  gst_buffer_unmap (gst_sample_get_buffer (sample), &map);
}

static gboolean
check_bus (GstElement  *pipeline,
           GError     **error)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);

  if (message)
    gst_message_parse_error (message, error, NULL);

  return message == NULL;
}

static gboolean
record_all (Tape          *tape,
            GstElement    *pipeline,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (pipeline), "out");
  gint64 progress_us = g_get_monotonic_time ();

  while (!tape->is_done && !gst_app_sink_is_eos (GST_APP_SINK (sink))) {
    g_autoptr (GstSample) sample =
      gst_app_sink_try_pull_sample (GST_APP_SINK (sink), POLL_MS * GST_MSECOND);

    if (g_cancellable_set_error_if_cancelled (cancellable, error) || !check_bus (pipeline, error))
      return FALSE;

    if (sample) {
      record (tape, sample);
      progress_us = g_get_monotonic_time ();
    } else if (g_get_monotonic_time () - progress_us > PATIENCE_US) {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, _("its sound does not come"));
      return FALSE;
    }
  }

  return TRUE;
}

/**
 * encoder_sound_read:
 * @start: the time in the file of the loop's first picture
 * @duration_us: of the loop
 * @cancellable: (nullable): stops it within a fraction of a second
 *
 * Returns: (transfer full) (nullable): the samples of one round; %NULL and @error: there are none, or
 *   they cannot be decoded
 */
GBytes *
encoder_sound_read (const char    *path,
                    GstClockTime   start,
                    gint64         duration_us,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (GstElement) pipeline = gst_parse_launch (PIPELINE, error);
  g_autoptr (GstElement) source = NULL;
  g_autofree char *uri = gst_filename_to_uri (path, NULL);
  g_autoptr (GByteArray) samples = g_byte_array_new ();
  Tape tape = { .samples = samples, .start = start };
  gboolean recorded;

  if (!pipeline)
    return NULL;

  g_byte_array_set_size (samples, (guint) (duration_us * RATE / G_USEC_PER_SEC));
  memset (samples->data, ALAW_SILENCE, samples->len);
  source = gst_bin_get_by_name (GST_BIN (pipeline), "source");
  g_object_set (source, "uri", uri, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  recorded = record_all (&tape, pipeline, cancellable, error);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  if (!recorded)
    return NULL;

  if (!tape.has_sound || samples->len == 0) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _("it has no sound"));
    return NULL;
  }

  return g_byte_array_free_to_bytes (g_steal_pointer (&samples));
}

/**
 * encoder_sound_copy:
 * @duration_us: of one round
 * @time_us: any time since the beginning of the first round
 * @out_unit: (out): the 40 ms from there on
 */
void
encoder_sound_copy (GBytes  *sound,
                    gint64   duration_us,
                    guint64  time_us,
                    guint8   out_unit[ENCODER_SOUND_UNIT_BYTES])
{
  gsize size, place;
  const guint8 *samples = g_bytes_get_data (sound, &size);

  place = (gsize) (time_us % (guint64) duration_us * RATE / G_USEC_PER_SEC);
  for (gsize i = 0; i < ENCODER_SOUND_UNIT_BYTES; i++)
    out_unit[i] = samples[(place + i) % size];
}
