/* encoder-device.h
 *
 * How the device behaves beside sending pictures: what can be asked and set while it runs.
 * Callable from any thread once the server has started; each call waits for the network thread for
 * an instant.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-alarm.h"
#include "encoder-ptz.h"
#include "encoder-server.h"

G_BEGIN_DECLS

char     *encoder_device_dup_locks (EncoderServer *server);
gboolean  encoder_device_unlock    (EncoderServer *server,
                                    const char    *user);
/* 0: nobody finds it. */
guint16   encoder_device_get_discovery_port (EncoderServer *server);
/* Channel 0: all. */
guint     encoder_device_set_alarm (EncoderServer *server,
                                    guint          channel,
                                    EncoderAlarm   alarm,
                                    gboolean       is_on);
typedef struct {
  gboolean is_open;            /* somebody talks now */
  guint64  units, bytes, bad;  /* heard since the start; packets that were no sound */
} EncoderTalkStats;

/* Of the box that the channel belongs to. */
void      encoder_device_get_talk  (EncoderServer *server,
                                    guint          channel,
                                    EncoderTalkStats *out_stats);
void      encoder_device_get_ptz   (EncoderServer *server,
                                    guint          channel,
                                    EncoderPtzPosition *out_position);

G_END_DECLS
