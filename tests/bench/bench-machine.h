/* bench-machine.h
 *
 * What processes have taken of the processors so far, in seconds, user and system together. Linux.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of a wall. Threads that have ended are in the sum only. */
typedef struct {
  double sum;
  double main;
  double streaming;
  double network;
} BenchThreads;

double bench_machine_get_seconds (int           pid);
void   bench_machine_get_threads (int           pid,
                                  BenchThreads *out_threads);
int    bench_machine_find_server (void);

G_END_DECLS
