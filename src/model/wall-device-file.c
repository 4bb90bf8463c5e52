/* wall-device-file.c
 *
 * Turns a device file into devices and cameras, or says what is wrong with it. Main thread.
 *
 * Groups are `[device ID]` and `[camera ID]`; any other one is refused, since a misspelt camera
 * would be missing without a word. Keys that are not known are left to newer versions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device-file.h"

#include <glib/gi18n-lib.h>

#include "wall-address.h"
#include "wall-key-file.h"

#define DEVICE_PREFIX "device "
#define CAMERA_PREFIX "camera "
#define DEFAULT_USER  "admin"

#define UNSET G_MAXUINT

typedef struct {
  WallKeyFileGroup group;    /* that is being read */
  GPtrArray *devices;        /* of WallDevice */
  GPtrArray *cameras;        /* of WallCameraConfig */
  GPtrArray *unplaced;       /* of these, the ones whose place the file leaves open; borrowed */
  guint8 numbers[WALL_CAMERA_MAX_NUMBER + 1];   /* whether taken */
  guint8 places[WALL_CAMERA_MAX_PLACE + 1];
} Reader;

/* What a camera's group says; what it does not say is UNSET or NULL. */
typedef struct {
  char *device_id, *uri, *stream, *name;
  guint channel, number, place;
  gboolean is_enabled;
} CameraGroup;

static void
camera_group_clear (CameraGroup *self)
{
  g_free (self->device_id);
  g_free (self->uri);
  g_free (self->stream);
  g_free (self->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CameraGroup, camera_group_clear)

static WallAddress *
parse_address (Reader     *reader,
               const char *uri,
               GError    **error)
{
  g_autoptr (GError) cause = NULL;
  WallAddress *address = wall_address_parse (uri, &cause);

  if (address == NULL)
    wall_key_file_refuse (&reader->group, "uri", error, "%s", cause->message);

  return address;
}

static WallDevice *
add_device (Reader            *reader,
            const char        *id,
            const WallAddress *address,
            const char        *user)
{
  WallDevice *device = wall_device_new (id);
  g_autofree char *uri = wall_address_build (address->host, address->port, 0, NULL);

  g_object_set (device, "uri", uri, "user", user, NULL);
  g_ptr_array_add (reader->devices, device);
  return device;
}

static gboolean
read_device (Reader     *reader,
             const char *id,
             GError    **error)
{
  const WallKeyFileGroup *group = &reader->group;
  g_autofree char *uri = NULL;
  g_autofree char *user = NULL;
  g_autoptr (WallAddress) address = NULL;

  if (!wall_key_file_has (group, "uri"))
    return wall_key_file_refuse (group, "uri", error, _("is missing"));
  if (!wall_key_file_get_word (group, "uri", &uri, error) ||
      !wall_key_file_get_string (group, "user", &user, error))
    return FALSE;

  address = parse_address (reader, uri, error);
  if (address == NULL)
    return FALSE;
  if (address->channel > 0 || address->stream)
    return wall_key_file_refuse (group, "uri", error, _("a device has no channel and no stream"));
  if (user && address->user && !g_str_equal (user, address->user))
    return wall_key_file_refuse (group, "user", error, _("“uri” names another user"));

  add_device (reader, id, address, user ? user : address->user ? address->user : DEFAULT_USER);
  return TRUE;
}

static WallDevice *
find_device (Reader     *reader,
             const char *id)
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

/* A camera with a URI of its own is a channel of a device, too, so that its logins are counted
 * together with others at the same place. */
static void
adopt_device (Reader            *reader,
              CameraGroup       *camera,
              const WallAddress *address)
{
  const char *user = address->user ? address->user : DEFAULT_USER;

  for (guint i = 0; i < reader->devices->len; i++) {
    WallDevice *device = g_ptr_array_index (reader->devices, i);

    if (g_ascii_strcasecmp (wall_device_get_host (device), address->host) == 0 &&
        wall_device_get_port (device) == address->port &&
        g_strcmp0 (wall_device_get_user (device), user) == 0) {
      g_object_get (device, "id", &camera->device_id, NULL);
      return;
    }
  }

  camera->device_id = g_strdup_printf (":%s:%u:%s", address->host, address->port, user);
  add_device (reader, camera->device_id, address, user);
}

static gboolean
read_own_uri (Reader      *reader,
              CameraGroup *camera,
              GError     **error)
{
  const WallKeyFileGroup *group = &reader->group;
  g_autoptr (WallAddress) address = NULL;

  if (camera->device_id)
    return wall_key_file_refuse (group, "uri", error,
                                 _("stands beside “device”; one of them is enough"));

  address = parse_address (reader, camera->uri, error);
  if (address == NULL)
    return FALSE;
  if (address->channel > 0 && camera->channel != UNSET)
    return wall_key_file_refuse (group, "channel", error, _("“uri” names a channel, too"));
  if (address->stream && camera->stream)
    return wall_key_file_refuse (group, "stream", error, _("“uri” names a stream, too"));

  if (address->channel > 0)
    camera->channel = address->channel;
  if (address->stream)
    camera->stream = g_steal_pointer (&address->stream);
  adopt_device (reader, camera, address);
  return TRUE;
}

static gboolean
check_source (Reader      *reader,
              CameraGroup *camera,
              GError     **error)
{
  const WallKeyFileGroup *group = &reader->group;

  if (camera->stream && !g_str_equal (camera->stream, "main") &&
      !g_str_equal (camera->stream, "sub"))
    return wall_key_file_refuse (group, "stream", error, _("“%s” is neither “main” nor “sub”"),
                                 camera->stream);
  if (camera->uri)
    return read_own_uri (reader, camera, error);
  if (camera->device_id == NULL)
    return wall_key_file_refuse (group, "device", error, _("is missing, and there is no “uri”"));
  if (find_device (reader, camera->device_id) == NULL)
    return wall_key_file_refuse (group, "device", error, _("there is no group [device %s]"),
                                 camera->device_id);

  return TRUE;
}

static gboolean
read_camera_group (Reader      *reader,
                   CameraGroup *camera,
                   GError     **error)
{
  const WallKeyFileGroup *group = &reader->group;

  return wall_key_file_get_word (group, "device", &camera->device_id, error) &&
         wall_key_file_get_word (group, "uri", &camera->uri, error) &&
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
take_free (Reader     *reader,
           guint8     *taken,
           guint       value,
           const char *key,
           GError    **error)
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
add_camera (Reader      *reader,
            const char  *id,
            CameraGroup *camera)
{
  WallCameraConfig *config = wall_camera_config_new (id);

  g_object_set (config, "device-id", camera->device_id, "uri", camera->uri,
                "channel", camera->channel == UNSET ? 1 : camera->channel,
                "stream", camera->stream ? camera->stream : "main",
                "number", camera->number == UNSET ? 0 : camera->number,
                "name", camera->name && *camera->name ? camera->name : NULL,
                "place", camera->place == UNSET ? 0 : camera->place,
                "enabled", camera->is_enabled, NULL);
  g_ptr_array_add (reader->cameras, config);
  if (camera->place == UNSET)
    g_ptr_array_add (reader->unplaced, config);
}

static gboolean
read_camera (Reader     *reader,
             const char *id,
             GError    **error)
{
  g_auto (CameraGroup) camera = {
    .channel = UNSET, .number = UNSET, .place = UNSET, .is_enabled = TRUE,
  };

  if (reader->cameras->len == WALL_DEVICE_FILE_MAX_CAMERAS)
    return wall_key_file_refuse (&reader->group, NULL, error, _("more than %d cameras"),
                                 WALL_DEVICE_FILE_MAX_CAMERAS);
  if (!read_camera_group (reader, &camera, error) || !check_source (reader, &camera, error) ||
      !take_free (reader, reader->numbers, camera.number, "number", error) ||
      !take_free (reader, reader->places, camera.place, "place", error))
    return FALSE;

  add_camera (reader, id, &camera);
  return TRUE;
}

static guint
take_next_free (guint8 *taken,
                guint   from)
{
  while (taken[from])
    from++;

  taken[from] = TRUE;
  return from;
}

/* What the file leaves open is filled in its order: the free places from the first one on, and as a
 * number the one that the place suggests. There are as many places as there may be cameras. */
static void
fill_gaps (Reader *reader)
{
  for (guint i = 0; i < reader->unplaced->len; i++)
    g_object_set (g_ptr_array_index (reader->unplaced, i), "place",
                  take_next_free (reader->places, 0), NULL);

  for (guint i = 0; i < reader->cameras->len; i++) {
    WallCameraConfig *config = g_ptr_array_index (reader->cameras, i);
    guint place = wall_camera_config_get_place (config);
    g_autofree char *name = NULL;

    if (wall_camera_config_get_number (config) == 0)
      g_object_set (config, "number", take_next_free (reader->numbers, place + 1), NULL);
    if (wall_camera_config_get_name (config) == NULL) {
      name = g_strdup_printf (_("Camera %u"), wall_camera_config_get_number (config));
      g_object_set (config, "name", name, NULL);
    }
  }
}

static gboolean
check_group (Reader     *reader,
             const char *name,
             GError    **error)
{
  const char *id = NULL;

  if (g_str_has_prefix (name, DEVICE_PREFIX))
    id = name + strlen (DEVICE_PREFIX);
  else if (g_str_has_prefix (name, CAMERA_PREFIX))
    id = name + strlen (CAMERA_PREFIX);

  if (id == NULL)
    return wall_key_file_refuse (&reader->group, NULL, error,
                                 _("groups are [device ID] and [camera ID]"));
  if (*id == '\0' || *id == ':')
    return wall_key_file_refuse (&reader->group, NULL, error, _("“%s” is no ID"), id);

  return TRUE;
}

typedef gboolean (*ReadFunc) (Reader     *reader,
                              const char *id,
                              GError    **error);

static gboolean
read_groups (Reader     *reader,
             char      **groups,
             const char *prefix,
             ReadFunc    read,
             GError    **error)
{
  for (guint i = 0; groups[i] != NULL; i++) {
    reader->group.group = groups[i];
    if (g_str_has_prefix (groups[i], prefix) && !read (reader, groups[i] + strlen (prefix), error))
      return FALSE;
  }

  return TRUE;
}

/**
 * wall_device_file_read:
 * @path: the file
 * @devices: an array that frees its #WallDevice, to be filled; also with those that only the URIs
 *   of cameras name
 * @cameras: an array that frees its #WallCameraConfig, to be filled
 * @error: return location for an error with file, group, key and reason
 *
 * Returns: %FALSE with @error set if anything is wrong; nothing of the arrays is to be used then
 */
gboolean
wall_device_file_read (const char  *path,
                       GPtrArray   *devices,
                       GPtrArray   *cameras,
                       GError     **error)
{
  g_autoptr (GKeyFile) file = wall_key_file_load (path, WALL_KEY_FILE_NONE, error);
  g_autoptr (GPtrArray) unplaced = g_ptr_array_new ();
  g_auto (GStrv) groups = NULL;
  g_autofree Reader *reader = g_new0 (Reader, 1);

  if (file == NULL)
    return FALSE;

  groups = g_key_file_get_groups (file, NULL);
  reader->group = (WallKeyFileGroup){ .path = path, .file = file };
  reader->devices = devices;
  reader->cameras = cameras;
  reader->unplaced = unplaced;

  for (guint i = 0; groups[i] != NULL; i++) {
    reader->group.group = groups[i];
    if (!check_group (reader, groups[i], error))
      return FALSE;
  }

  if (!read_groups (reader, groups, DEVICE_PREFIX, read_device, error) ||
      !read_groups (reader, groups, CAMERA_PREFIX, read_camera, error))
    return FALSE;

  fill_gaps (reader);
  return TRUE;
}
