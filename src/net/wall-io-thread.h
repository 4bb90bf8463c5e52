/* wall-io-thread.h
 *
 * The one thread of the process whose main loop runs every socket.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GMainContext *wall_io_thread_get_context (void);
gboolean      wall_io_thread_is_current  (void);
void          wall_io_thread_invoke      (GSourceFunc    function,
                                          gpointer       data,
                                          GDestroyNotify notify);

G_END_DECLS
