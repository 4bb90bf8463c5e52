/* wall-device-draft.h
 *
 * The text of a device file while it is changed: devices and cameras come, go, and get other values,
 * and all the rest stays as a person wrote it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _WallDeviceDraft WallDeviceDraft;

WallDeviceDraft *wall_device_draft_new           (const char       *text,
                                                  GListModel       *cameras,
                                                  GError          **error);
void             wall_device_draft_free          (WallDeviceDraft  *self);
const GString   *wall_device_draft_get_text      (WallDeviceDraft  *self);
gboolean         wall_device_draft_is_changed    (WallDeviceDraft  *self);

char            *wall_device_draft_add_device    (WallDeviceDraft  *self,
                                                  const char       *uri,
                                                  const char       *user);
char            *wall_device_draft_own_device    (WallDeviceDraft  *self,
                                                  const char       *id,
                                                  const char       *uri,
                                                  const char       *user,
                                                  gboolean          has_channels);
gboolean         wall_device_draft_has_device    (WallDeviceDraft  *self,
                                                  const char       *id);
char            *wall_device_draft_add_camera    (WallDeviceDraft  *self,
                                                  const char       *device_id,
                                                  const char       *uri);
void             wall_device_draft_set_device    (WallDeviceDraft  *self,
                                                  const char       *id,
                                                  const char       *key,
                                                  const char       *value);
void             wall_device_draft_set_camera    (WallDeviceDraft  *self,
                                                  const char       *id,
                                                  const char       *key,
                                                  const char       *value);
void             wall_device_draft_place_camera  (WallDeviceDraft  *self,
                                                  const char       *id,
                                                  guint             place);
void             wall_device_draft_remove_camera (WallDeviceDraft  *self,
                                                  const char       *id);
void             wall_device_draft_remove_device (WallDeviceDraft  *self,
                                                  const char       *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallDeviceDraft, wall_device_draft_free)

G_END_DECLS
