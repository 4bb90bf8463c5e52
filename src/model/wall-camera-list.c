/* wall-camera-list.c
 *
 * All cameras of the wall as a GListModel of WallCamera, which follows the store: those that it had
 * first in the order of their places, then those that came later; their sums, their start and their
 * end. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-camera-list.h"

#include "wall-camera-private.h"
#include "wall-relief.h"
#include "wall-report.h"

#define CLOSE_MS 1000

struct _WallCameraList {
  GObject parent_instance;

  WallDeviceStore *store;
  GPtrArray *cameras;      /* of WallCamera, as many as the store has, in its order */
  gboolean is_started;
  gboolean is_sub_in_grid;
  WallCameraSums sums;
  WallRelief *relief;      /* (nullable): before the start, and after the end */

  GTask *closing;          /* (nullable): of wall_camera_list_close_async() */
  guint close_timer;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WallCameraList, wall_camera_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum {
  PROP_0,
  PROP_SUB_STREAM_IN_GRID,
};

static guint sums_changed;

static void on_device_changed (WallCameraList   *self,
                               GParamSpec       *pspec,
                               WallCameraConfig *config);

static GType
get_item_type (GListModel *model)
{
  return WALL_TYPE_CAMERA;
}

static guint
get_n_items (GListModel *model)
{
  return WALL_CAMERA_LIST (model)->cameras->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  WallCameraList *self = WALL_CAMERA_LIST (model);

  if (position >= self->cameras->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->cameras, position));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static guint *
pick_sum (WallCameraSums   *sums,
          const WallCamera *camera)
{
  switch (camera->state) {
  case WALL_LINK_LIVE:
    return camera->is_shown ? &sums->live : &sums->receiving;
  case WALL_LINK_LATE:
    return &sums->late;
  case WALL_LINK_STALLED:
    return &sums->stalled;
  case WALL_LINK_QUEUED:
  case WALL_LINK_CONNECTING:
  case WALL_LINK_SIGNING_IN:
  case WALL_LINK_WAITING_PICTURE:
    return camera->reason == WALL_REASON_NONE ? &sums->connecting : &sums->offline;
  case WALL_LINK_CLOSING:
  case WALL_LINK_WAITING_RETRY:
    return &sums->offline;
  case WALL_LINK_NEEDS_ATTENTION:
    return &sums->attention;
  case WALL_LINK_IDLE:
  case WALL_LINK_OFF:
    return &sums->off;
  }

  g_return_val_if_reached (&sums->off);
}

static WallCameraSums
count_all (WallCameraList *self)
{
  WallCameraSums sums = { 0 };

  for (guint i = 0; i < self->cameras->len; i++)
    (*pick_sum (&sums, g_ptr_array_index (self->cameras, i)))++;

  return sums;
}

static gboolean
is_closed (WallCameraList *self)
{
  for (guint i = 0; i < self->cameras->len; i++) {
    if (!wall_camera_is_closed (g_ptr_array_index (self->cameras, i)))
      return FALSE;
  }

  return TRUE;
}

static void
finish_closing (WallCameraList *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->closing);

  g_clear_handle_id (&self->close_timer, g_source_remove);
  g_task_return_boolean (task, TRUE);
}

static void
on_status_changed (WallCameraList *self)
{
  WallCameraSums sums = count_all (self);

  if (memcmp (&sums, &self->sums, sizeof sums) != 0) {
    self->sums = sums;
    g_signal_emit (self, sums_changed, 0);
  }

  if (self->closing && is_closed (self))
    finish_closing (self);
}

static gboolean
on_close_timeout (gpointer user_data)
{
  WallCameraList *self = user_data;

  self->close_timer = 0;
  finish_closing (self);
  return G_SOURCE_REMOVE;
}

static void
forget (WallCameraList *self,
        WallCamera     *camera)
{
  g_signal_handlers_disconnect_by_data (camera, self);
  g_signal_handlers_disconnect_by_data (wall_camera_get_config (camera), self);
}

static void
wall_camera_list_dispose (GObject *object)
{
  WallCameraList *self = WALL_CAMERA_LIST (object);

  g_clear_pointer (&self->relief, wall_relief_free);
  if (self->store)
    g_signal_handlers_disconnect_by_data (wall_device_store_get_cameras (self->store), self);
  for (guint i = 0; i < self->cameras->len; i++)
    forget (self, g_ptr_array_index (self->cameras, i));
  g_ptr_array_set_size (self->cameras, 0);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (wall_camera_list_parent_class)->dispose (object);
}

static void
wall_camera_list_finalize (GObject *object)
{
  g_ptr_array_unref (WALL_CAMERA_LIST (object)->cameras);
  G_OBJECT_CLASS (wall_camera_list_parent_class)->finalize (object);
}

static void
wall_camera_list_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  WallCameraList *self = WALL_CAMERA_LIST (object);

  if (id != PROP_SUB_STREAM_IN_GRID) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    return;
  }

  self->is_sub_in_grid = g_value_get_boolean (value);
  for (guint i = 0; i < self->cameras->len; i++)
    wall_camera_set_sub_in_grid (g_ptr_array_index (self->cameras, i), self->is_sub_in_grid);
}

static void
wall_camera_list_class_init (WallCameraListClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = wall_camera_list_dispose;
  object_class->finalize = wall_camera_list_finalize;
  object_class->set_property = wall_camera_list_set_property;
  g_object_class_install_property (object_class, PROP_SUB_STREAM_IN_GRID,
                                   g_param_spec_boolean ("sub-stream-in-grid", NULL, NULL, TRUE,
                                                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT |
                                                           G_PARAM_STATIC_STRINGS));
  sums_changed = g_signal_new ("sums-changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                               NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
wall_camera_list_init (WallCameraList *self)
{
  self->cameras = g_ptr_array_new_with_free_func (g_object_unref);
}

static WallCamera *
make_camera (WallCameraList   *self,
             WallCameraConfig *config)
{
  g_autofree char *device_id = NULL;
  WallDevice *device;
  WallCamera *camera;

  g_object_get (config, "device-id", &device_id, NULL);
  device = wall_device_store_find (self->store, device_id);
  g_return_val_if_fail (device != NULL, NULL);

  camera = wall_camera_new (config, device);
  wall_camera_set_sub_in_grid (camera, self->is_sub_in_grid);
  g_signal_connect_swapped (camera, "status-changed", G_CALLBACK (on_status_changed), self);
  g_signal_connect_swapped (config, "notify::device-id", G_CALLBACK (on_device_changed), self);
  return camera;
}

static void
add_camera (WallCameraList   *self,
            guint             position,
            WallCameraConfig *config)
{
  WallCamera *camera = make_camera (self, config);

  g_ptr_array_insert (self->cameras, position, camera);
  if (self->is_started)
    wall_camera_start (camera);
}

/* Its connection is closed in order, without it. */
static void
remove_camera (WallCameraList *self,
               guint           position)
{
  g_autoptr (WallCamera) camera = g_object_ref (g_ptr_array_index (self->cameras, position));

  forget (self, camera);
  g_ptr_array_remove_index (self->cameras, position);
  wall_camera_stop (camera);
}

static void
on_cameras_changed (WallCameraList *self,
                    guint           position,
                    guint           removed,
                    guint           added,
                    GListModel     *configs)
{
  for (guint i = 0; i < removed; i++)
    remove_camera (self, position);

  for (guint i = 0; i < added; i++) {
    g_autoptr (WallCameraConfig) config = g_list_model_get_item (configs, position + i);

    add_camera (self, position + i, config);
  }

  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  on_status_changed (self);
}

/* A camera with an address of its own was given another one, which is another device. */
static void
on_device_changed (WallCameraList   *self,
                   GParamSpec       *pspec,
                   WallCameraConfig *config)
{
  for (guint i = 0; i < self->cameras->len; i++) {
    if (wall_camera_get_config (g_ptr_array_index (self->cameras, i)) != config)
      continue;

    on_cameras_changed (self, i, 1, 1, wall_device_store_get_cameras (self->store));
    return;
  }
}

/**
 * wall_camera_list_new:
 * @store: what the wall consists of, now and later
 *
 * Returns: (transfer full): the cameras of @store, none of them started
 */
WallCameraList *
wall_camera_list_new (WallDeviceStore *store)
{
  WallCameraList *self = g_object_new (WALL_TYPE_CAMERA_LIST, NULL);
  GListModel *configs = wall_device_store_get_cameras (store);

  self->store = g_object_ref (store);
  g_signal_connect_swapped (configs, "items-changed", G_CALLBACK (on_cameras_changed), self);
  on_cameras_changed (self, 0, 0, g_list_model_get_n_items (configs), configs);
  return self;
}

/**
 * wall_camera_list_start:
 *
 * Connects every camera that is not switched off, now and whenever it is lost, and those that come
 * later.
 */
void
wall_camera_list_start (WallCameraList *self)
{
  g_return_if_fail (WALL_IS_CAMERA_LIST (self));

  self->is_started = TRUE;
  if (self->relief == NULL)
    self->relief = wall_relief_new (self->cameras);
  for (guint i = 0; i < self->cameras->len; i++)
    wall_camera_start (g_ptr_array_index (self->cameras, i));
}

/**
 * wall_camera_list_get_sums:
 * @out_sums: (out): how many cameras are in which state
 */
void
wall_camera_list_get_sums (WallCameraList *self,
                           WallCameraSums *out_sums)
{
  g_return_if_fail (WALL_IS_CAMERA_LIST (self));

  *out_sums = self->sums;
}

/**
 * wall_camera_list_close_async:
 * @callback: called once, later, when all are closed or a second has passed
 *
 * Closes every connection in order. To be called once.
 */
void
wall_camera_list_close_async (WallCameraList      *self,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (WALL_IS_CAMERA_LIST (self));
  g_return_if_fail (self->closing == NULL);

  self->is_started = FALSE;
  g_clear_pointer (&self->relief, wall_relief_free);
  self->closing = g_task_new (self, NULL, callback, user_data);
  self->close_timer = g_timeout_add (CLOSE_MS, on_close_timeout, self);
  for (guint i = 0; i < self->cameras->len; i++)
    wall_camera_stop (g_ptr_array_index (self->cameras, i));

  if (self->closing && is_closed (self))
    finish_closing (self);
}

/**
 * wall_camera_list_close_finish:
 *
 * Ends wall_camera_list_close_async().
 */
void
wall_camera_list_close_finish (WallCameraList *self,
                               GAsyncResult   *result)
{
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
}

/**
 * wall_camera_list_to_json:
 *
 * Returns: (transfer full): an array, an object a camera, as wall-report.h describes it
 */
JsonNode *
wall_camera_list_to_json (WallCameraList *self)
{
  g_return_val_if_fail (WALL_IS_CAMERA_LIST (self), NULL);

  return wall_report_cameras ((WallCamera *const *) self->cameras->pdata, self->cameras->len);
}
