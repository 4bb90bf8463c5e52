/* wall-transfer-command.h
 *
 * Export and import from the command line, whether a wall is running or not. Waits, so it is for a
 * process that does nothing else. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean wall_transfer_command_is_wanted (GVariantDict *options);
int      wall_transfer_command_run       (GVariantDict *options);

G_END_DECLS
