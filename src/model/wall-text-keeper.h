/* wall-text-keeper.h
 *
 * Keeps the text of a device file on the disk, and notices when somebody else changes it. Main thread;
 * the disk is waited for elsewhere.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define WALL_TYPE_TEXT_KEEPER (wall_text_keeper_get_type ())
G_DECLARE_FINAL_TYPE (WallTextKeeper, wall_text_keeper, WALL, TEXT_KEEPER, GObject)

/* Signals: "text" (const char *text): what is wanted now, since others changed the file; it can be read;
 *          "busy" (gboolean is_busy): something is being written, or not any more;
 *          "trouble" (const char *message): what could not be kept, or not be taken up, in a whole
 *          sentence for people;
 *          "over" (const char *message): what "trouble" said is not so any more. */
WallTextKeeper *wall_text_keeper_new      (const char     *path,
                                           const char     *text);
void            wall_text_keeper_set_text (WallTextKeeper *self,
                                           const char     *text);
gboolean        wall_text_keeper_is_busy  (WallTextKeeper *self);

G_END_DECLS
