/* wall-source.h
 *
 * A camera's address to the elements that fetch it: a table by scheme. What comes out is a bin with
 * sometimes pads, one an elementary stream; the element in it that holds the connection, or the bin
 * itself, is its origin. An origin that can close in order has an action signal "close" and ends it with an
 * element message "dvrip-closed"; one that counts has a property "statistics".
 * Main thread; nothing here blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

#include "wall-player.h"

G_BEGIN_DECLS

GstElement *wall_source_new        (const WallPlayerConfig  *config,
                                    GError                 **error);
GstElement *wall_source_get_origin (GstElement              *source);

G_END_DECLS
