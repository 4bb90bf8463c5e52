/* wall-device-inquiry.h
 *
 * What is being found out of a device, and decided about it: the probe under way, the channels that
 * it found or that are on the wall already, and at last one change of the store. It is what the
 * dialog shows. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-device-store.h"
#include "wall-probe.h"

G_BEGIN_DECLS

#define WALL_TYPE_DEVICE_INQUIRY (wall_device_inquiry_get_type ())
G_DECLARE_FINAL_TYPE (WallDeviceInquiry, wall_device_inquiry, WALL, DEVICE_INQUIRY, GObject)

/* As a person typed it. */
typedef struct {
  const char   *address;
  WallProbeKind kind;
  const char   *user;
  const char   *password;   /* "": none was typed */
} WallDeviceInput;

/* Signals: "step" (int WallProbeStep, gboolean done), "failed" (int WallReason, const char *sentence),
 * "done", as a WallProbe has them, with the entries up to date when they come. */
WallDeviceInquiry *wall_device_inquiry_new         (WallDeviceStore       *store,
                                                    const char            *device_id);
gboolean           wall_device_inquiry_is_edit     (WallDeviceInquiry     *self);
char              *wall_device_inquiry_dup_uri     (WallDeviceInquiry     *self);
const char        *wall_device_inquiry_get_user    (WallDeviceInquiry     *self);

void               wall_device_inquiry_begin       (WallDeviceInquiry     *self,
                                                    const WallDeviceInput *input);
void               wall_device_inquiry_end         (WallDeviceInquiry     *self);
gboolean           wall_device_inquiry_is_probing  (WallDeviceInquiry     *self);
gboolean           wall_device_inquiry_is_found    (WallDeviceInquiry     *self);
WallProbe         *wall_device_inquiry_get_probe   (WallDeviceInquiry     *self);
GListModel        *wall_device_inquiry_get_entries (WallDeviceInquiry     *self);
GListModel        *wall_device_inquiry_get_cameras (WallDeviceInquiry     *self);

gboolean           wall_device_inquiry_trust       (WallDeviceInquiry     *self,
                                                    const WallDeviceInput *input);
gboolean           wall_device_inquiry_keep        (WallDeviceInquiry     *self,
                                                    const WallDeviceInput *input,
                                                    GError               **error);
const char        *wall_device_inquiry_get_added   (WallDeviceInquiry     *self);

G_END_DECLS
