/* black-hole.h
 *
 * A port on loopback that swallows every connection attempt: a listener whose queue is full.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BlackHole BlackHole;

BlackHole *black_hole_new      (void);
void       black_hole_free     (BlackHole *self);
guint16    black_hole_get_port (BlackHole *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BlackHole, black_hole_free)

G_END_DECLS
