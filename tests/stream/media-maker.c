/* media-maker.c
 *
 * Encoded streams for tests.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media-maker.h"

#include <gst/app/gstappsink.h>

/**
 * media_maker_make:
 * @description: elements that end by themselves, as `gst-launch-1.0` takes them
 *
 * Returns: (transfer full): all that comes out of the last one
 */
GBytes *
media_maker_make (const char *description)
{
  g_autofree char *text = g_strconcat (description, " ! appsink name=out sync=false", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (text, &error);
  g_autoptr (GstElement) out = NULL;
  GByteArray *bytes = g_byte_array_new ();
  GstSample *sample;

  g_assert_no_error (error);
  out = gst_bin_get_by_name (GST_BIN (pipeline), "out");
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  while ((sample = gst_app_sink_pull_sample (GST_APP_SINK (out)))) {
    GstMapInfo map;

    g_assert_true (gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ));
    g_byte_array_append (bytes, map.data, (guint) map.size);
    gst_buffer_unmap (gst_sample_get_buffer (sample), &map);
    gst_sample_unref (sample);
  }
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_assert_cmpuint (bytes->len, >, 1000);

  return g_byte_array_free_to_bytes (bytes);
}
