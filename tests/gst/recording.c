/* recording.c
 *
 * A recorder's export, written by hand from what real encoders make: nothing of the reader's code.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "recording.h"

#include <gst/app/gstappsink.h>
#include <string.h>

const RecordingPart recording_h264 = {
  .encoder = "x264enc tune=zerolatency speed-preset=ultrafast key-int-max=10 threads=1 "
             "! video/x-h264,stream-format=byte-stream,alignment=au,profile=baseline",
  .codec = 2, .width = 128, .height = 96, .fps = 10, .frames = 30, .has_sound = TRUE,
};

const RecordingPart recording_h265 = {
  .encoder = "x265enc tune=zerolatency speed-preset=ultrafast key-int-max=10 "
             "option-string=pools=1:frame-threads=1:log-level=none "
             "! video/x-h265,stream-format=byte-stream,alignment=au",
  .codec = 3, .width = 128, .height = 96, .fps = 10, .frames = 30, .has_sound = TRUE,
};

const RecordingPart recording_mpeg4 = {
  .encoder = "avenc_mpeg4 gop-size=10 ! video/mpeg,mpegversion=4 "
             "! mpeg4videoparse config-interval=-1",
  .codec = 1, .width = 128, .height = 96, .fps = 10, .frames = 30, .has_sound = TRUE,
};

const RecordingPart recording_jpeg = {
  .encoder = "jpegenc", .codec = 0, .width = 128, .height = 96, .fps = 10, .frames = 30,
  .has_sound = TRUE,
};

/* Whether all elements are there of which the description speaks. */
gboolean
recording_can (const RecordingPart *part)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf ("videotestsrc ! %s ! fakesink", part->encoder);
  g_autoptr (GstElement) pipeline =
    gst_parse_launch_full (text, NULL, GST_PARSE_FLAG_FATAL_ERRORS, &error);

  return pipeline != NULL;
}

Recording *
recording_new (void)
{
  Recording *self = g_new0 (Recording, 1);

  self->bytes = g_byte_array_new ();
  self->frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->keys = g_array_new (FALSE, FALSE, sizeof (guint));
  self->offsets = g_array_new (FALSE, FALSE, sizeof (gsize));

  return self;
}

void
recording_free (Recording *self)
{
  g_byte_array_unref (self->bytes);
  g_ptr_array_unref (self->frames);
  g_array_unref (self->keys);
  g_array_unref (self->offsets);
  g_free (self);
}

static void
put_le (Recording *self, guint32 value, guint n_bytes)
{
  for (guint i = 0; i < n_bytes; i++) {
    guint8 byte = (guint8) (value >> (8 * i));

    g_byte_array_append (self->bytes, &byte, 1);
  }
}

static void
put (Recording *self, const void *data, gsize size)
{
  g_byte_array_append (self->bytes, data, (guint) size);
}

/* The first of September 2026, 21:24:07, and what has passed since. */
static guint32
get_date_time (Recording *self)
{
  guint s = 7 + (guint) (self->clock_ns / GST_SECOND), m = 24 + s / 60, h = 21 + m / 60;

  return (s % 60) | (m % 60) << 6 | (h % 24) << 12 | (1 + h / 24) << 17 | 9u << 22 | 26u << 26;
}

static void
put_frame (Recording *self, const RecordingPart *part, GBytes *frame, gboolean is_key)
{
  guint fps = part->said_fps ? part->said_fps : part->fps;
  gsize size;
  const void *data = g_bytes_get_data (frame, &size);

  g_array_append_val (self->offsets, ((gsize[]) { self->bytes->len })[0]);
  if (!is_key) {
    put (self, "\0\0\1\xfd", 4);
  } else {
    put (self, part->codec ? "\0\0\1\xfc" : "\0\0\1\xfe", 4);
    put_le (self, part->codec, 1);
    put_le (self, fps & 0x1f, 1);
    put_le (self, part->width / 8, 1);
    put_le (self, part->height / 8, 1);
    put_le (self, get_date_time (self), 4);
  }
  put_le (self, (guint32) size, 4);
  put (self, data, size);
}

static void
put_sound (Recording *self, guint size)
{
  put (self, "\0\0\1\xfa\x0e\x02", 6);
  put_le (self, size, 2);
  for (guint i = 0; i < size; i++)
    put_le (self, 0xd5, 1);
  self->sounds++;
}

static void
add_frame (Recording *self, const RecordingPart *part, GstBuffer *buffer)
{
  gboolean is_key = !GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT);
  guint index = self->frames->len;
  gpointer data;
  gsize size;

  gst_buffer_extract_dup (buffer, 0, gst_buffer_get_size (buffer), &data, &size);
  g_ptr_array_add (self->frames, g_bytes_new_take (data, size));
  if (is_key)
    g_array_append_val (self->keys, index);

  put_frame (self, part, g_ptr_array_index (self->frames, index), is_key);
  if (part->has_sound)
    put_sound (self, 8000 / part->fps);
  self->clock_ns += GST_SECOND / part->fps;
}

/* Encodes moving pictures, and appends them with their sound. */
void
recording_add (Recording *self, const RecordingPart *part)
{
  g_autofree char *text = g_strdup_printf (
    "videotestsrc num-buffers=%u pattern=ball animation-mode=frames ! "
    "video/x-raw,format=I420,width=%u,height=%u,framerate=%u/1 ! %s ! appsink name=out sync=false",
    part->frames, part->width, part->height, part->fps, part->encoder);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (text, &error);
  g_autoptr (GstElement) out = NULL;
  guint before = self->frames->len;
  GstSample *sample;

  g_assert_no_error (error);
  out = gst_bin_get_by_name (GST_BIN (pipeline), "out");
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  while ((sample = gst_app_sink_pull_sample (GST_APP_SINK (out))) != NULL) {
    add_frame (self, part, gst_sample_get_buffer (sample));
    gst_sample_unref (sample);
  }
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_assert_cmpuint (self->frames->len, ==, before + part->frames);
}

/* A unit with a short header: a P unit, or information. */
void
recording_add_unit (Recording *self, guint8 kind, const void *payload, gsize size)
{
  const guint8 start[] = { 0, 0, 1, kind };

  put (self, start, sizeof start);
  if (kind == 0xf9)
    put_le (self, 1, 2);
  put_le (self, (guint32) size, kind == 0xf9 ? 2 : 4);
  put (self, payload, size);
}

/* Returns: (transfer full): the path of a file of this name in the folder of the build. */
char *
recording_save (Recording *self, const char *name)
{
  char *path = g_test_build_filename (G_TEST_BUILT, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, (const char *) self->bytes->data, self->bytes->len, &error);
  g_assert_no_error (error);

  return path;
}

int
recording_find (Recording *self, GstBuffer *frame, guint from)
{
  GstMapInfo map;
  int found = -1;

  g_assert_true (gst_buffer_map (frame, &map, GST_MAP_READ));
  for (guint i = from; i < self->frames->len && found < 0; i++) {
    gsize size;
    const void *data = g_bytes_get_data (g_ptr_array_index (self->frames, i), &size);

    if (size == map.size && memcmp (data, map.data, size) == 0)
      found = (int) i;
  }
  gst_buffer_unmap (frame, &map);

  return found;
}
