/* encoder-client.c
 *
 * One accepted connection, from the accept to its end.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-server-private.h"

#include <string.h>

/* Devices were seen to close a socket on which nobody signs in after half a minute, without a
 * word. */
#define ANONYMOUS_US (30 * G_USEC_PER_SEC)

/* There are clients that take no more in one packet, and others that read one packet only. */
#define PIECE_SIZE (32u << 10)

static void
leave_session (EncoderClient *client)
{
  EncoderSession *session = client->session;

  encoder_watch_stop (client);
  encoder_early_forget (client);
  encoder_talk_leave (client);
  client->watch.is_claimed = FALSE;
  if (session && session->control == client)
    encoder_session_end (client->server, session, NULL);
  client->session = NULL;
}

static void
on_packet (EncoderConnection *connection,
           const DvripHeader *header,
           GBytes            *payload,
           gpointer           user_data)
{
  encoder_request_handle (user_data, header, payload);
}

static void
on_fin (EncoderConnection *connection,
        gpointer           user_data)
{
  EncoderClient *client = user_data;

  client->server->counters.fins++;
  leave_session (client);
}

static void
on_ended (EncoderConnection *connection,
          EncoderEnd         end,
          gpointer           user_data)
{
  EncoderClient *client = user_data;
  EncoderServer *server = client->server;

  if (end == ENCODER_END_RESET)
    server->counters.resets++;
  server->counters.open--;
  if (client->has_slot)
    encoder_port_free_slot (client->port);
  leave_session (client);
  encoder_snapshot_forget (client);
  g_ptr_array_remove_fast (server->clients, client);
  encoder_server_client_left (server);
}

static const EncoderConnectionEvents events = {
  .packet = on_packet,
  .fin = on_fin,
  .ended = on_ended,
};

/**
 * encoder_client_free:
 *
 * For the server's list: closes the socket if it is still open.
 */
void
encoder_client_free (gpointer data)
{
  EncoderClient *client = data;

  encoder_connection_unref (client->connection);
  encoder_early_forget (client);
  encoder_unit_clear (&client->watch.frozen);
  encoder_mutate_clear (&client->watch.mutation);
  g_free (client);
}

/**
 * encoder_client_new:
 * @socket: (transfer none): accepted on @port
 *
 * Takes in a client; it belongs to the server's list until its connection has ended.
 */
void
encoder_client_new (EncoderPort *port,
                    GSocket     *socket)
{
  EncoderClient *client = g_new0 (EncoderClient, 1);
  EncoderServer *server = port->server;

  client->server = server;
  client->port = port;
  client->since_us = g_get_monotonic_time ();
  client->connection = encoder_connection_new (socket, &events, client);
  encoder_connection_set_deviations (client->connection, &server->deviations);
  g_ptr_array_add (server->clients, client);
  server->counters.connections++;
  server->counters.open++;
  encoder_client_apply_hold (client);
  if (encoder_fault_closes_door (port))
    encoder_connection_close (client->connection);

  if (!encoder_client_take_slot (client)) {
    server->counters.over_limit++;
    if (server->at_limit == ENCODER_AT_LIMIT_CLOSE)
      encoder_connection_close (client->connection);
  }
}

/**
 * encoder_client_take_slot:
 *
 * Lets a client that came when the box was full try again.
 *
 * Returns: whether it counts as one of those that are served
 */
gboolean
encoder_client_take_slot (EncoderClient *client)
{
  if (!client->has_slot)
    client->has_slot = encoder_port_take_slot (client->port);

  return client->has_slot;
}

/**
 * encoder_client_apply_hold:
 *
 * Decides anew whether the client's FIN is to be answered.
 */
void
encoder_client_apply_hold (EncoderClient *client)
{
  EncoderServer *server = client->server;
  gboolean hold = encoder_fault_of_client (client, ENCODER_FAULT_NEVER_CLOSE);

  encoder_connection_hold (client->connection, hold && !server->is_stopping);
}

/**
 * encoder_client_check:
 * @now_us: monotonic
 *
 * Drops a client that never signed in, or that was not heard of for too long. May free it.
 */
void
encoder_client_check (EncoderClient *client,
                      gint64         now_us)
{
  EncoderServer *server = client->server;
  EncoderSession *session = client->session;

  if (!session && now_us - client->since_us > ANONYMOUS_US)
    encoder_connection_close (client->connection);
  else if (session && session->control == client &&
           encoder_session_is_idle (server, session, now_us)) {
    encoder_session_end (server, session, NULL);
    encoder_connection_close (client->connection);
  }

  encoder_connection_check (client->connection, now_us);
}

/**
 * encoder_client_dup_local_address:
 *
 * Returns: (transfer full): the address of this computer that the client reached, in numbers; one
 *   of IPv4 without the clothes of IPv6
 */
char *
encoder_client_dup_local_address (EncoderClient *client)
{
  GSocket *socket = encoder_connection_get_socket (client->connection);
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, NULL);
  g_autofree char *text = NULL;

  if (!address)
    return g_strdup ("");

  text = g_inet_address_to_string (g_inet_socket_address_get_address
                                   (G_INET_SOCKET_ADDRESS (address)));
  return g_strdup (g_str_has_prefix (text, "::ffff:") ? text + strlen ("::ffff:") : text);
}

/**
 * encoder_client_send_pieces:
 * @payload: (transfer none): bytes that are not JSON
 *
 * Queues a reply in as many packets as it takes. Where there is more than one, the header counts
 * them: how many in all, and from 0.
 */
void
encoder_client_send_pieces (EncoderClient *client,
                            guint32        session_id,
                            guint32        sequence,
                            guint16        id,
                            GBytes        *payload)
{
  gsize size = g_bytes_get_size (payload);
  guint n = (guint) ((size + PIECE_SIZE - 1) / PIECE_SIZE);

  for (guint i = 0; i < n; i++) {
    gsize start = (gsize) i * PIECE_SIZE;
    g_autoptr (GBytes) piece = g_bytes_new_from_bytes (payload, start,
                                                       MIN (PIECE_SIZE, size - start));
    DvripHeader header = { .session_id = session_id, .sequence = sequence, .id = id };

    if (n > 1) {
      header.total_packets = (guint8) n;
      header.current_packet = (guint8) i;
    }
    encoder_connection_send_packet (client->connection, &header, piece);
  }
}
