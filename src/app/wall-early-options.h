/* wall-early-options.h
 *
 * What the command line asks for before the application has a place on the bus: answers that need no
 * wall, and whether there is a display for one. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

int wall_early_options_handle (GApplication *application,
                               GVariantDict *options);

G_END_DECLS
