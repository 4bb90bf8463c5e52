/* wall-locked-file.h
 *
 * Changes a file that others change as well: as a whole and durably, or not at all, and nothing that
 * others wrote is lost. Blocks on the disk: for threads that may.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Returns: (transfer full) (nullable): what is to stand in the file that says @text now; %NULL without
 * @error: nothing else. Called anew when the file was changed meanwhile. */
typedef GString *(*WallLockedFileEdit) (const GString  *text,
                                        gpointer        user_data,
                                        GError        **error);

gboolean wall_locked_file_edit (const char          *path,
                                WallLockedFileEdit   edit,
                                gpointer             user_data,
                                GError             **error);

G_END_DECLS
