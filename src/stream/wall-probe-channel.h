/* wall-probe-channel.h
 *
 * One channel of a device that is being looked at: its number, its title, and a small picture of it
 * that is made anew now and then while the probe lives. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>

#include "wall-reason.h"

G_BEGIN_DECLS

#define WALL_TYPE_PROBE_CHANNEL (wall_probe_channel_get_type ())
G_DECLARE_FINAL_TYPE (WallProbeChannel, wall_probe_channel, WALL, PROBE_CHANNEL, GObject)

/* Properties, all readable, each notifies:
 *   "number" (uint): from 1, as it stands in the device file; 1 where there are no channels.
 *   "title" (string): what the device calls it, valid UTF-8 of one line; "" if it says nothing.
 *   "has-sub" (boolean): believed until the device has refused it.
 *   "preview" (GdkTexture, nullable): at most WALL_PROBE_PREVIEW_WIDTH pixels wide.
 *   "trouble" (string, nullable): a sentence, why there is no picture of it. */
guint       wall_probe_channel_get_number  (WallProbeChannel *self);
const char *wall_probe_channel_get_title   (WallProbeChannel *self);
gboolean    wall_probe_channel_has_sub     (WallProbeChannel *self);
GdkTexture *wall_probe_channel_get_preview (WallProbeChannel *self);
const char *wall_probe_channel_get_trouble (WallProbeChannel *self);

#define WALL_PROBE_PREVIEW_WIDTH  320
#define WALL_PROBE_PREVIEW_HEIGHT 180

/* For the probe, and for whoever plays one in a test. */
WallProbeChannel *wall_probe_channel_new         (guint             number,
                                                  const char       *title,
                                                  gboolean          has_sub);
void              wall_probe_channel_set_has_sub (WallProbeChannel *self,
                                                  gboolean          has_sub);
void              wall_probe_channel_set_preview (WallProbeChannel *self,
                                                  GdkTexture       *preview);
void              wall_probe_channel_set_trouble (WallProbeChannel *self,
                                                  const char       *trouble);

G_END_DECLS
