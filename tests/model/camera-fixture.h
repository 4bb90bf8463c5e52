/* camera-fixture.h
 *
 * A device with cameras whose players do what the test says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "fake-player.h"
#include "wait-until.h"
#include "wall-camera-private.h"

G_BEGIN_DECLS

#define S           ((gint64) G_USEC_PER_SEC)

WallDevice *make_device      (const char *password);
WallCamera *make_camera      (WallDevice *device,
                              guint       channel,
                              gboolean    is_enabled);
WallPlayer *get_player       (WallCamera *camera);
WallPlayer *bring_to_waiting (WallCamera *camera);
WallPlayer *bring_to_life    (WallCamera *camera);
void        camera_beat      (WallCamera *camera,
                              gint64      now_us);
void        camera_end       (WallCamera *camera);

G_END_DECLS
