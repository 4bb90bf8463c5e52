/* test-program.c
 *
 * watchwall-encoder as somebody starts it: options, the line that says where it listens, commands
 * on standard input, signals.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "raw-client.h"

#define DEADLINE_SECONDS 60

static const char *program;

static GSubprocess *
spawn (const char *first_option,
       ...) G_GNUC_NULL_TERMINATED;

static GSubprocess *
spawn (const char *first_option,
       ...)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                               G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autofree char *cache = g_test_build_filename (G_TEST_BUILT, "encoder-cache", NULL);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;
  const char *option;
  va_list options;

  g_ptr_array_add (arguments, (char *) program);
  va_start (options, first_option);
  for (option = first_option; option; option = va_arg (options, const char *))
    g_ptr_array_add (arguments, (char *) option);
  va_end (options);
  g_ptr_array_add (arguments, NULL);

  g_subprocess_launcher_setenv (launcher, "XDG_CACHE_HOME", cache, TRUE);
  /* GStreamer's registry is made anew there, and what plugins leave behind when they are looked at
   * is not the program's. */
  g_subprocess_launcher_unsetenv (launcher, "GST_REGISTRY_FORK");
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments->pdata, &error);
  g_assert_no_error (error);
  return process;
}

static void
on_deadline (int number)
{
  static const char words[] = "A program took too long\n";

  if (write (2, words, sizeof words - 1) >= 0)
    _exit (99);
}

/* What a program that failed against expectation had to say. */
static void
show_complaint (GSubprocess *process)
{
  char buffer[16384];
  gsize size = 0;

  if (!g_subprocess_get_successful (process) &&
      g_input_stream_read_all (g_subprocess_get_stderr_pipe (process), buffer, sizeof buffer, &size,
                               NULL, NULL))
    g_printerr ("%.*s", (int) size, buffer);
}

static int
finish (GSubprocess *process,
        char       **out_stdout,
        char       **out_stderr)
{
  g_autoptr (GError) error = NULL;

  alarm (DEADLINE_SECONDS);
  if (out_stdout || out_stderr)
    g_subprocess_communicate_utf8 (process, NULL, NULL, out_stdout, out_stderr, &error);
  else if (g_subprocess_wait (process, NULL, &error))
    show_complaint (process);
  g_assert_no_error (error);
  alarm (0);
  return g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
}

static char *
read_line (GSubprocess *process)
{
  GString *line = g_string_new (NULL);
  char byte;

  alarm (DEADLINE_SECONDS);
  while (g_input_stream_read (g_subprocess_get_stdout_pipe (process), &byte, 1, NULL, NULL) == 1 &&
         byte != '\n')
    g_string_append_c (line, byte);
  alarm (0);

  return g_string_free (line, FALSE);
}

/* Reads up to the line that says where, and returns the port. */
static guint16
read_port (GSubprocess *process)
{
  for (;;) {
    g_autofree char *line = read_line (process);

    g_assert_cmpstr (line, !=, "");
    if (g_str_has_prefix (line, "Listening on 127.0.0.1:"))
      return (guint16) g_ascii_strtoull (line + strlen ("Listening on 127.0.0.1:"), NULL, 10);
  }
}

static char *
command (GSubprocess *process,
         const char  *line)
{
  GOutputStream *input = g_subprocess_get_stdin_pipe (process);

  g_assert_true (g_output_stream_write_all (input, line, strlen (line), NULL, NULL, NULL));
  return read_line (process);
}

#define SMALL "--port", "0", "--main", "160x96@25", "--sub", "80x64@10"

static void
assert_usage (GSubprocess *owned_process,
              const char  *words)
{
  g_autoptr (GSubprocess) process = owned_process;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_cmpint (finish (process, &out, &err), ==, 2);
  g_assert_nonnull (strstr (err, words));
  g_assert_cmpstr (out, ==, "");
}

static void
test_wrong_options (void)
{
  assert_usage (spawn ("--nonsense", NULL), "--nonsense");
  assert_usage (spawn ("film.mp4", NULL), "film.mp4");
  assert_usage (spawn ("--port", "65536", NULL), "--port");
  assert_usage (spawn ("--port", "x", NULL), "x");
  assert_usage (spawn ("--channels", "-1", NULL), "--channels");
  assert_usage (spawn ("--channels", "0", NULL), "--channels");
  assert_usage (spawn ("--channels", "129", NULL), "129");
  assert_usage (spawn ("--main", "640x360", NULL), "640x360");
  assert_usage (spawn ("--sub", "641x360@25", NULL), "641");
  assert_usage (spawn ("--alive-interval", "0", NULL), "--alive-interval");
  assert_usage (spawn ("--user", "me", NULL), "--password-file");
  assert_usage (spawn ("--lock-out", "-1", NULL), "--lock-out");
  assert_usage (spawn ("--max-connections", "1025", NULL), "--max-connections");
  assert_usage (spawn ("--max-connections", "1", "--at-limit", "99", NULL), "--at-limit");
  assert_usage (spawn ("--at-limit", "refuse", NULL), "--max-connections");
  assert_usage (spawn ("--discovery", "--no-discovery", NULL), "--discovery");
  assert_usage (spawn ("--discovery-port", "65536", NULL), "--discovery-port");
  assert_usage (spawn ("--port", "0", "--listen", "somewhere", NULL), "somewhere");
  assert_usage (spawn ("--source", "test", "--source", "test", "--channels", "3", NULL), "3");
  assert_usage (spawn ("--port", "65530", "--channels", "10", "--ports-per-channel", NULL),
                "65535");
}

/* Files that it needs before it starts are as good as options: no other try helps. */
static void
test_wrong_files (void)
{
  assert_usage (spawn ("--user", "me", "--password-file", "/nowhere/secret", NULL),
                "/nowhere/secret");
  assert_usage (spawn ("--users", "%h/users", NULL), "%h/users");
  assert_usage (spawn ("--source-credentials", "/nowhere/logins", NULL), "/nowhere/logins");
}

static void
assert_failure (GSubprocess *owned_process,
                const char  *words)
{
  g_autoptr (GSubprocess) process = owned_process;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_cmpint (finish (process, &out, &err), ==, 1);
  g_assert_nonnull (strstr (err, words));
  g_assert_null (strstr (out, "Listening"));
}

static void
test_failures (void)
{
  g_autoptr (GSubprocess) first = spawn (SMALL, NULL);
  g_autofree char *port = g_strdup_printf ("%u", read_port (first));

  assert_failure (spawn ("--port", port, NULL), "--port");
  assert_failure (spawn (SMALL, "--source", "/nowhere/film.mp4", NULL), "/nowhere/film.mp4");
  g_subprocess_send_signal (first, SIGTERM);
  g_assert_cmpint (finish (first, NULL, NULL), ==, 0);
}

static void
test_help (void)
{
  g_autoptr (GSubprocess) process = spawn ("--help", NULL);
  g_autofree char *out = NULL;
  static const char *const options[] = {
    "--listen", "--port", "--channels", "--ports-per-channel", "--source", "--main", "--sub",
    "--user", "--password-file", "--alive-interval", "--version", "--users",
    "--lock-out", "--max-connections", "--at-limit", "--discovery", "--no-discovery",
    "--discovery-port", "--fault", "--deviate", "--list-faults", "--list-deviations",
  };

  g_assert_cmpint (finish (process, &out, NULL), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    g_assert_nonnull (strstr (out, options[i]));
}

static void
test_commands (void)
{
  g_autoptr (GSubprocess) process = spawn (SMALL, "--channels", "2", NULL);
  guint16 port = read_port (process);
  g_autoptr (RawClient) client = raw_client_new (port);
  static const char *const exchanges[][2] = {
    { "fault 2 stall\n", "ok: channel 2: stall" },
    { "fault  all\tnone \n", "ok: channel all: none" },
    { "fault 3 stall\n", "error: no channel" },
    { "fault 0 stall\n", "error: no channel" },
    { "fault 1 explode\n", "error: no fault" },
    { "fault 1\n", "error: say" },
    { "fault 1:drip=50@3600+5\n", "ok: 1:drip=50@3600+5" },
    { "fault all +drop=20 @3600\n", "ok: channel all: +drop=20@3600" },
    { "fault 1 drop=200\n", "error: " },
    { "fault 1 +freeze\n", "ok: " },
    { "status\n", "ok: channels=2 " },
    { "fault 1 -freeze\n", "ok: " },
    { "deviate newline,extra\n", "ok: newline,extra" },
    { "deviate newline nul\n", "error: " },
    { "deviate\n", "error: say" },
    { "deviate none\n", "ok: none" },
    { "help faults\n", "ok: none refuse " },
    { "help deviations\n", "ok: none version-0 " },
    { "help drip\n", "ok: Of one unit, a byte" },
    { "\n\nhelp\n", "ok: commands" },
    { "dance\n", "error: no command" },
    { "fault 1 wrong-password\n", "ok: " },
    { "status\n", "ok: channels=2 connections=1 open=1 " },
  };

  raw_client_login (client);
  for (gsize i = 0; i < G_N_ELEMENTS (exchanges); i++) {
    g_autofree char *answer = command (process, exchanges[i][0]);

    g_assert_true (g_str_has_prefix (answer, exchanges[i][1]));
  }
  g_assert_cmpint (raw_client_claim (client, 0, "Main"), ==, 203);
  g_assert_cmpint (raw_client_claim (client, 1, "Main"), ==, 100);
  {
    g_autofree char *status = command (process, "status\n");
    g_autofree char *answer = command (process, "quit\n");

    g_assert_nonnull (strstr (status, "1 wrong-password"));
    g_assert_cmpstr (answer, ==, "ok: closing");
  }
  raw_client_expect_fin (client);
  g_assert_cmpint (finish (process, NULL, NULL), ==, 0);
}

/* What the command line lets go wrong is wrong from the start. */
static void
test_faults_from_the_start (void)
{
  g_autoptr (GSubprocess) process =
    spawn (SMALL, "--channels", "2", "--fault", "2:wrong-password", "--fault=2:+drop=5",
           "--fault", "freeze@3600", "--deviate", "own-sequence,extra", NULL);
  g_autoptr (RawClient) client = raw_client_new (read_port (process));
  g_autofree char *status = NULL, *answer = NULL;

  status = command (process, "status\n");
  g_assert_nonnull (strstr (status, "2 wrong-password, 2 drop=5"));
  raw_client_send (client, 0, 77, 1000, "{\"EncryptType\":\"MD5\",\"PassWord\":\"6QNMIQGe\","
                                        "\"UserName\":\"admin\"}");
  {
    g_autoptr (RawPacket) packet = raw_client_read (client);

    g_assert_cmpuint (packet->sequence, ==, 0);
  }
  answer = command (process, "quit\n");
  raw_client_expect_fin (client);
  g_assert_cmpint (finish (process, NULL, NULL), ==, 0);
}

static void
end_by_signal (int number)
{
  g_autoptr (GSubprocess) process = spawn (SMALL, NULL);
  g_autoptr (RawClient) client = raw_client_new (read_port (process));
  gint64 begun_us;

  raw_client_login (client);
  g_assert_cmpint (raw_client_claim (client, 0, "Main"), ==, 100);
  raw_client_send_monitor (client, 1410, "Start", 0, "Main");
  raw_client_skip_units (client, 1);
  begun_us = g_get_monotonic_time ();
  g_subprocess_send_signal (process, number);
  raw_client_expect_fin (client);
  raw_client_shutdown (client);
  g_assert_cmpint (finish (process, NULL, NULL), ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 5 * G_USEC_PER_SEC);
}

static void
test_signals (void)
{
  end_by_signal (SIGTERM);
  end_by_signal (SIGINT);
}

/* In the background, without anybody at standard input, it goes on. */
static void
test_no_input (void)
{
  g_autoptr (GSubprocess) process = spawn (SMALL, NULL);
  guint16 port = read_port (process);

  g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (process), NULL, NULL));
  for (guint i = 0; i < 3; i++) {
    g_autoptr (RawClient) client = raw_client_new (port);

    g_assert_nonnull (client);
    raw_client_login (client);
  }
  g_subprocess_send_signal (process, SIGTERM);
  g_assert_cmpint (finish (process, NULL, NULL), ==, 0);
}

static void
test_password_file (void)
{
  g_autofree char *dir = g_dir_make_tmp ("encoder-password-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "secret", NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (RawClient) client = NULL;
  g_autofree char *reply = NULL;
  g_autofree char *rejected = NULL;

  g_assert_true (g_file_set_contents (path, "password\n", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0644), ==, 0);
  assert_usage (spawn (SMALL, "--user", "guard", "--password-file", path, NULL), "chmod 600");

  assert_usage (spawn (SMALL, "--users", path, NULL), "chmod 600");
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  assert_usage (spawn (SMALL, "--users", path, NULL), path);
  assert_usage (spawn ("--user", "a", "--password-file", path, "--users", path, NULL), "--users");
  process = spawn (SMALL, "--user", "guard", "--password-file", path, NULL);
  client = raw_client_new (read_port (process));
  rejected = raw_client_ask (client, 1000, "{\"EncryptType\":\"MD5\",\"PassWord\":\"6QNMIQGe\","
                                           "\"UserName\":\"admin\"}");
  g_assert_nonnull (strstr (rejected, "\"Ret\" : 204"));
  reply = raw_client_ask (client, 1000, "{\"EncryptType\":\"MD5\",\"PassWord\":\"mF95aD4o\","
                                        "\"UserName\":\"guard\"}");
  g_assert_nonnull (strstr (reply, "\"Ret\" : 100"));
  g_subprocess_send_signal (process, SIGTERM);
  g_assert_cmpint (finish (process, NULL, NULL), ==, 0);
  g_unlink (path);
  g_rmdir (dir);
}

static void
test_ports_are_told (void)
{
  g_autoptr (GSubprocess) process = spawn (SMALL, "--channels", "2", "--ports-per-channel", NULL);
  g_autofree char *line = NULL;

  do {
    g_free (line);
    line = read_line (process);
  } while (!g_str_has_prefix (line, "Listening"));
  g_assert_true (g_regex_match_simple ("^Listening on 127\\.0\\.0\\.1:\\d+[,-]\\d+ since "
                                       "20\\d\\d-[01]\\d-[0-3]\\d \\d+:\\d+:\\d+ with 2 channels$",
                                       line, 0, 0));
  g_subprocess_send_signal (process, SIGTERM);
  g_assert_cmpint (finish (process, NULL, NULL), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  program = argv[1];
  signal (SIGALRM, on_deadline);

  g_test_add_func ("/encoder/program/wrong-options", test_wrong_options);
  g_test_add_func ("/encoder/program/wrong-files", test_wrong_files);
  g_test_add_func ("/encoder/program/failures", test_failures);
  g_test_add_func ("/encoder/program/help", test_help);
  g_test_add_func ("/encoder/program/commands", test_commands);
  g_test_add_func ("/encoder/program/faults-from-the-start", test_faults_from_the_start);
  g_test_add_func ("/encoder/program/signals", test_signals);
  g_test_add_func ("/encoder/program/no-input", test_no_input);
  g_test_add_func ("/encoder/program/password-file", test_password_file);
  g_test_add_func ("/encoder/program/ports-are-told", test_ports_are_told);
  return g_test_run ();
}
