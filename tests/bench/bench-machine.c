/* bench-machine.c
 *
 * What processes have taken of the processors so far, in seconds, user and system together. Linux.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "bench-machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define NETWORK_THREAD   "wall-io"
#define STREAMING_SUFFIX ":src"

/* A "stat" file of a process or a thread; @out_name is between its parentheses. */
static double
read_stat (const char  *path,
           char       **out_name)
{
  g_autofree char *line = NULL;
  unsigned long user, system;
  char *name, *rest;

  if (!g_file_get_contents (path, &line, NULL, NULL))
    return 0.0;

  name = strchr (line, '(');
  rest = strrchr (line, ')');
  if (!name || !rest
      || sscanf (rest + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system)
           != 2)
    return 0.0;

  if (out_name)
    *out_name = g_strndup (name + 1, rest - name - 1);

  return (double) (user + system) / sysconf (_SC_CLK_TCK);
}

/**
 * bench_machine_get_seconds:
 * @pid: a process; 0: none
 *
 * Returns: what all its threads have taken, also those that have ended
 */
double
bench_machine_get_seconds (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);

  return pid > 0 ? read_stat (path, NULL) : 0.0;
}

static void
add_thread (BenchThreads *threads,
            int           pid,
            int           tid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task/%d/stat", pid, tid);
  g_autofree char *name = NULL;
  double seconds = read_stat (path, &name);

  if (tid == pid)
    threads->main += seconds;
  else if (g_strcmp0 (name, NETWORK_THREAD) == 0)
    threads->network += seconds;
  else if (name && g_str_has_suffix (name, STREAMING_SUFFIX))
    threads->streaming += seconds;
}

/**
 * bench_machine_get_threads:
 * @pid: a wall
 */
void
bench_machine_get_threads (int           pid,
                           BenchThreads *out_threads)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/task", pid);
  g_autoptr (GDir) tasks = g_dir_open (path, 0, NULL);
  const char *name;

  *out_threads = (BenchThreads) { .sum = bench_machine_get_seconds (pid) };
  while (tasks && (name = g_dir_read_name (tasks)))
    add_thread (out_threads, pid, atoi (name));
}

/**
 * bench_machine_find_server:
 *
 * The X server is who answers on the display's socket. Others are not measured.
 *
 * Returns: its process; 0: none
 */
int
bench_machine_find_server (void)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  const char *display = g_getenv ("DISPLAY");
  struct ucred peer = { 0 };
  socklen_t length = sizeof peer;
  int fd;

  if (!display || *display != ':' || g_getenv ("WAYLAND_DISPLAY"))
    return 0;

  g_snprintf (address.sun_path, sizeof address.sun_path, "/tmp/.X11-unix/X%d", atoi (display + 1));
  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect (fd, (struct sockaddr *) &address, sizeof address) == 0)
    getsockopt (fd, SOL_SOCKET, SO_PEERCRED, &peer, &length);
  close (fd);

  return peer.pid;
}
