/* wall-channel-numbers.c
 *
 * The numbers that channels of a device get on a wall, where other cameras have theirs.
 * Pure; main thread, as its objects are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-channel-numbers.h"

#include <glib/gi18n-lib.h>

#include "wall-camera-config.h"
#include "wall-channel-entry.h"

/* Who has each number: a camera that is not among the entries. */
typedef struct {
  WallCameraConfig *cameras[WALL_CAMERA_MAX_NUMBER + 1];   /* borrowed */
  guint             entries[WALL_CAMERA_MAX_NUMBER + 1];   /* how many of them want it */
} Numbers;

static gboolean
is_among (GListModel *entries,
          const char *camera_id)
{
  guint n = g_list_model_get_n_items (entries);

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallChannelEntry) entry = g_list_model_get_item (entries, i);

    if (g_strcmp0 (wall_channel_entry_get_camera (entry), camera_id) == 0)
      return TRUE;
  }

  return FALSE;
}

static gboolean
is_wanted (WallChannelEntry *entry)
{
  return wall_channel_entry_is_chosen (entry) || wall_channel_entry_is_fixed (entry);
}

static void
count_cameras (Numbers    *self,
               GListModel *entries,
               GListModel *cameras)
{
  guint n = g_list_model_get_n_items (cameras);

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallCameraConfig) camera = g_list_model_get_item (cameras, i);
    guint number;

    g_object_get (camera, "number", &number, NULL);
    if (number > 0 && number <= WALL_CAMERA_MAX_NUMBER
        && !is_among (entries, wall_camera_config_get_id (camera)))
      self->cameras[number] = camera;
  }
}

static Numbers *
count (GListModel *entries,
       GListModel *cameras)
{
  Numbers *self = g_new0 (Numbers, 1);
  guint n = g_list_model_get_n_items (entries);

  count_cameras (self, entries, cameras);
  for (guint i = 0; i < n; i++) {
    g_autoptr (WallChannelEntry) entry = g_list_model_get_item (entries, i);
    guint number = wall_channel_entry_get_number (entry);

    if (number > 0 && number <= WALL_CAMERA_MAX_NUMBER && is_wanted (entry))
      self->entries[number]++;
  }

  return self;
}

/* 0: there is none left. */
static guint
find_free (const Numbers *self,
           guint          from)
{
  for (guint number = from; number <= WALL_CAMERA_MAX_NUMBER; number++)
    if (self->cameras[number] == NULL && self->entries[number] == 0)
      return number;

  return 0;
}

/**
 * wall_channel_numbers_fill:
 * @entries: of WallChannelEntry
 * @cameras: of WallCameraConfig, what is on the wall
 *
 * Gives a free number to each entry that has none, in their order, the lowest first.
 */
void
wall_channel_numbers_fill (GListModel *entries,
                           GListModel *cameras)
{
  g_autofree Numbers *numbers = count (entries, cameras);
  guint n = g_list_model_get_n_items (entries);
  guint number = 1;

  for (guint i = 0; i < n && number > 0; i++) {
    g_autoptr (WallChannelEntry) entry = g_list_model_get_item (entries, i);

    if (wall_channel_entry_get_number (entry) > 0 || wall_channel_entry_get_camera (entry))
      continue;

    number = find_free (numbers, number);
    g_object_set (entry, "number", number, NULL);
    if (number > 0)
      numbers->entries[number]++;
  }
}

static char *
dup_complaint (const Numbers    *numbers,
               WallChannelEntry *entry)
{
  guint number = wall_channel_entry_get_number (entry);
  const char *name;

  if (number == 0 || !wall_channel_entry_is_chosen (entry) || wall_channel_entry_is_fixed (entry))
    return NULL;
  if (numbers->entries[number] > 1)
    return g_strdup_printf (_("Number %u stands twice in this list"), number);
  if (numbers->cameras[number] == NULL)
    return NULL;

  name = wall_camera_config_get_name (numbers->cameras[number]);
  /* Translators: the second is the name of a camera */
  return g_strdup_printf (_("Number %u is taken by %s"), number, name ? name : _("another camera"));
}

/**
 * wall_channel_numbers_check:
 * @entries: of WallChannelEntry
 * @cameras: of WallCameraConfig, what is on the wall
 *
 * Sets what is wrong with the number of each entry as its "complaint".
 *
 * Returns: whether none is wrong
 */
gboolean
wall_channel_numbers_check (GListModel *entries,
                            GListModel *cameras)
{
  g_autofree Numbers *numbers = count (entries, cameras);
  guint n = g_list_model_get_n_items (entries);
  gboolean is_valid = TRUE;

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallChannelEntry) entry = g_list_model_get_item (entries, i);
    g_autofree char *complaint = dup_complaint (numbers, entry);

    g_object_set (entry, "complaint", complaint, NULL);
    is_valid = is_valid && complaint == NULL;
  }

  return is_valid;
}
