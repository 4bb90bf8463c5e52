/* wall-backoff.c
 *
 * How long to wait before the next attempt: longer after each failure, never too long, and with
 * equal jitter, so that devices that vanished together do not return together.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-backoff.h"

#define FIRST_MS 1000

/* Half of the delay is certain, so that no one hammers; the other half is spread. */
static guint
spread (guint  full_ms,
        double random)
{
  guint half_ms = full_ms / 2;

  return half_ms + (guint) (half_ms * CLAMP (random, 0.0, 1.0));
}

/**
 * wall_backoff_get_delay_ms:
 * @failures: how many attempts failed in a row before the last one: 0 after the first failure
 * @random: evenly spread over [0, 1)
 *
 * Returns: milliseconds, b/2 + U(0, b/2) with b = min (10 s, 2^failures s)
 */
guint
wall_backoff_get_delay_ms (guint  failures,
                           double random)
{
  guint full_ms = FIRST_MS;

  while (failures-- > 0 && full_ms < WALL_BACKOFF_MAX_MS)
    full_ms *= 2;

  return spread (MIN (full_ms, WALL_BACKOFF_MAX_MS), random);
}
