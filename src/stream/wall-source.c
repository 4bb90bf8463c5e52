/* wall-source.c
 *
 * A camera's address to the elements that fetch it. A new kind of source is a function here and a
 * line in the table.
 * Main thread; nothing here blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-source.h"

#include <glib/gi18n-lib.h>

#include "wall-reason.h"

#define ORIGIN "origin"

typedef GstElement *(*MakeFunc) (const WallPlayerConfig  *config,
                                 GError                 **error);

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

static GstElement *
make_element (const char  *factory,
              const char  *name,
              GError     **error)
{
  GstElement *element = gst_element_factory_make (factory, name);

  if (!element)
    g_set_error (error, WALL_ERROR, WALL_REASON_LOCAL,
                 _("A part of this program is missing: %s."), factory);

  return element;
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

static GstElement *
make_dvrip (const WallPlayerConfig  *config,
            GError                 **error)
{
  g_autoptr (GstElement) bin = gst_object_ref_sink (gst_bin_new ("source"));
  GstElement *origin, *demux;

  if (!(origin = make_element ("dvripsrc", ORIGIN, error)))
    return NULL;
  gst_bin_add (GST_BIN (bin), origin);
  if (!(demux = make_element ("dvripdemux", NULL, error)))
    return NULL;
  gst_bin_add (GST_BIN (bin), demux);
  if (!configure_dvrip (origin, config, error))
    return NULL;

  gst_element_link (origin, demux);
  g_signal_connect_object (demux, "pad-added", G_CALLBACK (on_pad_added), bin, 0);
  g_signal_connect_object (demux, "pad-removed", G_CALLBACK (on_pad_removed), bin, 0);

  return g_steal_pointer (&bin);
}

static const struct {
  const char *scheme;
  MakeFunc    make;
} kinds[] = {
  { "dvrip", make_dvrip },
};

/**
 * wall_source_new:
 * @config: the address, and what goes with it
 *
 * Returns: (transfer full) (nullable): a bin whose sometimes pads carry the elementary streams;
 *   %NULL with %WALL_REASON_BAD_ADDRESS or %WALL_REASON_LOCAL, in words for the user
 */
GstElement *
wall_source_new (const WallPlayerConfig  *config,
                 GError                 **error)
{
  g_autofree char *scheme = g_uri_parse_scheme (config->uri);

  if (!scheme) {
    g_set_error (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS,
                 _("“%s” is not an address: it has no scheme like dvrip://."), config->uri);
    return NULL;
  }

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (g_ascii_strcasecmp (kinds[i].scheme, scheme) == 0)
      return kinds[i].make (config, error);
  }

  g_set_error (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS,
               _("Addresses that begin with %s:// cannot be played."), scheme);
  return NULL;
}

/**
 * wall_source_get_origin:
 * @source: what wall_source_new() made
 *
 * Returns: (transfer full): the element that holds the connection
 */
GstElement *
wall_source_get_origin (GstElement *source)
{
  return gst_bin_get_by_name (GST_BIN (source), ORIGIN);
}
