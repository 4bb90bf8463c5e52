/* test-source-servers.c
 *
 * Cameras over HTTP and TCP as other people's servers make them: ffmpeg, µStreamer (which shows a
 * picture of its own where there is no camera), lighttpd.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/prctl.h>

#include "jpeg-maker.h"
#include "player-client.h"
#include "wall-foreign.h"

#define PICTURE_SOURCE "-v", "error", "-re", "-f", "lavfi", "-i", "testsrc=s=160x120:r=10", \
  "-t", "30", "-pix_fmt", "yuvj420p"

static guint16
find_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_assert_cmpuint (port, >, 0);
  g_socket_listener_close (listener);

  return port;
}

/* Whatever becomes of the test, no server outlives it. */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static GSubprocess *
run (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
    G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  GSubprocess *process;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);

  return process;
}

static void
stop (GSubprocess *process)
{
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  g_object_unref (process);
}

/* A server takes a moment to listen. */
static void
play (PlayerClient           *client,
      const WallPlayerConfig *config)
{
  gint64 until_us = g_get_monotonic_time () + PLAYER_CLIENT_LONG_US;
  gboolean is_refused;

  do {
    player_client_init (client, config);
    wall_player_start (client->player);
    wait_for (client->closed > 0 || client->pictures > 2);
    is_refused = client->closed > 0 && client->closed_reason == WALL_REASON_REFUSED;
    if (is_refused) {
      player_client_clear (client);
      g_usleep (50 * G_TIME_SPAN_MILLISECOND);
    }
    g_assert_cmpint (g_get_monotonic_time (), <, until_us);
  } while (is_refused);

  g_assert_cmpuint (client->closed, ==, 0);
}

static void
assert_plays (const WallPlayerConfig *config,
              const char             *codec)
{
  WallPlayerStats stats;
  PlayerClient client;

  play (&client, config);
  wall_player_get_stats (client.player, &stats);
  g_assert_cmpstr (stats.codec, ==, codec);
  player_client_close (&client);
  g_assert_cmpuint (client.failed, ==, 0);
  player_client_clear (&client);
}

static void
assert_refuses (const WallPlayerConfig *config,
                WallReason              reason)
{
  PlayerClient client;

  player_client_init (&client, config);
  player_client_start (&client, WALL_PLAYER_CLOSED);
  player_client_assert_failed (&client, reason);
  player_client_clear (&client);
}

/* It says neither what it sends nor the boundary's name, and serves once. */
static void
test_ffmpeg_mjpeg (void)
{
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u/feed", find_port ());
  const char *arguments[] = { "ffmpeg", PICTURE_SOURCE, "-f", "mpjpeg", "-listen", "1", uri, NULL };
  GSubprocess *process = run (arguments);

  assert_plays (&(WallPlayerConfig) { .uri = uri }, "JPEG");
  stop (process);
}

static void
assert_ffmpeg_over_tcp (const char *encoder,
                        const char *format,
                        const char *codec)
{
  g_autofree char *uri = g_strdup_printf ("tcp://127.0.0.1:%u", find_port ());
  g_autofree char *listen = g_strconcat (uri, "?listen=1", NULL);
  const char *arguments[] = {
    "ffmpeg", PICTURE_SOURCE, "-c:v", encoder, "-g", "10", "-preset", "ultrafast", "-tune",
    "zerolatency", "-f", format, listen, NULL,
  };
  GSubprocess *process = run (arguments);

  assert_plays (&(WallPlayerConfig) { .uri = uri }, codec);
  stop (process);
}

static void
test_ffmpeg_tcp (void)
{
  assert_ffmpeg_over_tcp ("libx264", "mpegts", "H.264");
  assert_ffmpeg_over_tcp ("libx264", "h264", "H.264");
  assert_ffmpeg_over_tcp ("libx265", "hevc", "H.265");
}

/* Killed, its connections are closed by the kernel; stopped, nothing happens any more. */
static void
assert_end (int        signal_number,
            WallReason reason)
{
  g_autofree char *uri = g_strdup_printf ("tcp://127.0.0.1:%u", find_port ());
  g_autofree char *listen = g_strconcat (uri, "?listen=1", NULL);
  const char *arguments[] = {
    "ffmpeg", PICTURE_SOURCE, "-c:v", "libx264", "-g", "10", "-tune", "zerolatency", "-f", "mpegts",
    listen, NULL,
  };
  GSubprocess *process = run (arguments);
  PlayerClient client;

  play (&client, &(WallPlayerConfig) { .uri = uri });
  g_subprocess_send_signal (process, signal_number);
  player_client_assert_failed (&client, reason);
  player_client_clear (&client);
  stop (process);
}

static void
test_ffmpeg_dies (void)
{
  WallForeignDeadlines deadlines = {
    .lookup_ms = 20000, .connect_ms = 20000, .login_ms = 20000, .start_ms = 20000,
    .silence_ms = 500, .close_ms = 20000,
  };

  assert_end (SIGKILL, WALL_REASON_CLOSED_BY_DEVICE);
  wall_foreign_set_default_deadlines (&deadlines);
  assert_end (SIGSTOP, WALL_REASON_SILENT);
  wall_foreign_set_default_deadlines (NULL);
}

static void
test_ustreamer (void)
{
  g_autofree char *port = g_strdup_printf ("%u", find_port ());
  g_autofree char *stream = g_strconcat ("http://127.0.0.1:", port, "/stream", NULL);
  g_autofree char *picture = g_strconcat ("http://127.0.0.1:", port, "/snapshot", NULL);
  g_autofree char *page = g_strconcat ("http://127.0.0.1:", port, "/", NULL);
  g_autofree char *nothing = g_strconcat ("http://127.0.0.1:", port, "/nothing", NULL);
  const char *arguments[] = {
    "ustreamer", "--device", "/dev/no-camera", "--host", "127.0.0.1", "--port", port,
    "--user", "guard", "--passwd", "secret", NULL,
  };
  GSubprocess *process = run (arguments);

#define AS(address, word) &(WallPlayerConfig) { .uri = address, .user = "guard", .password = word }
  assert_plays (AS (stream, "secret"), "JPEG");
  assert_plays (AS (picture, "secret"), "JPEG");
  assert_refuses (AS (stream, "wrong"), WALL_REASON_WRONG_PASSWORD);
  assert_refuses (AS (stream, NULL), WALL_REASON_PASSWORD_NEEDED);
  assert_refuses (AS (page, "secret"), WALL_REASON_WRONG_SERVICE);
  assert_refuses (AS (nothing, "secret"), WALL_REASON_NO_SUCH_STREAM);
#undef AS
  stop (process);
}

static void
write_file (const char *folder,
            const char *name,
            const char *data,
            gssize      size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, data, size, NULL));
}

static void
remove_file (const char *folder,
             const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_unlink (path);
}

/* Digest by somebody else's arithmetic, and a connection that is closed after some questions. */
static void
make_site (const char *folder,
           guint16     port)
{
  g_autofree char *digest =
    g_compute_checksum_for_string (G_CHECKSUM_MD5, "guard:camera:secret", -1);
  g_autofree char *users = g_strdup_printf ("guard:camera:%s\n", digest);
  g_autofree char *config = g_strdup_printf (
    "server.modules = (\"mod_auth\", \"mod_authn_file\")\n"
    "server.document-root = \"%s\"\nserver.port = %u\nserver.bind = \"127.0.0.1\"\n"
    "server.max-keep-alive-requests = 3\nmimetype.assign = (\".jpg\" => \"image/jpeg\")\n"
    "auth.backend = \"htdigest\"\nauth.backend.htdigest.userfile = \"%s/users\"\n"
    "auth.require = (\"/\" => (\"method\" => \"digest\", \"realm\" => \"camera\","
    " \"require\" => \"valid-user\"))\n", folder, port, folder);
  g_autoptr (GBytes) picture = jpeg_maker_colour (0xB4643C, 160, 120);

  write_file (folder, "users", users, -1);
  write_file (folder, "lighttpd.conf", config, -1);
  write_file (folder, "picture.jpg", g_bytes_get_data (picture, NULL),
              (gssize) g_bytes_get_size (picture));
}

static void
remove_site (const char *folder)
{
  static const char *const names[] = { "users", "lighttpd.conf", "picture.jpg" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    remove_file (folder, names[i]);
  g_rmdir (folder);
}

static void
test_lighttpd (void)
{
  guint16 port = find_port ();
  g_autofree char *folder = g_dir_make_tmp ("site-XXXXXX", NULL);
  g_autofree char *config = g_build_filename (folder, "lighttpd.conf", NULL);
  g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u/picture.jpg", port);
  g_autofree char *nothing = g_strdup_printf ("http://127.0.0.1:%u/nothing.jpg", port);
  g_autofree char *program = g_find_program_in_path ("lighttpd");
  const char *arguments[] = { program ? program : "/usr/sbin/lighttpd", "-D", "-f", config, NULL };
  GSubprocess *process;
  PlayerClient client;

  make_site (folder, port);
  process = run (arguments);
#define AS(address, word) &(WallPlayerConfig) { .uri = address, .user = "guard", .password = word }
  play (&client, AS (uri, "secret"));
  wait_for (client.pictures > 8);
  player_client_close (&client);
  g_assert_cmpuint (client.failed, ==, 0);
  player_client_clear (&client);
  assert_refuses (AS (uri, "wrong"), WALL_REASON_WRONG_PASSWORD);
  assert_refuses (AS (uri, NULL), WALL_REASON_PASSWORD_NEEDED);
  assert_refuses (AS (nothing, "secret"), WALL_REASON_NO_SUCH_STREAM);
#undef AS
  stop (process);
  remove_site (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/stream/source-servers/ffmpeg-mjpeg", test_ffmpeg_mjpeg);
  g_test_add_func ("/stream/source-servers/ffmpeg-tcp", test_ffmpeg_tcp);
  g_test_add_func ("/stream/source-servers/ffmpeg-dies", test_ffmpeg_dies);
  g_test_add_func ("/stream/source-servers/ustreamer", test_ustreamer);
  g_test_add_func ("/stream/source-servers/lighttpd", test_lighttpd);

  return g_test_run ();
}
