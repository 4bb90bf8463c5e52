/* sei.h
 *
 * Reads the time that a picture says it was taken at. Knows MISB ST 0604 and start codes, and
 * nothing of the code under test.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: microseconds since 1970; 0: the picture does not say. More than one, one behind a slice,
 * or one in another form than the standard's fails the test. */
guint64 sei_read_time (const guint8 *unit,
                       gsize         size,
                       gboolean      is_h265);

G_END_DECLS
