/* rtsp-process.c
 *
 * A process that is an RTSP camera, and what it says of itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "rtsp-process.h"

#include <signal.h>
#include <stdlib.h>

static char *program;

void
rtsp_process_init (const char *argv0)
{
  g_autofree char *folder = g_path_get_dirname (argv0);

  program = g_build_filename (folder, "rtsp-device", NULL);
}

static void
note_line (RtspProcess *self,
           const char  *line)
{
  if (g_str_has_prefix (line, "port "))
    g_atomic_int_set (&self->port, atoi (line + 5));
  else if (g_str_equal (line, "login"))
    g_atomic_int_inc (&self->logins);
  else if (g_str_equal (line, "setup"))
    g_atomic_int_inc (&self->setups);
  else if (g_str_equal (line, "client"))
    g_atomic_int_inc (&self->clients);
  else if (g_str_equal (line, "gone"))
    g_atomic_int_inc (&self->gone);
}

static gpointer
read_lines (gpointer data)
{
  RtspProcess *self = data;
  g_autoptr (GDataInputStream) lines =
    g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  char *line;

  while ((line = g_data_input_stream_read_line (lines, NULL, NULL, NULL))) {
    note_line (self, line);
    g_free (line);
  }
  g_atomic_int_compare_and_exchange (&self->port, 0, -1);

  return NULL;
}

/* Dies with the test, whatever becomes of that. */
RtspProcess *
rtsp_process_new (const char *method,
                  const char *security,
                  guint16     port,
                  const char *description)
{
  RtspProcess *self = g_new0 (RtspProcess, 1);
  g_autofree char *port_text = g_strdup_printf ("%u", port);
  g_autofree char *launch = g_strdup_printf ("( %s )", description);
  g_autoptr (GError) error = NULL;

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "setpriv",
                                    "--pdeathsig", "KILL", program, method, security, port_text,
                                    launch, NULL);
  g_assert_no_error (error);
  self->reader = g_thread_new ("lines", read_lines, self);
  while (g_atomic_int_get (&self->port) == 0)
    g_usleep (1000);
  g_assert_cmpint (g_atomic_int_get (&self->port), >, 0);

  return self;
}

void
rtsp_process_kill (RtspProcess *self)
{
  g_subprocess_send_signal (self->process, SIGCONT);
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
}

void
rtsp_process_free (RtspProcess *self)
{
  rtsp_process_kill (self);
  g_thread_join (self->reader);
  g_object_unref (self->process);
  g_free (self);
}
