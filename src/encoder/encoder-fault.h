/* encoder-fault.h
 *
 * Everything that can go wrong on purpose: one table, from which the commands, the lists and the
 * manual page are made.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A fault that all channels behind a port have is a fault of the port; otherwise it shows in what
 * is asked about the channel, and in what is sent of it. */
typedef enum {
  ENCODER_FAULT_NONE,
  /* The door. */
  ENCODER_FAULT_REFUSE,         /* the port is closed, or the claim is refused (103) */
  ENCODER_FAULT_ACCEPT_CLOSE,
  ENCODER_FAULT_LIMIT,
  ENCODER_FAULT_BANNER,
  ENCODER_FAULT_SILENT,         /* nothing is answered, or the claim is not; media goes on */
  ENCODER_FAULT_RESET,          /* RST, once; then as before */
  ENCODER_FAULT_CLOSE,          /* FIN, once; then as before */
  ENCODER_FAULT_NEVER_CLOSE,    /* the client's FIN is not answered */
  /* Answers. */
  ENCODER_FAULT_WRONG_PASSWORD, /* logins, or claims, are answered with 203 */
  ENCODER_FAULT_LOCKED_OUT,
  ENCODER_FAULT_RET,
  ENCODER_FAULT_NO_RET,
  ENCODER_FAULT_OFFLINE,
  ENCODER_FAULT_NO_SUB,
  ENCODER_FAULT_NO_KEEPALIVE,
  ENCODER_FAULT_HUGE_JSON,
  ENCODER_FAULT_DEEP_JSON,
  ENCODER_FAULT_BAD_UTF8,
  ENCODER_FAULT_NUL_JSON,
  /* The pace of media. */
  ENCODER_FAULT_STALL,          /* media stops, the connection stays; goes on with a key frame */
  ENCODER_FAULT_FREEZE,         /* the same picture again and again, to the bit */
  ENCODER_FAULT_SLOW,
  ENCODER_FAULT_DRIP,
  ENCODER_FAULT_CUT,
  ENCODER_FAULT_CUT_RESET,
  /* The bytes of media. */
  ENCODER_FAULT_DROP,
  ENCODER_FAULT_LOSE,
  ENCODER_FAULT_GARBAGE,
  ENCODER_FAULT_FLIP,
  ENCODER_FAULT_FLIP_SPS,
  ENCODER_FAULT_HUGE_SPS,
  ENCODER_FAULT_PACKET_LENGTH,
  ENCODER_FAULT_UNIT_LENGTH,
  ENCODER_FAULT_STARVE,
  ENCODER_FAULT_STARVE_UNIT,
  ENCODER_FAULT_SIZE_CHANGE,
  ENCODER_FAULT_CODEC_CHANGE,
  ENCODER_FAULT_CLOCK_JUMP,
  ENCODER_FAULT_WRAP,
} EncoderFault;

#define ENCODER_N_FAULTS (ENCODER_FAULT_WRAP + 1)

typedef struct {
  const char *nick;             /* in commands, the same in every language */
  const char *value;            /* (nullable): what its number is, "PERCENT" */
  double      normal, min, max; /* of the number */
  gboolean    is_once;          /* it happens to what is connected now, and is over */
  const char *words;            /* what happens; to be translated */
  const char *client;           /* what a good client does; to be translated */
} EncoderFaultInfo;

/* The faults that a channel has, each with its number. */
typedef struct {
  guint64 bits;
  double  values[ENCODER_N_FAULTS];
} EncoderFaultSet;

const EncoderFaultInfo *encoder_fault_get_info  (EncoderFault           fault);
const char             *encoder_fault_to_nick   (EncoderFault           fault);
gboolean                encoder_fault_from_nick (const char            *nick,
                                                 EncoderFault          *out_fault);

void                    encoder_fault_set_add   (EncoderFaultSet       *self,
                                                 EncoderFault           fault,
                                                 double                 value);
void                    encoder_fault_set_remove (EncoderFaultSet      *self,
                                                 EncoderFault           fault);
gboolean                encoder_fault_set_has   (const EncoderFaultSet *self,
                                                 EncoderFault           fault);

G_END_DECLS
