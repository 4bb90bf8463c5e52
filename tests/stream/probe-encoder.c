/* probe-encoder.c
 *
 * The encoder that probes look at in tests. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "probe-encoder.h"

void
probe_encoder_tear_down (ProbeClient   *self,
                         gconstpointer  data)
{
  const EncoderDeviations none = { 0 };

  probe_client_clear (self);
  encoder_server_set_deviations (live_encoder_get (), &none);
  live_encoder_settle ();
}

char *
probe_encoder_make_text (void)
{
  return g_strdup_printf ("127.0.0.1:%u", encoder_server_get_port (live_encoder_get (), 1));
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
  encoder_server_set_fault (live_encoder_get (), channel, fault);
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
  guint n_open = live_encoder_get_counters ().open;

  *most = MAX (*most, n_open);

  return G_SOURCE_CONTINUE;
}

guint16
probe_encoder_get_port (void)
{
  return encoder_server_get_port (live_encoder_get (), 1);
}

void
probe_encoder_set_deviations (const EncoderDeviations *deviations)
{
  encoder_server_set_deviations (live_encoder_get (), deviations);
}

/**
 * probe_encoder_run:
 *
 * Runs the tests with an encoder of %PROBE_ENCODER_CHANNELS channels.
 */
int
probe_encoder_run (void)
{
  return live_encoder_run (&(EncoderConfig) {
    .listen = "127.0.0.1",
    .channels = PROBE_ENCODER_CHANNELS,
    .main = { 160, 96, 10 },
    .sub = { 160, 96, 10 },
  });
}
