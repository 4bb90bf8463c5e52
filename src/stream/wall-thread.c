/* wall-thread.c
 *
 * Lets the main loop go first when the decoders need more than the machine has.
 * Called on the thread it is about.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-thread.h"

#include <errno.h>
#include <sys/resource.h>
#include <unistd.h>

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
