/* encoder-request.c
 *
 * Answers the requests of clients. The manners are those that every known client gets along with:
 * replies have the request's id + 1 and echo its sequence; before the login there is no answer to
 * anything else.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-request-private.h"

#include "dvrip-json.h"

enum {
  ID_CHANNEL_TITLE_SET = 1046,
  ID_CONFIG_SET = 1040,
  ID_CONFIG_GET = 1042,
  ID_DEFAULT_GET = 1044,
  ID_ABILITY_GET = 1360,
  ID_PTZ = 1400,
  ID_PLAYBACK = 1420,
  ID_PLAYBACK_CLAIM = 1424,
  ID_FILE_QUERY = 1440,
  ID_FILE_QUERY_BY_TIME = 1444,
  ID_GUARD = 1500,
  ID_UNGUARD = 1502,
};

/**
 * encoder_request_answer:
 * @payload: (transfer none): with its terminator
 *
 * Answers with the request's id + 1 and its sequence.
 */
void
encoder_request_answer (const EncoderRequest *request,
                        GBytes               *payload)
{
  guint32 session_id = request->session ? request->session->id : 0;
  g_autoptr (GBytes) spoilt =
    encoder_fault_spoil_answer (request->client, request->header->id, payload);

  encoder_connection_send (request->client->connection, session_id, request->header->sequence,
                           (guint16) (request->header->id + 1), spoilt);
}

/**
 * encoder_request_answer_ret:
 * @name: what the reply calls the request
 * @ret: a return code
 *
 * Answers with no more than a return code.
 */
void
encoder_request_answer_ret (const EncoderRequest *request,
                            const char           *name,
                            int                   ret)
{
  g_autoptr (GBytes) payload =
    dvrip_message_write_reply (name, ret, request->session ? request->session->id : 0);

  encoder_request_answer (request, payload);
}

/**
 * encoder_request_get_box:
 * @out_box: (out caller-allocates): what stands behind this port: a port of one channel is a box of
 *   one
 */
void
encoder_request_get_box (const EncoderRequest *request,
                         EncoderBox           *out_box)
{
  g_autofree char *address = encoder_client_dup_local_address (request->client);

  encoder_box_init (out_box, request->client->port, address);
}

/**
 * encoder_request_answer_as_box:
 *
 * Answers with what the box says of itself.
 */
void
encoder_request_answer_as_box (const EncoderRequest *request,
                               EncoderWriteReply     write_reply)
{
  g_auto (EncoderBox) box = { 0 };
  g_autoptr (GBytes) payload = NULL;

  encoder_request_get_box (request, &box);
  payload = write_reply (&box, request->session->id);
  encoder_request_answer (request, payload);
}

/**
 * encoder_request_get_name:
 *
 * Returns: (transfer none): what the request asks for by name, "" if it does not
 */
const char *
encoder_request_get_name (const EncoderRequest *request)
{
  const char *name = dvrip_json_get_string (request->message, "Name");

  return name ? name : "";
}

/**
 * encoder_request_answer_name:
 * @ret: a return code
 *
 * Answers with no more than a return code, under the name that the request gave itself.
 */
void
encoder_request_answer_name (const EncoderRequest *request,
                        int                   ret)
{
  encoder_request_answer_ret (request, encoder_request_get_name (request), ret);
}

/**
 * encoder_request_find_channel:
 * @number: from 0, as the client says it. A port of one channel is channel 0 of its own; its number
 *   among all channels is understood as well.
 * @out_channel: (out): from 0, among all channels; written on success only
 *
 * Returns: whether that channel is behind this port
 */
gboolean
encoder_request_find_channel (const EncoderRequest *request,
                              gint64                number,
                              guint                *out_channel)
{
  const EncoderPort *port = request->client->port;

  if (number >= 0 && number < port->n_channels)
    *out_channel = port->first + (guint) number;
  else if (port->n_channels == 1 && number == port->first)
    *out_channel = port->first;
  else
    return FALSE;

  return TRUE;
}

static void
handle_unknown (EncoderRequest *request)
{
  encoder_request_answer_name (request, ENCODER_RET_UNSUPPORTED);
}

static const struct {
  guint16 id;
  void (*handle) (EncoderRequest *request);
} handlers[] = {
  { DVRIP_ID_LOGIN, encoder_handle_login },
  { DVRIP_ID_LOGOUT, encoder_handle_logout },
  { DVRIP_ID_KEEPALIVE, encoder_handle_keepalive },
  { DVRIP_ID_SYSTEM_INFO, encoder_handle_info },
  { ID_CONFIG_SET, encoder_handle_set },
  { ID_CONFIG_GET, encoder_handle_config },
  { ID_DEFAULT_GET, encoder_handle_config },
  { ID_CHANNEL_TITLE_SET, encoder_handle_titles },
  { DVRIP_ID_CHANNEL_TITLE, encoder_handle_titles },
  { ID_ABILITY_GET, encoder_handle_ability },
  { ID_PTZ, encoder_handle_ptz },
  { DVRIP_ID_MONITOR, encoder_handle_monitor },
  { DVRIP_ID_CLAIM, encoder_handle_claim },
  { ID_PLAYBACK, encoder_handle_playback },
  { ID_PLAYBACK_CLAIM, encoder_handle_playback },
  { ENCODER_ID_TALK, encoder_handle_talk },
  { ENCODER_ID_TALK_CLAIM, encoder_handle_talk_claim },
  { ID_FILE_QUERY, encoder_handle_playback },
  { ID_FILE_QUERY_BY_TIME, encoder_handle_playback },
  { DVRIP_ID_TIME_QUERY, encoder_handle_time },
  { ID_GUARD, encoder_handle_guard },
  { ID_UNGUARD, encoder_handle_unguard },
  { ENCODER_ID_SNAPSHOT, encoder_handle_snapshot },
};

static void
dispatch (EncoderRequest *request)
{
  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++) {
    if (handlers[i].id == request->header->id) {
      handlers[i].handle (request);
      return;
    }
  }

  handle_unknown (request);
}

static EncoderSession *
find_session (EncoderClient     *client,
              const DvripHeader *header)
{
  if (client->session)
    return client->session;

  return encoder_session_find (client, header->session_id);
}

/**
 * encoder_request_handle:
 * @header: of the packet
 * @payload: of the packet
 *
 * Answers a request, or does not: where the port is silent by fault, to media that nobody asked
 * for, and to anybody who is not signed in. A claim for a session that is over is told so (103).
 */
void
encoder_request_handle (EncoderClient     *client,
                        const DvripHeader *header,
                        GBytes            *payload)
{
  EncoderRequest request = { client, find_session (client, header), header, NULL };
  gboolean is_stranger = !request.session && header->id != DVRIP_ID_LOGIN;

  if (encoder_fault_takes_packet (client))
    return;
  if (header->id == DVRIP_ID_TALK_DATA)
    encoder_talk_receive (client, header, payload);
  if (dvrip_header_is_media (header->id))
    return;

  if (is_stranger) {
    if (header->id == DVRIP_ID_CLAIM && header->session_id != 0)
      encoder_request_answer_ret (&request, "OPMonitor", DVRIP_RET_ILLEGAL_REQUEST);
    return;
  }

  request.message = dvrip_message_parse (payload, NULL);
  if (request.message)
    dispatch (&request);
  else
    encoder_request_answer_ret (&request, "", DVRIP_RET_BAD_MESSAGE);
  g_clear_pointer (&request.message, json_object_unref);
}
