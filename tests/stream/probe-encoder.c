/* probe-encoder.c
 *
 * The encoder that probes look at in tests. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "probe-encoder.h"

#include <glib/gstdio.h>

#include "gstdvripplugin.h"

static EncoderServer *server;

EncoderCounters
probe_encoder_get_counters (void)
{
  EncoderCounters counters;

  encoder_server_get_counters (server, &counters);

  return counters;
}

void
probe_encoder_tear_down (ProbeClient   *self,
                         gconstpointer  data)
{
  const EncoderDeviations none = { 0 };

  probe_client_clear (self);
  encoder_server_set_fault (server, 0, ENCODER_FAULT_NONE);
  encoder_server_set_deviations (server, &none);
  wait_for (probe_encoder_get_counters ().open == 0);
}

char *
probe_encoder_make_text (void)
{
  return g_strdup_printf ("127.0.0.1:%u", encoder_server_get_port (server, 1));
}

void
probe_encoder_start (ProbeClient *self,
                     const char  *password)
{
  g_autofree char *text = probe_encoder_make_text ();

  probe_client_start (self, &(WallProbeRequest) {
    .text = text, .kind = WALL_PROBE_DVRIP, .user = "admin", .password = password,
  });
}

void
probe_encoder_set_fault (guint        channel,
                         EncoderFault fault)
{
  encoder_server_set_fault (server, channel, fault);
}

guint
probe_encoder_count_previews (ProbeClient *self)
{
  guint n = 0;

  for (guint i = 0; i < probe_client_count (self); i++)
    n += wall_probe_channel_get_preview (probe_client_get_channel (self, i)) != NULL;

  return n;
}

gboolean
probe_encoder_note_open (guint *most)
{
  guint n_open = probe_encoder_get_counters ().open;

  *most = MAX (*most, n_open);

  return G_SOURCE_CONTINUE;
}

static void
start_server (const char *cache_dir)
{
  const EncoderConfig config = {
    .listen = "127.0.0.1",
    .channels = PROBE_ENCODER_CHANNELS,
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

guint16
probe_encoder_get_port (void)
{
  return encoder_server_get_port (server, 1);
}

void
probe_encoder_set_deviations (const EncoderDeviations *deviations)
{
  encoder_server_set_deviations (server, deviations);
}

/**
 * probe_encoder_run:
 *
 * Runs the tests with an encoder of %PROBE_ENCODER_CHANNELS channels.
 */
int
probe_encoder_run (void)
{
  g_autofree char *cache_dir = g_dir_make_tmp ("probe-encoder-XXXXXX", NULL);
  int result;

  gst_init (NULL, NULL);
  gst_dvrip_register_static ();
  start_server (cache_dir);
  result = g_test_run ();
  g_clear_pointer (&server, encoder_server_free);
  remove_dir (cache_dir);

  return result;
}
