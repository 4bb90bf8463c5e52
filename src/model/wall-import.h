/* wall-import.h
 *
 * The wall as a file, for the next machine: devices, cameras and settings, and no passwords. What
 * such a file would do to a wall is known before it is done. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-device-store.h"

G_BEGIN_DECLS

/* What becomes of the wall when a file comes in. */
typedef enum {
  WALL_IMPORT_ADD,       /* what is not on the wall yet is added, nothing else changes */
  WALL_IMPORT_REPLACE,   /* the wall becomes what the file says */
} WallImportMode;

typedef struct {
  guint devices_added, devices_changed, devices_removed;
  guint cameras_added, cameras_changed, cameras_removed;
  guint cameras_kept;    /* that are on the wall as the file has them, or already */
} WallImportPlan;

typedef enum {
  WALL_IMPORT_ADDED,
  WALL_IMPORT_CHANGED,
  WALL_IMPORT_REMOVED,
} WallImportChange;

/* A camera, or a device that gets another address or user. */
typedef struct {
  WallImportChange change;
  char            *name;      /* with the number; what it is and what it becomes, where these differ */
  char            *address;   /* without path, which may have secrets, and without user */
} WallImportItem;

typedef struct _WallImport WallImport;

char       *wall_import_make_file    (const char            *devices,
                                      GHashTable            *settings);
WallImport *wall_import_new          (const char            *path,
                                      const char            *text,
                                      GError               **error);
void        wall_import_free         (WallImport            *self);
GHashTable *wall_import_get_settings (WallImport            *self);
void        wall_import_get_plan     (WallImport            *self,
                                      WallDeviceStore       *store,
                                      WallImportMode         mode,
                                      WallImportPlan        *out_plan);
gboolean    wall_import_changes      (const WallImportPlan  *plan);
char       *wall_import_dup_sentence (const WallImportPlan  *plan);
GPtrArray  *wall_import_list_changes (WallImport            *self,
                                      WallDeviceStore       *store,
                                      WallImportMode         mode);
guint       wall_import_apply        (WallImport            *self,
                                      WallDeviceStore       *store,
                                      WallImportMode         mode,
                                      const char            *label,
                                      GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallImport, wall_import_free)

G_END_DECLS
