/* wall-device-file-camera.c
 *
 * Reads the groups [camera ID] of a device file. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "wall-device-file-private.h"
#include "wall-stream.h"

#define UNSET WALL_DEVICE_FILE_UNSET

/* What a camera's group says; what it does not say is UNSET or NULL. */
typedef struct {
  char *device_id, *uri, *path, *stream, *name;
  WallDevice *device;   /* borrowed */
  guint channel, number, place;
  gboolean is_enabled;
} CameraGroup;

static void
camera_group_clear (CameraGroup *self)
{
  g_free (self->device_id);
  g_free (self->uri);
  g_free (self->path);
  g_free (self->stream);
  g_free (self->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CameraGroup, camera_group_clear)

static WallDevice *
find_device (WallDeviceFileReader *reader,
             const char           *id)
{
  for (guint i = 0; i < reader->devices->len; i++) {
    WallDevice *device = g_ptr_array_index (reader->devices, i);
    g_autofree char *other = NULL;

    g_object_get (device, "id", &other, NULL);
    if (g_str_equal (id, other))
      return device;
  }

  return NULL;
}

/**
 * wall_device_file_is_at:
 * @user: (nullable): %NULL: nobody signs in
 *
 * Returns: whether @device is the one that @user reaches at @address
 */
gboolean
wall_device_file_is_at (WallDevice        *device,
                        const WallAddress *address,
                        const char        *user)
{
  return wall_device_get_scheme (device) == address->scheme &&
         g_ascii_strcasecmp (wall_device_get_host (device), address->host) == 0 &&
         wall_device_get_port (device) == address->port &&
         g_strcmp0 (wall_device_get_user (device), user) == 0;
}

/* A camera with a URI of its own belongs to a device, too, so that its logins are counted together
 * with others at the same place. */
static WallDevice *
adopt_device (WallDeviceFileReader *reader,
              const WallAddress    *address)
{
  const char *user = wall_device_file_pick_user (address);
  g_autofree char *id = NULL;

  for (guint i = 0; i < reader->devices->len; i++) {
    WallDevice *device = g_ptr_array_index (reader->devices, i);

    if (wall_device_file_is_at (device, address, user))
      return device;
  }

  id = g_strdup_printf (":%s:%s:%u:%s", address->scheme->name, address->host, address->port,
                        user ? user : "");
  return wall_device_file_add_device (reader, id, address, user);
}

static gboolean
refuse_twice (WallDeviceFileReader  *reader,
              const char            *key,
              GError               **error)
{
  return wall_key_file_refuse (&reader->group, key, error, _("“uri” names it, too"));
}

/* What names the stream may stand in the URI, or in a key beside it. */
static gboolean
take_stream (WallDeviceFileReader  *reader,
             CameraGroup           *camera,
             WallAddress           *address,
             GError               **error)
{
  if (address->channel > 0 && camera->channel != UNSET)
    return refuse_twice (reader, "channel", error);
  if (address->stream && camera->stream)
    return refuse_twice (reader, "stream", error);
  if (address->path && camera->path)
    return refuse_twice (reader, "path", error);

  if (address->channel > 0)
    camera->channel = address->channel;
  if (address->stream)
    camera->stream = g_steal_pointer (&address->stream);
  if (address->path)
    camera->path = g_steal_pointer (&address->path);
  return TRUE;
}

static gboolean
read_own_uri (WallDeviceFileReader  *reader,
              CameraGroup           *camera,
              GError               **error)
{
  g_autoptr (WallAddress) address = NULL;

  if (camera->device_id)
    return wall_key_file_refuse (&reader->group, "uri", error,
                                 _("stands beside “device”; one of them is enough"));

  address = wall_device_file_parse_address (reader, camera->uri, error);
  if (address == NULL || !take_stream (reader, camera, address, error))
    return FALSE;

  camera->device = adopt_device (reader, address);
  g_object_get (camera->device, "id", &camera->device_id, NULL);
  return wall_device_file_read_pin (reader, camera->device, camera->uri, error);
}

static gboolean
find_source (WallDeviceFileReader  *reader,
             CameraGroup           *camera,
             GError               **error)
{
  const WallKeyFileGroup *group = &reader->group;

  if (camera->uri)
    return read_own_uri (reader, camera, error);
  if (camera->device_id == NULL)
    return wall_key_file_refuse (group, "device", error, _("is missing, and there is no “uri”"));

  camera->device = find_device (reader, camera->device_id);
  if (camera->device == NULL)
    return wall_key_file_refuse (group, "device", error, _("there is no group [device %s]"),
                                 camera->device_id);
  if (wall_key_file_has (group, "certificate"))
    return wall_key_file_refuse (group, "certificate", error, _("it stands with the device"));

  return TRUE;
}

/* What names a stream is one thing with channels, and another without. */
static gboolean
check_stream (WallDeviceFileReader  *reader,
              CameraGroup           *camera,
              GError               **error)
{
  const WallKeyFileGroup *group = &reader->group;
  const WallScheme *scheme = wall_device_get_scheme (camera->device);
  g_autoptr (GError) cause = NULL;

  if (scheme->has_channels && camera->path)
    return wall_key_file_refuse (group, "path", error,
                                 _("a %s device has channels, and no paths"), scheme->name);
  if (!scheme->has_channels && camera->channel != UNSET)
    return wall_key_file_refuse (group, "channel", error,
                                 _("only dvrip devices have channels; name the “path” of the stream"));
  if (!scheme->has_channels && camera->stream)
    return wall_key_file_refuse (group, "stream", error,
                                 _("only dvrip devices have these; name the “path” of the stream"));
  if (camera->path && !wall_address_check_path (camera->path, &cause))
    return wall_key_file_refuse (group, "path", error, "%s", cause->message);

  return TRUE;
}

static gboolean
check_source (WallDeviceFileReader  *reader,
              CameraGroup           *camera,
              GError               **error)
{
  if (camera->stream && !wall_stream_is_word (camera->stream))
    return wall_key_file_refuse (&reader->group, "stream", error,
                                 _("“%s” is none of “auto”, “main” and “sub”"), camera->stream);

  return find_source (reader, camera, error) && check_stream (reader, camera, error);
}

static gboolean
read_camera_group (WallDeviceFileReader  *reader,
                   CameraGroup           *camera,
                   GError               **error)
{
  const WallKeyFileGroup *group = &reader->group;

  return wall_key_file_get_word (group, "device", &camera->device_id, error) &&
         wall_key_file_get_word (group, "uri", &camera->uri, error) &&
         wall_key_file_get_word (group, "path", &camera->path, error) &&
         wall_key_file_get_word (group, "stream", &camera->stream, error) &&
         wall_key_file_get_word (group, "name", &camera->name, error) &&
         wall_key_file_get_uint (group, "channel", 1, WALL_CAMERA_MAX_CHANNEL, &camera->channel,
                                 error) &&
         wall_key_file_get_uint (group, "number", 1, WALL_CAMERA_MAX_NUMBER, &camera->number,
                                 error) &&
         wall_key_file_get_uint (group, "place", 0, WALL_CAMERA_MAX_PLACE, &camera->place, error) &&
         wall_key_file_get_boolean (group, "enabled", &camera->is_enabled, error);
}

static gboolean
take_free (WallDeviceFileReader  *reader,
           guint8                *taken,
           guint                  value,
           const char            *key,
           GError               **error)
{
  if (value == UNSET)
    return TRUE;
  if (taken[value])
    return wall_key_file_refuse (&reader->group, key, error, _("%u is another camera’s already"),
                                 value);

  taken[value] = TRUE;
  return TRUE;
}

static void
add_camera (WallDeviceFileReader *reader,
            const char           *id,
            CameraGroup          *camera)
{
  WallCameraConfig *config = wall_camera_config_new (id);

  g_object_set (config, "device-id", camera->device_id, "uri", camera->uri,
                "path", camera->path,
                "channel", camera->channel == UNSET ? 1 : camera->channel,
                "stream", camera->stream ? camera->stream : WALL_STREAM_AUTO,
                "number", camera->number == UNSET ? 0 : camera->number,
                "name", camera->name && *camera->name ? camera->name : NULL,
                "place", camera->place == UNSET ? 0 : camera->place,
                "enabled", camera->is_enabled, NULL);
  g_ptr_array_add (reader->cameras, config);
  if (camera->place == UNSET)
    g_ptr_array_add (reader->unplaced, config);
}

/**
 * wall_device_file_read_camera:
 * @id: of the group that is being read
 *
 * Returns: %FALSE with @error set if anything of the group is wrong
 */
gboolean
wall_device_file_read_camera (WallDeviceFileReader  *reader,
                              const char            *id,
                              GError               **error)
{
  g_auto (CameraGroup) camera = {
    .channel = UNSET, .number = UNSET, .place = UNSET, .is_enabled = TRUE,
  };

  if (reader->cameras->len == WALL_DEVICE_FILE_MAX_CAMERAS)
    return wall_key_file_refuse (&reader->group, NULL, error, _("more than %d cameras"),
                                 WALL_DEVICE_FILE_MAX_CAMERAS);
  if (!read_camera_group (reader, &camera, error) || !check_source (reader, &camera, error) ||
      !take_free (reader, reader->numbers, camera.number, "number", error) ||
      !take_free (reader, reader->places_taken, camera.place, "place", error))
    return FALSE;

  add_camera (reader, id, &camera);
  return TRUE;
}
