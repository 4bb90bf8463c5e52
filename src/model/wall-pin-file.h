/* wall-pin-file.h
 *
 * Reads and writes the certificates in a device file. Blocks on the disk: for threads that may.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A group of the file, and the URI that stands in it: where a person has put another one there, the
 * group is another device's. */
typedef struct {
  char *group;
  char *uri;
} WallPinGroup;

WallPinGroup *wall_pin_group_new  (const char    *group,
                                   const char    *uri);
void          wall_pin_group_free (WallPinGroup  *self);

gboolean      wall_pin_file_find  (const char    *path,
                                   GPtrArray     *groups,
                                   char         **out_certificate,
                                   GError       **error);
gboolean      wall_pin_file_keep  (const char    *path,
                                   GPtrArray     *groups,
                                   const char    *certificate,
                                   char         **out_kept,
                                   GError       **error);

G_END_DECLS
