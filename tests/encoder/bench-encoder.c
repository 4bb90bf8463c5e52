/* bench-encoder.c
 *
 * What serving costs: many channels of 640×360 at 25/s, each watched by a client in another process
 * that reads and throws away. Prints the processor time of the server alone. With a live source, as
 * --source of the program takes it, what it takes to draw and encode it, or to pass it on, is in it;
 * one address for all channels is fetched once.
 *
 *   bench-encoder [CHANNELS [SECONDS [SOURCE]]]
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box.h"
#include "raw-client.h"

static double
used_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) usage.ru_utime.tv_sec + (double) usage.ru_stime.tv_sec +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* The child: watches all channels until it is killed. It reads a few times a second, so as not to
 * take the server's processor. */
static void
watch_all (int   port_fd,
           guint channels)
{
  g_autofree struct pollfd *fds = g_new0 (struct pollfd, channels);
  static guint8 buffer[1 << 18];
  guint16 port;

  if (read (port_fd, &port, sizeof port) != sizeof port)
    exit (1);

  for (guint i = 0; i < channels; i++) {
    RawClient *client = raw_client_new (port);

    raw_client_login (client);
    g_assert_cmpint (raw_client_claim (client, i, "Main"), ==, 100);
    raw_client_send_monitor (client, 1410, "Start", i, "Main");
    fds[i] = (struct pollfd) { .fd = client->fd, .events = POLLIN };
  }

  for (;;) {
    g_usleep (100000);
    for (guint i = 0; i < channels; i++) {
      while (recv (fds[i].fd, buffer, sizeof buffer, MSG_DONTWAIT) > 0)
        continue;
    }
  }
}

int
main (int    argc,
      char **argv)
{
  guint channels = argc > 1 ? (guint) atoi (argv[1]) : 64;
  guint seconds = argc > 2 ? (guint) atoi (argv[2]) : 20;
  const char *sources[] = { argc > 3 ? argv[3] : "test", NULL };
  EncoderConfig config = { .channels = channels, .sources = sources };
  EncoderCounters before, after;
  EncoderServer *server;
  double used;
  int fds[2];
  guint16 port;
  pid_t child;

  g_test_init (&argc, &argv, NULL);
  config.cache_dir = box_cache_dir ();
  if (pipe (fds) < 0)
    return 1;
  child = fork ();
  if (child == 0)
    watch_all (fds[0], channels);

  server = box_start (&config);
  port = encoder_server_get_port (server, 1);
  if (write (fds[1], &port, sizeof port) != sizeof port)
    return 1;
  do {
    g_usleep (100000);
    encoder_server_get_counters (server, &before);
  } while (before.watched < channels);

  used = used_seconds ();
  encoder_server_get_counters (server, &before);
  g_usleep (seconds * G_USEC_PER_SEC);
  encoder_server_get_counters (server, &after);
  used = used_seconds () - used;
  g_print ("%u channels watched for %u s: %.2f CPU seconds, %.1f %% of a core; %.1f pictures a "
           "second and channel\n", channels, seconds, used, 100.0 * used / seconds,
           (double) (after.frames - before.frames) / seconds / channels);

  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  encoder_server_free (server);
  return 0;
}
