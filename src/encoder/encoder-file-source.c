/* encoder-file-source.c
 *
 * Reads a media file once and makes a loop of it. H.264 and H.265 without B frames is passed
 * through; the protocol has no timestamps, so pictures must be sent in the order in which they are
 * shown, and everything else is decoded, brought to the stream's size and rate, and encoded.
 * Callable from any thread after gst_init(); runs for a while in its caller.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-file-source.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "encoder-cache.h"
#include "encoder-codec.h"
#include "encoder-encoding.h"
#include "encoder-sound.h"

/* What is encoded takes time and memory: a minute is enough to look at. */
#define MAX_SECONDS 60

/* Where the one video stream of a file goes, and nothing else. */
typedef struct {
  GstElement *pipeline;
  GstElement *chain;     /* (transfer none): what takes the pictures */
  gboolean    encoded;   /* it takes H.264 and H.265, else raw pictures */
  EncoderCodec codec;    /* which of them */
} Route;

static void
post_error (Route      *route,
            int         code,
            const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, code, message);

  gst_element_post_message (route->pipeline,
                            gst_message_new_error (GST_OBJECT (route->pipeline), error, NULL));
}

static const char *
get_media_type (GstPad *pad)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);

  if (!caps)
    caps = gst_pad_query_caps (pad, NULL);
  if (gst_caps_is_empty (caps) || gst_caps_is_any (caps))
    return "";

  return g_intern_string (gst_structure_get_name (gst_caps_get_structure (caps, 0)));
}

static void
check_for_pictures (Route *route)
{
  g_autoptr (GstPad) sink_pad = NULL;

  if (route->chain)
    sink_pad = gst_element_get_static_pad (route->chain, "sink");
  if (!sink_pad || !gst_pad_is_linked (sink_pad))
    post_error (route, G_IO_ERROR_INVALID_DATA, _("there are no pictures in it"));
}

/* Not every file says when its streams are complete; the end of one says so too. */
static GstPadProbeReturn
on_event_thrown_away (GstPad          *pad,
                      GstPadProbeInfo *info,
                      gpointer         user_data)
{
  if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) == GST_EVENT_EOS)
    check_for_pictures (user_data);

  return GST_PAD_PROBE_OK;
}

static void
link_away (Route  *route,
           GstPad *pad)
{
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GstPad) sink_pad = NULL;

  g_object_set (sink, "sync", FALSE, "async", FALSE, NULL);
  gst_bin_add (GST_BIN (route->pipeline), sink);
  gst_element_sync_state_with_parent (sink);
  sink_pad = gst_element_get_static_pad (sink, "sink");
  gst_pad_add_probe (sink_pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event_thrown_away, route,
                     NULL);
  gst_pad_link (pad, sink_pad);
}

/* The parser for what is passed through is chosen when the stream is known. */
static gboolean
make_parser (Route      *route,
             const char *media_type)
{
  gboolean is_h265 = g_str_equal (media_type, "video/x-h265");
  g_autofree char *description =
    g_strdup_printf ("%s config-interval=-1 ! capsfilter "
                     "caps=%s,stream-format=byte-stream,alignment=au",
                     is_h265 ? "h265parse" : "h264parse", media_type);
  g_autoptr (GstElement) sink = gst_bin_get_by_name (GST_BIN (route->pipeline), "out");
  GstElement *parser = gst_parse_bin_from_description (description, TRUE, NULL);

  if (!parser)
    return FALSE;

  gst_bin_add (GST_BIN (route->pipeline), parser);
  if (!gst_element_link (parser, sink))
    return FALSE;

  gst_element_sync_state_with_parent (parser);
  route->chain = parser;
  return TRUE;
}

static gboolean
is_wanted (const Route *route,
           const char  *media_type)
{
  if (g_str_equal (media_type, "video/x-h264"))
    return route->codec == ENCODER_CODEC_ANY || route->codec == ENCODER_CODEC_H264;
  if (g_str_equal (media_type, "video/x-h265"))
    return route->codec == ENCODER_CODEC_ANY || route->codec == ENCODER_CODEC_H265;

  return FALSE;
}

static void
on_pad_added (GstElement *source,
              GstPad     *pad,
              gpointer    user_data)
{
  Route *route = user_data;
  const char *media_type = get_media_type (pad);
  g_autoptr (GstPad) sink_pad = NULL;

  if (!g_str_has_prefix (media_type, "video/") && !g_str_has_prefix (media_type, "image/")) {
    link_away (route, pad);
    return;
  }

  if (route->encoded && !route->chain) {
    if (!is_wanted (route, media_type)) {
      g_autofree char *message = g_strdup_printf (_("it is %s"), media_type);

      post_error (route, G_IO_ERROR_NOT_SUPPORTED, message);
      return;
    }
    if (!make_parser (route, media_type)) {
      post_error (route, G_IO_ERROR_NOT_SUPPORTED, _("there is no parser for it"));
      return;
    }
  }

  sink_pad = gst_element_get_static_pad (route->chain, "sink");
  if (gst_pad_is_linked (sink_pad))
    link_away (route, pad);
  else if (gst_pad_link (pad, sink_pad) != GST_PAD_LINK_OK)
    post_error (route, G_IO_ERROR_INVALID_DATA, _("its pictures cannot be taken"));
}

static void
on_no_more_pads (GstElement *source,
                 gpointer    user_data)
{
  check_for_pictures (user_data);
}

static void
connect_route (Route      *route,
               GstElement *source)
{
  g_signal_connect (source, "pad-added", G_CALLBACK (on_pad_added), route);
  g_signal_connect (source, "no-more-pads", G_CALLBACK (on_no_more_pads), route);
}

static EncoderLoop *
pass_through (const char    *path,
              EncoderCodec   codec,
              GstClockTime  *out_start,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (GstElement) pipeline =
    gst_parse_launch ("filesrc name=in ! parsebin name=source "
                      "appsink name=out sync=false max-buffers=16", error);
  g_autoptr (GstElement) file = NULL;
  g_autoptr (GstElement) source = NULL;
  Route route = { pipeline, NULL, TRUE, codec };

  if (!pipeline)
    return NULL;

  file = gst_bin_get_by_name (GST_BIN (pipeline), "in");
  source = gst_bin_get_by_name (GST_BIN (pipeline), "source");
  g_object_set (file, "location", path, NULL);
  connect_route (&route, source);
  return encoder_codec_run (pipeline, _("passed through"), G_MAXUINT, TRUE, out_start,
                            cancellable, error);
}

static char *
describe_encoding (const EncoderFormat *format)
{
  g_autofree char *encoding = encoder_encoding_describe (format);
  int num, den;

  if (!encoding)
    return NULL;

  encoder_format_get_rate (format, &num, &den);
  return g_strdup_printf ("uridecodebin name=source "
                          "videoconvertscale name=chain ! videorate ! video/x-raw,format=I420,"
                          "width=%u,height=%u,framerate=%d/%d,pixel-aspect-ratio=1/1 ! %s ! "
                          "appsink name=out sync=false max-buffers=16", format->width,
                          format->height, num, den, encoding);
}

static EncoderLoop *
encode (const char           *path,
        const EncoderFormat  *format,
        const char           *description,
        const char           *label,
        GCancellable         *cancellable,
        GError              **error)
{
  g_autoptr (GstElement) pipeline = gst_parse_launch (description, error);
  g_autoptr (GstElement) source = NULL;
  g_autoptr (GstElement) chain = NULL;
  g_autofree char *uri = NULL;
  Route route = { pipeline, NULL, FALSE, format->codec };

  if (!pipeline)
    return NULL;

  uri = gst_filename_to_uri (path, error);
  if (!uri)
    return NULL;

  source = gst_bin_get_by_name (GST_BIN (pipeline), "source");
  chain = gst_bin_get_by_name (GST_BIN (pipeline), "chain");
  route.chain = chain;
  g_object_set (source, "uri", uri, NULL);
  connect_route (&route, source);
  return encoder_codec_run (pipeline, label, (guint) (MAX_SECONDS * format->fps), FALSE,
                            NULL, cancellable, error);
}

/* From the cache, or encoded. @why: (nullable): why it is not passed through */
static EncoderLoop *
load_or_encode (const char           *path,
                const GStatBuf       *status,
                const EncoderFormat  *format,
                const char           *cache_folder,
                const char           *why,
                GCancellable         *cancellable,
                GError              **error)
{
  g_autofree char *form = encoder_format_to_string (format);
  g_autofree char *description = describe_encoding (format);
  g_autofree char *label = g_strdup_printf ("file-%s", form);
  g_autofree char *full_path = g_canonicalize_filename (path, NULL);
  g_autofree char *key =
    g_strdup_printf ("file %d; %s; %" G_GINT64_FORMAT " bytes of %" G_GINT64_FORMAT "; %s",
                     ENCODER_CODEC_VERSION, full_path, (gint64) status->st_size,
                     (gint64) status->st_mtime, description ? description : "");
  g_autofree char *cache_path = encoder_cache_dup_path (cache_folder, label, key);
  const char *name = encoder_encoding_get_name (format->codec);
  g_autofree char *maker = why ? g_strdup_printf (_("%s, because %s"), name, why) : g_strdup (name);
  g_autoptr (GError) store_error = NULL;
  EncoderLoop *loop = encoder_cache_load (cache_path, key, NULL);

  if (loop)
    return loop;

  if (!encoder_encoding_check (format, error))
    return NULL;

  loop = encode (path, format, description, maker, cancellable, error);
  if (loop && !encoder_cache_store (cache_path, key, loop, &store_error))
    g_message ("%s", store_error->message);

  return loop;
}

static EncoderLoop *
make_loop (const char           *path,
           gboolean              may_pass_through,
           const EncoderFormat  *format,
           const char           *cache_folder,
           GstClockTime         *out_start,
           GCancellable         *cancellable,
           GError              **error)
{
  g_autoptr (GError) why_not = NULL;
  EncoderLoop *loop = NULL;
  GStatBuf status;

  if (g_stat (path, &status) < 0) {
    int code = errno;

    g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (code), g_strerror (code));
    return NULL;
  }

  if (may_pass_through)
    loop = pass_through (path, format->codec, out_start, cancellable, &why_not);
  if (loop)
    return loop;
  if (g_error_matches (why_not, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, g_steal_pointer (&why_not));
    return NULL;
  }

  /* Pictures that are encoded begin where the file does. */
  *out_start = 0;
  return load_or_encode (path, &status, format, cache_folder,
                         g_error_matches (why_not, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED)
                         ? why_not->message : NULL, cancellable, error);
}

/* A film without sound is shown all the same. */
static void
add_sound (EncoderLoop  *loop,
           const char   *path,
           GstClockTime  start,
           GCancellable *cancellable)
{
  gint64 duration_us = encoder_loop_get_time_us (loop, encoder_loop_get_length (loop));
  g_autoptr (GError) error = NULL;
  GBytes *sound = encoder_sound_read (path, start, duration_us, cancellable, &error);

  if (sound)
    encoder_loop_take_sound (loop, sound);
  else
    g_debug ("%s is silent: %s", path, error->message);
}

/**
 * encoder_file_source_make:
 * @path: of the file
 * @may_pass_through: whether it may be sent in its own size and rate
 * @format: what it is brought to otherwise
 * @cache_folder: where encoded loops are kept
 * @cancellable: (nullable): stops the encoding
 *
 * Makes the loop of a file, with its sound.
 *
 * Returns: (transfer full) (nullable): the loop, %NULL and @error, which names the file
 */
EncoderLoop *
encoder_file_source_make (const char           *path,
                          gboolean              may_pass_through,
                          const EncoderFormat  *format,
                          const char           *cache_folder,
                          GCancellable         *cancellable,
                          GError              **error)
{
  GstClockTime start = 0;
  EncoderLoop *loop = make_loop (path, may_pass_through, format, cache_folder, &start, cancellable,
                                 error);

  if (loop)
    add_sound (loop, path, start, cancellable);
  else
    g_prefix_error (error, _("%s cannot be shown: "), path);

  return loop;
}
