/* wall-snapshot.h
 *
 * A camera's picture as a file: full size, named after camera, date and time. Main thread; the work is
 * done on a thread of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-camera.h"

G_BEGIN_DECLS

typedef struct {
  const char *name;       /* (nullable): of the camera */
  guint       number;     /* 0: it has none */
  GDateTime  *taken;      /* when the picture was, local time */
  gint64      age_us;     /* of a picture that is not live; -1: it is */
} WallSnapshotTitle;

/* Any thread. */
char       *wall_snapshot_dup_directory (void);
char       *wall_snapshot_dup_file_name (const WallSnapshotTitle *title);

/* Main thread. */
void        wall_snapshot_save_async    (WallCamera              *camera,
                                         const char              *directory,
                                         GAsyncReadyCallback      callback,
                                         gpointer                 user_data);
char       *wall_snapshot_save_finish   (WallCamera              *camera,
                                         GAsyncResult            *result,
                                         gint64                  *out_age_us,
                                         GError                 **error);

G_END_DECLS
