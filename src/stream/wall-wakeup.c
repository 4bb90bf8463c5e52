/* wall-wakeup.c
 *
 * One wake-up of the main loop for all cameras: what streaming threads have for the main thread is
 * gathered for WALL_WAKEUP_GATHER_US, so that one paint shows all tiles that are new.
 * Works on the default main context.
 *
 * To arm a source from another thread wakes the main loop by itself. So the source stays armed as
 * long as frames keep coming: the streaming threads then only add to a list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-wakeup.h"

/* Rounds with nothing to hand over after which the source sleeps. */
#define MAX_EMPTY_ROUNDS 2

typedef struct {
  GObject        *object;
  WallWakeupFunc  function;
} Request;

/* Guarded by @lock. */
static GMutex lock;
static GArray *requests;
static GSource *source;
static gboolean is_armed;
static guint empty_rounds;
static guint64 count;

static void
request_clear (gpointer data)
{
  Request *request = data;

  g_clear_object (&request->object);
}

static GArray *
requests_new (void)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (Request));

  g_array_set_clear_func (array, request_clear);

  return array;
}

/* With @lock held. */
static GArray *
steal_requests (void)
{
  GArray *stolen = requests;

  requests = requests_new ();

  return stolen;
}

/* With @lock held. */
static void
arm (gint64 now_us)
{
  is_armed = TRUE;
  g_source_set_ready_time (source, now_us + WALL_WAKEUP_GATHER_US);
}

/* With @lock held. */
static void
arm_or_sleep (gboolean has_work)
{
  empty_rounds = has_work ? 0 : empty_rounds + 1;

  if (empty_rounds < MAX_EMPTY_ROUNDS) {
    arm (g_get_monotonic_time ());
    return;
  }

  is_armed = FALSE;
  g_source_set_ready_time (source, -1);
}

static gboolean
on_ready (gpointer user_data)
{
  g_autoptr (GArray) stolen = NULL;

  g_mutex_lock (&lock);
  if (requests->len > 0) {
    stolen = steal_requests ();
    count++;
  }
  arm_or_sleep (stolen != NULL);
  g_mutex_unlock (&lock);

  for (guint i = 0; stolen && i < stolen->len; i++) {
    Request *request = &g_array_index (stolen, Request, i);

    request->function (request->object);
  }

  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch (GSource     *self,
          GSourceFunc  callback,
          gpointer     user_data)
{
  return callback (user_data);
}

static GSourceFuncs source_funcs = { .dispatch = dispatch };

/* With @lock held. */
static void
ensure_source (void)
{
  if (source)
    return;

  requests = requests_new ();
  source = g_source_new (&source_funcs, sizeof (GSource));
  g_source_set_static_name (source, "wall-wakeup");
  g_source_set_callback (source, on_ready, NULL, NULL);
  g_source_attach (source, NULL);
}

/**
 * wall_wakeup_request:
 * @object: (type GObject): held until @function was called
 * @function: called once with @object on the main thread, in the next gathered wake-up
 */
void
wall_wakeup_request (gpointer       object,
                     WallWakeupFunc function)
{
  Request request = { g_object_ref (object), function };

  g_mutex_lock (&lock);
  ensure_source ();
  g_array_append_val (requests, request);
  if (!is_armed)
    arm (g_get_monotonic_time ());
  g_mutex_unlock (&lock);
}

/**
 * wall_wakeup_cancel:
 * @object: (type GObject): as it was requested for
 *
 * Forgets what was requested for @object. To be called on the main thread, so that no call is under
 * way; out of a call of the same wake-up it comes too late for the others of that wake-up.
 */
void
wall_wakeup_cancel (gpointer object)
{
  g_autoptr (GArray) cancelled = requests_new ();

  g_mutex_lock (&lock);
  for (guint i = requests ? requests->len : 0; i > 0; i--) {
    Request request = g_array_index (requests, Request, i - 1);

    if (request.object != object)
      continue;

    g_array_index (requests, Request, i - 1).object = NULL;
    g_array_remove_index (requests, i - 1);
    g_array_append_val (cancelled, request);
  }
  g_mutex_unlock (&lock);
}

guint64
wall_wakeup_get_count (void)
{
  guint64 answer;

  g_mutex_lock (&lock);
  answer = count;
  g_mutex_unlock (&lock);

  return answer;
}
