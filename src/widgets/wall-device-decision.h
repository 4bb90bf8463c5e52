/* wall-device-decision.h
 *
 * What a person decided about a device and its channels, and how it becomes one change of the store.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-device-store.h"
#include "wall-probe-channel.h"

G_BEGIN_DECLS

/* Nothing of it is owned. */
typedef struct {
  const char *device_id;     /* (nullable): it is a new one */
  const char *uri;           /* scheme, host and port */
  const char *user;          /* (nullable) */
  const char *certificate;   /* (nullable): none is trusted */
  GListModel *entries;       /* of WallChannelEntry */
} WallDeviceDecision;

GListStore *wall_device_decision_list_cameras (WallDeviceStore          *store,
                                               const char               *device_id,
                                               gboolean                  is_fixed);
void        wall_device_decision_add_channel  (GListStore               *entries,
                                               WallProbeChannel         *channel,
                                               const char               *path,
                                               const char               *name,
                                               gboolean                  is_chosen);
char       *wall_device_decision_apply        (const WallDeviceDecision *self,
                                               WallDeviceStore          *store,
                                               char                    **out_added);

G_END_DECLS
