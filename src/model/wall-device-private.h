/* wall-device-private.h
 *
 * What a camera at work asks of its device and tells it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-device.h"

G_BEGIN_DECLS

/* One attempt at a device, from its beginning to the close of its last socket. */
typedef struct {
  WallDevice *device;     /* (nullable): %NULL while there is no attempt */
  guint       edition;    /* of the password that it was begun with */
  gboolean    is_login;   /* its login is under way */
} WallSlot;

gboolean   wall_device_may_begin       (WallDevice *self,
                                        gint64      now_us);
gboolean   wall_device_is_barred       (WallDevice *self,
                                        gint64      now_us);
gboolean   wall_device_failed_last     (WallDevice *self);
gint64     wall_device_get_reopens_us  (WallDevice *self);
void       wall_device_reopen          (WallDevice *self);
void       wall_device_remember        (WallDevice *self,
                                        const char *topology,
                                        const char *stream_type,
                                        gboolean    is_live);

void       wall_slot_begin             (WallSlot   *self,
                                        WallDevice *device);
void       wall_slot_accept            (WallSlot   *self);
WallReason wall_slot_fail              (WallSlot   *self,
                                        WallReason  reason,
                                        gint64      now_us);
void       wall_slot_close             (WallSlot   *self);
gboolean   wall_slot_is_unreachable    (WallReason  reason);

G_END_DECLS
