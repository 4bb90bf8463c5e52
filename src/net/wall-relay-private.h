/* wall-relay-private.h
 *
 * What the files of a relay share: the object (wall-relay), and the two directions and their end
 * (-pump).
 * Network thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "wall-relay.h"

G_BEGIN_DECLS

/* So long is waited for the library to hang up, when nobody else needs the relay any more. One that
 * waits for the rest of a message hears nothing else. */
#define WALL_RELAY_LINGER_MS 500

typedef struct {
  WallRelay     *relay;
  GInputStream  *in;       /* of the streams below; %NULL: not there yet */
  GOutputStream *out;
  gboolean     (*look) (gpointer user_data, const guint8 *bytes, gsize size, GByteArray *out);
  GCancellable  *cancellable;
  guint8        *buffer;   /* what came */
  gsize          size;
  GByteArray    *passed;   /* what is passed on of it */
  gboolean       is_busy;  /* an operation is under way: reading, or: */
  gboolean       is_writing;
} WallRelayPump;

typedef enum {
  WALL_RELAY_RELAYING,
  WALL_RELAY_STOPPED,     /* nothing is passed on any more, nothing is closed */
  WALL_RELAY_DRAINING,    /* our FIN is out */
  WALL_RELAY_CLOSED,      /* the device is done with; the library hangs up when it likes */
} WallRelayState;

struct _WallRelay {
  const WallRelayEvents *events;   /* %NULL: nobody listens any more */
  gpointer               user_data;
  WallRelayFilter        filter;   /* (nullable): instead of the events, with: */
  gpointer               filter_data;
  GDestroyNotify         filter_destroy;
  WallRelayState         state;
  GSocket               *socket;
  GIOStream             *stream;
  GSocket               *listener;
  GSource               *accept;   /* (nullable) */
  GSource               *timer;    /* (nullable) */
  GSocketConnection     *local;    /* (nullable): the library */
  GCancellable          *passing;  /* writing on, in either direction */
  WallRelayPump          down, up;
  char                  *words;    /* (nullable): our own, on their way */
  gboolean               is_held;  /* what the library says waits for that */
  gsize                  drained;
  guint16                port;
  gboolean               is_closing_stream, has_library_ended;
};

void wall_relay_clear_source (GSource **source);
void wall_relay_read_next (WallRelayPump *pump);
void wall_relay_write_on  (WallRelayPump *pump);
void wall_relay_drain     (WallRelay     *self);
void wall_relay_set_timer (WallRelay     *self,
                           guint          ms);

G_END_DECLS
