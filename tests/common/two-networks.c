/* two-networks.c
 *
 * Lays two cables between two network namespaces.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "two-networks.h"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

static int namespaces[2] = { -1, -1 };  /* away, home */

static int
open_own (void)
{
  int fd = open ("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  return fd;
}

G_GNUC_PRINTF (1, 2) static void
run (const char *format,
     ...)
{
  g_autofree char *command = NULL;
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;
  int status;
  va_list args;

  va_start (args, format);
  command = g_strdup_vprintf (format, args);
  va_end (args);
  g_assert_true (g_spawn_command_line_sync (command, NULL, &words, &status, &error));
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, &error))
    g_error ("%s: %s", command, words);
}

void
two_networks_enter (gboolean is_home)
{
  g_assert_cmpint (setns (namespaces[is_home ? 1 : 0], CLONE_NEWNET), ==, 0);
}

/* Afterwards the thread is at home. */
void
two_networks_lay (void)
{
  namespaces[1] = open_own ();
  g_assert_cmpint (unshare (CLONE_NEWNET), ==, 0);
  namespaces[0] = open_own ();

  run ("ip link set lo up");
  for (guint i = 1; i <= 2; i++) {
    run ("ip link add away%u type veth peer name home%u netns /proc/%d/fd/%d", i, i, getpid (),
         namespaces[1]);
    run ("ip address add 10.%u.0.2/24 broadcast 10.%u.0.255 dev away%u", i, i, i);
    run ("ip link set away%u up", i);
  }

  two_networks_enter (TRUE);
  for (guint i = 1; i <= 2; i++) {
    run ("ip link set home%u address 02:00:00:00:0%u:01", i, i);
    run ("ip address add 10.%u.0.1/24 broadcast 10.%u.0.255 dev home%u", i, i, i);
    run ("ip link set home%u up", i);
  }
}
