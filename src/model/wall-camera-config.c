/* wall-camera-config.c
 *
 * One channel of a device, or one URL of its own: what is saved of a camera. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-camera-config.h"

#include "wall-stream.h"

struct _WallCameraConfig {
  GObject parent_instance;

  char *id;
  char *device_id;
  char *uri;
  char *path;
  char *stream;
  char *name;
  guint channel;
  guint number;
  guint place;
  gboolean is_enabled;
};

G_DEFINE_FINAL_TYPE (WallCameraConfig, wall_camera_config, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ID,
  PROP_DEVICE_ID,
  PROP_URI,
  PROP_PATH,
  PROP_CHANNEL,
  PROP_STREAM,
  PROP_NUMBER,
  PROP_NAME,
  PROP_PLACE,
  PROP_ENABLED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
wall_camera_config_finalize (GObject *object)
{
  WallCameraConfig *self = WALL_CAMERA_CONFIG (object);

  g_free (self->id);
  g_free (self->device_id);
  g_free (self->uri);
  g_free (self->path);
  g_free (self->stream);
  g_free (self->name);
  G_OBJECT_CLASS (wall_camera_config_parent_class)->finalize (object);
}

static void
wall_camera_config_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  WallCameraConfig *self = WALL_CAMERA_CONFIG (object);

  switch (id) {
  case PROP_ID:
    g_value_set_string (value, self->id);
    break;
  case PROP_DEVICE_ID:
    g_value_set_string (value, self->device_id);
    break;
  case PROP_URI:
    g_value_set_string (value, self->uri);
    break;
  case PROP_PATH:
    g_value_set_string (value, self->path);
    break;
  case PROP_CHANNEL:
    g_value_set_uint (value, self->channel);
    break;
  case PROP_STREAM:
    g_value_set_string (value, self->stream);
    break;
  case PROP_NUMBER:
    g_value_set_uint (value, self->number);
    break;
  case PROP_NAME:
    g_value_set_string (value, self->name);
    break;
  case PROP_PLACE:
    g_value_set_uint (value, self->place);
    break;
  case PROP_ENABLED:
    g_value_set_boolean (value, self->is_enabled);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static gboolean
replace_string (char        **field,
                const GValue *value)
{
  const char *text = g_value_get_string (value);

  if (g_strcmp0 (*field, text) == 0)
    return FALSE;

  g_free (*field);
  *field = g_strdup (text);
  return TRUE;
}

static gboolean
replace_uint (guint        *field,
              const GValue *value)
{
  guint number = g_value_get_uint (value);
  gboolean is_new = *field != number;

  *field = number;
  return is_new;
}

static gboolean
replace_boolean (gboolean     *field,
                 const GValue *value)
{
  gboolean flag = g_value_get_boolean (value);
  gboolean is_new = *field != flag;

  *field = flag;
  return is_new;
}

static gboolean
replace_property (WallCameraConfig *self,
                  guint             id,
                  const GValue     *value)
{
  switch (id) {
  case PROP_ID:
    return replace_string (&self->id, value);
  case PROP_DEVICE_ID:
    return replace_string (&self->device_id, value);
  case PROP_URI:
    return replace_string (&self->uri, value);
  case PROP_PATH:
    return replace_string (&self->path, value);
  case PROP_CHANNEL:
    return replace_uint (&self->channel, value);
  case PROP_STREAM:
    return replace_string (&self->stream, value);
  case PROP_NUMBER:
    return replace_uint (&self->number, value);
  case PROP_NAME:
    return replace_string (&self->name, value);
  case PROP_PLACE:
    return replace_uint (&self->place, value);
  case PROP_ENABLED:
    return replace_boolean (&self->is_enabled, value);
  default:
    g_return_val_if_reached (FALSE);
  }
}

static void
wall_camera_config_set_property (GObject      *object,
                                 guint         id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  if (replace_property (WALL_CAMERA_CONFIG (object), id, value))
    g_object_notify_by_pspec (object, pspec);
}

#define FLAGS (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY)

static void
wall_camera_config_class_init (WallCameraConfigClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->finalize = wall_camera_config_finalize;
  object_class->get_property = wall_camera_config_get_property;
  object_class->set_property = wall_camera_config_set_property;

  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL, FLAGS | G_PARAM_CONSTRUCT_ONLY);
  properties[PROP_DEVICE_ID] = g_param_spec_string ("device-id", NULL, NULL, NULL, FLAGS);
  properties[PROP_URI] = g_param_spec_string ("uri", NULL, NULL, NULL, FLAGS);
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, FLAGS);
  properties[PROP_CHANNEL] =
    g_param_spec_uint ("channel", NULL, NULL, 1, WALL_CAMERA_MAX_CHANNEL, 1, FLAGS);
  properties[PROP_STREAM] = g_param_spec_string ("stream", NULL, NULL, WALL_STREAM_AUTO, FLAGS);
  properties[PROP_NUMBER] =
    g_param_spec_uint ("number", NULL, NULL, 0, WALL_CAMERA_MAX_NUMBER, 0, FLAGS);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, FLAGS);
  properties[PROP_PLACE] =
    g_param_spec_uint ("place", NULL, NULL, 0, WALL_CAMERA_MAX_PLACE, 0, FLAGS);
  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, TRUE, FLAGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
wall_camera_config_init (WallCameraConfig *self)
{
  self->stream = g_strdup (WALL_STREAM_AUTO);
  self->channel = 1;
  self->is_enabled = TRUE;
}

/**
 * wall_camera_config_new:
 * @id: stable and unique in its store, never shown
 *
 * Makes the configuration of channel 1 of no device yet: the stream that fits, enabled, place 0.
 *
 * Returns: (transfer full): a new configuration
 */
WallCameraConfig *
wall_camera_config_new (const char *id)
{
  return g_object_new (WALL_TYPE_CAMERA_CONFIG, "id", id, NULL);
}

/**
 * wall_camera_config_get_id:
 *
 * Returns: (transfer none): what it was saved under
 */
const char *
wall_camera_config_get_id (WallCameraConfig *self)
{
  return self->id;
}

/**
 * wall_camera_config_get_name:
 *
 * Returns: (transfer none): the name that people see
 */
const char *
wall_camera_config_get_name (WallCameraConfig *self)
{
  return self->name;
}

/**
 * wall_camera_config_get_path:
 *
 * Returns: (transfer none) (nullable): path and query of its stream, where the device has no
 * channels
 */
const char *
wall_camera_config_get_path (WallCameraConfig *self)
{
  return self->path;
}

/**
 * wall_camera_config_get_stream:
 *
 * Returns: (transfer none): "auto", "main" or "sub"
 */
const char *
wall_camera_config_get_stream (WallCameraConfig *self)
{
  return self->stream;
}

/**
 * wall_camera_config_get_channel:
 *
 * Returns: the device's channel, from 1
 */
guint
wall_camera_config_get_channel (WallCameraConfig *self)
{
  return self->channel;
}

/**
 * wall_camera_config_get_number:
 *
 * Returns: what a guard types to see this camera
 */
guint
wall_camera_config_get_number (WallCameraConfig *self)
{
  return self->number;
}

/**
 * wall_camera_config_get_place:
 *
 * Returns: the tile it stands in, from 0
 */
guint
wall_camera_config_get_place (WallCameraConfig *self)
{
  return self->place;
}

/**
 * wall_camera_config_get_enabled:
 *
 * Returns: whether it is to be connected at all
 */
gboolean
wall_camera_config_get_enabled (WallCameraConfig *self)
{
  return self->is_enabled;
}
