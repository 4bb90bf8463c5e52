/* wall-rtsp-media.c
 *
 * What comes out of RTSP: packets, from which one of three elements makes whole pictures.
 * Streaming threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-rtsp-media.h"

/* What belongs to one picture, before it is whole. */
#define MAX_UNIT (8 * 1024 * 1024)

static const struct {
  const char *encoding;     /* as RFC 4566 registers it */
  const char *depayloader;
  const char *caps;         /* whole pictures, parameter sets within the stream */
} kinds[] = {
  { "H264", "rtph264depay", "video/x-h264,stream-format=byte-stream,alignment=au" },
  { "H265", "rtph265depay", "video/x-h265,stream-format=byte-stream,alignment=au" },
  { "JPEG", "rtpjpegdepay", "image/jpeg" },
};

/* Streaming thread. */
typedef struct {
  WallForeign *bin;         /* owns the pad that is watched */
  guint32      time;
  gsize        size;
  gboolean     has_failed;
} Gauge;

static int
find_kind (const char *encoding)
{
  for (gsize i = 0; encoding && i < G_N_ELEMENTS (kinds); i++) {
    if (g_ascii_strcasecmp (kinds[i].encoding, encoding) == 0)
      return (int) i;
  }

  return -1;
}

/* All packets of a picture have the same time (RFC 3550, section 5.1: bytes 4 to 7). */
static GstPadProbeReturn
on_packet (GstPad          *pad,
           GstPadProbeInfo *info,
           gpointer         user_data)
{
  Gauge *gauge = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  guint8 bytes[4];
  guint32 time;

  if (gst_buffer_extract (buffer, 4, bytes, sizeof bytes) < sizeof bytes)
    return GST_PAD_PROBE_DROP;

  time = GST_READ_UINT32_BE (bytes);
  if (time != gauge->time)
    gauge->size = 0;
  gauge->time = time;
  gauge->size += gst_buffer_get_size (buffer);
  if (gauge->size <= MAX_UNIT)
    return GST_PAD_PROBE_OK;

  if (!gauge->has_failed)
    wall_foreign_fail (gauge->bin, WALL_REASON_BAD_DATA, 0, NULL, "a picture is beyond 8 MiB");
  gauge->has_failed = TRUE;

  return GST_PAD_PROBE_DROP;
}

static void
watch_size (WallForeign *bin,
            GstPad      *pad)
{
  Gauge *gauge = g_new0 (Gauge, 1);

  gauge->bin = bin;
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_packet, gauge, g_free);
}

static GstElement *
make_filter (int kind)
{
  GstElement *filter = gst_element_factory_make ("capsfilter", NULL);
  g_autoptr (GstCaps) caps = gst_caps_from_string (kinds[kind].caps);

  if (filter)
    g_object_set (filter, "caps", caps, NULL);

  return filter;
}

static void
add_depayloader (WallForeign *bin,
                 GstPad      *pad,
                 int          kind)
{
  GstElement *depayloader = gst_element_factory_make (kinds[kind].depayloader, NULL);
  GstElement *filter = depayloader ? make_filter (kind) : NULL;
  g_autoptr (GstPad) sink = NULL;
  g_autoptr (GstPad) src = NULL;

  if (!filter) {
    gst_clear_object (&depayloader);
    wall_foreign_fail (bin, WALL_REASON_LOCAL, 0, NULL, kinds[kind].depayloader);
    return;
  }

  gst_element_set_locked_state (depayloader, TRUE);
  gst_element_set_locked_state (filter, TRUE);
  gst_bin_add_many (GST_BIN (bin), depayloader, filter, NULL);
  gst_element_link (depayloader, filter);
  sink = gst_element_get_static_pad (depayloader, "sink");
  src = gst_element_get_static_pad (filter, "src");
  watch_size (bin, sink);
  wall_foreign_add_pad (bin, src);
  wall_foreign_run (bin, filter);
  wall_foreign_run (bin, depayloader);

  /* Whether they run or not: a pad without a peer would be an error, and the bin stops already. */
  gst_pad_link (pad, sink);
}

/**
 * wall_rtsp_media_is_known:
 * @encoding: (nullable): as the device calls it
 *
 * Returns: whether it can be taken apart
 */
gboolean
wall_rtsp_media_is_known (const char *encoding)
{
  return find_kind (encoding) >= 0;
}

/**
 * wall_rtsp_media_add:
 * @bin: what gets a pad with whole pictures
 * @pad: of an element in it: packets
 */
void
wall_rtsp_media_add (WallForeign *bin,
                     GstPad      *pad)
{
  g_autoptr (GstCaps) caps = gst_pad_query_caps (pad, NULL);
  const GstStructure *structure;
  int kind;

  if (gst_caps_is_any (caps) || gst_caps_is_empty (caps))
    return;

  structure = gst_caps_get_structure (caps, 0);
  kind = find_kind (gst_structure_get_string (structure, "encoding-name"));
  if (kind >= 0)
    add_depayloader (bin, pad, kind);
}
