/* wall-sandbox.h
 *
 * Whether the program runs in a sandbox, where it sees little of the computer. Callable from any
 * thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What Flatpak's runtimes leave to an extension: decoders of video that patents are held on. */
#define WALL_SANDBOX_CODECS "org.freedesktop.Platform.codecs-extra"

gboolean wall_sandbox_is_flatpak (void);

G_END_DECLS
