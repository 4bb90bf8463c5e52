/* encoder-options.h
 *
 * The command line of the program.
 * Belongs to the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-options-device.h"
#include "encoder-options-fault.h"
#include "encoder-options-source.h"
#include "encoder-server.h"

G_BEGIN_DECLS

typedef struct {
  EncoderConfig config;     /* points into what follows */
  char         *listen;
  char        **sources;
  char         *user;
  char         *password;
  EncoderDeviceOptions device;
  EncoderFaultOptions fault;
  EncoderSourceOptions source;
  gboolean      show_version;
} EncoderOptions;

gboolean encoder_options_parse (EncoderOptions *self,
                                int            *argc,
                                char         ***argv,
                                GError        **error);
void     encoder_options_clear (EncoderOptions *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EncoderOptions, encoder_options_clear)

G_END_DECLS
