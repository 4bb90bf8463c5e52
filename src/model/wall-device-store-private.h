/* wall-device-store-private.h
 *
 * What a store consists of, for the files that read, change and keep it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-device-draft.h"
#include "wall-device-store.h"
#include "wall-password-giver.h"
#include "wall-pin-keeper.h"
#include "wall-text-keeper.h"

G_BEGIN_DECLS

struct _WallDeviceStore {
  GObject parent_instance;

  GListStore *devices;
  GListStore *cameras;
  WallSecrets *secrets;
  WallPasswordGiver *giver;

  char *path;                     /* (nullable): nothing is kept */
  char *text;                     /* what the lists say */
  char *refusal;                  /* (nullable): why the file is not to be touched */
  WallPinKeeper *pins;            /* (nullable): of the file at @path */
  WallTextKeeper *keeper;         /* (nullable): likewise */

  WallDeviceDraft *draft;         /* (nullable): of the change that was begun */
  char *draft_base;
  GQueue steps;                   /* of what can be taken back, the newest last */
  guint last_step;
};

void     wall_device_store_say        (WallDeviceStore  *self,
                                       const char       *message);
gboolean wall_device_store_take       (WallDeviceStore  *self,
                                       const char       *text,
                                       GError          **error);
void     wall_device_store_clear_undo (WallDeviceStore  *self);
void     wall_device_store_announce   (WallDeviceStore  *self,
                                       guint             step,
                                       const char       *label);

G_END_DECLS
