/* wall-probe-door.c
 *
 * One port of a host. Each question goes on a connection of its own, the first one on that which
 * showed that somebody is there: what a server thinks of a question that it does not understand must
 * not spoil the next one.
 * Network thread only; nothing blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-probe-door.h"

#include <sys/socket.h>

#include "wall-dial.h"
#include "wall-resolve.h"

#define LOOKUP_MS  5000
#define CONNECT_MS 4000

/* Outlives the door while a lookup or a connect is under way. */
typedef struct {
  gatomicrefcount  ref_count;
  WallProbeDoor   *door;        /* (nullable): it is gone */
} Link;

struct _WallProbeDoor {
  WallProbeDoorFunc changed;
  gpointer user_data;
  Link *link;

  guint16 port;
  WallProbeDoorState state;
  GCancellable *cancellable;
  GPtrArray *addresses;         /* (nullable): looked up */
  GSocket *socket;              /* (nullable) */
  GSource *readable, *deadline; /* (nullable) */
  GByteArray *answer;

  WallProbeQuestion questions[WALL_PROBE_MAX_QUESTIONS];
  WallProbeManner manners[WALL_PROBE_MAX_QUESTIONS];
  guint n_questions, current;
  gboolean wants_to_ask;
  const char *scheme;           /* (nullable) */
  GError *error;                /* (nullable) */
};

static void dial (WallProbeDoor *self);

static Link *
ref_link (Link *link)
{
  g_atomic_ref_count_inc (&link->ref_count);
  return link;
}

/* Returns: (nullable): the door of @link, which is given back */
static WallProbeDoor *
enter (Link *link)
{
  WallProbeDoor *door = link->door;

  if (g_atomic_ref_count_dec (&link->ref_count))
    g_free (link);

  return door;
}

static void
clear_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static GSource *
attach (GSource       *source,
        GSourceFunc    callback,
        WallProbeDoor *self)
{
  g_source_set_callback (source, callback, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
}

static void
hang_up (WallProbeDoor *self)
{
  clear_source (&self->readable);
  clear_source (&self->deadline);
  g_byte_array_set_size (self->answer, 0);
  if (!self->socket)
    return;

  g_socket_shutdown (self->socket, FALSE, TRUE, NULL);
  g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);
}

static void
enter_state (WallProbeDoor      *self,
             WallProbeDoorState  state)
{
  self->state = state;
  self->changed (self, self->user_data);
}

static void
fail (WallProbeDoor *self,
      GError        *error)
{
  hang_up (self);
  self->error = error;
  enter_state (self, WALL_PROBE_DOOR_FAILED);
}

static void
know (WallProbeDoor *self,
      const char    *scheme)
{
  hang_up (self);
  self->scheme = scheme;
  enter_state (self, WALL_PROBE_DOOR_KNOWN);
}

static void
not_understood (WallProbeDoor *self)
{
  fail (self, g_error_new (WALL_ERROR, WALL_REASON_WRONG_SERVICE,
                           "What answers on port %u is not understood", self->port));
}

/* The question under way ends without an answer. */
static void
go_on (WallProbeDoor   *self,
       WallProbeManner  manner)
{
  const char *scheme;

  hang_up (self);
  self->manners[self->current++] = manner;
  if (self->current < self->n_questions) {
    dial (self);
    return;
  }

  scheme = wall_probe_guess_manner (self->port, self->questions, self->manners, self->n_questions);
  if (scheme)
    know (self, scheme);
  else
    not_understood (self);
}

static gboolean
on_deadline (gpointer user_data)
{
  WallProbeDoor *self = user_data;

  if (self->answer->len > 0)
    not_understood (self);
  else
    go_on (self, WALL_PROBE_SILENT);

  return G_SOURCE_REMOVE;
}

static void
take_answer (WallProbeDoor *self)
{
  gboolean is_foreign;
  const char *scheme = wall_probe_guess_answer (self->answer->data, self->answer->len, self->port,
                                                &is_foreign);

  if (scheme)
    know (self, scheme);
  else if (is_foreign)
    not_understood (self);
}

static gboolean
on_readable (GSocket      *socket,
             GIOCondition  condition,
             gpointer      user_data)
{
  WallProbeDoor *self = user_data;
  g_autoptr (GError) error = NULL;
  char buffer[WALL_PROBE_GUESS_ENOUGH];
  gssize size = g_socket_receive (socket, buffer, sizeof buffer, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    return G_SOURCE_CONTINUE;

  if (size > 0) {
    g_byte_array_append (self->answer, (const guint8 *) buffer, (guint) size);
    take_answer (self);
  } else if (self->answer->len > 0) {
    not_understood (self);
  } else {
    go_on (self, WALL_PROBE_CLOSED);
  }

  return G_SOURCE_CONTINUE;
}

/* So few bytes go out at once, or never. */
static void
put_question (WallProbeDoor *self)
{
  WallProbeQuestion asked = self->questions[self->current];
  g_autoptr (GBytes) question = wall_probe_guess_write (asked);

  g_socket_send (self->socket, g_bytes_get_data (question, NULL), g_bytes_get_size (question), NULL,
                 NULL);
  self->readable = attach (g_socket_create_source (self->socket, G_IO_IN, NULL),
                           G_SOURCE_FUNC (on_readable), self);
  self->deadline = attach (g_timeout_source_new (wall_probe_guess_get_patience_ms (asked)),
                           on_deadline, self);
}

static void
on_dialled (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = wall_dial_finish (result, &error);
  WallProbeDoor *self = enter (user_data);

  if (!self)
    return;

  if (!socket) {
    fail (self, g_steal_pointer (&error));
    return;
  }

  self->socket = g_steal_pointer (&socket);
  if (self->wants_to_ask)
    put_question (self);
  else
    enter_state (self, WALL_PROBE_DOOR_OPEN);
}

static void
dial (WallProbeDoor *self)
{
  wall_dial_async (self->addresses, CONNECT_MS, self->cancellable, on_dialled,
                   ref_link (self->link));
}

static void
on_resolved (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) addresses = wall_resolve_finish (result, &error);
  WallProbeDoor *self = enter (user_data);

  if (!self)
    return;

  if (!addresses) {
    fail (self, g_steal_pointer (&error));
    return;
  }

  self->addresses = g_steal_pointer (&addresses);
  dial (self);
}

/**
 * wall_probe_door_new:
 * @host: a name or a numeric address
 * @changed: called each time that the state is another, never from inside this call
 *
 * Returns: (transfer full): a port that is being dialled
 */
WallProbeDoor *
wall_probe_door_new (const char        *host,
                     guint16            port,
                     WallProbeDoorFunc  changed,
                     gpointer           user_data)
{
  WallProbeDoor *self = g_new0 (WallProbeDoor, 1);

  self->changed = changed;
  self->user_data = user_data;
  self->port = port;
  self->link = g_new0 (Link, 1);
  g_atomic_ref_count_init (&self->link->ref_count);
  self->link->door = self;
  self->cancellable = g_cancellable_new ();
  self->answer = g_byte_array_new ();
  self->n_questions = wall_probe_guess_questions (port, self->questions);
  wall_resolve_async (host, port, LOOKUP_MS, self->cancellable, on_resolved, ref_link (self->link));

  return self;
}

/**
 * wall_probe_door_free:
 * @self: (transfer full): a port, which is let go at once
 */
void
wall_probe_door_free (WallProbeDoor *self)
{
  self->link->door = NULL;
  enter (self->link);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  hang_up (self);
  g_byte_array_unref (self->answer);
  g_clear_pointer (&self->addresses, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * wall_probe_door_ask:
 *
 * Has somebody who answers asked what he speaks.
 */
void
wall_probe_door_ask (WallProbeDoor *self)
{
  g_return_if_fail (self->state == WALL_PROBE_DOOR_OPEN);

  self->wants_to_ask = TRUE;
  self->state = WALL_PROBE_DOOR_ASKING;
  if (self->n_questions > 0)
    put_question (self);
  else
    know (self, wall_probe_guess_manner (self->port, NULL, NULL, 0));
}

/**
 * wall_probe_door_get_state:
 *
 * Returns: how far it is
 */
WallProbeDoorState
wall_probe_door_get_state (WallProbeDoor *self)
{
  return self->state;
}

/**
 * wall_probe_door_get_port:
 *
 * Returns: its number
 */
guint16
wall_probe_door_get_port (WallProbeDoor *self)
{
  return self->port;
}

/**
 * wall_probe_door_get_scheme:
 *
 * Returns: (transfer none) (nullable): what is spoken there, once that is KNOWN
 */
const char *
wall_probe_door_get_scheme (WallProbeDoor *self)
{
  return self->scheme;
}

/**
 * wall_probe_door_get_error:
 *
 * Returns: (transfer none) (nullable): why it FAILED: a reason of %WALL_ERROR
 */
const GError *
wall_probe_door_get_error (WallProbeDoor *self)
{
  return self->error;
}
