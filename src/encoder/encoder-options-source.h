/* encoder-options-source.h
 *
 * The part of the command line that says more about the sources: who signs in to cameras, and
 * whether pictures say when they were taken.
 * Belongs to the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-server.h"

G_BEGIN_DECLS

typedef struct {
  char          *credentials;
  gboolean       no_capture_time;
  EncoderLogins *logins;   /* (owned) (nullable): of the file */
} EncoderSourceOptions;

void     encoder_source_options_add   (EncoderSourceOptions  *self,
                                       GOptionContext        *context);
gboolean encoder_source_options_read  (EncoderSourceOptions  *self,
                                       EncoderConfig         *config,
                                       GError               **error);
void     encoder_source_options_clear (EncoderSourceOptions  *self);

G_END_DECLS
