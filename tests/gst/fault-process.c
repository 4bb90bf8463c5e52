/* fault-process.c
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "fault-process.h"

#include <stdio.h>
#include <unistd.h>

guint
rig_process_count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n_files = 0;

  while (dir && g_dir_read_name (dir))
    n_files++;

  return n_files;
}

guint
rig_process_count_threads (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  guint n_threads = 0;

  while (dir && g_dir_read_name (dir))
    n_threads++;

  return n_threads;
}

/* Resident, without the files that are mapped: code that runs for the first time is no memory that
 * somebody took. */
gsize
rig_process_get_memory (void)
{
  g_autofree char *text = NULL;
  gulong pages = 0, shared = 0;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%*u %lu %lu", &pages, &shared), ==, 2);
  g_assert_cmpuint (pages, >, shared);

  return (pages - shared) * (gsize) sysconf (_SC_PAGESIZE);
}
