/* wall-turnstile.h
 *
 * The process's one way to a new connection: calls whoever waits when its turn has come. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-camera.h"

G_BEGIN_DECLS

void wall_turnstile_enter (WallCamera *camera);
void wall_turnstile_leave (WallCamera *camera);
void wall_turnstile_poke  (void);

G_END_DECLS
