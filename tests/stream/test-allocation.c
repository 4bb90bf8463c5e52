/* test-allocation.c
 *
 * Decoders are offered memory into which they can decode.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gst/video/gstvideopool.h>
#include <gst/video/video.h>

#include "wall-allocation.h"

static GstQuery *
ask (const char *caps_text,
     gboolean    wants_pool)
{
  g_autoptr (GstCaps) caps = caps_text ? gst_caps_from_string (caps_text) : NULL;
  GstQuery *query = gst_query_new_allocation (caps, wants_pool);

  wall_allocation_propose (query);

  return query;
}

/* A picture with 16 pixels of room to the right and 8 lines below. */
static void
test_pool_leaves_room (void)
{
  g_autoptr (GstQuery) query = ask ("video/x-raw,format=I420,width=640,height=360", TRUE);
  GstVideoAlignment alignment = { .padding_right = 16, .padding_bottom = 8 };
  g_autoptr (GstBufferPool) pool = NULL;
  g_autoptr (GstBuffer) buffer = NULL;
  GstStructure *config;
  GstVideoMeta *meta;

  g_assert_cmpuint (gst_query_get_n_allocation_pools (query), ==, 1);
  gst_query_parse_nth_allocation_pool (query, 0, &pool, NULL, NULL, NULL);
  config = gst_buffer_pool_get_config (pool);
  gst_buffer_pool_config_add_option (config, GST_BUFFER_POOL_OPTION_VIDEO_META);
  gst_buffer_pool_config_add_option (config, GST_BUFFER_POOL_OPTION_VIDEO_ALIGNMENT);
  gst_buffer_pool_config_set_video_alignment (config, &alignment);
  g_assert_true (gst_buffer_pool_set_config (pool, config));

  g_assert_true (gst_buffer_pool_set_active (pool, TRUE));
  g_assert_cmpint (gst_buffer_pool_acquire_buffer (pool, &buffer, NULL), ==, GST_FLOW_OK);
  meta = gst_buffer_get_video_meta (buffer);
  g_assert_nonnull (meta);
  g_assert_cmpint (meta->stride[0], >=, 656);
  g_assert_cmpuint (meta->offset[1], >=, 656 * 368);
  gst_clear_buffer (&buffer);
  g_assert_true (gst_buffer_pool_set_active (pool, FALSE));
}

static void
test_understands_metas (void)
{
  g_autoptr (GstQuery) query = ask ("video/x-raw,format=I420,width=640,height=360", FALSE);

  g_assert_cmpuint (gst_query_get_n_allocation_pools (query), ==, 0);
  g_assert_true (gst_query_find_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL));
  g_assert_true (gst_query_find_allocation_meta (query, GST_VIDEO_CROP_META_API_TYPE, NULL));
}

static void
test_offers_no_pool_for_what_is_no_picture (void)
{
  const char *const texts[] = { NULL, "audio/x-raw", "video/x-raw,format=I420" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GstQuery) query = ask (texts[i], TRUE);

    g_assert_cmpuint (gst_query_get_n_allocation_pools (query), ==, 0);
  }
}

int
main (int   argc,
      char *argv[])
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream/allocation/pool-leaves-room", test_pool_leaves_room);
  g_test_add_func ("/stream/allocation/understands-metas", test_understands_metas);
  g_test_add_func ("/stream/allocation/offers-no-pool-for-what-is-no-picture",
                   test_offers_no_pool_for_what_is_no_picture);

  return g_test_run ();
}
