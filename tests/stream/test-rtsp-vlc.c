/* test-rtsp-vlc.c
 *
 * A second server that is not of GStreamer: VLC. It sends over UDP alone, which the wall does not
 * take, so what is tried is what it says before: passwords, paths, and that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "player-client.h"
#include "wall-foreign.h"

#define NOBODY "65534"

typedef struct {
  GSubprocess *process;
  char        *folder, *film;
  guint16      port;
} Vlc;

static const WallForeignDeadlines patient_deadlines = {
  .lookup_ms = 20000, .connect_ms = 20000, .login_ms = 20000, .start_ms = 20000,
  .silence_ms = 20000, .close_ms = 900,
};

static void
make_film (const char *path)
{
  g_autofree char *text = g_strdup_printf (
    "videotestsrc num-buffers=300 ! video/x-raw,format=I420,width=64,height=48,framerate=15/1 ! "
    "x264enc key-int-max=15 speed-preset=ultrafast ! h264parse ! mpegtsmux ! "
    "filesink location=\"%s\"", path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (text, &error);
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);

  g_assert_no_error (error);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  gst_message_unref (gst_bus_timed_pop_filtered (bus, 30 * GST_SECOND, GST_MESSAGE_EOS));
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_chmod (path, 0644);
}

static guint16
find_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();

  return g_socket_listener_add_any_inet_port (listener, NULL, NULL);
}

/* VLC does not run as root; and it dies with the test. */
static GSubprocess *
spawn (Vlc *self)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *sout = g_strdup_printf ("#rtp{sdp=rtsp://127.0.0.1:%u/live/ch1}", self->port);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  const char *const root[] = { "--reuid=" NOBODY, "--regid=" NOBODY, "--clear-groups" };
  const char *const command[] = { "cvlc", "-q", "--no-plugins-cache", "--loop", self->film, "--sout",
                                  sout, "--sout-keep", "--sout-rtsp-user", "guard",
                                  "--sout-rtsp-pwd", "s3cret", NULL };
  GSubprocess *process;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (words, (gpointer) "setpriv");
  g_ptr_array_add (words, (gpointer) "--pdeathsig=KILL");
  for (gsize i = 0; geteuid () == 0 && i < G_N_ELEMENTS (root); i++)
    g_ptr_array_add (words, (gpointer) root[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (command); i++)
    g_ptr_array_add (words, (gpointer) command[i]);

  g_subprocess_launcher_setenv (launcher, "HOME", self->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "TMPDIR", self->folder, TRUE);
  g_subprocess_launcher_unsetenv (launcher, "LD_PRELOAD");
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) words->pdata, &error);
  g_assert_no_error (error);

  return process;
}

static void
wait_for_port (guint16 port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  gint64 end_us = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  g_socket_client_set_enable_proxy (client, FALSE);
  for (;;) {
    g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);

    if (connection)
      return;
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    g_usleep (20000);
  }
}

static void
begin (Vlc *self)
{
  self->folder = g_dir_make_tmp ("watchwall-XXXXXX", NULL);
  g_chmod (self->folder, 0777);
  self->film = g_build_filename (self->folder, "film.ts", NULL);
  make_film (self->film);
  self->port = find_port ();
  self->process = spawn (self);
  wait_for_port (self->port);
}

static void
end (Vlc *self)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", self->folder);

  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL);
  g_free (self->film);
  g_free (self->folder);
}

static void
try (Vlc        *self,
     const char *path,
     const char *password,
     WallReason  reason)
{
  g_autofree char *uri = g_strdup_printf ("rtsp://127.0.0.1:%u%s", self->port, path);
  WallPlayerConfig config = { .uri = uri, .user = "guard", .password = password };
  PlayerClient client;

  player_client_init (&client, &config);
  wall_player_start (client.player);
  player_client_assert_failed (&client, reason);
  if (reason == WALL_REASON_REJECTED)
    g_assert_nonnull (strstr (client.message, "TCP"));
  player_client_clear (&client);
}

static void
test_vlc (void)
{
  g_autofree char *program = g_find_program_in_path ("cvlc");
  Vlc vlc = { NULL };

  if (!program) {
    g_test_skip ("no VLC");
    return;
  }

  begin (&vlc);
  try (&vlc, "/live/ch1", NULL, WALL_REASON_PASSWORD_NEEDED);
  try (&vlc, "/live/ch1", "wrong", WALL_REASON_WRONG_PASSWORD);
  try (&vlc, "/live/ch9", "s3cret", WALL_REASON_NO_SUCH_STREAM);
  try (&vlc, "/live/ch1", "s3cret", WALL_REASON_REJECTED);
  end (&vlc);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  wall_foreign_set_default_deadlines (&patient_deadlines);

  g_test_add_func ("/stream/rtsp-vlc/refuses", test_vlc);

  return g_test_run ();
}
