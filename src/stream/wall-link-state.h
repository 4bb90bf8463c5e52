/* wall-link-state.h
 *
 * Where a camera's connection stands: the states, the events, and every legal move between them.
 * Why it stands there is a WallReason, beside it.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-reason.h"

G_BEGIN_DECLS

typedef enum {
  WALL_LINK_IDLE,
  WALL_LINK_QUEUED,           /* waits for its turn to connect */
  WALL_LINK_CONNECTING,
  WALL_LINK_SIGNING_IN,
  WALL_LINK_WAITING_PICTURE,
  WALL_LINK_LIVE,
  WALL_LINK_LATE,
  WALL_LINK_STALLED,
  WALL_LINK_CLOSING,
  WALL_LINK_WAITING_RETRY,
  WALL_LINK_NEEDS_ATTENTION,
  WALL_LINK_OFF,
} WallLinkState;

#define WALL_N_LINK_STATES (WALL_LINK_OFF + 1)

typedef enum {
  WALL_LINK_EVENT_START,      /* wanted: queue it */
  WALL_LINK_EVENT_TURN,       /* its turn to connect has come */
  WALL_LINK_EVENT_CONNECTED,
  WALL_LINK_EVENT_SIGNED_IN,
  WALL_LINK_EVENT_FRESH,      /* the watch says: live */
  WALL_LINK_EVENT_AGED,       /* the watch says: late */
  WALL_LINK_EVENT_STALE,      /* the watch says: stalled */
  WALL_LINK_EVENT_LOST,       /* the attempt failed, something to close is left */
  WALL_LINK_EVENT_CLOSED,     /* closed; will be tried again */
  WALL_LINK_EVENT_REJECTED,   /* closed; needs a person, or a long time */
  WALL_LINK_EVENT_RETRY,      /* the delay is over, or somebody clicked */
  WALL_LINK_EVENT_STOP,       /* switched off, or being removed */
} WallLinkEvent;

#define WALL_N_LINK_EVENTS (WALL_LINK_EVENT_STOP + 1)

gboolean    wall_link_state_next    (WallLinkState *state,
                                     WallLinkEvent  event);
const char *wall_link_state_to_nick (WallLinkState  state);
const char *wall_link_event_to_nick (WallLinkEvent  event);

G_END_DECLS
