/* wall-text-file.h
 *
 * Reads and writes the text of a device file. Blocks on the disk: for threads that may.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *wall_text_file_read      (const char  *path,
                                gboolean     is_patient,
                                GError     **error);
char *wall_text_file_write     (const char  *path,
                                const char  *base,
                                const char  *mine,
                                GError     **error);
char *wall_text_file_set_aside (const char  *path,
                                GError     **error);

G_END_DECLS
