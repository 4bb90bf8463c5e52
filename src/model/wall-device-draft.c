/* wall-device-draft.c
 *
 * The text of a device file while it is changed: devices and cameras come, go, and get other values,
 * and all the rest stays as a person wrote it. Main thread.
 *
 * What is not there is not changed, silently: whether the text says something sensible is found out
 * when it is read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device-draft.h"

#include "wall-camera-config.h"
#include "wall-key-file.h"
#include "wall-text-edit.h"

#define NOWHERE G_MAXUINT

struct _WallDeviceDraft {
  char       *start;      /* what @text was at first */
  GString    *text;
  GKeyFile   *file;       /* what @text says */
  GListModel *cameras;    /* of WallCameraConfig: what it said at first */
  gboolean    is_settled; /* each camera has its number and its place in writing */
};

static char *
name_device (const char *id)
{
  return g_strconcat ("device ", id, NULL);
}

static char *
name_camera (const char *id)
{
  return g_strconcat ("camera ", id, NULL);
}

static void
set (WallDeviceDraft *self,
     const char      *group,
     const char      *key,
     const char      *value)
{
  g_autofree char *raw = NULL;

  if (value) {
    g_key_file_set_string (self->file, group, key, value);
    raw = g_key_file_get_value (self->file, group, key, NULL);
  } else
    g_key_file_remove_key (self->file, group, key, NULL);

  wall_text_edit_set (self->text, group, key, raw);
}

static void
set_uint (WallDeviceDraft *self,
          const char      *group,
          const char      *key,
          guint            value)
{
  g_autofree char *text = g_strdup_printf ("%u", value);

  set (self, group, key, text);
}

static guint
get_uint (WallDeviceDraft *self,
          const char      *group,
          const char      *key)
{
  WallKeyFileGroup at = { "", self->file, group };
  guint value = NOWHERE;

  wall_key_file_get_uint (&at, key, 0, NOWHERE - 1, &value, NULL);
  return value;
}

static void
remove_group (WallDeviceDraft *self,
              const char      *group)
{
  wall_text_edit_remove_group (self->text, group);
  g_key_file_remove_group (self->file, group, NULL);
}

static gboolean
is_camera (const char *group)
{
  return g_str_has_prefix (group, "camera ");
}

/* What the file leaves open depends on its order: with a camera less, others would get another place
 * the next time it is read. */
static void
settle (WallDeviceDraft *self)
{
  guint n = self->is_settled ? 0 : g_list_model_get_n_items (self->cameras);

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallCameraConfig) config = g_list_model_get_item (self->cameras, i);
    g_autofree char *group = name_camera (wall_camera_config_get_id (config));

    if (!g_key_file_has_group (self->file, group))
      continue;
    if (get_uint (self, group, "number") == NOWHERE)
      set_uint (self, group, "number", wall_camera_config_get_number (config));
    if (get_uint (self, group, "place") == NOWHERE)
      set_uint (self, group, "place", wall_camera_config_get_place (config));
  }

  self->is_settled = TRUE;
}

/* (transfer full) (nullable): the first camera of which @key says @value. */
static char *
find_camera (WallDeviceDraft *self,
             const char      *key,
             const char      *value)
{
  g_auto (GStrv) groups = g_key_file_get_groups (self->file, NULL);

  for (guint i = 0; groups[i] != NULL; i++) {
    g_autofree char *other =
      is_camera (groups[i]) ? g_key_file_get_string (self->file, groups[i], key, NULL) : NULL;

    if (other && g_str_equal (g_strstrip (other), value))
      return g_strdup (groups[i]);
  }

  return NULL;
}

static guint
find_free (WallDeviceDraft *self,
           const char      *key,
           guint            from,
           guint            last)
{
  g_auto (GStrv) groups = g_key_file_get_groups (self->file, NULL);
  g_autoptr (GHashTable) taken = g_hash_table_new (NULL, NULL);

  for (guint i = 0; groups[i] != NULL; i++) {
    if (is_camera (groups[i]))
      g_hash_table_add (taken, GUINT_TO_POINTER (get_uint (self, groups[i], key)));
  }

  while (from <= last && g_hash_table_contains (taken, GUINT_TO_POINTER (from)))
    from++;

  return from <= last ? from : NOWHERE;
}

/* Nothing that a person types, and nothing that two walls would choose at the same time. */
static char *
make_id (WallDeviceDraft *self)
{
  while (TRUE) {
    g_autofree char *id = g_strdup_printf ("%08x", g_random_int ());
    g_autofree char *device = name_device (id);
    g_autofree char *camera = name_camera (id);

    if (!g_key_file_has_group (self->file, device) && !g_key_file_has_group (self->file, camera))
      return g_steal_pointer (&id);
  }
}

/**
 * wall_device_draft_new:
 * @text: of a device file
 * @cameras: of #WallCameraConfig, that were read from it
 * @error: return location for an error; there is none if it could be read
 *
 * Returns: (transfer full) (nullable): a draft that says the same
 */
WallDeviceDraft *
wall_device_draft_new (const char  *text,
                       GListModel  *cameras,
                       GError     **error)
{
  g_autoptr (GString) copy = g_string_new (text);
  GKeyFile *file = wall_key_file_parse ("", copy, error);
  WallDeviceDraft *self;

  if (file == NULL)
    return NULL;

  self = g_new0 (WallDeviceDraft, 1);
  self->start = g_strdup (text);
  self->text = g_string_new (text);
  self->file = file;
  self->cameras = g_object_ref (cameras);
  return self;
}

/**
 * wall_device_draft_free:
 * @self: (transfer full):
 */
void
wall_device_draft_free (WallDeviceDraft *self)
{
  g_free (self->start);
  g_string_free (self->text, TRUE);
  g_key_file_free (self->file);
  g_object_unref (self->cameras);
  g_free (self);
}

/**
 * wall_device_draft_get_text:
 *
 * Returns: (transfer none): what it says now
 */
const GString *
wall_device_draft_get_text (WallDeviceDraft *self)
{
  return self->text;
}

/**
 * wall_device_draft_is_changed:
 *
 * Returns: whether it says anything else than at first
 */
gboolean
wall_device_draft_is_changed (WallDeviceDraft *self)
{
  return !g_str_equal (self->start, self->text->str);
}

static void
add_group (WallDeviceDraft *self,
           const char      *group)
{
  wall_text_edit_add_group (self->text, group);
}

/**
 * wall_device_draft_add_device:
 * @uri: its address, without a password
 * @user: (nullable): who signs in
 *
 * Returns: (transfer full): its id
 */
char *
wall_device_draft_add_device (WallDeviceDraft *self,
                              const char      *uri,
                              const char      *user)
{
  char *id = make_id (self);
  g_autofree char *group = name_device (id);

  add_group (self, group);
  set (self, group, "uri", uri);
  set (self, group, "user", user);
  return id;
}

/**
 * wall_device_draft_add_camera:
 * @device_id: (nullable): of a device in the draft
 * @uri: (nullable): of its own, where there is no @device_id
 *
 * Adds a camera with the next free place, and the number that goes with it.
 *
 * Returns: (transfer full): its id
 */
char *
wall_device_draft_add_camera (WallDeviceDraft *self,
                              const char      *device_id,
                              const char      *uri)
{
  char *id = make_id (self);
  g_autofree char *group = name_camera (id);
  guint place, number;

  settle (self);
  place = find_free (self, "place", 0, WALL_CAMERA_MAX_PLACE);
  number = find_free (self, "number", place == NOWHERE ? 1 : place + 1, WALL_CAMERA_MAX_NUMBER);
  add_group (self, group);
  if (device_id)
    set (self, group, "device", device_id);
  else
    set (self, group, "uri", uri);
  if (number != NOWHERE)
    set_uint (self, group, "number", number);
  if (place != NOWHERE)
    set_uint (self, group, "place", place);
  return id;
}

/**
 * wall_device_draft_set_camera:
 * @key: of the file
 * @value: (nullable): %NULL: the key goes
 */
void
wall_device_draft_set_camera (WallDeviceDraft *self,
                              const char      *id,
                              const char      *key,
                              const char      *value)
{
  g_autofree char *group = name_camera (id);

  if (!g_key_file_has_group (self->file, group))
    return;

  settle (self);
  set (self, group, key, value);
}

/**
 * wall_device_draft_place_camera:
 * @place: from 0; who stands there changes places with it
 */
void
wall_device_draft_place_camera (WallDeviceDraft *self,
                                const char      *id,
                                guint            place)
{
  g_autofree char *group = name_camera (id);
  g_autofree char *text = g_strdup_printf ("%u", place);
  g_autofree char *other = NULL;
  guint old;

  if (!g_key_file_has_group (self->file, group))
    return;

  settle (self);
  old = get_uint (self, group, "place");
  other = find_camera (self, "place", text);
  if (other)
    set_uint (self, other, "place", old);
  set_uint (self, group, "place", place);
}

/**
 * wall_device_draft_remove_camera:
 *
 * A device that has no camera any more goes, too.
 */
void
wall_device_draft_remove_camera (WallDeviceDraft *self,
                                 const char      *id)
{
  g_autofree char *group = name_camera (id);
  g_autofree char *device_id = g_key_file_get_string (self->file, group, "device", NULL);
  g_autofree char *sibling = NULL;
  g_autofree char *device = NULL;

  if (!g_key_file_has_group (self->file, group))
    return;

  settle (self);
  remove_group (self, group);
  if (device_id == NULL)
    return;

  device = name_device (g_strstrip (device_id));
  sibling = find_camera (self, "device", device_id);
  if (sibling == NULL)
    remove_group (self, device);
}

/* What only the URIs of cameras name has no group of its own. */
static void
remove_named_by_uri (WallDeviceDraft *self,
                     const char      *id)
{
  guint n = g_list_model_get_n_items (self->cameras);

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallCameraConfig) config = g_list_model_get_item (self->cameras, i);
    g_autofree char *device_id = NULL;

    g_object_get (config, "device-id", &device_id, NULL);
    if (g_strcmp0 (device_id, id) == 0)
      wall_device_draft_remove_camera (self, wall_camera_config_get_id (config));
  }
}

/**
 * wall_device_draft_remove_device:
 *
 * Removes it with all its cameras.
 */
void
wall_device_draft_remove_device (WallDeviceDraft *self,
                                 const char      *id)
{
  g_autofree char *group = name_device (id);
  char *camera;

  settle (self);
  remove_named_by_uri (self, id);
  while ((camera = find_camera (self, "device", id))) {
    remove_group (self, camera);
    g_free (camera);
  }
  remove_group (self, group);
}

/* What its URI said of the stream goes into keys of their own. */
static void
refer_to (WallDeviceDraft  *self,
          WallCameraConfig *config,
          const char       *device_id,
          gboolean          has_channels)
{
  g_autofree char *group = name_camera (wall_camera_config_get_id (config));
  g_autofree char *device = name_device (device_id);
  g_autofree char *certificate = g_key_file_get_string (self->file, group, "certificate", NULL);

  set (self, group, "uri", NULL);
  set (self, group, "device", device_id);
  set (self, group, "path", wall_camera_config_get_path (config));
  set (self, group, "certificate", NULL);
  if (certificate)
    set (self, device, "certificate", certificate);
  if (has_channels) {
    set_uint (self, group, "channel", wall_camera_config_get_channel (config));
    set (self, group, "stream", wall_camera_config_get_stream (config));
  }
}

/**
 * wall_device_draft_own_device:
 * @id: of a device that only the URIs of cameras name
 * @has_channels: whether it has channels, and not paths
 *
 * Gives it a group, and lets its cameras refer to that.
 *
 * Returns: (transfer full): its id from now on
 */
char *
wall_device_draft_own_device (WallDeviceDraft *self,
                              const char      *id,
                              const char      *uri,
                              const char      *user,
                              gboolean         has_channels)
{
  char *new_id = wall_device_draft_add_device (self, uri, user);
  guint n = g_list_model_get_n_items (self->cameras);

  settle (self);
  for (guint i = 0; i < n; i++) {
    g_autoptr (WallCameraConfig) config = g_list_model_get_item (self->cameras, i);
    g_autofree char *group = name_camera (wall_camera_config_get_id (config));
    g_autofree char *device_id = NULL;

    g_object_get (config, "device-id", &device_id, NULL);
    if (g_strcmp0 (device_id, id) == 0 && g_key_file_has_key (self->file, group, "uri", NULL))
      refer_to (self, config, new_id, has_channels);
  }

  return new_id;
}

/**
 * wall_device_draft_set_device:
 * @key: of the file
 * @value: (nullable): %NULL: the key goes
 *
 * At another address there is another certificate.
 */
void
wall_device_draft_set_device (WallDeviceDraft *self,
                              const char      *id,
                              const char      *key,
                              const char      *value)
{
  g_autofree char *group = name_device (id);
  g_autofree char *old = g_key_file_get_string (self->file, group, key, NULL);

  if (!g_key_file_has_group (self->file, group))
    return;

  set (self, group, key, value);
  if (g_str_equal (key, "uri") && g_strcmp0 (old, value) != 0)
    set (self, group, "certificate", NULL);
}

/**
 * wall_device_draft_has_device:
 *
 * Returns: whether the device has a group of its own
 */
gboolean
wall_device_draft_has_device (WallDeviceDraft *self,
                              const char      *id)
{
  g_autofree char *group = name_device (id);

  return g_key_file_has_group (self->file, group);
}
