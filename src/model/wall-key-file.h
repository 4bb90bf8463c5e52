/* wall-key-file.h
 *
 * Reads a file of groups and keys that a person may have broken, and says where. Callable from any
 * thread; only regular files of a bounded size are read, so it does not wait.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WALL_KEY_FILE_MAX_SIZE (1024 * 1024)

typedef enum {
  WALL_KEY_FILE_NONE    = 0,
  WALL_KEY_FILE_PRIVATE = 1 << 0,   /* refused if others than its owner may read or write it */
} WallKeyFileFlags;

/* A value that is being read; what is wrong with it is said with file, group and key. */
typedef struct {
  const char *path;
  GKeyFile   *file;
  const char *group;
} WallKeyFileGroup;

GKeyFile *wall_key_file_load         (const char              *path,
                                      WallKeyFileFlags         flags,
                                      GError                 **error);
GString  *wall_key_file_read         (const char              *path,
                                      int                      fd,
                                      WallKeyFileFlags         flags,
                                      GError                 **error);
GKeyFile *wall_key_file_parse        (const char              *path,
                                      GString                 *text,
                                      GError                 **error);
gboolean  wall_key_file_has          (const WallKeyFileGroup  *self,
                                      const char              *key);
gboolean  wall_key_file_get_string   (const WallKeyFileGroup  *self,
                                      const char              *key,
                                      char                   **out_value,
                                      GError                 **error);
gboolean  wall_key_file_get_word     (const WallKeyFileGroup  *self,
                                      const char              *key,
                                      char                   **out_value,
                                      GError                 **error);
gboolean  wall_key_file_get_uint     (const WallKeyFileGroup  *self,
                                      const char              *key,
                                      guint                    min,
                                      guint                    max,
                                      guint                   *out_value,
                                      GError                 **error);
gboolean  wall_key_file_get_boolean  (const WallKeyFileGroup  *self,
                                      const char              *key,
                                      gboolean                *out_value,
                                      GError                 **error);
gboolean  wall_key_file_refuse       (const WallKeyFileGroup  *self,
                                      const char              *key,
                                      GError                 **error,
                                      const char              *format,
                                      ...) G_GNUC_PRINTF (4, 5);

G_END_DECLS
