/* wall-options.h
 *
 * The command line: what it may say. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

const GOptionEntry *wall_options_get_entries (void);

void        wall_options_add               (GApplication  *application);
void        wall_options_make_absolute     (GVariantDict  *options);
/* (transfer full) (nullable): an absolute path. */
char       *wall_options_dup_path          (GVariantDict  *options,
                                            const char    *name);
const char *wall_options_find_missing_file (GVariantDict  *options,
                                            char         **out_taken);

G_END_DECLS
