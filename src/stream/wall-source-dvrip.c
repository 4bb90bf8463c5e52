/* wall-source-dvrip.c
 *
 * Cameras that speak DVRIP: the project's own elements.
 * Main thread; nothing here blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-source-private.h"

#include "wall-reason.h"

static void
on_pad_added (GstElement *element,
              GstPad     *pad,
              gpointer    user_data)
{
  GstElement *bin = user_data;
  GstPad *ghost = gst_ghost_pad_new (GST_PAD_NAME (pad), pad);

  gst_pad_set_active (ghost, TRUE);
  gst_element_add_pad (bin, ghost);
}

static void
on_pad_removed (GstElement *element,
                GstPad     *pad,
                gpointer    user_data)
{
  GstElement *bin = user_data;
  g_autoptr (GstPad) ghost = gst_element_get_static_pad (bin, GST_PAD_NAME (pad));

  if (!ghost)
    return;

  gst_pad_set_active (ghost, FALSE);
  gst_element_remove_pad (bin, ghost);
}

/* What worked last time is a hint: one that this version does not know is as good as none. */
static void
set_topology (GstElement *origin,
              const char *nick)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (origin), "topology");
  GEnumValue *value;

  if (!nick || !pspec || !G_IS_PARAM_SPEC_ENUM (pspec))
    return;

  value = g_enum_get_value_by_nick (G_PARAM_SPEC_ENUM (pspec)->enum_class, nick);
  if (value)
    g_object_set (origin, "topology", value->value, NULL);
}

static gboolean
configure_dvrip (GstElement              *origin,
                 const WallPlayerConfig  *config,
                 GError                 **error)
{
  g_autoptr (GError) uri_error = NULL;

  if (!gst_uri_handler_set_uri (GST_URI_HANDLER (origin), config->uri, &uri_error)) {
    g_set_error_literal (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS, uri_error->message);
    return FALSE;
  }

  if (config->user)
    g_object_set (origin, "user", config->user, NULL);
  if (config->password)
    g_object_set (origin, "password", config->password, NULL);
  if (config->stream_type)
    g_object_set (origin, "stream-type", config->stream_type, NULL);
  set_topology (origin, config->topology);

  return TRUE;
}

/**
 * wall_source_make_dvrip:
 * @config: the address, and what goes with it
 *
 * Returns: (transfer full) (nullable): a bin of `dvripsrc`, its origin, and `dvripdemux`; %NULL with
 *   %WALL_REASON_BAD_ADDRESS or %WALL_REASON_LOCAL, in words for the user
 */
GstElement *
wall_source_make_dvrip (const WallPlayerConfig  *config,
                        GError                 **error)
{
  g_autoptr (GstElement) bin = gst_object_ref_sink (gst_bin_new ("source"));
  GstElement *origin, *demux;

  if (!(origin = wall_source_make_element ("dvripsrc", WALL_SOURCE_ORIGIN, error)))
    return NULL;
  gst_bin_add (GST_BIN (bin), origin);
  if (!(demux = wall_source_make_element ("dvripdemux", NULL, error)))
    return NULL;
  gst_bin_add (GST_BIN (bin), demux);
  if (!configure_dvrip (origin, config, error))
    return NULL;

  gst_element_link (origin, demux);
  g_signal_connect_object (demux, "pad-added", G_CALLBACK (on_pad_added), bin, 0);
  g_signal_connect_object (demux, "pad-removed", G_CALLBACK (on_pad_removed), bin, 0);

  return g_steal_pointer (&bin);
}
