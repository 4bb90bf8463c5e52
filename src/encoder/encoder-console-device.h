/* encoder-console-device.h
 *
 * The commands of the console about how the device behaves.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-server.h"

G_BEGIN_DECLS

/* What "help" lists. */
#define ENCODER_CONSOLE_DEVICE_HELP \
  "alarm CHANNEL|all motion|loss start|stop, ptz CHANNEL, talk [CHANNEL], locks, unlock USER|all"

char *encoder_console_device_answer (EncoderServer *server,
                                     char         **words);

G_END_DECLS
