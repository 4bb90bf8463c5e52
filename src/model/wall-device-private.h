/* wall-device-private.h
 *
 * What a camera at work asks of its device and tells it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-address.h"
#include "wall-device.h"
#include "wall-login-gate.h"

G_BEGIN_DECLS

typedef enum {
  WALL_DEVICE_SUB_UNKNOWN,
  WALL_DEVICE_HAS_SUB,
  WALL_DEVICE_HAS_NO_SUB,
} WallDeviceSub;

struct _WallDevice {
  GObject parent_instance;

  char *id;
  char *uri;
  WallAddress *address;   /* (nullable): of @uri */
  char *user;
  char *password;
  guint edition;          /* counts the passwords, and what they are for */
  gboolean is_awaiting;   /* it is being looked up, and nobody signs in without */
  char *certificate;      /* (nullable): the one that is trusted */
  guint pin_edition;      /* counts these */
  char *topology;
  gboolean is_one_socket_proven;
  char *stream_type;
  WallDeviceSub sub;
  gboolean takes_one_stream; /* of a channel, at a time */

  WallLoginGate gate;
  gboolean failed_last;   /* its last attempt did not get as far as media */
};

/* One attempt at a device, from its beginning to the close of its last socket. */
typedef struct {
  WallDevice *device;      /* (nullable): %NULL while there is no attempt */
  guint       edition;     /* of the password that it was begun with */
  guint       pin_edition; /* of the certificate */
  gboolean    is_login;    /* its login is under way */
} WallSlot;

void       wall_device_await_password  (WallDevice *self);
gboolean   wall_device_is_awaiting     (WallDevice *self);
void       wall_device_want_password   (WallDevice *self);
gboolean   wall_device_may_begin       (WallDevice *self,
                                        gint64      now_us);
gboolean   wall_device_is_barred       (WallDevice *self,
                                        gint64      now_us);
gboolean   wall_device_failed_last     (WallDevice *self);
gint64     wall_device_get_reopens_us  (WallDevice *self);
void       wall_device_reopen          (WallDevice *self);
gboolean   wall_device_bars            (WallDevice *self,
                                        WallReason  reason);
gboolean   wall_device_trust           (WallDevice *self,
                                        const char *seen);
void       wall_device_doubt           (WallDevice *self);
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
