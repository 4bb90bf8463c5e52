/* encoder-fault.c
 *
 * What goes wrong on purpose. A fault that every channel behind a port has is a fault of the
 * port itself (with a port per channel, or with one channel, that is each fault): the door is
 * closed, logins are unanswered or rejected. Otherwise it is the claim of the channel that is
 * refused (103), unanswered, or answered with 203. Reset and close happen once, to what is
 * connected now, and leave the fault that is set as it is.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-server-private.h"

/**
 * encoder_fault_of_port:
 *
 * Returns: the fault that all channels behind @port have in common
 */
EncoderFault
encoder_fault_of_port (EncoderPort *port)
{
  const EncoderChannel *channels = port->server->channels + port->first;

  for (guint i = 1; i < port->n_channels; i++) {
    if (channels[i].fault != channels[0].fault)
      return ENCODER_FAULT_NONE;
  }

  return channels[0].fault;
}

static gboolean
concerns (EncoderClient *client,
          guint          channel)
{
  if (channel == 0)
    return TRUE;
  if (client->port->n_channels == 1)
    return client->port->first == channel - 1;

  return client->watch.is_claimed && client->watch.channel == channel - 1;
}

/* Backwards, because a reset takes the client out of the list, and puts the last in its place. */
static void
cut_off (EncoderServer *server,
         guint          channel,
         EncoderFault   fault)
{
  for (guint i = server->clients->len; i-- > 0; ) {
    EncoderClient *client = g_ptr_array_index (server->clients, i);

    if (!concerns (client, channel))
      continue;

    if (fault == ENCODER_FAULT_RESET)
      encoder_connection_reset (client->connection);
    else
      encoder_connection_close (client->connection);
  }
}

static void
open_or_close (EncoderPort *port)
{
  g_autoptr (GError) error = NULL;

  if (encoder_fault_of_port (port) == ENCODER_FAULT_REFUSE)
    encoder_port_close (port);
  else if (!encoder_port_listen (port, &error))
    g_message ("%s", error->message);
}

static void
set_standing (EncoderServer *server,
              guint          channel,
              EncoderFault   fault)
{
  for (guint i = 0; i < server->n_channels; i++) {
    if (channel == 0 || i == channel - 1)
      server->channels[i].fault = fault;
  }

  for (guint i = 0; i < server->n_ports; i++)
    open_or_close (&server->ports[i]);

  for (guint i = server->clients->len; i-- > 0; )
    encoder_client_apply_hold (g_ptr_array_index (server->clients, i));

  encoder_pacer_wake (server->pacer);
}

/**
 * encoder_fault_apply:
 * @channel: from 1; 0: all
 *
 * Lets something go wrong, or right again.
 */
void
encoder_fault_apply (EncoderServer *server,
                     guint          channel,
                     EncoderFault   fault)
{
  if (fault == ENCODER_FAULT_RESET || fault == ENCODER_FAULT_CLOSE)
    cut_off (server, channel, fault);
  else
    set_standing (server, channel, fault);
}
