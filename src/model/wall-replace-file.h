/* wall-replace-file.h
 *
 * Replaces a file by another one of the same name, as a whole and durably, or not at all. Blocks on
 * the disk: for threads that may.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <sys/stat.h>

G_BEGIN_DECLS

gboolean wall_replace_file_is_same    (const char         *path,
                                       int                 fd);
gboolean wall_replace_file            (const char         *path,
                                       int                 fd,
                                       const struct stat  *old,
                                       const char         *bytes,
                                       gsize               length,
                                       GError            **error);
gboolean wall_replace_file_create     (const char         *path,
                                       const char         *bytes,
                                       gsize               length,
                                       GError            **error);
gboolean wall_replace_file_rename_new (const char         *path,
                                       const char         *name);

G_END_DECLS
