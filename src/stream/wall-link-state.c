/* wall-link-state.c
 *
 * Every legal move of a camera's connection, as one table.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-link-state.h"

/* Every legal move. What is not listed is refused, so that a late timer or a late message cannot
 * revive a camera that was switched off, and a state that is already so is not entered again. */
static const struct {
  WallLinkState from;
  WallLinkEvent event;
  WallLinkState to;
} moves[] = {
  { WALL_LINK_IDLE,            WALL_LINK_EVENT_START,     WALL_LINK_QUEUED          },
  { WALL_LINK_IDLE,            WALL_LINK_EVENT_STOP,      WALL_LINK_OFF             },

  { WALL_LINK_QUEUED,          WALL_LINK_EVENT_TURN,      WALL_LINK_CONNECTING      },
  { WALL_LINK_QUEUED,          WALL_LINK_EVENT_REJECTED,  WALL_LINK_NEEDS_ATTENTION },
  { WALL_LINK_QUEUED,          WALL_LINK_EVENT_STOP,      WALL_LINK_OFF             },

  { WALL_LINK_CONNECTING,      WALL_LINK_EVENT_CONNECTED, WALL_LINK_SIGNING_IN      },
  { WALL_LINK_CONNECTING,      WALL_LINK_EVENT_LOST,      WALL_LINK_CLOSING         },
  { WALL_LINK_CONNECTING,      WALL_LINK_EVENT_STOP,      WALL_LINK_CLOSING         },

  { WALL_LINK_SIGNING_IN,      WALL_LINK_EVENT_SIGNED_IN, WALL_LINK_WAITING_PICTURE },
  { WALL_LINK_SIGNING_IN,      WALL_LINK_EVENT_LOST,      WALL_LINK_CLOSING         },
  { WALL_LINK_SIGNING_IN,      WALL_LINK_EVENT_STOP,      WALL_LINK_CLOSING         },

  /* The first picture may be an old one already when the main loop gets to see it. */
  { WALL_LINK_WAITING_PICTURE, WALL_LINK_EVENT_FRESH,     WALL_LINK_LIVE            },
  { WALL_LINK_WAITING_PICTURE, WALL_LINK_EVENT_AGED,      WALL_LINK_LATE            },
  { WALL_LINK_WAITING_PICTURE, WALL_LINK_EVENT_STALE,     WALL_LINK_STALLED         },
  { WALL_LINK_WAITING_PICTURE, WALL_LINK_EVENT_LOST,      WALL_LINK_CLOSING         },
  { WALL_LINK_WAITING_PICTURE, WALL_LINK_EVENT_STOP,      WALL_LINK_CLOSING         },

  { WALL_LINK_LIVE,            WALL_LINK_EVENT_AGED,      WALL_LINK_LATE            },
  { WALL_LINK_LIVE,            WALL_LINK_EVENT_STALE,     WALL_LINK_STALLED         },
  { WALL_LINK_LIVE,            WALL_LINK_EVENT_LOST,      WALL_LINK_CLOSING         },
  { WALL_LINK_LIVE,            WALL_LINK_EVENT_STOP,      WALL_LINK_CLOSING         },

  { WALL_LINK_LATE,            WALL_LINK_EVENT_FRESH,     WALL_LINK_LIVE            },
  { WALL_LINK_LATE,            WALL_LINK_EVENT_STALE,     WALL_LINK_STALLED         },
  { WALL_LINK_LATE,            WALL_LINK_EVENT_LOST,      WALL_LINK_CLOSING         },
  { WALL_LINK_LATE,            WALL_LINK_EVENT_STOP,      WALL_LINK_CLOSING         },

  /* Back to late without a new frame: judged by another age once it is hidden. */
  { WALL_LINK_STALLED,         WALL_LINK_EVENT_FRESH,     WALL_LINK_LIVE            },
  { WALL_LINK_STALLED,         WALL_LINK_EVENT_AGED,      WALL_LINK_LATE            },
  { WALL_LINK_STALLED,         WALL_LINK_EVENT_LOST,      WALL_LINK_CLOSING         },
  { WALL_LINK_STALLED,         WALL_LINK_EVENT_STOP,      WALL_LINK_CLOSING         },

  /* Nothing but the end of the attempt leads out: until then its slot is taken. */
  { WALL_LINK_CLOSING,         WALL_LINK_EVENT_CLOSED,    WALL_LINK_WAITING_RETRY   },
  { WALL_LINK_CLOSING,         WALL_LINK_EVENT_ENDED,     WALL_LINK_OFF             },
  { WALL_LINK_CLOSING,         WALL_LINK_EVENT_REJECTED,  WALL_LINK_NEEDS_ATTENTION },

  { WALL_LINK_WAITING_RETRY,   WALL_LINK_EVENT_RETRY,     WALL_LINK_QUEUED          },
  { WALL_LINK_WAITING_RETRY,   WALL_LINK_EVENT_REJECTED,  WALL_LINK_NEEDS_ATTENTION },
  { WALL_LINK_WAITING_RETRY,   WALL_LINK_EVENT_STOP,      WALL_LINK_OFF             },

  { WALL_LINK_NEEDS_ATTENTION, WALL_LINK_EVENT_RETRY,     WALL_LINK_QUEUED          },
  { WALL_LINK_NEEDS_ATTENTION, WALL_LINK_EVENT_STOP,      WALL_LINK_OFF             },

  { WALL_LINK_OFF,             WALL_LINK_EVENT_START,     WALL_LINK_QUEUED          },
};

static const char *const state_nicks[WALL_N_LINK_STATES] = {
  [WALL_LINK_IDLE] = "idle",
  [WALL_LINK_QUEUED] = "queued",
  [WALL_LINK_CONNECTING] = "connecting",
  [WALL_LINK_SIGNING_IN] = "signing-in",
  [WALL_LINK_WAITING_PICTURE] = "waiting-picture",
  [WALL_LINK_LIVE] = "live",
  [WALL_LINK_LATE] = "late",
  [WALL_LINK_STALLED] = "stalled",
  [WALL_LINK_CLOSING] = "closing",
  [WALL_LINK_WAITING_RETRY] = "waiting-retry",
  [WALL_LINK_NEEDS_ATTENTION] = "needs-attention",
  [WALL_LINK_OFF] = "off",
};

static const char *const event_nicks[WALL_N_LINK_EVENTS] = {
  [WALL_LINK_EVENT_START] = "start",
  [WALL_LINK_EVENT_TURN] = "turn",
  [WALL_LINK_EVENT_CONNECTED] = "connected",
  [WALL_LINK_EVENT_SIGNED_IN] = "signed-in",
  [WALL_LINK_EVENT_FRESH] = "fresh",
  [WALL_LINK_EVENT_AGED] = "aged",
  [WALL_LINK_EVENT_STALE] = "stale",
  [WALL_LINK_EVENT_LOST] = "lost",
  [WALL_LINK_EVENT_CLOSED] = "closed",
  [WALL_LINK_EVENT_ENDED] = "ended",
  [WALL_LINK_EVENT_REJECTED] = "rejected",
  [WALL_LINK_EVENT_RETRY] = "retry",
  [WALL_LINK_EVENT_STOP] = "stop",
};

/**
 * wall_link_state_next:
 * @state: (inout): where it stands; changed only if the move is legal
 * @event: what happened
 *
 * Returns: whether the move is legal, which always means that @state changed
 */
gboolean
wall_link_state_next (WallLinkState *state,
                      WallLinkEvent  event)
{
  g_return_val_if_fail (state != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++) {
    if (moves[i].from == *state && moves[i].event == event) {
      *state = moves[i].to;
      return TRUE;
    }
  }

  return FALSE;
}

/**
 * wall_link_state_to_nick:
 *
 * Returns: (transfer none): a word for logs and the report, never shown to the user
 */
const char *
wall_link_state_to_nick (WallLinkState state)
{
  g_return_val_if_fail ((guint) state < WALL_N_LINK_STATES, "unknown");

  return state_nicks[state];
}

/**
 * wall_link_event_to_nick:
 *
 * Returns: (transfer none): a word for logs
 */
const char *
wall_link_event_to_nick (WallLinkEvent event)
{
  g_return_val_if_fail ((guint) event < WALL_N_LINK_EVENTS, "unknown");

  return event_nicks[event];
}
