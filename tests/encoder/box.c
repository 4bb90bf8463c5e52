/* box.c
 *
 * Encoder servers for tests.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "box.h"

#define DEADLINE_US (20 * G_USEC_PER_SEC)

const char *
box_cache_dir (void)
{
  static char *dir = NULL;

  if (!dir)
    dir = g_test_build_filename (G_TEST_BUILT, "encoder-cache", NULL);

  return dir;
}

void
box_config (EncoderConfig *config,
            guint          channels)
{
  *config = (EncoderConfig) {
    .channels = channels,
    .main = { 160, 96, 25.0 },
    .sub = { 80, 64, 10.0 },
    .cache_dir = box_cache_dir (),
  };
}

EncoderServer *
box_start (const EncoderConfig *config)
{
  g_autoptr (GError) error = NULL;
  EncoderServer *server = encoder_server_new (config, &error);

  g_assert_no_error (error);
  g_assert_true (encoder_server_start (server, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (encoder_server_get_port (server, 1), !=, 0);

  return server;
}

EncoderServer *
box_new (guint channels)
{
  EncoderConfig config;

  box_config (&config, channels);
  return box_start (&config);
}

/* Until so many connections are open: what the client did has arrived. */
void
box_wait_open (EncoderServer *server,
               guint          open)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;
  EncoderCounters counters;

  for (;;) {
    encoder_server_get_counters (server, &counters);
    if (counters.open == open)
      return;
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_usleep (2000);
  }
}
