/* wall-device-store.h
 *
 * The devices and cameras of a wall, kept in one file (GKeyFile): read from there, changed there, and
 * followed when others change it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-camera-config.h"
#include "wall-device.h"
#include "wall-secrets.h"

G_BEGIN_DECLS

#define WALL_TYPE_DEVICE_STORE (wall_device_store_get_type ())
G_DECLARE_FINAL_TYPE (WallDeviceStore, wall_device_store, WALL, DEVICE_STORE, GObject)

/* Signals: "trouble" (const char *message): what could not be read, kept or changed, in a whole
 *          sentence for people;
 *          "over" (const char *message): what "trouble" said is not so any more;
 *          "changed" (guint step, const char *label): a person changed something, and can take it back
 *          by wall_device_store_undo();
 *          "undone" (guint step): it was taken back; "redone" (guint step): it was done again. */
WallDeviceStore *wall_device_store_new              (void);
char            *wall_device_store_dup_default_path (void);
gboolean         wall_device_store_load             (WallDeviceStore  *self,
                                                     const char       *path,
                                                     GError          **error);
void             wall_device_store_load_own         (WallDeviceStore  *self,
                                                     const char       *path);
gboolean         wall_device_store_load_credentials (WallDeviceStore  *self,
                                                     const char       *path,
                                                     GError          **error);
gboolean         wall_device_store_is_busy          (WallDeviceStore  *self);
WallDevice      *wall_device_store_find             (WallDeviceStore  *self,
                                                     const char       *id);
WallDevice      *wall_device_store_find_same        (WallDeviceStore  *self,
                                                     const char       *uri,
                                                     const char       *user);
GListModel      *wall_device_store_get_devices      (WallDeviceStore  *self);
GListModel      *wall_device_store_get_cameras      (WallDeviceStore  *self);
WallSecrets     *wall_device_store_get_secrets      (WallDeviceStore  *self);

/* A change: wall_device_store_begin(), what is to be changed, wall_device_store_commit(). Nothing
 * happens before the commit, and all of it then, or nothing. Keys are those of the file; %NULL for a
 * value removes the key. */
void             wall_device_store_begin            (WallDeviceStore  *self);
char            *wall_device_store_add_device       (WallDeviceStore  *self,
                                                     const char       *uri,
                                                     const char       *user);
char            *wall_device_store_add_camera       (WallDeviceStore  *self,
                                                     const char       *device_id,
                                                     const char       *uri,
                                                     guint             channel,
                                                     const char       *stream,
                                                     const char       *name);
void             wall_device_store_set_device       (WallDeviceStore  *self,
                                                     const char       *id,
                                                     const char       *key,
                                                     const char       *value);
void             wall_device_store_set_camera       (WallDeviceStore  *self,
                                                     const char       *id,
                                                     const char       *key,
                                                     const char       *value);
void             wall_device_store_place_camera     (WallDeviceStore  *self,
                                                     const char       *id,
                                                     guint             place);
void             wall_device_store_remove_camera    (WallDeviceStore  *self,
                                                     const char       *id);
void             wall_device_store_remove_device    (WallDeviceStore  *self,
                                                     const char       *id);
guint            wall_device_store_commit           (WallDeviceStore  *self,
                                                     const char       *label);
void             wall_device_store_cancel           (WallDeviceStore  *self);
gboolean         wall_device_store_undo             (WallDeviceStore  *self,
                                                     guint             step);
gboolean         wall_device_store_redo             (WallDeviceStore  *self,
                                                     guint             step);

/* For the export and the import of a whole wall. */
char            *wall_device_store_dup_text         (WallDeviceStore  *self);
guint            wall_device_store_replace_text     (WallDeviceStore  *self,
                                                     const char       *text,
                                                     const char       *label,
                                                     GError          **error);

G_END_DECLS
