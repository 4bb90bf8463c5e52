/* encoder-fault.c
 *
 * What goes wrong on purpose. A fault that every channel behind a port has is a fault of the
 * port itself (with a port per channel, or with one channel, that is each fault): the door is
 * closed, logins are unanswered or rejected. Otherwise it shows in the claim of the channel, which
 * is refused, unanswered, or answered with 203. What happens once happens to what is connected
 * now, and leaves the faults that are set as they are.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-server-private.h"

#include "wall-io-thread.h"

typedef struct {
  EncoderServer    *server;
  EncoderFaultSpec  spec;
  GSource          *source;
} Planned;

/**
 * encoder_fault_of_port:
 *
 * Returns: whether all channels behind @port have the fault
 */
gboolean
encoder_fault_of_port (EncoderPort  *port,
                       EncoderFault  fault)
{
  const EncoderChannel *channels = port->server->channels + port->first;

  for (guint i = 0; i < port->n_channels; i++) {
    if (!encoder_fault_set_has (&channels[i].faults, fault))
      return FALSE;
  }

  return TRUE;
}

/**
 * encoder_fault_of_client:
 *
 * Returns: whether its port has the fault, or the channel that it claimed
 */
gboolean
encoder_fault_of_client (EncoderClient *client,
                         EncoderFault   fault)
{
  const EncoderWatch *watch = &client->watch;

  return encoder_fault_of_port (client->port, fault) ||
         (watch->is_claimed &&
          encoder_fault_set_has (&client->server->channels[watch->channel].faults, fault));
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
    else if (fault == ENCODER_FAULT_CLOSE)
      encoder_connection_close (client->connection);
    else
      client->watch.mutation.cut = fault;
  }
}

static void
open_or_close (EncoderPort *port)
{
  g_autoptr (GError) error = NULL;

  if (encoder_fault_of_port (port, ENCODER_FAULT_REFUSE))
    encoder_port_close (port);
  else if (!encoder_port_listen (port, &error))
    g_message ("%s", error->message);
}

static void
change (EncoderChannel         *channel,
        const EncoderFaultSpec *spec)
{
  if (spec->mode == ENCODER_FAULT_ONLY)
    channel->faults.bits = 0;

  if (spec->mode == ENCODER_FAULT_REMOVE)
    encoder_fault_set_remove (&channel->faults, spec->fault);
  else
    encoder_fault_set_add (&channel->faults, spec->fault, spec->value);

  channel->fault_changes++;
}

static void
set_standing (EncoderServer          *server,
              const EncoderFaultSpec *spec)
{
  for (guint i = 0; i < server->n_channels; i++) {
    if (spec->channel == 0 || i == spec->channel - 1)
      change (&server->channels[i], spec);
  }

  for (guint i = 0; i < server->n_ports; i++)
    open_or_close (&server->ports[i]);

  for (guint i = server->clients->len; i-- > 0; )
    encoder_client_apply_hold (g_ptr_array_index (server->clients, i));

  encoder_pacer_wake (server->pacer);
}

static void
carry_out (EncoderServer          *server,
           const EncoderFaultSpec *spec)
{
  if (encoder_fault_get_info (spec->fault)->is_once)
    cut_off (server, spec->channel, spec->fault);
  else
    set_standing (server, spec);
}

static void
free_planned (gpointer data)
{
  Planned *planned = data;

  g_source_destroy (planned->source);
  g_source_unref (planned->source);
  g_free (planned);
}

static gboolean
on_planned (gpointer data)
{
  Planned *planned = data;

  carry_out (planned->server, &planned->spec);
  g_ptr_array_remove_fast (planned->server->planned_faults, planned);

  return G_SOURCE_REMOVE;
}

static void
plan (EncoderServer          *server,
      const EncoderFaultSpec *spec,
      gint64                  after_us)
{
  Planned *planned = g_new0 (Planned, 1);

  planned->server = server;
  planned->spec = *spec;
  planned->source = g_timeout_source_new ((guint) (after_us / 1000));
  g_source_set_callback (planned->source, on_planned, planned, NULL);
  g_source_attach (planned->source, wall_io_thread_get_context ());
  if (!server->planned_faults)
    server->planned_faults = g_ptr_array_new_with_free_func (free_planned);
  g_ptr_array_add (server->planned_faults, planned);
}

/**
 * encoder_fault_apply:
 * @spec: what, where and when
 *
 * Lets something go wrong, or right again, now or at its time.
 */
void
encoder_fault_apply (EncoderServer          *server,
                     const EncoderFaultSpec *spec)
{
  EncoderFaultSpec end = *spec;

  if (spec->start_us > 0)
    plan (server, spec, spec->start_us);
  else
    carry_out (server, spec);

  if (spec->duration_us > 0) {
    end.mode = ENCODER_FAULT_REMOVE;
    plan (server, &end, spec->start_us + spec->duration_us);
  }
}
