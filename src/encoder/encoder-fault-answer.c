/* encoder-fault-answer.c
 *
 * Answers that are wrong on purpose: to logins where the whole port has the fault, to claims where
 * only the channel has it.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-request-private.h"

#include <string.h>

#define DEEP 10000

static const char banner[] =
  "HTTP/1.1 400 Bad Request\r\n"
  "Content-Type: text/html\r\n"
  "Connection: close\r\n"
  "\r\n"
  "<html><body><h1>400 Bad Request</h1></body></html>\r\n";

static void
send_banner (EncoderClient *client)
{
  encoder_sender_push_control (encoder_connection_get_sender (client->connection),
                               g_bytes_new_static (banner, strlen (banner)));
  encoder_connection_flush (client->connection);
  encoder_connection_close (client->connection);
}

static guint
count_clients (EncoderPort *port)
{
  guint n_clients = 0;

  for (guint i = 0; i < port->server->clients->len; i++) {
    const EncoderClient *client = g_ptr_array_index (port->server->clients, i);

    n_clients += client->port == port;
  }

  return n_clients;
}

/**
 * encoder_fault_closes_door:
 * @port: has accepted a client
 *
 * Returns: whether that is closed at once
 */
gboolean
encoder_fault_closes_door (EncoderPort *port)
{
  const EncoderFaultSet *faults = &port->server->channels[port->first].faults;

  return encoder_fault_of_port (port, ENCODER_FAULT_ACCEPT_CLOSE) ||
         (encoder_fault_of_port (port, ENCODER_FAULT_LIMIT) &&
          count_clients (port) > faults->values[ENCODER_FAULT_LIMIT]);
}

/**
 * encoder_fault_takes_packet:
 *
 * Deals with a packet where the port does not behave like one of a device.
 *
 * Returns: whether it is dealt with
 */
gboolean
encoder_fault_takes_packet (EncoderClient *client)
{
  if (encoder_fault_of_port (client->port, ENCODER_FAULT_BANNER)) {
    send_banner (client);
    return TRUE;
  }

  return encoder_fault_of_port (client->port, ENCODER_FAULT_SILENT);
}

static int
get_ret (const EncoderFaultSet *faults)
{
  if (encoder_fault_set_has (faults, ENCODER_FAULT_WRONG_PASSWORD))
    return DVRIP_RET_WRONG_PASSWORD;
  if (encoder_fault_set_has (faults, ENCODER_FAULT_LOCKED_OUT))
    return DVRIP_RET_LOCKED;
  if (encoder_fault_set_has (faults, ENCODER_FAULT_RET))
    return (int) faults->values[ENCODER_FAULT_RET];

  return DVRIP_RET_OK;
}

/**
 * encoder_fault_get_login_ret:
 *
 * Returns: how logins are answered by fault, %DVRIP_RET_OK if by none
 */
int
encoder_fault_get_login_ret (EncoderPort *port)
{
  static const EncoderFault rejecting[] = {
    ENCODER_FAULT_WRONG_PASSWORD, ENCODER_FAULT_LOCKED_OUT, ENCODER_FAULT_RET,
  };
  const EncoderFaultSet *first = &port->server->channels[port->first].faults;
  EncoderFaultSet common = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (rejecting); i++) {
    if (encoder_fault_of_port (port, rejecting[i]))
      encoder_fault_set_add (&common, rejecting[i], first->values[rejecting[i]]);
  }

  return get_ret (&common);
}

/**
 * encoder_fault_get_claim_ret:
 * @channel: from 0, among all
 * @stream: 0: Main
 *
 * Returns: how the claim is answered by fault, %DVRIP_RET_OK if by none, %DVRIP_RET_NONE if it is
 *   not, or was already
 */
int
encoder_fault_get_claim_ret (EncoderClient *client,
                             guint          channel,
                             guint          stream)
{
  const EncoderFaultSet *faults = &client->server->channels[channel].faults;

  if (encoder_fault_set_has (faults, ENCODER_FAULT_SILENT))
    return DVRIP_RET_NONE;

  if (encoder_fault_set_has (faults, ENCODER_FAULT_BANNER)) {
    send_banner (client);
    return DVRIP_RET_NONE;
  }

  if (encoder_fault_set_has (faults, ENCODER_FAULT_ACCEPT_CLOSE)) {
    encoder_connection_close (client->connection);
    return DVRIP_RET_NONE;
  }

  if (encoder_fault_set_has (faults, ENCODER_FAULT_REFUSE) ||
      (stream > 0 && encoder_fault_set_has (faults, ENCODER_FAULT_NO_SUB)))
    return DVRIP_RET_ILLEGAL_REQUEST;
  if (encoder_fault_set_has (faults, ENCODER_FAULT_OFFLINE))
    return DVRIP_RET_CHANNEL_OFFLINE;

  return get_ret (faults);
}

/* "Ret" : 100 is followed by the session wherever it stands. */
static GBytes *
without_ret (GBytes *payload)
{
  gsize size;
  const char *text = g_bytes_get_data (payload, &size);
  g_autoptr (GRegex) regex = g_regex_new ("\"Ret\" : -?\\d+, ", 0, 0, NULL);
  g_autofree char *copy = g_strndup (text, size);
  char *changed = g_regex_replace_literal (regex, copy, -1, 0, "", 0, NULL);

  return g_bytes_new_take (changed, strlen (changed) + 1);
}

/* In front of what was to be said, so that the message is a whole one. */
static GBytes *
with_member (GBytes  *payload,
             GString *member)
{
  gsize size;
  const char *text = g_bytes_get_data (payload, &size);

  g_string_append_len (member, text + 1, (gssize) size - 1);
  return g_string_free_to_bytes (member);
}

static GBytes *
huge (GBytes *payload)
{
  GString *member = g_string_new ("{ \"Name\" : \"");
  gsize rest = g_bytes_get_size (payload) + strlen ("\",");

  while (member->len + rest < DVRIP_MAX_CONTROL + 2)
    g_string_append_c (member, 'x');
  g_string_append (member, "\",");

  return with_member (payload, member);
}

static GBytes *
deep (GBytes *payload)
{
  GString *member = g_string_new ("{ \"Deep\" : ");

  for (guint i = 0; i < DEEP; i++)
    g_string_append_c (member, '[');
  for (guint i = 0; i < DEEP; i++)
    g_string_append_c (member, ']');
  g_string_append_c (member, ',');

  return with_member (payload, member);
}

static GBytes *
bad_utf8 (GBytes *payload)
{
  return with_member (payload, g_string_new ("{ \"Owner\" : \"K\xfc" "che \xc0\xaf \xed\xa0\x80\","));
}

static GBytes *
nul (GBytes *payload)
{
  GString *member = g_string_new (NULL);

  g_string_append_len (member, "{ \"Owner\" : \"a\0b\",", 19);
  return with_member (payload, member);
}

static const struct {
  EncoderFault fault;
  GBytes *(*spoil) (GBytes *payload);
} spoilers[] = {
  { ENCODER_FAULT_NO_RET, without_ret },
  { ENCODER_FAULT_HUGE_JSON, huge },
  { ENCODER_FAULT_DEEP_JSON, deep },
  { ENCODER_FAULT_BAD_UTF8, bad_utf8 },
  { ENCODER_FAULT_NUL_JSON, nul },
};

/**
 * encoder_fault_spoil_answer:
 * @id: of the request
 * @payload: (transfer none): what is to be answered
 *
 * Returns: (transfer full): what is answered
 */
GBytes *
encoder_fault_spoil_answer (EncoderClient *client,
                            guint16        id,
                            GBytes        *payload)
{
  GBytes *answer = g_bytes_ref (payload);

  if (id != DVRIP_ID_LOGIN && id != DVRIP_ID_CLAIM)
    return answer;

  for (gsize i = 0; i < G_N_ELEMENTS (spoilers); i++) {
    gboolean is_of_port = encoder_fault_of_port (client->port, spoilers[i].fault);
    GBytes *good = answer;

    if (id == DVRIP_ID_LOGIN ? !is_of_port
                             : is_of_port || !encoder_fault_of_client (client, spoilers[i].fault))
      continue;

    answer = spoilers[i].spoil (good);
    g_bytes_unref (good);
  }

  return answer;
}
