/* wall-pin-edit.h
 *
 * Puts one line into the text of a device file, and leaves every other byte as it is.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

GString *wall_pin_edit (const GString *text,
                        const char    *group,
                        const char    *certificate);

G_END_DECLS
