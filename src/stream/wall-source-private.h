/* wall-source-private.h
 *
 * The kinds of sources, one function each, for the table in wall-source.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-source.h"

G_BEGIN_DECLS

#define WALL_SOURCE_ORIGIN "origin"

/* Main thread. */
GstElement *wall_source_make_dvrip   (const WallPlayerConfig  *config,
                                      GError                 **error);
GstElement *wall_source_make_http    (const WallPlayerConfig  *config,
                                      GError                 **error);
GstElement *wall_source_make_rtsp    (const WallPlayerConfig  *config,
                                      GError                 **error);
GstElement *wall_source_make_tcp     (const WallPlayerConfig  *config,
                                      GError                 **error);

/* Any thread. */
GstElement *wall_source_make_element (const char              *factory,
                                      const char              *name,
                                      GError                 **error);

G_END_DECLS
