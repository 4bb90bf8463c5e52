/* wall-probe-knock.c
 *
 * Finds out what a host speaks. All ports are dialled at the same time, and one is asked at a time,
 * in the order in which they were named: who answers on the first one is not bothered on the others.
 * A port that nobody answers on is not waited for long once there is one that somebody does.
 * Made and freed on the main thread, which is told the end; all the rest on the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-probe-knock.h"

#include "wall-io-thread.h"
#include "wall-probe-door.h"

#define MAX_PORTS 4

/* What answers at all does so in less. */
#define GRACE_MS 1000

struct _WallProbeKnock {
  gatomicrefcount ref_count;

  /* Main thread. */
  WallProbeKnockFunc function;   /* (nullable): nobody listens any more */
  gpointer user_data;

  /* Never change. */
  char *host;
  guint16 ports[MAX_PORTS];
  guint n;

  /* Network thread. */
  WallProbeDoor *doors[MAX_PORTS];   /* (nullable) */
  GSource *grace;                /* (nullable) */
  gboolean is_grace_over;
  gboolean is_over;

  /* Written on the network thread before the main thread is told. */
  const char *scheme;            /* (nullable): nobody was found */
  guint16 port;
  GError *error;
};

static WallProbeKnock *
ref_knock (WallProbeKnock *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
unref_knock (gpointer data)
{
  WallProbeKnock *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_error (&self->error);
  g_free (self->host);
  g_free (self);
}

static gboolean
on_tell (gpointer data)
{
  WallProbeKnock *self = data;

  if (self->function)
    self->function (self->user_data, self->scheme, self->port, self->error);

  return G_SOURCE_REMOVE;
}

static void
drop_doors (WallProbeKnock *self)
{
  if (self->grace)
    g_source_destroy (self->grace);
  g_clear_pointer (&self->grace, g_source_unref);
  for (guint i = 0; i < self->n; i++)
    g_clear_pointer (&self->doors[i], wall_probe_door_free);
}

static void
finish (WallProbeKnock *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  self->is_over = TRUE;
  drop_doors (self);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_tell, ref_knock (self), unref_knock);
  g_source_attach (source, NULL);
}

/* Somebody whom we do not understand says more than a closed port, and that more than silence. */
static int
rank_of_error (const GError *error)
{
  static const WallReason telling[] = {
    WALL_REASON_TIMED_OUT, WALL_REASON_REFUSED, WALL_REASON_WRONG_SERVICE,
  };
  int rank = G_N_ELEMENTS (telling);

  while (rank > 0 && telling[rank - 1] != wall_reason_from_error (error))
    rank--;

  return rank;
}

static void
finish_with_error (WallProbeKnock *self)
{
  guint best = 0;

  for (guint i = 1; i < self->n; i++) {
    if (rank_of_error (wall_probe_door_get_error (self->doors[i])) >
        rank_of_error (wall_probe_door_get_error (self->doors[best])))
      best = i;
  }

  self->port = wall_probe_door_get_port (self->doors[best]);
  self->error = g_error_copy (wall_probe_door_get_error (self->doors[best]));
  finish (self);
}

/* Returns: whether there is nothing to wait for at this door */
static gboolean
is_passed (WallProbeKnock *self,
           WallProbeDoor  *door)
{
  WallProbeDoorState state = wall_probe_door_get_state (door);

  return state == WALL_PROBE_DOOR_FAILED ||
         (state == WALL_PROBE_DOOR_DIALLING && self->is_grace_over);
}

static gboolean
have_all_failed (WallProbeKnock *self)
{
  for (guint i = 0; i < self->n; i++) {
    if (wall_probe_door_get_state (self->doors[i]) != WALL_PROBE_DOOR_FAILED)
      return FALSE;
  }

  return TRUE;
}

static void
consider (WallProbeKnock *self)
{
  guint i = 0;

  while (i < self->n && is_passed (self, self->doors[i]))
    i++;
  if (i == self->n) {
    if (have_all_failed (self))
      finish_with_error (self);
    return;
  }

  if (wall_probe_door_get_state (self->doors[i]) == WALL_PROBE_DOOR_OPEN) {
    wall_probe_door_ask (self->doors[i]);
  } else if (wall_probe_door_get_state (self->doors[i]) == WALL_PROBE_DOOR_KNOWN) {
    self->scheme = wall_probe_door_get_scheme (self->doors[i]);
    self->port = wall_probe_door_get_port (self->doors[i]);
    finish (self);
  }
}

static gboolean
on_grace_over (gpointer data)
{
  WallProbeKnock *self = data;

  self->is_grace_over = TRUE;
  consider (self);

  return G_SOURCE_REMOVE;
}

static void
begin_grace (WallProbeKnock *self)
{
  if (self->grace)
    return;

  self->grace = g_timeout_source_new (GRACE_MS);
  g_source_set_callback (self->grace, on_grace_over, self, NULL);
  g_source_attach (self->grace, wall_io_thread_get_context ());
}

static void
on_door (WallProbeDoor *door,
         gpointer       user_data)
{
  WallProbeKnock *self = user_data;

  if (wall_probe_door_get_state (door) == WALL_PROBE_DOOR_OPEN)
    begin_grace (self);
  consider (self);
}

static gboolean
on_begin (gpointer data)
{
  WallProbeKnock *self = data;

  for (guint i = 0; i < self->n && !self->is_over; i++)
    self->doors[i] = wall_probe_door_new (self->host, self->ports[i], on_door, self);

  return G_SOURCE_REMOVE;
}

static gboolean
on_end (gpointer data)
{
  WallProbeKnock *self = data;

  self->is_over = TRUE;
  drop_doors (self);

  return G_SOURCE_REMOVE;
}

/**
 * wall_probe_knock_new:
 * @host: a name or a numeric address
 * @ports: where to knock, the best first; at most four
 * @function: told the end
 *
 * Returns: (transfer full): a search that has begun
 */
WallProbeKnock *
wall_probe_knock_new (const char         *host,
                      const guint16      *ports,
                      guint               n_ports,
                      WallProbeKnockFunc  function,
                      gpointer            user_data)
{
  WallProbeKnock *self = g_new0 (WallProbeKnock, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->function = function;
  self->user_data = user_data;
  self->host = g_strdup (host);
  self->n = MIN (n_ports, MAX_PORTS);
  for (guint i = 0; i < self->n; i++)
    self->ports[i] = ports[i];
  wall_io_thread_invoke (on_begin, ref_knock (self), unref_knock);

  return self;
}

/**
 * wall_probe_knock_free:
 * @self: (transfer full): a search; what it has opened is closed at once
 */
void
wall_probe_knock_free (WallProbeKnock *self)
{
  self->function = NULL;
  wall_io_thread_invoke (on_end, self, unref_knock);
}
