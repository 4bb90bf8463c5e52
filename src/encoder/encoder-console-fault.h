/* encoder-console-fault.h
 *
 * The commands of the console about what goes wrong, and in what the device departs from the usual.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-server.h"

G_BEGIN_DECLS

/* What "help" lists. */
#define ENCODER_CONSOLE_FAULT_HELP \
  "fault CHANNEL|all [+|-]FAULT[=NUMBER][@START[+DURATION]], deviate DEVIATION[,…]|none, " \
  "help faults, help deviations"

char *encoder_console_fault_answer (EncoderServer *server,
                                    char         **words);
char *encoder_console_fault_list   (EncoderServer *server);

G_END_DECLS
