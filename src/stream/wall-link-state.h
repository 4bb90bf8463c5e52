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

/* Who says so, and when. An attempt (a WallPlayer) exists from TURN to CLOSED, ENDED or REJECTED,
 * that is in CONNECTING … CLOSING, and in no other state.
 *
 * START      the camera is wanted: switched on (IDLE, OFF). While CLOSING it is refused: remember
 *            that it is wanted, and answer the player's "closed" with CLOSED instead of ENDED.
 * TURN       the limiter lets it connect: make a player and start it.
 * CONNECTED  the player's phase became SIGNING_IN.
 * SIGNED_IN  its phase became WAITING (a player never skips a phase on its way to PLAYING).
 * FRESH, AGED, STALE  what wall_watch_judge() says, sent on every tick; NONE sends nothing. Where
 *            it says again what is already so, the event is refused, which is no change.
 * LOST       the player's "failed", or our own wish to begin anew (suspended, settings edited:
 *            then call wall_player_close() too).
 * CLOSED     the player's "closed", and the camera is to be tried again: arm the delay.
 * ENDED      the player's "closed", and the camera is not wanted any more.
 * REJECTED   needs a person, or a long time: the player's "closed" after such a reason; or the
 *            login gate of its device shut while it waited (QUEUED, WAITING_RETRY).
 * RETRY      the delay is over, somebody clicked, or the login gate opened again.
 * STOP       switched off, or being removed. With an attempt under way it leads to CLOSING (call
 *            wall_player_close()), else to OFF at once. While CLOSING it is refused: remember that
 *            it is not wanted, and answer "closed" with ENDED.
 */
typedef enum {
  WALL_LINK_EVENT_START,
  WALL_LINK_EVENT_TURN,
  WALL_LINK_EVENT_CONNECTED,
  WALL_LINK_EVENT_SIGNED_IN,
  WALL_LINK_EVENT_FRESH,
  WALL_LINK_EVENT_AGED,
  WALL_LINK_EVENT_STALE,
  WALL_LINK_EVENT_LOST,
  WALL_LINK_EVENT_CLOSED,
  WALL_LINK_EVENT_ENDED,
  WALL_LINK_EVENT_REJECTED,
  WALL_LINK_EVENT_RETRY,
  WALL_LINK_EVENT_STOP,
} WallLinkEvent;

#define WALL_N_LINK_EVENTS (WALL_LINK_EVENT_STOP + 1)

gboolean    wall_link_state_next    (WallLinkState *state,
                                     WallLinkEvent  event);
const char *wall_link_state_to_nick (WallLinkState  state);
const char *wall_link_event_to_nick (WallLinkEvent  event);

G_END_DECLS
