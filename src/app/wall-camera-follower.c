/* wall-camera-follower.c
 *
 * Hears of each camera of a list, whichever they are just then. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-camera-follower.h"

#include "wall-camera.h"

struct _WallCameraFollower {
  GObject parent_instance;

  GListModel *list;      /* (nullable) */
  GPtrArray  *cameras;   /* of WallCamera, as in @list */
};

G_DEFINE_FINAL_TYPE (WallCameraFollower, wall_camera_follower, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  SIGNAL_GONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_status_changed (WallCameraFollower *self,
                   WallCamera         *camera)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, camera);
}

static void
drop (WallCameraFollower *self,
      guint               position)
{
  WallCamera *camera = g_ptr_array_index (self->cameras, position);

  g_signal_handlers_disconnect_by_data (camera, self);
  g_signal_emit (self, signals[SIGNAL_GONE], 0, camera);
  g_ptr_array_remove_index (self->cameras, position);
}

static void
on_items_changed (WallCameraFollower *self,
                  guint               position,
                  guint               removed,
                  guint               added)
{
  for (guint i = 0; i < removed; i++)
    drop (self, position);
  for (guint i = 0; i < added; i++) {
    WallCamera *camera = g_list_model_get_item (self->list, position + i);

    g_ptr_array_insert (self->cameras, (int) (position + i), camera);
    g_signal_connect_object (camera, "status-changed", G_CALLBACK (on_status_changed), self,
                             G_CONNECT_SWAPPED);
    on_status_changed (self, camera);
  }
}

static void
dispose (GObject *object)
{
  wall_camera_follower_set_list (WALL_CAMERA_FOLLOWER (object), NULL);

  G_OBJECT_CLASS (wall_camera_follower_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_ptr_array_unref (WALL_CAMERA_FOLLOWER (object)->cameras);

  G_OBJECT_CLASS (wall_camera_follower_parent_class)->finalize (object);
}

static void
wall_camera_follower_class_init (WallCameraFollowerClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, WALL_TYPE_CAMERA);
  signals[SIGNAL_GONE] = g_signal_new ("gone", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, WALL_TYPE_CAMERA);
}

static void
wall_camera_follower_init (WallCameraFollower *self)
{
  self->cameras = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * wall_camera_follower_new:
 *
 * Returns: (transfer full): what follows no list yet
 */
WallCameraFollower *
wall_camera_follower_new (void)
{
  return g_object_new (WALL_TYPE_CAMERA_FOLLOWER, NULL);
}

/**
 * wall_camera_follower_set_list:
 * @self: a follower
 * @cameras: (transfer none) (nullable): of WallCamera
 *
 * Leaves the list that was followed, and each of its cameras is gone; then follows @cameras.
 */
void
wall_camera_follower_set_list (WallCameraFollower *self,
                               GListModel         *cameras)
{
  g_return_if_fail (WALL_IS_CAMERA_FOLLOWER (self));

  if (self->list == cameras)
    return;

  if (self->list) {
    g_signal_handlers_disconnect_by_data (self->list, self);
    on_items_changed (self, 0, self->cameras->len, 0);
  }
  g_set_object (&self->list, cameras);
  if (cameras) {
    g_signal_connect_swapped (cameras, "items-changed", G_CALLBACK (on_items_changed), self);
    on_items_changed (self, 0, 0, g_list_model_get_n_items (cameras));
  }
}

/**
 * wall_camera_follower_get_cameras:
 * @self: a follower
 *
 * Returns: (transfer none) (element-type WallCamera): those that are followed, in the list's order
 */
GPtrArray *
wall_camera_follower_get_cameras (WallCameraFollower *self)
{
  g_return_val_if_fail (WALL_IS_CAMERA_FOLLOWER (self), NULL);

  return self->cameras;
}
