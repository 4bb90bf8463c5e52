/* encoder-options-fault.h
 *
 * The part of the command line that says what goes wrong, and in what the device departs from the
 * usual.
 * Belongs to the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-server.h"

G_BEGIN_DECLS

typedef struct {
  char    **faults, **deviations;
  gboolean  list_faults, list_deviations;
  GArray   *specs;   /* of EncoderFaultSpec (owned) (nullable) */
} EncoderFaultOptions;

void     encoder_fault_options_add   (EncoderFaultOptions   *self,
                                      GOptionContext        *context);
gboolean encoder_fault_options_list  (EncoderFaultOptions   *self);
gboolean encoder_fault_options_read  (EncoderFaultOptions   *self,
                                      EncoderConfig         *config,
                                      GError               **error);
void     encoder_fault_options_apply (EncoderFaultOptions   *self,
                                      EncoderServer         *server);
void     encoder_fault_options_clear (EncoderFaultOptions   *self);

G_END_DECLS
