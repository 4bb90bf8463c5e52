/* fake-cameras.h
 *
 * A list of cameras that are lost and live again as a test says: "Gate 1", "Gate 2"... Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-camera.h"

G_BEGIN_DECLS

GListStore *fake_cameras_new        (guint          n_cameras);
void        fake_cameras_set_state  (GListStore    *cameras,
                                     guint          position,
                                     WallLinkState  state,
                                     WallReason     reason,
                                     WallNotice     notices);
/* So long that somebody is told. */
void        fake_cameras_lose       (GListStore    *cameras,
                                     guint          position);
void        fake_cameras_bring_back (GListStore    *cameras,
                                     guint          position);

G_END_DECLS
