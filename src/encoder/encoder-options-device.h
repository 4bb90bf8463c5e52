/* encoder-options-device.h
 *
 * The part of the command line that says how the device behaves towards its clients.
 * Belongs to the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-server.h"

G_BEGIN_DECLS

typedef struct {
  char         *users_file, *at_limit;
  int           lock_out, max_connections, discovery_port;
  gboolean      discovery, no_discovery;
  EncoderUsers *users;   /* (owned) (nullable): of the file */
} EncoderDeviceOptions;

void     encoder_device_options_init  (EncoderDeviceOptions  *self);
void     encoder_device_options_add   (EncoderDeviceOptions  *self,
                                       GOptionContext        *context);
gboolean encoder_device_options_read  (EncoderDeviceOptions  *self,
                                       EncoderConfig         *config,
                                       GError               **error);
void     encoder_device_options_clear (EncoderDeviceOptions  *self);

G_END_DECLS
