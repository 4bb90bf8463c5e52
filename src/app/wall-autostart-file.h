/* wall-autostart-file.h
 *
 * The file that has a desktop start the program with the session. Blocks on the disk: for threads that
 * may.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char    *wall_autostart_file_dup_path    (void);
char    *wall_autostart_file_dup_command (const char *program);
gboolean wall_autostart_file_read        (const char *path);
gboolean wall_autostart_file_write       (const char *path,
                                          const char *command,
                                          GError    **error);
gboolean wall_autostart_file_remove      (const char *path,
                                          GError    **error);

G_END_DECLS
