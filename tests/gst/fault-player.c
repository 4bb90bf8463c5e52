/* fault-player.c
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "fault-player.h"

#include <string.h>

#define DEADLINE_US (30 * G_USEC_PER_SEC)
#define POLL_US     (2 * 1000)

/* What a pad of the demuxer is linked to. */
#define CHAIN       "rig-chain"

gint64
rig_deadline (void)
{
  return g_get_monotonic_time () + DEADLINE_US;
}

void
rig_nap (gint64 deadline_us)
{
  g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
  g_usleep (POLL_US);
}

/* Loads what a decoder needs, so that no case is told to take memory for it. */
void
rig_player_load_decoders (void)
{
  static const char *const factories[] = { "h264parse", "h265parse", "avdec_h264", "avdec_h265" };

  for (gsize i = 0; i < G_N_ELEMENTS (factories); i++) {
    GstElement *element = gst_element_factory_make (factories[i], NULL);

    g_assert_nonnull (element);
    gst_element_set_state (element, GST_STATE_PAUSED);
    gst_element_set_state (element, GST_STATE_NULL);
    gst_object_unref (gst_object_ref_sink (element));
  }
}

static guint32
read_length (const guint8 *header,
             gsize         size)
{
  guint32 length = 0;
  guint16 short_length = 0;

  switch (header[3]) {
  case 0xfc:
  case 0xfe:
    memcpy (&length, header + 12, sizeof length);
    return 16 + GUINT32_FROM_LE (length);
  case 0xfd:
    memcpy (&length, header + 4, sizeof length);
    return 8 + GUINT32_FROM_LE (length);
  default:
    memcpy (&short_length, header + 6, sizeof short_length);
    return 8 + GUINT16_FROM_LE (short_length);
  }
}

/* What the source pushes is whole units, whatever came over the wire. */
static GstPadProbeReturn
on_unit (GstPad          *pad,
         GstPadProbeInfo *info,
         gpointer         user_data)
{
  RigPlayer *self = user_data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
  guint8 header[16] = { 0 };
  gsize size = gst_buffer_get_size (buffer);

  gst_buffer_extract (buffer, 0, header, sizeof header);
  if (size < 8 || read_length (header, size) != size)
    g_atomic_int_inc (&self->n_partial);
  g_mutex_lock (&self->lock);
  self->unit_us = g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);
  g_atomic_int_inc (&self->n_units);

  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
on_picture (GstPad          *pad,
            GstPadProbeInfo *info,
            gpointer         user_data)
{
  RigPlayer *self = user_data;
  gint64 now_us = g_get_monotonic_time ();

  if (GST_BUFFER_FLAG_IS_SET (GST_PAD_PROBE_INFO_BUFFER (info), GST_BUFFER_FLAG_DISCONT))
    g_atomic_int_inc (&self->n_discont);
  g_mutex_lock (&self->lock);
  self->last_pts = GST_BUFFER_PTS (GST_PAD_PROBE_INFO_BUFFER (info));
  if (self->last_us > 0)
    self->longest_us = MAX (self->longest_us, now_us - self->last_us);
  self->last_us = now_us;
  g_mutex_unlock (&self->lock);
  g_atomic_int_inc (&self->n_pictures);

  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
on_sound (GstPad          *pad,
          GstPadProbeInfo *info,
          gpointer         user_data)
{
  g_atomic_int_inc (&((RigPlayer *) user_data)->n_sounds);
  return GST_PAD_PROBE_OK;
}

/* The time that a change of size or codec costs: from the last picture before to the first after. */
static void
note_decoded (RigPlayer *self,
              gboolean   is_other_size)
{
  gint64 now_us = g_get_monotonic_time ();

  g_mutex_lock (&self->lock);
  if (self->decoded_us > 0 && (is_other_size || self->changes))
    self->change_us = MAX (self->change_us, now_us - self->decoded_us);
  self->changes = FALSE;
  self->decoded_us = now_us;
  g_mutex_unlock (&self->lock);
}

static GstPadProbeReturn
on_decoded (GstPad          *pad,
            GstPadProbeInfo *info,
            gpointer         user_data)
{
  RigPlayer *self = user_data;
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  const GstStructure *structure = gst_caps_get_structure (caps, 0);
  int width = 0, height = 0;
  gboolean is_other_size;

  gst_structure_get_int (structure, "width", &width);
  gst_structure_get_int (structure, "height", &height);
  is_other_size = width != g_atomic_int_get (&self->width) ||
                  height != g_atomic_int_get (&self->height);
  note_decoded (self, is_other_size);
  if (is_other_size)
    g_atomic_int_inc (&self->n_sizes);
  g_atomic_int_set (&self->width, width);
  g_atomic_int_set (&self->height, height);
  g_atomic_int_inc (&self->n_decoded);

  return GST_PAD_PROBE_OK;
}

static GstElement *
append (RigPlayer  *self,
        const char *factory,
        GstPad    **pad)
{
  GstElement *element = gst_element_factory_make (factory, NULL);
  g_autoptr (GstPad) sink = NULL;

  g_assert_nonnull (element);
  gst_bin_add (GST_BIN (self->pipeline), element);
  if (strcmp (factory, "fakesink") == 0)
    g_object_set (element, "sync", FALSE, "async", FALSE, NULL);
  sink = gst_element_get_static_pad (element, "sink");
  g_assert_cmpint (gst_pad_link (*pad, sink), ==, GST_PAD_LINK_OK);
  gst_clear_object (pad);
  *pad = gst_element_get_static_pad (element, "src");
  gst_element_sync_state_with_parent (element);

  return element;
}

static void
append_decoder (RigPlayer *self,
                GstPad   **pad,
                GPtrArray *chain)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (*pad);
  gboolean is_h265 = gst_structure_has_name (gst_caps_get_structure (caps, 0), "video/x-h265");

  g_ptr_array_add (chain, append (self, is_h265 ? "h265parse" : "h264parse", pad));
  g_ptr_array_add (chain, append (self, is_h265 ? "avdec_h265" : "avdec_h264", pad));
  gst_pad_add_probe (*pad, GST_PAD_PROBE_TYPE_BUFFER, on_decoded, self, NULL);
}

/* Another codec takes another pad. The old one has had its end of the stream, and nothing runs there
 * any more. */
static void
on_pad_removed (GstElement *demux,
                GstPad     *pad,
                gpointer    user_data)
{
  RigPlayer *self = user_data;
  GPtrArray *chain = g_object_get_data (G_OBJECT (pad), CHAIN);

  for (guint i = 0; chain && i < chain->len; i++) {
    gst_element_set_state (chain->pdata[i], GST_STATE_NULL);
    gst_bin_remove (GST_BIN (self->pipeline), chain->pdata[i]);
  }
}

static void
on_pad_added (GstElement *demux,
              GstPad     *new_pad,
              gpointer    user_data)
{
  RigPlayer *self = user_data;
  GstPad *pad = gst_object_ref (new_pad);
  GPtrArray *chain = g_ptr_array_new ();
  g_autofree char *name = gst_pad_get_name (new_pad);
  gboolean is_video = g_str_has_prefix (name, "video");

  g_atomic_int_inc (&self->n_pads);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, is_video ? on_picture : on_sound, self, NULL);
  if (is_video && self->decodes) {
    g_mutex_lock (&self->lock);
    self->changes = TRUE;
    g_mutex_unlock (&self->lock);
    append_decoder (self, &pad, chain);
  }
  g_ptr_array_add (chain, append (self, "fakesink", &pad));
  g_object_set_data_full (G_OBJECT (new_pad), CHAIN, chain, (GDestroyNotify) g_ptr_array_unref);
  gst_clear_object (&pad);
}

RigPlayer *
rig_player_new (guint16 port,
                guint   channel)
{
  RigPlayer *self = g_new0 (RigPlayer, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstPad) pad = NULL;

  g_mutex_init (&self->lock);
  self->pipeline = gst_parse_launch ("dvripsrc name=src ! dvripdemux name=demux", &error);
  g_assert_no_error (error);
  self->src = gst_bin_get_by_name (GST_BIN (self->pipeline), "src");
  self->demux = gst_bin_get_by_name (GST_BIN (self->pipeline), "demux");
  self->bus = gst_element_get_bus (self->pipeline);
  g_signal_connect (self->demux, "pad-added", G_CALLBACK (on_pad_added), self);
  g_signal_connect (self->demux, "pad-removed", G_CALLBACK (on_pad_removed), self);
  pad = gst_element_get_static_pad (self->src, "src");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, on_unit, self, NULL);
  g_object_set (self->src, "host", "127.0.0.1", "port", port, "channel", channel, "user", "admin",
                "password", "admin", NULL);

  return self;
}

void
rig_player_free (RigPlayer *self)
{
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  gst_object_unref (self->bus);
  gst_object_unref (self->src);
  gst_object_unref (self->demux);
  gst_object_unref (self->pipeline);
  g_mutex_clear (&self->lock);
  g_free (self);
}

int
rig_player_count_pictures (RigPlayer *self)
{
  return g_atomic_int_get (self->decodes ? &self->n_decoded : &self->n_pictures);
}

static void
note_error (RigPlayer  *self,
            GstMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;
  const GstStructure *details = NULL;
  const char *reason = NULL;

  gst_message_parse_error (message, &error, &debug);
  gst_message_parse_error_details (message, &details);
  g_test_message ("%s: %s (%s)", GST_OBJECT_NAME (GST_MESSAGE_SRC (message)), error->message,
                  debug);
  if (self->seen.reason[0])
    return;

  if (details) {
    reason = gst_structure_get_string (details, "reason");
    gst_structure_get_int (details, "ret", &self->seen.ret);
  }
  g_strlcpy (self->seen.reason, reason ? reason : "an error of another element",
             sizeof self->seen.reason);
}

/* The error and the close come from different threads, in any order. */
void
rig_player_collect (RigPlayer *self)
{
  GstMessage *message;

  while ((message = gst_bus_pop (self->bus))) {
    const GstStructure *structure = gst_message_get_structure (message);

    if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
      note_error (self, message);
    else if (gst_message_has_name (message, "dvrip-closed"))
      g_strlcpy (self->seen.ended_by, gst_structure_get_string (structure, "ended-by"),
                 sizeof self->seen.ended_by);
    gst_message_unref (message);
  }
}

void
rig_player_wait_pictures (RigPlayer *self,
             int        n_more)
{
  gint64 deadline_us = rig_deadline ();
  int wanted = rig_player_count_pictures (self) + n_more;

  while (rig_player_count_pictures (self) < wanted) {
    rig_player_collect (self);
    if (self->seen.reason[0])
      g_error ("It should play, and failed: %s (%d)", self->seen.reason, self->seen.ret);
    rig_nap (deadline_us);
  }
}

gint64
rig_player_get_change (RigPlayer *self)
{
  gint64 change_us;

  g_mutex_lock (&self->lock);
  change_us = self->change_us;
  g_mutex_unlock (&self->lock);

  return change_us;
}

gint64
rig_player_get_longest (RigPlayer *self)
{
  gint64 longest_us;

  g_mutex_lock (&self->lock);
  longest_us = MAX (self->longest_us, g_get_monotonic_time () - self->last_us);
  g_mutex_unlock (&self->lock);

  return longest_us;
}
