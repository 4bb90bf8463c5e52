/* wait-until.h
 *
 * Waiting for something to become true, under a deadline, or for a moment to pass. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Runs the main loop until @condition holds; fails the test after @seconds. */
#define wait_until(condition, seconds)                                            \
  G_STMT_START {                                                                  \
    gint64 deadline_ = g_get_monotonic_time () + (seconds) * (gint64) G_USEC_PER_SEC; \
    guint id_ = g_timeout_add (20, wait_until_tick, NULL);                        \
    while (!(condition) && g_get_monotonic_time () < deadline_)                   \
      g_main_context_iteration (NULL, TRUE);                                      \
    g_source_remove (id_);                                                        \
    g_assert_true (condition);                                                    \
  } G_STMT_END

static inline gboolean
wait_until_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static inline gboolean
wait_ms_end (gpointer is_over)
{
  *(gboolean *) is_over = TRUE;

  return G_SOURCE_REMOVE;
}

/* Runs the main loop: whatever is due by then has had its turn. */
static inline void
wait_ms (guint ms)
{
  gboolean is_over = FALSE;

  g_timeout_add (ms, wait_ms_end, &is_over);
  wait_until (is_over, 20 + ms / 1000);
}

G_END_DECLS
