/* wall-device-file.c
 *
 * Turns a device file into devices and cameras, or says what is wrong with it. Main thread.
 *
 * Groups are `[device ID]` and `[camera ID]`; what looks like one of them and is none is refused, since
 * a misspelt camera would be missing without a word. Other groups of one word, and keys that are not
 * known, are left to newer versions; `[watchwall]` says by its `version` when they must not be.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device-file.h"

#include <glib/gi18n-lib.h>

#include "wall-device-file-private.h"

#define DEVICE_PREFIX "device "
#define CAMERA_PREFIX "camera "

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
fill_gaps (WallDeviceFileReader *reader)
{
  for (guint i = 0; i < reader->unplaced->len; i++)
    g_object_set (g_ptr_array_index (reader->unplaced, i), "place",
                  take_next_free (reader->places_taken, 0), NULL);

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
check_version (WallDeviceFileReader  *reader,
               GError               **error)
{
  WallKeyFileGroup *group = &reader->group;
  guint version = WALL_DEVICE_FILE_VERSION;

  group->group = WALL_DEVICE_FILE_GROUP;
  if (!wall_key_file_get_uint (group, "version", 1, G_MAXUINT, &version, error))
    return FALSE;
  if (version <= WALL_DEVICE_FILE_VERSION)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
               _("%s: this file is of version %u, but this Watchwall knows version %d only; a newer "
                 "Watchwall is needed"), group->path, version, WALL_DEVICE_FILE_VERSION);
  return FALSE;
}

/* One word is left to newer versions, unless it looks like a device or a camera whose name was not
 * written with care: that one would be missing without a word. */
static gboolean
is_foreign_group (const char *name)
{
  return strpbrk (name, " \t") == NULL && g_ascii_strncasecmp (name, "device", 6) != 0 &&
         g_ascii_strncasecmp (name, "cam", 3) != 0;
}

static gboolean
check_group (WallDeviceFileReader  *reader,
             const char            *name,
             GError               **error)
{
  const char *id = NULL;

  if (g_str_has_prefix (name, DEVICE_PREFIX))
    id = name + strlen (DEVICE_PREFIX);
  else if (g_str_has_prefix (name, CAMERA_PREFIX))
    id = name + strlen (CAMERA_PREFIX);
  else if (is_foreign_group (name))
    return TRUE;

  if (id == NULL)
    return wall_key_file_refuse (&reader->group, NULL, error,
                                 _("groups are [device ID] and [camera ID]"));
  if (*id == '\0' || *id == ':')
    return wall_key_file_refuse (&reader->group, NULL, error, _("“%s” is no ID"), id);

  return TRUE;
}

typedef gboolean (*ReadFunc) (WallDeviceFileReader  *reader,
                              const char            *id,
                              GError               **error);

static gboolean
read_groups (WallDeviceFileReader  *reader,
             char                 **groups,
             const char            *prefix,
             ReadFunc               read,
             GError               **error)
{
  for (guint i = 0; groups[i] != NULL; i++) {
    reader->group.group = groups[i];
    if (g_str_has_prefix (groups[i], prefix) && !read (reader, groups[i] + strlen (prefix), error))
      return FALSE;
  }

  return TRUE;
}

/**
 * wall_device_file_parse:
 * @path: the file's name, for messages
 * @text: what stands in it
 * @devices: an array that frees its #WallDevice, to be filled; also with those that only the URIs
 *   of cameras name
 * @cameras: an array that frees its #WallCameraConfig, to be filled
 * @places: an array that frees its #WallPinPlace, to be filled; a device's first one comes first
 * @error: return location for an error with file, group, key and reason
 *
 * Callable from any thread, for objects that no other one knows.
 *
 * Returns: %FALSE with @error set if anything is wrong; nothing of the arrays is to be used then
 */
gboolean
wall_device_file_parse (const char    *path,
                        const GString *text,
                        GPtrArray     *devices,
                        GPtrArray     *cameras,
                        GPtrArray     *places,
                        GError       **error)
{
  g_autoptr (GString) copy = g_string_new_len (text->str, text->len);
  g_autoptr (GKeyFile) file = wall_key_file_parse (path, copy, error);
  g_autoptr (GPtrArray) unplaced = g_ptr_array_new ();
  g_auto (GStrv) groups = NULL;
  g_autofree WallDeviceFileReader *reader = g_new0 (WallDeviceFileReader, 1);

  if (file == NULL)
    return FALSE;

  groups = g_key_file_get_groups (file, NULL);
  reader->group = (WallKeyFileGroup){ .path = path, .file = file };
  reader->devices = devices;
  reader->cameras = cameras;
  reader->places = places;
  reader->unplaced = unplaced;

  if (!check_version (reader, error))
    return FALSE;

  for (guint i = 0; groups[i] != NULL; i++) {
    reader->group.group = groups[i];
    if (!check_group (reader, groups[i], error))
      return FALSE;
  }

  if (!read_groups (reader, groups, DEVICE_PREFIX, wall_device_file_read_device, error) ||
      !read_groups (reader, groups, CAMERA_PREFIX, wall_device_file_read_camera, error))
    return FALSE;

  fill_gaps (reader);
  return TRUE;
}

/**
 * wall_device_file_check:
 * @path: the file's name, for messages
 * @text: what is to stand in it
 * @error: return location for an error with file, group, key and reason
 *
 * Callable from any thread.
 *
 * Returns: %FALSE with @error set if anything is wrong
 */
gboolean
wall_device_file_check (const char    *path,
                        const GString *text,
                        GError       **error)
{
  g_autoptr (GPtrArray) devices = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) cameras = g_ptr_array_new_with_free_func (g_object_unref);

  g_autoptr (GPtrArray) places =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wall_pin_place_free);

  return wall_device_file_parse (path, text, devices, cameras, places, error);
}
