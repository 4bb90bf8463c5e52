/* live-encoder.c
 *
 * The encoder of the tests that look at a real one. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "live-encoder.h"

#include <glib/gstdio.h>

#include "gstdvripplugin.h"
#include "player-client.h"

static EncoderServer *server;

EncoderServer *
live_encoder_get (void)
{
  return server;
}

EncoderCounters
live_encoder_get_counters (void)
{
  EncoderCounters counters;

  encoder_server_get_counters (server, &counters);

  return counters;
}

void
live_encoder_settle (void)
{
  encoder_server_set_fault (server, 0, ENCODER_FAULT_NONE);
  wait_for (live_encoder_get_counters ().open == 0);
}

static void
start (const EncoderConfig *config,
       const char          *cache_dir)
{
  EncoderConfig full = *config;
  g_autoptr (GError) error = NULL;

  full.cache_dir = cache_dir;
  server = encoder_server_new (&full, &error);
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

int
live_encoder_run (const EncoderConfig *config)
{
  g_autofree char *cache_dir = g_dir_make_tmp ("live-encoder-XXXXXX", NULL);
  int result;

  gst_init (NULL, NULL);
  gst_dvrip_register_static ();
  start (config, cache_dir);
  result = g_test_run ();
  g_clear_pointer (&server, encoder_server_free);
  remove_dir (cache_dir);

  return result;
}
