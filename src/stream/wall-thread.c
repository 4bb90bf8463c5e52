/* wall-thread.c
 *
 * Lets the main loop go first when the decoders need more than the machine has.
 * Called on the thread it is about; the first part before main().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-thread.h"

#include <errno.h>
#include <sys/resource.h>
#include <unistd.h>

static void
do_nothing (gpointer data,
            gpointer user_data)
{
}

static gpointer
yield_with_pools (gpointer data)
{
  int own = getpriority (PRIO_PROCESS, gettid ());

  if (setpriority (PRIO_PROCESS, gettid (), own + WALL_THREAD_NICE) == 0 &&
      setpriority (PRIO_PROCESS, gettid (), own) != 0)
    g_thread_pool_free (g_thread_pool_new (do_nothing, NULL, 1, FALSE, NULL), TRUE, FALSE);

  return NULL;
}

/* GLib gives each new thread of its shared pools, GStreamer's streaming threads among them, the
 * priority of the thread that made the first pool. One that is started by a thread which has yielded
 * cannot go back to a higher one, unless it has rights that users do not have; GLib calls that critical.
 * So without these rights the first pool is one that has yielded, and all of them yield. */
__attribute__ ((constructor)) static void
prepare_pools (void)
{
  g_thread_join (g_thread_new ("pools", yield_with_pools, NULL));
}

/**
 * wall_thread_yield_to_main:
 *
 * Gives the calling thread a lower priority than the main thread, once; on the main thread itself
 * it does nothing. A streaming thread calls it when it starts, and as often as it likes. Threads of
 * a pool keep it, which is meant: what decodes once decodes again.
 */
void
wall_thread_yield_to_main (void)
{
  static _Thread_local gboolean has_yielded;
  int main_nice;

  if (has_yielded || gettid () == getpid ())
    return;

  has_yielded = TRUE;
  main_nice = getpriority (PRIO_PROCESS, getpid ());
  if (setpriority (PRIO_PROCESS, gettid (), main_nice + WALL_THREAD_NICE) != 0)
    g_debug ("A streaming thread keeps its priority: %s", g_strerror (errno));
}
