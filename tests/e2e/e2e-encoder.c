/* e2e-encoder.c
 *
 * The encoder as a program of its own, steered by lines on its standard input.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-rig.h"

#include <signal.h>
#include <sys/prctl.h>

/* Loops may have to be made first, by a program under sanitizers. */
#define START_SECONDS 180
#define ANSWER_SECONDS 20

struct _E2eEncoder {
  GSubprocess      *process;
  GOutputStream    *input;
  GDataInputStream *output;
  guint16           port;
};

gboolean
e2e_is_small (void)
{
  return g_getenv ("WATCHWALL_TEST_SMALL") != NULL;
}

guint
e2e_get_cameras (void)
{
  return e2e_is_small () ? 4 : 16;
}

/* In the child: it shall not outlive a test that fails. */
static void
die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/**
 * e2e_spawn:
 * @log: (nullable): the file that its messages go to; else they are the test's
 *
 * Starts a program that ends with the test, however the test ends.
 *
 * Returns: (transfer full): the process
 */
GSubprocess *
e2e_spawn (const char *const *argv,
           GSubprocessFlags   flags,
           const char        *log)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  if (log)
    g_subprocess_launcher_set_stderr_file_path (launcher, log);
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);

  return process;
}

typedef struct {
  char      *line;
  gboolean   is_done;
  GMainLoop *loop;
} Reading;

static void
on_line (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Reading *reading = user_data;

  reading->line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result,
                                                        NULL, NULL);
  reading->is_done = TRUE;
  g_main_loop_quit (reading->loop);
}

static gboolean
on_too_late (gpointer user_data)
{
  g_error ("The encoder said nothing for %u s", GPOINTER_TO_UINT (user_data));

  return G_SOURCE_REMOVE;
}

static char *
read_line (E2eEncoder *self,
           guint       seconds)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Reading reading = { .loop = loop };
  guint timer = g_timeout_add_seconds (seconds, on_too_late, GUINT_TO_POINTER (seconds));

  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT, NULL, on_line, &reading);
  while (!reading.is_done)
    g_main_loop_run (loop);
  g_source_remove (timer);

  return reading.line;
}

static void
wait_until_listening (E2eEncoder *self)
{
  while (self->port == 0) {
    g_autofree char *line = read_line (self, START_SECONDS);
    const char *colon;

    g_assert_nonnull (line);
    g_test_message ("encoder: %s", line);
    if (!g_str_has_prefix (line, "Listening on "))
      continue;
    colon = strchr (line, ':');
    g_assert_nonnull (colon);
    self->port = (guint16) g_ascii_strtoull (colon + 1, NULL, 10);
  }
}

/**
 * e2e_encoder_new_with:
 * @channels: how many
 * @port: where; 0: the kernel picks one
 * @options: (array zero-terminated=1): more of its command line
 *
 * Starts an encoder and waits until it listens.
 *
 * Returns: (transfer full): the encoder
 */
E2eEncoder *
e2e_encoder_new_with (guint              channels,
                      guint16            port,
                      const char *const *options)
{
  E2eEncoder *self = g_new0 (E2eEncoder, 1);
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (argv, g_strdup (g_getenv ("WATCHWALL_ENCODER")));
  g_ptr_array_add (argv, g_strdup_printf ("--port=%u", port));
  g_ptr_array_add (argv, g_strdup_printf ("--channels=%u", channels));
  if (e2e_is_small ())
    g_ptr_array_add (argv, g_strdup ("--main=320x180@10"));
  for (guint i = 0; options[i]; i++)
    g_ptr_array_add (argv, g_strdup (options[i]));
  g_ptr_array_add (argv, NULL);

  self->process = e2e_spawn ((const char *const *) argv->pdata,
                             G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL);
  self->input = g_subprocess_get_stdin_pipe (self->process);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  wait_until_listening (self);

  return self;
}

E2eEncoder *
e2e_encoder_new (guint   channels,
                 guint16 port)
{
  return e2e_encoder_new_with (channels, port, (const char *const[]) { NULL });
}

guint16
e2e_encoder_get_port (E2eEncoder *self)
{
  return self->port;
}

/**
 * e2e_encoder_ask:
 *
 * Says a line to the encoder and waits for its answer, which is one line.
 *
 * Returns: (transfer full): the answer
 */
char *
e2e_encoder_ask (E2eEncoder *self,
                 const char *line)
{
  g_autofree char *with_end = g_strconcat (line, "\n", NULL);
  g_autoptr (GError) error = NULL;
  char *answer;

  g_output_stream_write_all (self->input, with_end, strlen (with_end), NULL, NULL, &error);
  g_assert_no_error (error);
  answer = read_line (self, ANSWER_SECONDS);
  g_assert_nonnull (answer);
  g_test_message ("encoder: %s → %s", line, answer);

  return answer;
}

void
e2e_encoder_say (E2eEncoder *self,
                 const char *line)
{
  g_free (e2e_encoder_ask (self, line));
}

/**
 * e2e_encoder_count:
 * @counter: a name in the encoder's line of status
 *
 * Returns: what the encoder has counted since its start
 */
guint
e2e_encoder_count (E2eEncoder *self,
                   const char *counter)
{
  g_autofree char *status = e2e_encoder_ask (self, "status");
  g_autofree char *key = g_strconcat (" ", counter, "=", NULL);
  const char *found = strstr (status, key);

  g_assert_nonnull (found);

  return (guint) g_ascii_strtoull (found + strlen (key), NULL, 10);
}

void
e2e_encoder_signal (E2eEncoder *self,
                    int         signum)
{
  g_subprocess_send_signal (self->process, signum);
}

/**
 * e2e_encoder_free:
 *
 * Ends the encoder, whatever state it is in, and waits until it is gone.
 */
void
e2e_encoder_free (E2eEncoder *self)
{
  e2e_encoder_signal (self, SIGCONT);
  e2e_encoder_signal (self, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->output);
  g_object_unref (self->process);
  g_free (self);
}
