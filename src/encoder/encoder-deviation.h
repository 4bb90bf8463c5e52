/* encoder-deviation.h
 *
 * Everything in which devices were seen to depart from the profile that all clients get along with:
 * one table, and what each does to the text of an answer.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  /* Headers and text. */
  ENCODER_DEVIATION_VERSION_0,
  ENCODER_DEVIATION_RESERVED,
  ENCODER_DEVIATION_OWN_SEQUENCE,
  ENCODER_DEVIATION_SEQUENCE_PLUS_1,
  ENCODER_DEVIATION_NEWLINE,
  ENCODER_DEVIATION_NUL,
  ENCODER_DEVIATION_NO_TERMINATOR,
  ENCODER_DEVIATION_SHORT_SESSION,
  ENCODER_DEVIATION_LONG_SESSION,
  ENCODER_DEVIATION_FAILED_SESSION,
  ENCODER_DEVIATION_NO_RET,
  ENCODER_DEVIATION_NO_ALIVE_INTERVAL,
  ENCODER_DEVIATION_WRONG_USER_205,
  /* Live view. */
  ENCODER_DEVIATION_START_REPLY,
  ENCODER_DEVIATION_NO_START_REPLY,
  ENCODER_DEVIATION_ONE_SOCKET,
  ENCODER_DEVIATION_TWO_SOCKETS,
  ENCODER_DEVIATION_EXTRA,
  ENCODER_DEVIATION_EXTRA1,
  /* Media packets. */
  ENCODER_DEVIATION_PACKETS_1400,
  ENCODER_DEVIATION_PACKETS_32768,
  ENCODER_DEVIATION_WHOLE_UNITS,
  ENCODER_DEVIATION_SEVERAL_UNITS,
  ENCODER_DEVIATION_STARTS_INSIDE,
  /* Units. */
  ENCODER_DEVIATION_INFO_UNITS,
  ENCODER_DEVIATION_SERVICE_BLOCKS,
  ENCODER_DEVIATION_4K_BITS,
  ENCODER_DEVIATION_UNKNOWN_CODEC,
  ENCODER_DEVIATION_RATE_0,
  ENCODER_DEVIATION_WRONG_RATE,
  ENCODER_DEVIATION_NO_AUDIO,
} EncoderDeviation;

#define ENCODER_N_DEVIATIONS (ENCODER_DEVIATION_NO_AUDIO + 1)

typedef struct {
  const char *nick;    /* in commands, the same in every language */
  const char *words;   /* what the device does; to be translated */
  const char *client;  /* what a good client does; to be translated */
} EncoderDeviationInfo;

/* All zeros: the profile that all clients get along with. */
typedef struct {
  guint64 bits;
} EncoderDeviations;

const EncoderDeviationInfo *encoder_deviation_get_info (EncoderDeviation         deviation);
void                        encoder_deviations_add     (EncoderDeviations       *self,
                                                        EncoderDeviation         deviation);
gboolean                    encoder_deviations_has     (const EncoderDeviations *self,
                                                        EncoderDeviation         deviation);
gboolean                    encoder_deviations_parse   (const char              *text,
                                                        EncoderDeviations       *out_deviations,
                                                        GError                 **error);
char                       *encoder_deviations_to_string (const EncoderDeviations *self);
GBytes                     *encoder_deviations_rewrite (const EncoderDeviations *self,
                                                        GBytes                  *payload);

G_END_DECLS
