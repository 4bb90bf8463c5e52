/* wall-probe-door.h
 *
 * One port of a host: whether somebody answers there, and what he speaks. A deadline bounds each
 * connection and each question; what is open is closed with a FIN.
 * Network thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-probe-guess.h"
#include "wall-reason.h"

G_BEGIN_DECLS

typedef enum {
  WALL_PROBE_DOOR_DIALLING,
  WALL_PROBE_DOOR_OPEN,      /* somebody answers; nothing was asked */
  WALL_PROBE_DOOR_ASKING,
  WALL_PROBE_DOOR_KNOWN,
  WALL_PROBE_DOOR_FAILED,    /* nobody answers, or nobody whom we understand */
} WallProbeDoorState;

typedef struct _WallProbeDoor WallProbeDoor;

/* Each time that the state is another; the door may be freed in it. */
typedef void (*WallProbeDoorFunc) (WallProbeDoor *self,
                                   gpointer       user_data);

WallProbeDoor      *wall_probe_door_new        (const char        *host,
                                                guint16            port,
                                                WallProbeDoorFunc  changed,
                                                gpointer           user_data);
void                wall_probe_door_free       (WallProbeDoor     *self);
void                wall_probe_door_ask        (WallProbeDoor     *self);
WallProbeDoorState  wall_probe_door_get_state  (WallProbeDoor     *self);
guint16             wall_probe_door_get_port   (WallProbeDoor     *self);
const char         *wall_probe_door_get_scheme (WallProbeDoor     *self);
const GError       *wall_probe_door_get_error  (WallProbeDoor     *self);

G_END_DECLS
