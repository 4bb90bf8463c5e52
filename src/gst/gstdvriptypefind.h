/* gstdvriptypefind.h
 *
 * Tells a recorder's export from other files, whatever its name is.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

GST_TYPE_FIND_REGISTER_DECLARE (dvrip)

G_END_DECLS
