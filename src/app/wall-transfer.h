/* wall-transfer.h
 *
 * Takes a wall with its preferences out into a file's text, and in again. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-import.h"

G_BEGIN_DECLS

char     *wall_transfer_export       (WallDeviceStore  *store);
char     *wall_transfer_dup_sentence (WallImport       *import,
                                      WallDeviceStore  *store,
                                      WallImportMode    mode);
char     *wall_transfer_dup_words    (WallImport       *import,
                                      WallDeviceStore  *store,
                                      WallImportMode    mode);
gboolean  wall_transfer_import       (WallImport       *import,
                                      WallDeviceStore  *store,
                                      WallImportMode    mode,
                                      GError          **error);

G_END_DECLS
