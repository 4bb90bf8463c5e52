/* wait-until.h
 *
 * Waiting for something to become true, under a deadline. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#define DEADLINE_US (30 * (gint64) G_USEC_PER_SEC)

/* Something has to wake the main loop now and then. */
#define wait_until(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;                                    \
    while (!(condition)) {                                                                         \
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);                                   \
      g_main_context_iteration (NULL, TRUE);                                                       \
    }                                                                                              \
  }                                                                                                \
  G_STMT_END
