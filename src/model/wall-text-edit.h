/* wall-text-edit.h
 *
 * Changes keys and groups in the text of a device file, and leaves every other byte as it is: comments,
 * order, blank lines, line ends and keys of newer versions are a person's.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts have, or have not, a byte order mark; groups are named without brackets; values stand as they
 * do in the file, escaped. */
gboolean  wall_text_edit_set          (GString       *text,
                                       const char    *group,
                                       const char    *key,
                                       const char    *value);
void      wall_text_edit_add_group    (GString       *text,
                                       const char    *group);
gboolean  wall_text_edit_remove_group (GString       *text,
                                       const char    *group);
char     *wall_text_edit_dup_group    (const GString *text,
                                       const char    *group);
void      wall_text_edit_insert       (GString       *text,
                                       const char    *block,
                                       const char    *after);

G_END_DECLS
