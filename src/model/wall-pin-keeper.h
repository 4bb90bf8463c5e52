/* wall-pin-keeper.h
 *
 * Keeps the certificates of devices in the device file, and looks there again when a person asks.
 * Main thread; the disk is waited for elsewhere.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-device.h"

G_BEGIN_DECLS

#define WALL_TYPE_PIN_KEEPER (wall_pin_keeper_get_type ())
G_DECLARE_FINAL_TYPE (WallPinKeeper, wall_pin_keeper, WALL, PIN_KEEPER, GObject)

/* Signals: "trouble" (const char *message): a certificate could not be kept, or not be looked up, in
 * a whole sentence for people. */
WallPinKeeper *wall_pin_keeper_new        (const char    *path);
void           wall_pin_keeper_set_places (WallPinKeeper *self,
                                           GPtrArray     *places);
gboolean       wall_pin_keeper_is_in_file (WallPinKeeper *self,
                                           WallDevice    *device);
void           wall_pin_keeper_set_held   (WallPinKeeper *self,
                                           gboolean       is_held);
gboolean       wall_pin_keeper_is_busy    (WallPinKeeper *self);

G_END_DECLS
