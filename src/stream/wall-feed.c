/* wall-feed.c
 *
 * From the pads of a source to the end of a pipeline, on its streaming thread. Everything is linked
 * from probes, right before the unit goes on: a decoder that is made anew gets all it must know
 * before its first unit, and nobody has to block a pad for it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-feed.h"

#include <glib/gi18n-lib.h>

#include "wall-backlog.h"
#include "wall-frame-gaps.h"
#include "wall-reason.h"

/* Of a stream whose every unit is a key frame so many are decoded while it is reduced. */
#define REDUCED_INTERVAL_US (G_USEC_PER_SEC / 2)

struct _WallFeed {
  gatomicrefcount  ref_count;
  GstElement      *pipeline;    /* weak: it owns the pads whose probes hold this */
  GstElement      *sink;        /* weak: likewise */

  /* Streaming thread. */
  GstElement      *decoder;     /* weak: the pipeline owns it */
  GstPad          *video_pad;   /* weak: what feeds it */
  gboolean         has_failed;
  gboolean         wants_key;   /* a new decoder can begin nowhere else */
  gint64           key_us;      /* when the last key frame came; 0: never */
  gint64           fed_us;
  WallFrameGaps   *gaps;
  WallBacklog     *backlog;
  gboolean         is_catching_up;

  /* Atomic: any thread sets or reads them. */
  gint             wants_reset;
  gint             is_reduced;
  gint             is_unseen;
  gint             key_interval_ms;
  gsize            units;
  const WallCodec *codec;
};

static gboolean
is_video (const GstCaps *caps)
{
  const char *media_type = gst_structure_get_name (gst_caps_get_structure (caps, 0));

  return g_str_has_prefix (media_type, "video/") || g_str_has_prefix (media_type, "image/");
}

static void
post_failure (WallFeed     *self,
              const GError *error,
              GstCaps      *caps)
{
  g_autofree char *described = gst_caps_to_string (caps);

  self->has_failed = TRUE;
  gst_element_message_full_with_details (
    self->pipeline, GST_MESSAGE_ERROR, GST_STREAM_ERROR, GST_STREAM_ERROR_CODEC_NOT_FOUND,
    g_strdup (error->message), g_steal_pointer (&described), __FILE__, G_STRFUNC, __LINE__,
    gst_structure_new ("details", "reason", G_TYPE_STRING,
                       wall_reason_to_nick (wall_reason_from_error (error)), NULL));
}

/* What was fed last is not fed any more; its thread is this one, so nothing is under way in it. */
static void
drop_decoder (WallFeed *self)
{
  GstElement *decoder = g_steal_pointer (&self->decoder);

  if (!decoder)
    return;

  gst_element_set_locked_state (decoder, TRUE);
  gst_element_set_state (decoder, GST_STATE_NULL);
  gst_bin_remove (GST_BIN (self->pipeline), decoder);
}

static void
link_pad (GstPad     *pad,
          GstElement *element)
{
  g_autoptr (GstPad) sink = gst_element_get_static_pad (element, "sink");
  g_autoptr (GstPad) peer = gst_pad_get_peer (pad);

  if (peer)
    gst_pad_unlink (pad, peer);
  gst_pad_link (pad, sink);
}

static void
feed_video (WallFeed *self,
            GstPad   *pad,
            GstCaps  *caps)
{
  const WallCodec *codec = wall_codec_from_caps (caps);
  g_autoptr (GError) error = NULL;
  GstElement *decoder = NULL;

  if (codec)
    decoder = wall_decoder_new (codec, &error);
  else
    g_set_error (&error, WALL_ERROR, WALL_REASON_UNSUPPORTED,
                 _("Pictures of the kind %s cannot be shown."),
                 gst_structure_get_name (gst_caps_get_structure (caps, 0)));
  g_atomic_pointer_set (&self->codec, codec);
  if (!decoder) {
    post_failure (self, error, caps);
    return;
  }

  drop_decoder (self);
  wall_backlog_restart (self->backlog);
  gst_bin_add (GST_BIN (self->pipeline), decoder);
  gst_element_link (decoder, self->sink);
  gst_element_sync_state_with_parent (decoder);
  link_pad (pad, decoder);
  self->decoder = decoder;
  self->video_pad = pad;
}

static gboolean
must_make_decoder (WallFeed *self,
                   GstPad   *pad,
                   GstCaps  *caps)
{
  gboolean is_reset = g_atomic_int_compare_and_exchange (&self->wants_reset, TRUE, FALSE);

  if (is_reset)
    self->wants_key = TRUE;

  return is_reset || !self->decoder || self->video_pad != pad ||
         g_atomic_pointer_get (&self->codec) != wall_codec_from_caps (caps);
}

static void
note_key (WallFeed *self,
          gint64    now_us)
{
  if (self->key_us > 0)
    g_atomic_int_set (&self->key_interval_ms, (gint) ((now_us - self->key_us) / 1000));
  self->key_us = now_us;
}

/* What is left out here costs no decoder; where it was left out, only a key frame can follow. */
static gboolean
is_left_out (WallFeed  *self,
             GstBuffer *unit)
{
  gboolean is_key = !GST_BUFFER_FLAG_IS_SET (unit, GST_BUFFER_FLAG_DELTA_UNIT);
  gint64 now_us = g_get_monotonic_time ();

  if (is_key)
    note_key (self, now_us);
  if (g_atomic_int_get (&self->is_reduced) &&
      (!is_key || now_us - self->fed_us < REDUCED_INTERVAL_US))
    self->wants_key = TRUE;
  else if (is_key)
    self->wants_key = FALSE;

  if (!self->wants_key)
    self->fed_us = now_us;

  return self->wants_key;
}

/* What never came counts as fed: a decoder conceals that it is missing, and counting would too. */
static guint
count_missing (WallFeed  *self,
               GstBuffer *unit)
{
  const WallCodec *codec = g_atomic_pointer_get (&self->codec);
  const char *name = codec ? wall_codec_get_name (codec) : "";
  GstMapInfo map;
  guint missing = 0;

  if (!gst_buffer_map (unit, &map, GST_MAP_READ))
    return 0;

  if (g_str_equal (name, "H.264"))
    missing = wall_frame_gaps_add_h264 (self->gaps, map.data, map.size);
  else if (g_str_equal (name, "H.265"))
    missing = wall_frame_gaps_add_h265 (self->gaps, map.data, map.size);
  gst_buffer_unmap (unit, &map);

  return missing;
}

static void
count_fed (WallFeed *self,
           guint     units)
{
  g_atomic_pointer_add (&self->units, units);
}

/* What was kept goes the same way as what comes, through the same pad and before it. */
static void
catch_up (WallFeed *self,
          GstPad   *pad)
{
  GstFlowReturn flow = GST_FLOW_OK;
  GstBuffer *unit;
  guint missing;

  self->is_catching_up = TRUE;
  while (flow == GST_FLOW_OK && (unit = wall_backlog_take (self->backlog, &missing))) {
    count_fed (self, 1 + missing);
    flow = gst_pad_push (pad, unit);
  }
  self->is_catching_up = FALSE;
  wall_backlog_clear (self->backlog);
}

/* Returns: whether @unit is to be decoded, all before it having been, or being superfluous. */
static gboolean
is_due (WallFeed  *self,
        GstPad    *pad,
        GstBuffer *unit)
{
  guint missing = count_missing (self, unit);

  if (is_left_out (self, unit)) {
    wall_backlog_clear (self->backlog);
    return FALSE;
  }
  if (wall_backlog_keep (self->backlog, unit, missing, g_atomic_int_get (&self->is_unseen),
                         g_get_monotonic_time ()))
    return FALSE;

  catch_up (self, pad);
  count_fed (self, 1 + missing);

  return TRUE;
}

static GstPadProbeReturn
on_video_unit (WallFeed  *self,
               GstPad    *pad,
               GstCaps   *caps,
               GstBuffer *unit)
{
  if (self->has_failed)
    return GST_PAD_PROBE_DROP;
  if (self->is_catching_up)
    return GST_PAD_PROBE_OK;

  if (must_make_decoder (self, pad, caps))
    feed_video (self, pad, caps);

  return is_due (self, pad, unit) && !self->has_failed ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP;
}

static GstPadProbeReturn
on_unit (GstPad          *pad,
         GstPadProbeInfo *info,
         gpointer         user_data)
{
  WallFeed *self = user_data;
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);

  if (!caps)
    return GST_PAD_PROBE_OK;
  if (is_video (caps))
    return on_video_unit (self, pad, caps, GST_PAD_PROBE_INFO_BUFFER (info));

  /* Sound is not played yet. To the source it is as if it had gone somewhere. */
  return GST_PAD_PROBE_DROP;
}

static GPtrArray *
dup_pads (GstPad *pad)
{
  g_autoptr (GstElement) source = gst_pad_get_parent_element (pad);
  GPtrArray *pads = g_ptr_array_new_with_free_func (gst_object_unref);

  if (!source)
    return pads;

  GST_OBJECT_LOCK (source);
  for (GList *l = source->srcpads; l; l = l->next)
    g_ptr_array_add (pads, gst_object_ref (l->data));
  GST_OBJECT_UNLOCK (source);

  return pads;
}

/* A source that changes its codec adds the next pad before it ends the one before. */
static gboolean
has_successor (GstPad *pad)
{
  g_autoptr (GPtrArray) pads = dup_pads (pad);

  for (guint i = 0; i < pads->len; i++) {
    GstPad *other = g_ptr_array_index (pads, i);
    g_autoptr (GstCaps) caps = other != pad ? gst_pad_query_caps (other, NULL) : NULL;

    if (caps && gst_caps_is_fixed (caps) && is_video (caps))
      return TRUE;
  }

  return FALSE;
}

/* The old decoder must not see the caps of another codec, and refuse them: the next unit makes a
 * new one, which gets them then. Nor must the sink see the end of a stream that goes on. */
static GstPadProbeReturn
on_event (GstPad          *pad,
          GstPadProbeInfo *info,
          gpointer         user_data)
{
  WallFeed *self = user_data;
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
  GstCaps *caps;

  if (GST_EVENT_TYPE (event) == GST_EVENT_EOS)
    return has_successor (pad) ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
  if (GST_EVENT_TYPE (event) != GST_EVENT_CAPS || !self->decoder || self->video_pad != pad)
    return GST_PAD_PROBE_OK;

  gst_event_parse_caps (event, &caps);

  return wall_codec_from_caps (caps) == g_atomic_pointer_get (&self->codec) ? GST_PAD_PROBE_OK
                                                                           : GST_PAD_PROBE_DROP;
}

/* For the same reason the old decoder is not asked whether it takes them. */
static GstPadProbeReturn
on_query (GstPad          *pad,
          GstPadProbeInfo *info,
          gpointer         user_data)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);

  if (GST_QUERY_TYPE (query) != GST_QUERY_ACCEPT_CAPS)
    return GST_PAD_PROBE_OK;

  gst_query_set_accept_caps_result (query, TRUE);

  return GST_PAD_PROBE_HANDLED;
}

static void
unref_in_probe (gpointer data)
{
  wall_feed_unref (data);
}

/**
 * wall_feed_new:
 * @pipeline: what decoders are added to; it outlives every pad of it
 * @sink: where pictures go, in the pipeline
 *
 * Returns: (transfer full): a feed that has no pads yet
 */
WallFeed *
wall_feed_new (GstElement *pipeline,
               GstElement *sink)
{
  WallFeed *self = g_new0 (WallFeed, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->gaps = wall_frame_gaps_new ();
  self->backlog = wall_backlog_new ();
  self->pipeline = pipeline;
  self->sink = sink;

  return self;
}

/**
 * wall_feed_ref:
 *
 * Returns: (transfer full): the same one
 */
WallFeed *
wall_feed_ref (WallFeed *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * wall_feed_unref:
 * @self: (transfer full): the feed
 */
void
wall_feed_unref (WallFeed *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  wall_frame_gaps_free (self->gaps);
  wall_backlog_free (self->backlog);
  g_free (self);
}

/**
 * wall_feed_add_pad:
 * @pad: a source pad that has just appeared
 *
 * Sees to it that whatever comes from it goes where it belongs. On the streaming thread.
 */
void
wall_feed_add_pad (WallFeed *self,
                   GstPad   *pad)
{
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_unit, wall_feed_ref (self),
                     unref_in_probe);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_event, wall_feed_ref (self),
                     unref_in_probe);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, on_query, NULL, NULL);
}

/**
 * wall_feed_reset_decoder:
 *
 * Has the decoder replaced before the next unit; it begins at the next key frame. From any thread.
 */
void
wall_feed_reset_decoder (WallFeed *self)
{
  g_atomic_int_set (&self->wants_reset, TRUE);
}

/**
 * wall_feed_set_reduced:
 * @is_reduced: whether only key frames are decoded, to spare the computer
 *
 * From any thread.
 */
void
wall_feed_set_reduced (WallFeed *self,
                       gboolean  is_reduced)
{
  g_atomic_int_set (&self->is_reduced, is_reduced);
}

/**
 * wall_feed_set_unseen:
 * @is_unseen: whether nobody looks at the pictures, so that only as much is decoded as is needed to
 *   have the newest one when somebody does
 *
 * The first unit after somebody does brings it. From any thread.
 */
void
wall_feed_set_unseen (WallFeed *self,
                      gboolean  is_unseen)
{
  g_atomic_int_set (&self->is_unseen, is_unseen);
}

/**
 * wall_feed_get_key_interval_us:
 *
 * From any thread.
 *
 * Returns: the time between the last two key frames; 0 while it is not known
 */
gint64
wall_feed_get_key_interval_us (WallFeed *self)
{
  return g_atomic_int_get (&self->key_interval_ms) * G_TIME_SPAN_MILLISECOND;
}

/**
 * wall_feed_get_units:
 *
 * Returns: how many units were handed to the decoder, or are missing from what was. From any thread.
 */
guint64
wall_feed_get_units (WallFeed *self)
{
  return (gsize) g_atomic_pointer_get (&self->units);
}

/**
 * wall_feed_get_codec:
 *
 * From any thread.
 *
 * Returns: (transfer none) (nullable): what is decoded; %NULL while it is not known
 */
const WallCodec *
wall_feed_get_codec (WallFeed *self)
{
  return g_atomic_pointer_get (&self->codec);
}
