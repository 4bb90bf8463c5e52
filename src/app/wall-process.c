/* wall-process.c
 *
 * What this process takes of the machine, and what it may take.
 * Reads /proc, which never waits. Linux; any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-process.h"

#include <sys/resource.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

/* "VmRSS:     1234 kB": the number behind a name in /proc/self/status. */
static gint64
find_number (const char *status,
             const char *name)
{
  const char *line = strstr (status, name);

  return line ? g_ascii_strtoll (line + strlen (name), NULL, 10) : -1;
}

static gint64
count_descriptors (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  gint64 count = 0;

  if (folder == NULL)
    return -1;

  while (g_dir_read_name (folder))
    count++;

  /* The folder is read through one more. */
  return count - 1;
}

/**
 * wall_process_get_numbers:
 * @out_numbers: (out): what the process takes now
 */
void
wall_process_get_numbers (WallProcessNumbers *out_numbers)
{
  g_autofree char *status = NULL;

  *out_numbers = (WallProcessNumbers) { -1, -1, count_descriptors () };
  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return;

  out_numbers->memory_kib = find_number (status, "\nVmRSS:");
  out_numbers->threads = find_number (status, "\nThreads:");
}

/**
 * wall_process_raise_file_limit:
 *
 * A wall of many cameras takes some descriptors for each; the usual 1024 are for programs that use
 * select(), which nothing here does.
 */
void
wall_process_raise_file_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
    return;

  limit.rlim_cur = limit.rlim_max;
  if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
    g_debug ("The limit of open files stays as it is: %s", g_strerror (errno));
}

/**
 * wall_process_tune_memory:
 *
 * Two heaps instead of one for each thread: else what is freed on one thread is of no use to others,
 * which looks like a leak and costs like one. And what a painted frame takes is kept for the next:
 * given back to the system and faulted in again with every frame, it cost the main thread more than
 * twice of what painting itself does (sixteen tiles: 15 to 20 % of a core instead of 7), for 10 MiB.
 */
void
wall_process_tune_memory (void)
{
#ifdef __GLIBC__
  mallopt (M_ARENA_MAX, 2);
  mallopt (M_MMAP_THRESHOLD, 32 * 1024 * 1024);
  mallopt (M_TRIM_THRESHOLD, 64 * 1024 * 1024);
#endif
}
