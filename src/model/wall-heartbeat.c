/* wall-heartbeat.c
 *
 * The one timer that all cameras of the process share. Main thread.
 *
 * It beats eight times a second, so that what is older than a limit says so an eighth of a second
 * later, and the tenths of "Late 1.4 s" move; a beat costs some microseconds a camera. There is no
 * timer while there is no camera.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-heartbeat.h"

#include <time.h>

#include "wall-camera-private.h"
#include "wall-pulse.h"

static GPtrArray *cameras;   /* borrowed */
static WallPulse pulse;
static guint timer;

static gint64
get_boot_time (void)
{
  struct timespec now;

  if (clock_gettime (CLOCK_BOOTTIME, &now) < 0)
    return g_get_monotonic_time ();

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static gpointer
copy_camera (gconstpointer camera,
             gpointer      user_data)
{
  return g_object_ref ((gpointer) camera);
}

/**
 * wall_heartbeat_beat_at:
 * @now_us: CLOCK_MONOTONIC
 * @boot_us: CLOCK_BOOTTIME
 *
 * Lets every camera look at its clocks.
 */
void
wall_heartbeat_beat_at (gint64 now_us,
                        gint64 boot_us)
{
  g_autoptr (GPtrArray) listeners = NULL;
  WallBeat beat = wall_pulse_beat (&pulse, now_us, boot_us);

  if (cameras == NULL)
    return;

  /* A camera may leave, and be freed, while it or another one listens. */
  listeners = g_ptr_array_copy (cameras, copy_camera, NULL);
  g_ptr_array_set_free_func (listeners, g_object_unref);
  for (guint i = 0; i < listeners->len; i++)
    wall_camera_beat (g_ptr_array_index (listeners, i), &beat);
}

static gboolean
on_beat (gpointer user_data)
{
  wall_heartbeat_beat_at (g_get_monotonic_time (), get_boot_time ());
  return G_SOURCE_CONTINUE;
}

/**
 * wall_heartbeat_add:
 * @camera: borrowed until wall_heartbeat_remove()
 *
 * Calls wall_camera_beat() of @camera from now on.
 */
void
wall_heartbeat_add (WallCamera *camera)
{
  if (cameras == NULL)
    cameras = g_ptr_array_new ();
  if (g_ptr_array_find (cameras, camera, NULL))
    return;

  g_ptr_array_add (cameras, camera);
  if (timer == 0) {
    pulse = (WallPulse){ 0 };
    timer = g_timeout_add (WALL_PULSE_MS, on_beat, NULL);
  }
}

/**
 * wall_heartbeat_remove:
 *
 * Nothing is heard of @camera any more, if it was added at all.
 */
void
wall_heartbeat_remove (WallCamera *camera)
{
  if (cameras == NULL || !g_ptr_array_remove (cameras, camera) || cameras->len > 0)
    return;

  g_clear_handle_id (&timer, g_source_remove);
  g_clear_pointer (&cameras, g_ptr_array_unref);
}
