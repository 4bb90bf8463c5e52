/* wall-turnstile.c
 *
 * The process's one way to a new connection: calls whoever waits when its turn has come. Main
 * thread.
 *
 * A thin timer around WallLimiter; there is none while nobody can go.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-camera-private.h"
#include "wall-limiter.h"
#include "wall-turnstile.h"

static WallLimiter *limiter;
static guint timer;

static int
get_rank (gpointer waiter)
{
  return wall_camera_get_rank (waiter);
}

static gboolean
on_turn (gpointer user_data)
{
  WallCamera *camera = wall_limiter_take_next (limiter, g_get_monotonic_time ());

  timer = 0;
  if (camera)
    wall_camera_take_turn (camera);

  wall_turnstile_poke ();
  return G_SOURCE_REMOVE;
}

/**
 * wall_turnstile_poke:
 *
 * Somebody who waited may be able to go now: a slot of a device became free, a password changed.
 */
void
wall_turnstile_poke (void)
{
  gint64 wait_us;

  if (limiter == NULL)
    return;

  g_clear_handle_id (&timer, g_source_remove);
  wait_us = wall_limiter_get_wait_us (limiter, g_get_monotonic_time ());
  if (wait_us >= 0)
    timer = g_timeout_add ((wait_us + 999) / 1000, on_turn, NULL);
}

/**
 * wall_turnstile_enter:
 * @camera: borrowed until wall_camera_take_turn() is called for it, or it has left
 *
 * Queues @camera for its next attempt. Its turn never comes within this call.
 */
void
wall_turnstile_enter (WallCamera *camera)
{
  if (limiter == NULL)
    limiter = wall_limiter_new (get_rank);

  wall_limiter_enter (limiter, camera);
  wall_turnstile_poke ();
}

/**
 * wall_turnstile_leave:
 *
 * Forgets @camera, if it waits at all.
 */
void
wall_turnstile_leave (WallCamera *camera)
{
  if (limiter == NULL)
    return;

  wall_limiter_leave (limiter, camera);
  wall_turnstile_poke ();
}
