/* test-probe-live.c
 *
 * A probe against a real encoder, by the real elements: what it finds, and what it leaves behind.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>

#include "encoder-server.h"
#include "gstdvripplugin.h"
#include "probe-client.h"

#define CHANNELS 2

static EncoderServer *server;

static EncoderCounters
get_counters (void)
{
  EncoderCounters counters;

  encoder_server_get_counters (server, &counters);

  return counters;
}

static void
tear_down (ProbeClient   *self,
           gconstpointer  data)
{
  probe_client_clear (self);
  encoder_server_set_fault (server, 0, ENCODER_FAULT_NONE);
  wait_for (get_counters ().open == 0);
}

static char *
make_text (void)
{
  return g_strdup_printf ("127.0.0.1:%u", encoder_server_get_port (server, 1));
}

static void
start (ProbeClient *self,
       const char  *password)
{
  g_autofree char *text = make_text ();

  probe_client_start (self, &(WallProbeRequest) {
    .text = text, .kind = WALL_PROBE_DVRIP, .user = "admin", .password = password,
  });
}

static void
test_finds_an_encoder (ProbeClient   *self,
                       gconstpointer  data)
{
  g_autofree char *text = make_text ();
  g_autofree char *uri = g_strconcat ("dvrip://", text, NULL);

  start (self, "admin");
  probe_client_assert_done (self);

  g_assert_cmpstr (wall_probe_get_uri (self->probe), ==, uri);
  g_assert_cmpstr (wall_probe_get_scheme (self->probe), ==, "dvrip");
  g_assert_true (wall_probe_has_channels (self->probe));
  g_assert_cmpuint (probe_client_count (self), >, 0);
  g_assert_nonnull (wall_probe_channel_get_preview (probe_client_get_channel (self, 0)));
}

static void
test_shows_a_wrong_password_once (ProbeClient   *self,
                                  gconstpointer  data)
{
  EncoderCounters before = get_counters ();

  start (self, "not this one");
  probe_client_assert_failed (self, WALL_PROBE_SIGNED_IN, WALL_REASON_WRONG_PASSWORD);

  wait_for (get_counters ().open == 0);
  g_assert_cmpuint (get_counters ().rejected_logins - before.rejected_logins, ==, 1);
  g_assert_cmpuint (get_counters ().logins, ==, before.logins);
}

static void
start_server (const char *cache_dir)
{
  const EncoderConfig config = {
    .listen = "127.0.0.1",
    .channels = CHANNELS,
    .main = { 160, 96, 10 },
    .sub = { 160, 96, 10 },
    .cache_dir = cache_dir,
  };
  g_autoptr (GError) error = NULL;

  server = encoder_server_new (&config, &error);
  g_assert_no_error (error);
  g_assert_true (encoder_server_start (server, &error));
  g_assert_no_error (error);
}

static void
remove_dir (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *entry = g_build_filename (path, name, NULL);

    g_remove (entry);
  }
  g_rmdir (path);
}

#define ADD(name, test) \
  g_test_add ("/stream/probe-live/" name, ProbeClient, NULL, NULL, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_autofree char *cache_dir = g_dir_make_tmp ("probe-live-XXXXXX", NULL);
  int result;

  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  gst_dvrip_register_static ();
  start_server (cache_dir);

  ADD ("finds-an-encoder", test_finds_an_encoder);
  ADD ("shows-a-wrong-password-once", test_shows_a_wrong_password_once);

  result = g_test_run ();
  g_clear_pointer (&server, encoder_server_free);
  remove_dir (cache_dir);

  return result;
}
