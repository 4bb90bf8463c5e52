/* main.c
 *
 * watchwall-encoder: starts the server, says where it listens, takes commands from standard input,
 * and ends in order. Exit status: 0, 1 for a failure, 2 for a wrong command line.
 * The main thread only waits; the loops are made in threads, everything else happens on the network
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "encoder-console.h"
#include "encoder-device.h"
#include "encoder-options.h"

#define STATUS_FAILURE 1
#define STATUS_USAGE   2
#define MAX_LINE       4096

typedef struct {
  EncoderOptions options;
  EncoderServer *server;
  GMainLoop     *loop;
  GString       *input;     /* what came of a line */
  guint          input_id;
  gboolean       is_ready;
  int            status;
} Program;

static void
say (const char *line)
{
  g_print ("%s\n", line);
  fflush (stdout);
}

static gboolean
on_signal (gpointer data)
{
  Program *program = data;

  if (program->is_ready)
    g_main_loop_quit (program->loop);
  else
    encoder_server_cancel (program->server);

  return G_SOURCE_CONTINUE;
}

/* "34567", "34567-34582", or all of them where the kernel picked. */
static char *
describe_ports (EncoderServer *server,
                gboolean       one_each)
{
  guint n = one_each ? encoder_server_get_channels (server) : 1;
  guint first = encoder_server_get_port (server, 1);
  GString *text = g_string_new (NULL);
  gboolean is_range = n > 1;

  for (guint i = 0; i < n; i++)
    is_range &= encoder_server_get_port (server, i + 1) == first + i;
  if (is_range) {
    g_string_append_printf (text, "%u-%u", first, first + n - 1);
    return g_string_free (text, FALSE);
  }

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? "," : "",
                            encoder_server_get_port (server, i + 1));

  return g_string_free (text, FALSE);
}

static char *
describe_loop (const EncoderLoopInfo *info)
{
  const EncoderFormat format = { info->width, info->height,
                                 info->rate_num / (double) info->rate_den };
  const char *codec = encoder_codec_to_words (info->codec);
  g_autofree char *text = encoder_format_to_string (&format);

  return g_strdup_printf ("%s %s (%s)", text, codec, info->encoder);
}

static char *
describe_channel (EncoderServer *server,
                  guint          channel)
{
  const EncoderLoopInfo *main_info = encoder_server_get_loop_info (server, channel, TRUE);
  const EncoderLoopInfo *sub_info = encoder_server_get_loop_info (server, channel, FALSE);
  g_autofree char *main_text = NULL;
  g_autofree char *sub_text = NULL;

  if (!main_info || !sub_info)
    return encoder_server_describe_source (server, channel);

  main_text = describe_loop (main_info);
  sub_text = describe_loop (sub_info);
  return g_strdup_printf (_("main %s, sub %s"), main_text, sub_text);
}

/* A line for each channel that differs from the one before. */
static void
say_streams (Program *program)
{
  g_autofree char *before = NULL;

  for (guint i = 1; i <= encoder_server_get_channels (program->server); i++) {
    g_autofree char *streams = describe_channel (program->server, i);
    g_autofree char *line = g_strdup_printf (_("From channel %u: %s"), i, streams);

    if (g_strcmp0 (before, streams) != 0)
      say (line);
    g_free (before);
    before = g_steal_pointer (&streams);
  }
}

static gboolean
is_loopback (const char *listen)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (listen);

  return address && g_inet_address_get_is_loopback (address);
}

static void
say_who_may_sign_in (Program    *program,
                     const char *listen)
{
  g_autofree char *line = NULL;

  if (program->options.config.users) {
    guint n = encoder_users_get_number (program->options.config.users);

    line = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Sign in as the %u user of %s",
                                         "Sign in as one of the %u users of %s", n),
                            n, program->options.device.users_file);
  } else if (program->options.user)
    line = g_strdup_printf (_("Sign in as %s with the password of the file"),
                            program->options.user);
  else
    line = g_strdup (_("Sign in as admin with the password admin (--user and --password-file "
                       "change that)"));
  say (line);

  if (!program->options.user && !program->options.config.users && !is_loopback (listen))
    say (_("Warning: whoever reaches this address can sign in with that password"));
}

static void
say_who_finds_it (Program *program)
{
  guint16 port = encoder_device_get_discovery_port (program->server);
  g_autofree char *line = NULL;

  if (port == 0)
    return;

  line = g_strdup_printf (_("Found by those who look for devices on the network (UDP port %u)"),
                          port);
  say (line);
}

static void
say_listening (Program *program)
{
  const EncoderConfig *config = &program->options.config;
  const char *listen = config->listen ? config->listen : "127.0.0.1";
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *when = g_date_time_format (now, "%Y-%m-%d %H:%M:%S");
  g_autofree char *ports = describe_ports (program->server, config->ports_per_channel);
  g_autofree char *where = g_strdup_printf (strchr (listen, ':') ? "[%s]:%s" : "%s:%s", listen,
                                            ports);
  guint channels = encoder_server_get_channels (program->server);
  g_autofree char *line = NULL;

  say_streams (program);
  say_who_may_sign_in (program, listen);
  say_who_finds_it (program);
  line = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "Listening on %s since %s with %u channel",
                                       "Listening on %s since %s with %u channels", channels),
                          where, when, channels);
  say (line);
}

static gboolean
answer_line (Program    *program,
             const char *line)
{
  gboolean quit = FALSE;
  g_autofree char *answer = encoder_console_answer (program->server, line, &quit);

  if (answer)
    say (answer);
  if (quit)
    g_main_loop_quit (program->loop);

  return !quit;
}

static void
answer_input (Program *program)
{
  char *end;

  while ((end = memchr (program->input->str, '\n', program->input->len))) {
    *end = '\0';
    if (!answer_line (program, program->input->str))
      return;
    g_string_erase (program->input, 0, end + 1 - program->input->str);
  }

  if (program->input->len > MAX_LINE) {
    g_autofree char *answer = g_strconcat ("error: ", _("that line is too long"), NULL);

    say (answer);
    g_string_truncate (program->input, 0);
  }
}

static gboolean
on_input (int          fd,
          GIOCondition condition,
          gpointer     data)
{
  Program *program = data;
  char buffer[MAX_LINE];
  ssize_t size = read (fd, buffer, sizeof buffer);

  /* Without commands it goes on: it may run in the background. */
  if (size <= 0) {
    program->input_id = 0;
    return G_SOURCE_REMOVE;
  }

  g_string_append_len (program->input, buffer, size);
  answer_input (program);
  return G_SOURCE_CONTINUE;
}

static void
start_server (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Program *program = task_data;
  GError *error = NULL;

  if (encoder_server_start (program->server, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static int
fail (const GError *error,
      int           status)
{
  g_printerr ("watchwall-encoder: %s\n", error->message);
  if (status == STATUS_USAGE)
    g_printerr ("%s\n", _("“watchwall-encoder --help” lists the options"));

  return status;
}

static void
on_started (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  Program *program = data;
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error)) {
    program->is_ready = TRUE;
    encoder_fault_options_apply (&program->options.fault, program->server);
    say_listening (program);
    program->input_id = g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_input,
                                       program);
    return;
  }

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    program->status = fail (error, STATUS_USAGE);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    program->status = fail (error, STATUS_FAILURE);
  g_main_loop_quit (program->loop);
}

static void
run (Program *program)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_started, program);
  guint interrupt_id = g_unix_signal_add (SIGINT, on_signal, program);
  guint terminate_id = g_unix_signal_add (SIGTERM, on_signal, program);

  program->loop = g_main_loop_new (NULL, FALSE);
  program->input = g_string_new (NULL);
  g_task_set_task_data (task, program, NULL);
  g_task_run_in_thread (task, start_server);
  g_main_loop_run (program->loop);

  g_source_remove (interrupt_id);
  g_source_remove (terminate_id);
  g_clear_handle_id (&program->input_id, g_source_remove);
  g_string_free (program->input, TRUE);
  g_main_loop_unref (program->loop);
}

int
main (int    argc,
      char **argv)
{
  Program program = { 0 };
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  signal (SIGPIPE, SIG_IGN);

  if (!encoder_options_parse (&program.options, &argc, &argv, &error)) {
    program.status = fail (error, STATUS_USAGE);
  } else if (program.options.show_version) {
    g_print ("watchwall-encoder %s\n", PACKAGE_VERSION);
  } else if (!encoder_fault_options_list (&program.options.fault)) {
    program.server = encoder_server_new (&program.options.config, &error);
    if (program.server)
      run (&program);
    else
      program.status = fail (error, STATUS_USAGE);
  }

  g_clear_pointer (&program.server, encoder_server_free);
  encoder_options_clear (&program.options);
  return program.status;
}
