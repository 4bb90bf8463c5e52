/* wall-autostart-portal.h
 *
 * Asks the desktop, from inside of a sandbox, to start the program with the session. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void     wall_autostart_portal_ask        (GDBusConnection     *bus,
                                           gboolean             is_wanted,
                                           guint                deadline_ms,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
gboolean wall_autostart_portal_ask_finish (GAsyncResult        *result,
                                           gboolean            *out_is_granted,
                                           GError             **error);

G_END_DECLS
