/* wall-import-private.h
 *
 * What an import consists of, for the files that plan and do it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-import.h"

G_BEGIN_DECLS

struct _WallImport {
  char       *text;       /* of the devices and cameras */
  GPtrArray  *devices;    /* of WallDevice */
  GPtrArray  *cameras;    /* of WallCameraConfig */
  GHashTable *settings;   /* of GVariants' texts, by name */
};

char       *wall_import_dup_property     (gpointer          object,
                                          const char       *name);
gpointer    wall_import_find             (gpointer         *items,
                                          guint             n,
                                          const char       *id);
gboolean    wall_import_is_same          (gpointer          a,
                                          gpointer          b);
WallDevice *wall_import_find_same_device (WallDeviceStore  *store,
                                          WallDevice       *device);
gboolean    wall_import_is_known         (WallImport       *self,
                                          WallDeviceStore  *store,
                                          WallCameraConfig *camera);
gboolean    wall_import_keeps_numbers    (WallImport       *self,
                                          WallDeviceStore  *store);

G_END_DECLS
