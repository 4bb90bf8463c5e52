/* encoder-secret-file.h
 *
 * Reads a small file with secrets in it, which nobody else may read.
 * Callable from any thread; blocks for as long as the disk takes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *encoder_secret_file_read (const char  *path,
                                gsize        max_size,
                                GError     **error);

G_END_DECLS
