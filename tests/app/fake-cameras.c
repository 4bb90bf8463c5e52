/* fake-cameras.c
 *
 * A list of cameras that are lost and live again as a test says. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "fake-cameras.h"

#include "../widgets/fake-camera.h"

GListStore *
fake_cameras_new (guint n_cameras)
{
  GListStore *cameras = g_list_store_new (WALL_TYPE_CAMERA);

  for (guint i = 0; i < n_cameras; i++) {
    g_autofree char *name = g_strdup_printf ("Gate %u", i + 1);
    g_autoptr (WallCamera) camera = fake_camera_new (i + 1, name, i);

    g_list_store_append (cameras, camera);
  }

  return cameras;
}

void
fake_cameras_set_state (GListStore    *cameras,
                        guint          position,
                        WallLinkState  state,
                        WallReason     reason,
                        WallNotice     notices)
{
  g_autoptr (WallCamera) camera = g_list_model_get_item (G_LIST_MODEL (cameras), position);
  WallCameraStatus status = { .state = state, .reason = reason, .notices = notices,
                              .is_shown = TRUE };

  fake_camera_set_status (camera, &status);
}

void
fake_cameras_lose (GListStore *cameras,
                   guint       position)
{
  fake_cameras_set_state (cameras, position, WALL_LINK_WAITING_RETRY, WALL_REASON_REFUSED,
                          WALL_NOTICE_ALARM);
}

void
fake_cameras_bring_back (GListStore *cameras,
                         guint       position)
{
  fake_cameras_set_state (cameras, position, WALL_LINK_LIVE, WALL_REASON_NONE, WALL_NOTICE_NONE);
}
