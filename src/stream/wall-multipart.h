/* wall-multipart.h
 *
 * The pictures out of a multipart/x-mixed-replace body, as cameras really send it.
 * Pure: one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WALL_MULTIPART_MAX_PICTURE (8 * 1024 * 1024)
#define WALL_MULTIPART_MAX_HEADERS (16 * 1024)
#define WALL_MULTIPART_MAX_JUNK    (64 * 1024)  /* before the first part */
#define WALL_MULTIPART_MAX_FOREIGN 16           /* parts without a picture, one after the other */

typedef struct _WallMultipart WallMultipart;

WallMultipart *wall_multipart_new          (const char     *boundary);
void           wall_multipart_free         (WallMultipart  *self);
void           wall_multipart_push         (WallMultipart  *self,
                                            const guint8   *data,
                                            gsize           size);
GBytes        *wall_multipart_next         (WallMultipart  *self,
                                            GError        **error);
gboolean       wall_multipart_is_within_picture (WallMultipart *self);
guint64        wall_multipart_get_dropped  (WallMultipart  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WallMultipart, wall_multipart_free)

G_END_DECLS
