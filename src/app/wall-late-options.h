/* wall-late-options.h
 *
 * What the command line asks of a wall that runs already: what is ignored, or not understood, is said
 * where it was typed. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean wall_late_options_refuse_rest (GApplicationCommandLine *command_line);
void     wall_late_options_say_ignored (GApplicationCommandLine *command_line,
                                        const char              *devices,
                                        const char              *credentials);

G_END_DECLS
