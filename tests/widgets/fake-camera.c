/* fake-camera.c
 *
 * A WallCamera without a player: its status and pictures are what a test says, and what the widgets
 * tell it is kept. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "fake-camera.h"

gboolean fake_camera_is_layout_running = FALSE;

struct _WallCamera {
  GObject parent_instance;

  WallCameraConfig *config;
  WallCameraStatus  status;
  WallPicture      *picture;
  FakeCameraLog     log;
};

G_DEFINE_FINAL_TYPE (WallCamera, wall_camera, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_NUMBER,
  PROP_NAME,
};

static guint status_signal, picture_signal;

static void
get_property (GObject    *object,
              guint       id,
              GValue     *value,
              GParamSpec *pspec)
{
  WallCamera *self = WALL_CAMERA (object);

  g_object_get_property (G_OBJECT (self->config), pspec->name, value);
}

static void
finalize (GObject *object)
{
  WallCamera *self = WALL_CAMERA (object);

  g_clear_object (&self->config);
  g_clear_pointer (&self->picture, wall_picture_unref);

  G_OBJECT_CLASS (wall_camera_parent_class)->finalize (object);
}

static void
wall_camera_class_init (WallCameraClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = get_property;
  object_class->finalize = finalize;
  g_object_class_install_property (object_class, PROP_NUMBER,
                                   g_param_spec_uint ("number", NULL, NULL, 0, G_MAXUINT, 0,
                                                      G_PARAM_READABLE));
  g_object_class_install_property (object_class, PROP_NAME,
                                   g_param_spec_string ("name", NULL, NULL, NULL,
                                                        G_PARAM_READABLE));
  status_signal = g_signal_new ("status-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 0);
  picture_signal = g_signal_new ("picture", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
wall_camera_init (WallCamera *self)
{
  self->status = (WallCameraStatus) {
    .picture_age_us = -1,
    .unchanged_us = -1,
    .retry_in_us = -1,
  };
}

WallCamera *
fake_camera_new (guint       number,
                 const char *name,
                 guint       place)
{
  WallCamera *self = g_object_new (WALL_TYPE_CAMERA, NULL);
  g_autofree char *id = g_strdup_printf ("camera-%u", number);

  self->config = wall_camera_config_new (id);
  g_object_set (self->config, "number", number, "name", name, "place", place, NULL);

  return self;
}

void
fake_camera_set_status (WallCamera             *self,
                        const WallCameraStatus *status)
{
  self->status = *status;
  g_signal_emit (self, status_signal, 0);
}

void
fake_camera_push_picture (WallCamera  *self,
                          WallPicture *picture)
{
  g_clear_pointer (&self->picture, wall_picture_unref);
  self->picture = wall_picture_ref (picture);
  g_signal_emit (self, picture_signal, 0);
}

FakeCameraLog *
fake_camera_get_log (WallCamera *self)
{
  return &self->log;
}

WallPicture *
fake_picture_new (int     width,
                  int     height,
                  guint32 rgb)
{
  WallShape shape = wall_shape_of_picture (width, height, 1, 1);
  WallPicture *picture = wall_picture_new (width, height, shape, 1, g_get_monotonic_time ());
  int stride;
  guint8 *pixels = wall_picture_get_pixels (picture, &stride);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      ((guint32 *) (void *) (pixels + (gsize) y * stride))[x] = 0xff000000u | rgb;

  return picture;
}

WallCameraConfig *
wall_camera_get_config (WallCamera *self)
{
  return self->config;
}

void
wall_camera_get_status (WallCamera       *self,
                        WallCameraStatus *out_status)
{
  *out_status = self->status;
}

void
wall_camera_retry (WallCamera *self)
{
  self->log.retries++;
}

void
wall_camera_set_target_size (WallCamera *self,
                             int         width,
                             int         height)
{
  self->log.target_calls++;
  self->log.target_width = width;
  self->log.target_height = height;
}

void
wall_camera_set_view (WallCamera     *self,
                      const WallView *view)
{
  self->log.view = *view;
}

void
wall_camera_set_enlarged (WallCamera *self,
                          gboolean    is_enlarged)
{
  self->log.is_enlarged = is_enlarged;
}

void
wall_camera_set_shown (WallCamera *self,
                       gboolean    is_shown)
{
  g_assert_false (fake_camera_is_layout_running);
  self->log.shown_calls++;
  self->log.is_shown = is_shown;
}

WallPicture *
wall_camera_take_picture (WallCamera *self)
{
  return g_steal_pointer (&self->picture);
}

void
wall_camera_note_painted (WallCamera  *self,
                          WallPicture *picture,
                          gint64       now_us)
{
  self->log.painted++;
}
