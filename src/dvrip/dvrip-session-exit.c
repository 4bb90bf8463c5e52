/* dvrip-session-exit.c
 *
 * Sessions that were left to end alone, and a process that ends before them. Many programs exit as
 * soon as their pipeline is at rest: the kernel would answer what the device still sends with a
 * reset, and the device would count the connection on. So the exit waits for them, for a moment.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-session-private.h"

/* Long enough for our FIN, which waits for answers to Stop and Logout for 300 ms. */
#define PATIENCE_US (500 * G_TIME_SPAN_MILLISECOND)
#define STEP_US     (2 * G_TIME_SPAN_MILLISECOND)

static int n_leaving;

/* One more session ends alone. */
void
dvrip_session_exit_hold (void)
{
  g_atomic_int_inc (&n_leaving);
}

/* It has ended. */
void
dvrip_session_exit_release (void)
{
  g_atomic_int_add (&n_leaving, -1);
}

/* The network thread runs on while the process exits, and so must not be needed by whoever waits. */
__attribute__ ((destructor)) static void
wait_for_leaving (void)
{
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;

  while (g_atomic_int_get (&n_leaving) > 0 && g_get_monotonic_time () < deadline_us)
    g_usleep (STEP_US);
}
