/* encoder-fault-spec.h
 *
 * A fault as people write it: "2:drip", "all:drop=20@10+5".
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-fault.h"

G_BEGIN_DECLS

typedef enum {
  ENCODER_FAULT_ONLY,    /* it, and nothing else any more */
  ENCODER_FAULT_ADD,     /* "+drop": beside what is wrong already */
  ENCODER_FAULT_REMOVE,  /* "-drop" */
} EncoderFaultMode;

typedef struct {
  guint            channel;      /* from 1; 0: all */
  EncoderFaultMode mode;
  EncoderFault     fault;
  double           value;        /* ignored by faults that have no number */
  gint64           start_us;     /* from now */
  gint64           duration_us;  /* 0: for good */
} EncoderFaultSpec;

gboolean encoder_fault_spec_parse (const char        *text,
                                   guint              n_channels,
                                   EncoderFaultSpec  *out_spec,
                                   GError           **error);

G_END_DECLS
