/* encoder-console.h
 *
 * The commands that the program reads from standard input, a line each.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-server.h"

G_BEGIN_DECLS

char *encoder_console_answer (EncoderServer *server,
                              const char    *line,
                              gboolean      *out_quit);

G_END_DECLS
