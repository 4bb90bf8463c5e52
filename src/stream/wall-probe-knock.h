/* wall-probe-knock.h
 *
 * Finds out what a host speaks, of which only the name is known, or the name and a port.
 * Main thread; no call blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-reason.h"

G_BEGIN_DECLS

typedef struct _WallProbeKnock WallProbeKnock;

/* Once, on the main thread, never from inside a call of one's own; the knock may be freed in it.
 * @error: (nullable): nobody was found, a reason of WALL_ERROR. */
typedef void (*WallProbeKnockFunc) (gpointer      user_data,
                                    const char   *scheme,
                                    guint16       port,
                                    const GError *error);

WallProbeKnock *wall_probe_knock_new  (const char         *host,
                                       const guint16      *ports,
                                       guint               n_ports,
                                       WallProbeKnockFunc  function,
                                       gpointer            user_data);
void            wall_probe_knock_free (WallProbeKnock     *self);

G_END_DECLS
