/* e2e-device.c
 *
 * A camera of another protocol as a program of its own, and what it says of itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-device.h"

#include <signal.h>
#include <stdlib.h>

#define START_SECONDS 60

#define PICTURES \
  "video/x-raw,format=I420,width=320,height=180,framerate=15/1 ! " \
  "x264enc tune=zerolatency key-int-max=15 speed-preset=ultrafast"

struct _E2eDevice {
  GSubprocess *process;
  GThread     *reader;

  /* Shared with the reader, guarded by @lock. */
  GMutex       lock;
  GCond        cond;
  int          port;     /* -1: it ended before it said one */
  GHashTable  *words;    /* line → how often */
};

static int
read_port (const char *line)
{
  const char *current = strstr (line, "current-port = ");

  if (g_str_has_prefix (line, "port "))
    return atoi (line + strlen ("port "));

  return current ? atoi (current + strlen ("current-port = ")) : 0;
}

static void
note_line (E2eDevice *self,
           char      *line)
{
  g_mutex_lock (&self->lock);
  if (self->port == 0)
    self->port = read_port (line);
  g_hash_table_insert (self->words, g_strdup (line),
                       GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (self->words, line)) + 1));
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
}

static gpointer
read_lines (gpointer data)
{
  E2eDevice *self = data;
  g_autoptr (GDataInputStream) lines =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  char *line;

  while ((line = g_data_input_stream_read_line (lines, NULL, NULL, NULL))) {
    note_line (self, line);
    g_free (line);
  }

  g_mutex_lock (&self->lock);
  if (self->port == 0)
    self->port = -1;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
  return NULL;
}

/**
 * e2e_device_new:
 *
 * Starts a program and waits until it has said its port.
 *
 * Returns: (transfer full): the device
 */
E2eDevice *
e2e_device_new (const char *const *argv)
{
  E2eDevice *self = g_new0 (E2eDevice, 1);
  gint64 end = g_get_monotonic_time () + START_SECONDS * G_USEC_PER_SEC;

  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->process = e2e_spawn (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL);
  self->reader = g_thread_new ("lines", read_lines, self);

  g_mutex_lock (&self->lock);
  while (self->port == 0)
    g_assert_true (g_cond_wait_until (&self->cond, &self->lock, end));
  g_mutex_unlock (&self->lock);
  g_assert_cmpint (self->port, >, 0);

  return self;
}

guint16
e2e_device_get_port (E2eDevice *self)
{
  return (guint16) self->port;
}

guint
e2e_device_count (E2eDevice  *self,
                  const char *word)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = GPOINTER_TO_UINT (g_hash_table_lookup (self->words, word));
  g_mutex_unlock (&self->lock);

  return n;
}

/**
 * e2e_device_free:
 *
 * Kills the program, as when the power fails.
 */
void
e2e_device_free (E2eDevice *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_thread_join (self->reader);
  g_hash_table_unref (self->words);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  g_object_unref (self->process);
  g_free (self);
}

E2eDevice *
e2e_device_new_rtsp (const char *method,
                     const char *security,
                     guint16     port)
{
  g_autofree char *port_text = g_strdup_printf ("%u", port);

  return e2e_device_new ((const char *const[]) {
    g_getenv ("WATCHWALL_RTSP_DEVICE"), method, security, port_text,
    "( videotestsrc is-live=true pattern=ball ! " PICTURES " ! rtph264pay name=pay0 pt=96 )", NULL });
}

E2eDevice *
e2e_device_new_tcp (guint16 port)
{
  g_autofree char *sink = g_strdup_printf (
    "videotestsrc is-live=true pattern=ball ! " PICTURES " ! h264parse config-interval=-1 ! "
    "mpegtsmux ! tcpserversink host=127.0.0.1 port=%u recover-policy=keyframe sync-method=latest-keyframe",
    port);
  g_auto (GStrv) words = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();

  g_shell_parse_argv (sink, NULL, &words, NULL);
  g_ptr_array_add (argv, (gpointer) "gst-launch-1.0");
  g_ptr_array_add (argv, (gpointer) "-v");
  for (guint i = 0; words[i]; i++)
    g_ptr_array_add (argv, words[i]);
  g_ptr_array_add (argv, NULL);

  return e2e_device_new ((const char *const *) argv->pdata);
}
