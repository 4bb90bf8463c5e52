/* wall-allocation.c
 *
 * What the end of a pipeline offers decoders to decode into.
 * Pure: callable from any thread.
 *
 * Decoders want room around a picture, which a pool leaves if it is asked to. With such a pool they
 * decode right into what they hand on; without, they copy every picture.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-allocation.h"

#include <gst/video/gstvideopool.h>
#include <gst/video/video.h>

static void
offer_pool (GstQuery *query)
{
  g_autoptr (GstBufferPool) pool = NULL;
  GstStructure *config;
  GstVideoInfo info;
  gboolean wants_pool;
  GstCaps *caps;

  gst_query_parse_allocation (query, &caps, &wants_pool);
  if (!wants_pool || !caps || !gst_video_info_from_caps (&info, caps))
    return;

  pool = gst_video_buffer_pool_new ();
  config = gst_buffer_pool_get_config (pool);
  gst_buffer_pool_config_set_params (config, caps, (guint) info.size, 0, 0);
  if (gst_buffer_pool_set_config (pool, config))
    gst_query_add_allocation_pool (query, pool, (guint) info.size, 0, 0);
}

/**
 * wall_allocation_propose:
 * @query: about raw video, as it comes to the last element
 *
 * Offers a pool that can leave room around a picture, and to understand what is said of lines that
 * are longer than the picture is wide.
 */
void
wall_allocation_propose (GstQuery *query)
{
  offer_pool (query);
  gst_query_add_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL);
  gst_query_add_allocation_meta (query, GST_VIDEO_CROP_META_API_TYPE, NULL);
}
