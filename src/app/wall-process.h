/* wall-process.h
 *
 * What this process takes of the machine. Linux; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* -1: not known. */
typedef struct {
  gint64 memory_kib;  /* resident */
  gint64 threads;
  gint64 descriptors;
} WallProcessNumbers;

void wall_process_get_numbers      (WallProcessNumbers *out_numbers);
void wall_process_raise_file_limit (void);
void wall_process_tune_memory      (void);

G_END_DECLS
