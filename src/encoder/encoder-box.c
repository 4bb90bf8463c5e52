/* encoder-box.c
 *
 * Gathers what a box says of itself: what stands behind one port, seen from one address.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-server-private.h"

#include "encoder-reply.h"

/* The same at every start, and another one for each port. */
static void
make_serial (const EncoderPort *port,
             char               out_serial[ENCODER_SERIAL_LENGTH + 1])
{
  g_autofree char *seed = g_strdup_printf ("watchwall-encoder %s %u", g_get_host_name (),
                                           port->number);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, seed, -1);

  g_strlcpy (out_serial, sum, ENCODER_SERIAL_LENGTH + 1);
}

static guint
measure_loop (EncoderLoop *loop)
{
  const EncoderLoopInfo *info = encoder_loop_get_info (loop);
  guint length = encoder_loop_get_length (loop);
  double bits = 0;

  for (guint i = 0; i < length; i++)
    bits += 8.0 * encoder_loop_get_unit (loop, i)->payload_size;

  return (guint) MAX (1, bits * info->rate_num / info->rate_den / length / 1000);
}

static guint
guess_feed (const EncoderLoopInfo *info)
{
  const EncoderFormat format = { .width = info->width, .height = info->height,
                                 .fps = info->rate_num / (double) info->rate_den };

  return encoder_format_get_kbps (&format);
}

/* What a live picture is like is known once somebody has watched it. */
static void
fill_stream (const EncoderChannel *channel,
             guint                 stream,
             EncoderBoxStream     *out_stream)
{
  const EncoderFeedUnit *key = NULL;

  if (channel->loops[stream]) {
    out_stream->info = *encoder_loop_get_info (channel->loops[stream]);
    out_stream->kbps = measure_loop (channel->loops[stream]);
    return;
  }

  if (channel->feeds[stream])
    key = encoder_feed_get_key (channel->feeds[stream], channel->outputs[stream]);
  if (key) {
    out_stream->info = key->info;
    out_stream->kbps = guess_feed (&key->info);
  }
}

static void
fill_channel (const EncoderChannel *channel,
              EncoderBoxState      *state)
{
  fill_stream (channel, 0, &state->main);
  fill_stream (channel, 1, &state->sub);
  state->has_motion = channel->alarms[ENCODER_ALARM_MOTION] != NULL;
  state->has_loss = channel->alarms[ENCODER_ALARM_LOSS] != NULL;
}

/**
 * encoder_box_init:
 * @address: of this computer, in numbers, by which the client knows the box
 * @out_box: (out caller-allocates): clear it with encoder_box_clear()
 */
void
encoder_box_init (EncoderBox        *out_box,
                  const EncoderPort *port,
                  const char        *address)
{
  EncoderServer *server = port->server;
  gint64 run_us = g_get_monotonic_time () - server->started_us;

  *out_box = (EncoderBox) {
    .channels = port->n_channels,
    .alive_interval = server->alive_interval,
    .run_minutes = (guint) (run_us / G_USEC_PER_SEC / 60),
    .tcp_port = port->number,
    .max_connections = server->max_connections,
    .titles = g_new0 (char *, port->n_channels + 1),
    .states = g_new0 (EncoderBoxState, port->n_channels),
  };
  make_serial (port, out_box->serial);
  encoder_card_find (address, &out_box->card);
  for (guint i = 0; i < port->n_channels; i++) {
    out_box->titles[i] = g_strdup_printf ("CAM%02u", port->first + i + 1);
    fill_channel (&server->channels[port->first + i], &out_box->states[i]);
  }
}

void
encoder_box_clear (EncoderBox *box)
{
  g_clear_pointer (&box->titles, g_strfreev);
  g_clear_pointer (&box->states, g_free);
}
