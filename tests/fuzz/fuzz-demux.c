/* fuzz-demux.c
 *
 * The demuxer: whatever comes in, in whatever cuts, nothing but an error or pictures come out, and
 * the element ends.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "fuzz.h"

#include <gst/check/gstharness.h>

#include "gstdvripplugin.h"

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  /* No plugin of the system is looked for: only the element itself is needed. */
  g_setenv ("GST_REGISTRY_DISABLE", "yes", TRUE);
  g_setenv ("GST_REGISTRY_UPDATE", "no", TRUE);
  gst_init (NULL, NULL);
  gst_dvrip_register_static ();
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL);
  return 0;
}

static GstFlowReturn
swallow (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  g_assert_cmpuint (gst_buffer_get_size (buffer), <=, 9u << 20);
  gst_buffer_unref (buffer);

  return GST_FLOW_OK;
}

static void
on_pad_added (GstElement *element, GstPad *pad, gpointer user_data)
{
  GstPad *sink = gst_pad_new (NULL, GST_PAD_SINK);

  gst_pad_set_chain_function (sink, swallow);
  gst_pad_set_active (sink, TRUE);
  g_ptr_array_add (user_data, sink);
  g_assert_cmpint (gst_pad_link (pad, sink), ==, GST_PAD_LINK_OK);
}

static void
free_pad (gpointer data)
{
  gst_pad_set_active (data, FALSE);
  gst_object_unref (data);
}

static void
push_in_cuts (GstHarness *harness, const guint8 *data, gsize size)
{
  FuzzCuts cuts;
  gsize cut;

  fuzz_cuts_init (&cuts, size > 0 ? data[size - 1] * 257u : 1);
  for (gsize at = 0; at < size; at += cut) {
    cut = fuzz_cuts_next (&cuts, size - at);
    if (gst_harness_push (harness, gst_buffer_new_memdup (data + at, cut)) != GST_FLOW_OK)
      return;
  }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GPtrArray) sinks = g_ptr_array_new_with_free_func (free_pad);
  GstElement *demux = gst_element_factory_make ("dvripdemux", NULL);
  GstHarness *harness;

  g_signal_connect (demux, "pad-added", G_CALLBACK (on_pad_added), sinks);
  harness = gst_harness_new_with_element (demux, "sink", NULL);
  gst_harness_set_src_caps_str (harness, "application/x-dvrip");
  push_in_cuts (harness, data, size);
  gst_harness_push_event (harness, gst_event_new_eos ());
  gst_harness_teardown (harness);
  g_assert_cmpint (GST_OBJECT_REFCOUNT_VALUE (demux), ==, 1);
  gst_object_unref (demux);

  return 0;
}
