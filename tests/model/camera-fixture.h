/* camera-fixture.h
 *
 * A device with cameras whose players do what the test says.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "fake-player.h"
#include "wall-camera-private.h"

G_BEGIN_DECLS

#define S           ((gint64) G_USEC_PER_SEC)
#define DEADLINE_US (20 * S)

#define wait_until(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;                                    \
    while (!(condition)) {                                                                         \
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);                                   \
      g_main_context_iteration (NULL, TRUE);                                                       \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END

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
