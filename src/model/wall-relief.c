/* wall-relief.c
 *
 * Looks once a second whether this computer keeps up with the wall, and has the least important
 * cameras decode key frames only while it does not. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-relief.h"

#include "wall-camera-private.h"
#include "wall-idle.h"
#include "wall-overload.h"

#define TICK_S 1

struct _WallRelief {
  GPtrArray   *cameras;   /* of WallCamera */
  WallOverload overload;
  WallIdle     idle;
  guint        timer;
};

static double
get_size (const WallCamera *camera)
{
  return (double) camera->width * camera->height;
}

/* Tiles of one layout differ by a pixel or two, which says nothing. */
static int
get_rank (const WallCamera *camera,
          double            largest)
{
  return largest > 0 ? (int) (4 * get_size (camera) / largest + 0.5) : 0;
}

/* First who is seen least: in a small tile, far from the beginning of the wall. */
static int
compare_importance (gconstpointer a,
                    gconstpointer b,
                    gpointer      user_data)
{
  const WallCamera *first = *(WallCamera *const *) a;
  const WallCamera *second = *(WallCamera *const *) b;
  const double *largest = user_data;
  int by_size = get_rank (first, *largest) - get_rank (second, *largest);

  if (by_size != 0)
    return by_size;

  return (int) wall_camera_config_get_place (second->config) -
         (int) wall_camera_config_get_place (first->config);
}

static GPtrArray *
pick_reducible (WallRelief *self)
{
  GPtrArray *reducible = g_ptr_array_new ();
  double largest = 0;

  for (guint i = 0; i < self->cameras->len; i++) {
    WallCamera *camera = g_ptr_array_index (self->cameras, i);

    largest = MAX (largest, get_size (camera));
    if (wall_camera_can_reduce (camera))
      g_ptr_array_add (reducible, camera);
    else
      wall_camera_set_reduced (camera, FALSE);
  }

  g_ptr_array_sort_with_data (reducible, compare_importance, &largest);
  return reducible;
}

static gboolean
is_behind (WallRelief *self,
           gint64      now_us)
{
  for (guint i = 0; i < self->cameras->len; i++) {
    if (wall_camera_is_behind (g_ptr_array_index (self->cameras, i), now_us))
      return TRUE;
  }

  return FALSE;
}

/**
 * wall_relief_tick:
 * @now_us: monotonic
 * @idle: what is left of the processors, 0 to 1; negative: not known
 *
 * A second is over.
 */
void
wall_relief_tick (WallRelief *self,
                  gint64      now_us,
                  double      idle)
{
  g_autoptr (GPtrArray) reducible = pick_reducible (self);
  WallOverloadFacts facts = {
    .n = reducible->len,
    .is_behind = is_behind (self, now_us),
    .idle = idle,
  };
  guint reduced = wall_overload_tick (&self->overload, &facts);

  for (guint i = 0; i < reducible->len; i++)
    wall_camera_set_reduced (g_ptr_array_index (reducible, i), i < reduced);
}

static gboolean
on_tick (gpointer user_data)
{
  WallRelief *self = user_data;

  wall_relief_tick (self, g_get_monotonic_time (), wall_idle_read (&self->idle));
  return G_SOURCE_CONTINUE;
}

/**
 * wall_relief_new:
 * @cameras: of #WallCamera, all of the wall
 *
 * Returns: (transfer full): a relief at work
 */
WallRelief *
wall_relief_new (GPtrArray *cameras)
{
  WallRelief *self = g_new0 (WallRelief, 1);

  self->cameras = g_ptr_array_ref (cameras);
  self->timer = g_timeout_add_seconds (TICK_S, on_tick, self);
  return self;
}

/**
 * wall_relief_free:
 * @self: (transfer full):
 */
void
wall_relief_free (WallRelief *self)
{
  g_source_remove (self->timer);
  g_ptr_array_unref (self->cameras);
  g_free (self);
}
