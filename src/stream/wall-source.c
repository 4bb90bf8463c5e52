/* wall-source.c
 *
 * A camera's address to the elements that fetch it. A new kind of source is a file of its own and a
 * line in the table.
 * Main thread; nothing here blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-source.h"

#include <glib/gi18n-lib.h>

#include "wall-reason.h"
#include "wall-source-private.h"

static const struct {
  const char *scheme;
  GstElement *(*make) (const WallPlayerConfig *config, GError **error);
} kinds[] = {
  { "dvrip", wall_source_make_dvrip },
  { "rtsp", wall_source_make_rtsp },
  { "rtsps", wall_source_make_rtsp },
  { "http", wall_source_make_http },
  { "https", wall_source_make_http },
  { "tcp", wall_source_make_tcp },
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
  GstElement *origin = gst_bin_get_by_name (GST_BIN (source), WALL_SOURCE_ORIGIN);

  return origin ? origin : gst_object_ref (source);
}

/**
 * wall_source_make_element:
 * @factory: what it is made of
 * @name: (nullable): what it is called
 *
 * Returns: (transfer floating) (nullable): the element; %NULL with %WALL_REASON_LOCAL in words for
 *   the user if it is not installed
 */
GstElement *
wall_source_make_element (const char  *factory,
                          const char  *name,
                          GError     **error)
{
  GstElement *element = gst_element_factory_make (factory, name);

  if (!element)
    g_set_error (error, WALL_ERROR, WALL_REASON_LOCAL,
                 _("A part of this program is missing: %s."), factory);

  return element;
}
