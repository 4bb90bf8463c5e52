/* wall-device-channels.c
 *
 * The channels that a probe found, beside those that are on the wall: which of them somebody is likely
 * to want, and whether a picture of them may still come. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device-channels.h"

#include "wall-channel-entry.h"
#include "wall-device-address.h"
#include "wall-device-decision.h"

/* More than these nobody wants at once without looking. */
#define MAX_CHOSEN 64

static gboolean
is_wanted (WallProbe        *probe,
           WallProbeChannel *channel,
           guint             n)
{
  guint typed = wall_probe_get_channel (probe);

  return typed > 0 ? wall_probe_channel_get_number (channel) == typed : n <= MAX_CHOSEN;
}

/**
 * wall_device_channels_add:
 * @entries: of WallChannelEntry, by channel
 * @probe: that has found the channels
 * @path: (nullable): of the stream, where the device has no channels
 * @is_new: whether the device is to be added; of one that is there nothing is chosen by itself
 */
void
wall_device_channels_add (GListStore *entries,
                          WallProbe  *probe,
                          const char *path,
                          gboolean    is_new)
{
  GListModel *found = wall_probe_get_channels (probe);
  guint n = g_list_model_get_n_items (found);

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallProbeChannel) channel = g_list_model_get_item (found, i);
    g_autofree char *name = wall_device_address_name_camera (probe, channel);

    wall_device_decision_add_channel (entries, channel, path, name,
                                      is_new && is_wanted (probe, channel, n));
  }
}

/**
 * wall_device_channels_expect_nothing:
 * @entries: of WallChannelEntry
 *
 * No picture comes any more.
 */
void
wall_device_channels_expect_nothing (GListModel *entries)
{
  guint n = g_list_model_get_n_items (entries);

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallChannelEntry) entry = g_list_model_get_item (entries, i);

    g_object_set (entry, "awaited", FALSE, NULL);
  }
}
