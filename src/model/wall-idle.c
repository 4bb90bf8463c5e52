/* wall-idle.c
 *
 * How much of the processors that this process may use is left over, by everybody. One thread at a
 * time; never waits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-idle.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>

enum { USER, NICE, SYSTEM, IDLE, IOWAIT, IRQ, SOFTIRQ, STEAL, N_TIMES };

static gboolean
is_ours (const cpu_set_t *ours,
         guint            processor)
{
  return processor < CPU_SETSIZE && CPU_ISSET (processor, ours);
}

/* "cpu3 1 2 3 …"; the line "cpu  …" is the sum of all, which are not all ours. */
static gboolean
read_line (const char      *line,
           const cpu_set_t *ours,
           WallIdle        *sum)
{
  unsigned long long times[N_TIMES];
  guint processor;
  int n = sscanf (line, "cpu%u %llu %llu %llu %llu %llu %llu %llu %llu", &processor, &times[USER],
                  &times[NICE], &times[SYSTEM], &times[IDLE], &times[IOWAIT], &times[IRQ],
                  &times[SOFTIRQ], &times[STEAL]);

  if (n != N_TIMES + 1 || !is_ours (ours, processor))
    return FALSE;

  sum->idle += times[IDLE] + times[IOWAIT];
  for (guint i = 0; i < N_TIMES; i++)
    sum->total += times[i];
  return TRUE;
}

/**
 * wall_idle_note:
 * @text: what /proc/stat says now
 *
 * Returns: from 0 to 1, since the last call; negative at first, and where nothing can be known
 */
double
wall_idle_note (WallIdle   *self,
                const char *text)
{
  WallIdle before = *self;
  WallIdle now = { 0 };
  cpu_set_t ours;

  CPU_ZERO (&ours);
  if (sched_getaffinity (0, sizeof ours, &ours) < 0)
    return -1;

  for (const char *line = text; line; line = strchr (line, '\n')) {
    line += *line == '\n' ? 1 : 0;
    read_line (line, &ours, &now);
  }

  *self = now;
  if (before.total == 0 || now.total <= before.total || now.idle < before.idle)
    return -1;

  return (double) (now.idle - before.idle) / (double) (now.total - before.total);
}

/**
 * wall_idle_read:
 *
 * Returns: from 0 to 1, since the last call; negative at first, and where nothing can be known
 */
double
wall_idle_read (WallIdle *self)
{
  g_autofree char *text = NULL;

  if (!g_file_get_contents ("/proc/stat", &text, NULL, NULL))
    return -1;

  return wall_idle_note (self, text);
}
