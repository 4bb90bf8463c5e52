/* encoder-alarm.h
 *
 * What a camera raises an alarm about.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  ENCODER_ALARM_MOTION,
  ENCODER_ALARM_LOSS,
  ENCODER_N_ALARMS,
} EncoderAlarm;

const char *encoder_alarm_to_nick   (EncoderAlarm  alarm);
gboolean    encoder_alarm_from_nick (const char   *nick,
                                     EncoderAlarm *out_alarm);

G_END_DECLS
