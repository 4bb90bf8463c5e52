/* wall-device-decision.c
 *
 * What a person decided about a device and its channels, and how it becomes one change of the store:
 * all of it is on the wall, or nothing, and one step takes it back. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device-decision.h"

#include <glib/gi18n-lib.h>

#include "wall-channel-entry.h"

static const char *const streams[] = {
  [WALL_CHANNEL_STREAM_AUTO] = NULL,
  [WALL_CHANNEL_STREAM_MAIN] = "main",
  [WALL_CHANNEL_STREAM_SUB] = "sub",
};

static WallChannelStream
find_stream (const char *nick)
{
  for (guint i = 0; i < G_N_ELEMENTS (streams); i++)
    if (streams[i] && g_strcmp0 (streams[i], nick) == 0)
      return i;

  return WALL_CHANNEL_STREAM_AUTO;
}

static gboolean
belongs_to (WallCameraConfig *camera,
            const char       *device_id)
{
  g_autofree char *other = NULL;

  g_object_get (camera, "device-id", &other, NULL);

  return g_strcmp0 (device_id, other) == 0;
}

static gboolean
has_channels (WallDeviceStore *store,
              const char      *device_id)
{
  WallDevice *device = wall_device_store_find (store, device_id);

  return device && wall_device_get_scheme (device)->has_channels;
}

static WallChannelEntry *
make_entry (WallCameraConfig *camera,
            gboolean          has_channel,
            gboolean          is_fixed)
{
  guint channel = has_channel ? wall_camera_config_get_channel (camera) : 0;
  WallChannelEntry *entry = wall_channel_entry_new (channel, wall_camera_config_get_path (camera));

  wall_channel_entry_set_camera (entry, wall_camera_config_get_id (camera), is_fixed);
  g_object_set (entry, "chosen", TRUE, "name", wall_camera_config_get_name (camera),
                "number", wall_camera_config_get_number (camera),
                "stream", (guint) find_stream (wall_camera_config_get_stream (camera)),
                "has-sub", has_channel, NULL);

  return entry;
}

static int
compare (gconstpointer a,
         gconstpointer b,
         gpointer      user_data)
{
  guint first = wall_channel_entry_get_channel ((gpointer) a);
  guint second = wall_channel_entry_get_channel ((gpointer) b);

  return first < second ? -1 : first > second;
}

/**
 * wall_device_decision_list_cameras:
 * @device_id: (nullable): a device of the store
 * @is_fixed: whether they stay as they are
 *
 * Returns: (transfer full): a WallChannelEntry for each camera of the device that is on the wall, by
 *   channel
 */
GListStore *
wall_device_decision_list_cameras (WallDeviceStore *store,
                                   const char      *device_id,
                                   gboolean         is_fixed)
{
  GListModel *cameras = wall_device_store_get_cameras (store);
  guint n = device_id ? g_list_model_get_n_items (cameras) : 0;
  GListStore *entries = g_list_store_new (WALL_TYPE_CHANNEL_ENTRY);

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallCameraConfig) camera = g_list_model_get_item (cameras, i);
    g_autoptr (WallChannelEntry) entry = NULL;

    if (!belongs_to (camera, device_id))
      continue;

    entry = make_entry (camera, has_channels (store, device_id), is_fixed);
    g_list_store_insert_sorted (entries, entry, compare, NULL);
  }

  return entries;
}

static gboolean
is_same (WallChannelEntry *entry,
         guint             channel,
         const char       *path)
{
  const char *own = wall_channel_entry_get_path (entry);

  return wall_channel_entry_get_channel (entry) == channel
         && g_strcmp0 (own && *own ? own : "/", path && *path ? path : "/") == 0;
}

static void
follow (WallChannelEntry *entry,
        WallProbeChannel *channel)
{
  g_object_set (entry, "awaited", TRUE, NULL);
  g_object_bind_property (channel, "preview", entry, "preview", G_BINDING_SYNC_CREATE);
  g_object_bind_property (channel, "trouble", entry, "trouble", G_BINDING_SYNC_CREATE);
  g_object_bind_property (channel, "has-sub", entry, "has-sub", G_BINDING_SYNC_CREATE);
}

/**
 * wall_device_decision_add_channel:
 * @entries: of WallChannelEntry, by channel
 * @channel: (transfer none): what the device has
 * @path: (nullable): of the stream, where the device has no channels
 * @name: (nullable): for the camera, where the device does not name it
 * @is_chosen: whether it is to be on the wall, where it is not yet
 *
 * Adds what the device has to what is known; a channel that is there already gets its picture.
 */
void
wall_device_decision_add_channel (GListStore       *entries,
                                  WallProbeChannel *channel,
                                  const char       *path,
                                  const char       *name,
                                  gboolean          is_chosen)
{
  guint number = path ? 0 : wall_probe_channel_get_number (channel);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (entries));
  const char *title = wall_probe_channel_get_title (channel);
  g_autoptr (WallChannelEntry) added = NULL;
  gboolean is_there = FALSE;

  /* The same channel may stand on the wall more than once. */
  for (guint i = 0; i < n; i++) {
    g_autoptr (WallChannelEntry) entry = g_list_model_get_item (G_LIST_MODEL (entries), i);

    if (!is_same (entry, number, path))
      continue;

    follow (entry, channel);
    is_there = TRUE;
  }

  if (is_there)
    return;

  added = wall_channel_entry_new (number, path);
  g_object_set (added, "name", *title ? title : name, "chosen", is_chosen, NULL);
  follow (added, channel);
  g_list_store_insert_sorted (entries, added, compare, NULL);
}

static void
set_camera_number (WallDeviceStore  *store,
                   const char       *id,
                   WallChannelEntry *entry)
{
  guint number = wall_channel_entry_get_number (entry);
  g_autofree char *text = number > 0 ? g_strdup_printf ("%u", number) : NULL;

  wall_device_store_set_camera (store, id, "number", text);
}

/* Returns: (transfer full): its id */
static char *
add_camera (WallDeviceStore  *store,
            const char       *device_id,
            WallChannelEntry *entry)
{
  const char *name = wall_channel_entry_get_name (entry);
  const char *path = wall_channel_entry_get_path (entry);
  guint channel = wall_channel_entry_get_channel (entry);
  char *id;

  id = wall_device_store_add_camera (store, device_id, NULL, channel,
                                     channel > 0 ? streams[wall_channel_entry_get_stream (entry)]
                                                 : NULL,
                                     *name ? name : NULL);
  if (path && *path)
    wall_device_store_set_camera (store, id, "path", path);
  if (wall_channel_entry_get_number (entry) > 0)
    set_camera_number (store, id, entry);

  return id;
}

static WallCameraConfig *
find_camera (WallDeviceStore *store,
             const char      *id)
{
  GListModel *cameras = wall_device_store_get_cameras (store);
  guint n = g_list_model_get_n_items (cameras);

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallCameraConfig) camera = g_list_model_get_item (cameras, i);

    if (g_strcmp0 (wall_camera_config_get_id (camera), id) == 0)
      return camera;
  }

  return NULL;
}

/* Only what is another now, so that lines that a person wrote stay as they are. Returns: whether
 * anything is */
static gboolean
edit_camera (WallDeviceStore  *store,
             WallChannelEntry *entry)
{
  const char *id = wall_channel_entry_get_camera (entry);
  const char *name = wall_channel_entry_get_name (entry);
  WallCameraConfig *camera = find_camera (store, id);
  WallChannelStream stream = wall_channel_entry_get_stream (entry);
  const char *old_name = camera ? wall_camera_config_get_name (camera) : NULL;
  gboolean is_renamed = g_strcmp0 (old_name ? old_name : "", name) != 0;
  gboolean is_renumbered, is_switched;

  if (camera == NULL)
    return FALSE;

  is_renumbered = wall_camera_config_get_number (camera) != wall_channel_entry_get_number (entry);
  is_switched = wall_channel_entry_get_channel (entry) > 0
                && find_stream (wall_camera_config_get_stream (camera)) != stream;
  if (is_renamed)
    wall_device_store_set_camera (store, id, "name", *name ? name : NULL);
  if (is_renumbered)
    set_camera_number (store, id, entry);
  if (is_switched)
    wall_device_store_set_camera (store, id, "stream", streams[stream]);

  return is_renamed || is_renumbered || is_switched;
}

/* A camera with an address of its own becomes one of the device, which has its login. */
static void
adopt_camera (WallDeviceStore  *store,
              const char       *device_id,
              WallChannelEntry *entry)
{
  const char *id = wall_channel_entry_get_camera (entry);
  guint channel = wall_channel_entry_get_channel (entry);
  g_autofree char *text = channel > 0 ? g_strdup_printf ("%u", channel) : NULL;

  wall_device_store_set_camera (store, id, "uri", NULL);
  wall_device_store_set_camera (store, id, "certificate", NULL);
  wall_device_store_set_camera (store, id, "device", device_id);
  wall_device_store_set_camera (store, id, "channel", text);
  wall_device_store_set_camera (store, id, "path", wall_channel_entry_get_path (entry));
  if (channel > 0)
    wall_device_store_set_camera (store, id, "stream",
                                  streams[wall_channel_entry_get_stream (entry)]);
}

/* Devices that no group of the file describes have ids that no group can have. */
static gboolean
is_adopted (const char *device_id)
{
  return device_id && *device_id == ':';
}

/* @out_first: (inout): the first camera that was added */
static gboolean
apply_entry (const WallDeviceDecision  *self,
             WallDeviceStore           *store,
             const char                *device_id,
             WallChannelEntry          *entry,
             char                     **out_first)
{
  gboolean is_new = wall_channel_entry_get_camera (entry) == NULL;
  g_autofree char *added = NULL;

  if (!wall_channel_entry_is_chosen (entry) || wall_channel_entry_is_fixed (entry))
    return FALSE;

  if (is_new)
    added = add_camera (store, device_id, entry);
  else if (is_adopted (self->device_id))
    adopt_camera (store, device_id, entry);
  if (*out_first == NULL)
    *out_first = g_steal_pointer (&added);

  return is_new || edit_camera (store, entry) || is_adopted (self->device_id);
}

static gboolean
apply_entries (const WallDeviceDecision  *self,
               WallDeviceStore           *store,
               const char                *device_id,
               char                     **out_first)
{
  guint n = g_list_model_get_n_items (self->entries);
  gboolean is_changed = FALSE;

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallChannelEntry) entry = g_list_model_get_item (self->entries, i);

    is_changed |= apply_entry (self, store, device_id, entry, out_first);
  }

  return is_changed;
}

/* After the others came: a device without any would go. */
static gboolean
remove_entries (const WallDeviceDecision *self,
                WallDeviceStore          *store)
{
  guint n = g_list_model_get_n_items (self->entries);
  gboolean is_changed = FALSE;

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallChannelEntry) entry = g_list_model_get_item (self->entries, i);
    const char *camera_id = wall_channel_entry_get_camera (entry);

    if (camera_id == NULL || wall_channel_entry_is_fixed (entry)
        || wall_channel_entry_is_chosen (entry))
      continue;

    wall_device_store_remove_camera (store, camera_id);
    is_changed = TRUE;
  }

  return is_changed;
}

static gboolean
set_if_other (WallDeviceStore *store,
              const char      *device_id,
              const char      *key,
              const char      *old_value,
              const char      *value)
{
  if (g_strcmp0 (old_value, value) == 0)
    return FALSE;

  wall_device_store_set_device (store, device_id, key, value);

  return TRUE;
}

static gboolean
edit_device (const WallDeviceDecision *self,
             WallDeviceStore          *store)
{
  const char *id = self->device_id;
  WallDevice *device = wall_device_store_find (store, id);
  g_autofree char *uri = NULL;
  gboolean is_changed;

  if (device == NULL)
    return FALSE;

  g_object_get (device, "uri", &uri, NULL);
  is_changed = set_if_other (store, id, "uri", uri, self->uri);
  is_changed |= set_if_other (store, id, "user", wall_device_get_user (device), self->user);
  is_changed |= set_if_other (store, id, "certificate", wall_device_get_certificate (device),
                              self->certificate);

  return is_changed;
}

static guint
count_new (GListModel *entries)
{
  guint n = g_list_model_get_n_items (entries);
  guint count = 0;

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallChannelEntry) entry = g_list_model_get_item (entries, i);

    count += wall_channel_entry_is_chosen (entry) && wall_channel_entry_get_camera (entry) == NULL;
  }

  return count;
}

static char *
dup_label (const WallDeviceDecision *self,
           gboolean                  is_edit)
{
  guint n = count_new (self->entries);

  if (is_edit)
    return g_strdup (_("Device changed"));

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u camera added", "%u cameras added", n), n);
}

static gboolean
has_editable (GListModel *entries)
{
  guint n = g_list_model_get_n_items (entries);

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallChannelEntry) entry = g_list_model_get_item (entries, i);

    if (wall_channel_entry_get_camera (entry) && !wall_channel_entry_is_fixed (entry))
      return TRUE;
  }

  return FALSE;
}

static char *
begin_device (const WallDeviceDecision *self,
              WallDeviceStore          *store)
{
  char *id = wall_device_store_add_device (store, self->uri, self->user);

  if (self->certificate)
    wall_device_store_set_device (store, id, "certificate", self->certificate);

  return id;
}

/**
 * wall_device_decision_apply:
 * @self: what was decided
 * @store: what it changes
 * @out_added: (out) (nullable) (transfer full): the first camera that is new on the wall
 *
 * Returns: (transfer full) (nullable): the id of the device, %NULL if the store refused the change;
 *   where nothing is another than before, there is no change
 */
char *
wall_device_decision_apply (const WallDeviceDecision  *self,
                            WallDeviceStore           *store,
                            char                     **out_added)
{
  gboolean is_new = self->device_id == NULL || is_adopted (self->device_id);
  g_autofree char *label = dup_label (self, has_editable (self->entries));
  g_autofree char *device_id = NULL;
  g_autofree char *first = NULL;
  gboolean is_changed;

  *out_added = NULL;
  wall_device_store_begin (store);
  device_id = is_new ? begin_device (self, store) : g_strdup (self->device_id);
  is_changed = is_new || edit_device (self, store);
  is_changed |= apply_entries (self, store, device_id, &first);
  is_changed |= remove_entries (self, store);
  if (!is_changed) {
    wall_device_store_cancel (store);
    return g_steal_pointer (&device_id);
  }

  if (wall_device_store_commit (store, label) == 0)
    return NULL;

  *out_added = g_steal_pointer (&first);
  return g_steal_pointer (&device_id);
}
