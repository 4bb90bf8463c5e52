/* wall-ending.c
 *
 * The end of the application, in order and in time.
 * Every connection is closed in order and what is on its way to the disk gets there; after two seconds
 * the application is gone, whatever the devices do. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-ending.h"

/* The list closes within a second; this is for the case that it does not. */
#define DEADLINE_MS 1500

/* How often it is asked whether all is saved, until then. */
#define SAVING_MS 20

struct _WallEnding {
  GObject parent_instance;

  GApplication    *application;  /* weak: it owns this */
  WallDeviceStore *store;
  guint            deadline_id;
  guint            saving_id;
};

G_DEFINE_FINAL_TYPE (WallEnding, wall_ending, G_TYPE_OBJECT)

static void
quit (WallEnding *self)
{
  if (self->application)
    g_application_quit (self->application);
}

static gboolean
on_deadline (gpointer user_data)
{
  WallEnding *self = user_data;

  self->deadline_id = 0;
  quit (self);

  return G_SOURCE_REMOVE;
}

/* A certificate that was trusted a moment ago is on its way to the disk. */
static gboolean
on_saving (gpointer user_data)
{
  WallEnding *self = user_data;

  if (wall_device_store_is_busy (self->store))
    return G_SOURCE_CONTINUE;

  self->saving_id = 0;
  quit (self);

  return G_SOURCE_REMOVE;
}

static void
on_closed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (WallEnding) self = user_data;

  wall_camera_list_close_finish (WALL_CAMERA_LIST (source), result);
  if (self->application == NULL)
    return;

  if (wall_device_store_is_busy (self->store))
    self->saving_id = g_timeout_add (SAVING_MS, on_saving, self);
  else
    quit (self);
}

static void
dispose (GObject *object)
{
  WallEnding *self = WALL_ENDING (object);

  g_clear_handle_id (&self->deadline_id, g_source_remove);
  g_clear_handle_id (&self->saving_id, g_source_remove);
  g_clear_weak_pointer (&self->application);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (wall_ending_parent_class)->dispose (object);
}

static void
wall_ending_class_init (WallEndingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
}

static void
wall_ending_init (WallEnding *self)
{
}

/**
 * wall_ending_new:
 * @application: (transfer none): which shall end
 * @store: (transfer none): what is saved first
 * @cameras: (transfer none): which are closed first
 *
 * Begins the end. It is called off by letting go of it, for example because the application has
 * ended already.
 *
 * Returns: (transfer full): the end
 */
WallEnding *
wall_ending_new (GApplication    *application,
                 WallDeviceStore *store,
                 WallCameraList  *cameras)
{
  WallEnding *self = g_object_new (WALL_TYPE_ENDING, NULL);

  g_set_weak_pointer (&self->application, application);
  self->store = g_object_ref (store);
  self->deadline_id = g_timeout_add (DEADLINE_MS, on_deadline, self);
  wall_camera_list_close_async (cameras, on_closed, g_object_ref (self));

  return self;
}
