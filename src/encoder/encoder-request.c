/* encoder-request.c
 *
 * Answers the requests of clients. The manners are those that every known client gets along with:
 * replies have the request's id + 1 and echo its sequence; before the login there is no answer to
 * anything else; a Start is answered only where it came on another socket than the claim.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-server-private.h"

#include <string.h>

#include "dvrip-hash.h"
#include "dvrip-json.h"
#include "dvrip-message.h"
#include "encoder-reply.h"

/* Answers beside those of DvripRet. A channel or stream that is not there is "not found", so that
 * nobody takes it for a missing right (107) or for a camera that comes back (121). */
enum {
  RET_UNSUPPORTED = 102,
  RET_NOT_FOUND = 109,
  RET_ALGORITHM = 124,
  RET_NO_CONFIGURATION = 607,
};

enum {
  ID_CHANNEL_TITLE_SET = 1046,
  ID_CONFIG_GET = 1042,
  ID_DEFAULT_GET = 1044,
  ID_ABILITY_GET = 1360,
};

typedef struct {
  EncoderClient     *client;
  EncoderSession    *session;  /* (nullable) before the login */
  const DvripHeader *header;
  JsonObject        *message;
} Request;

static void
answer (const Request *request,
        GBytes        *payload)
{
  guint32 session_id = request->session ? request->session->id : 0;

  encoder_connection_send (request->client->connection, session_id, request->header->sequence,
                           (guint16) (request->header->id + 1), payload);
}

static void
answer_ret (const Request *request,
            const char    *name,
            int            ret)
{
  g_autoptr (GBytes) payload =
    dvrip_message_write_reply (name, ret, request->session ? request->session->id : 0);

  answer (request, payload);
}

typedef GBytes *(*WriteReply) (const EncoderBox *box,
                               guint32           session_id);

/* With the titles of what stands behind this port: a port of one channel is a box of one. */
static void
answer_as_box (const Request *request,
               WriteReply     write_reply)
{
  EncoderServer *server = request->client->server;
  const EncoderPort *port = request->client->port;
  gint64 run_us = g_get_monotonic_time () - server->started_us;
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GBytes) payload = NULL;
  EncoderBox box = {
    .channels = port->n_channels,
    .alive_interval = server->alive_interval,
    .run_minutes = (guint) (run_us / G_USEC_PER_SEC / 60),
  };

  for (guint i = 0; i < port->n_channels; i++)
    g_ptr_array_add (titles, g_strdup_printf ("CAM%02u", port->first + i + 1));
  box.titles = (const char **) titles->pdata;
  payload = write_reply (&box, request->session->id);
  answer (request, payload);
}

static const EncoderUser *
find_user (EncoderServer *server,
           const char    *name)
{
  for (guint i = 0; i < server->users->len; i++) {
    const EncoderUser *user = g_ptr_array_index (server->users, i);

    if (strcmp (user->name, name) == 0)
      return user;
  }

  return NULL;
}

/* An unknown user is 204, the vendor's "illegal user". Devices were seen to say 205 as well, but
 * that is "locked out" too, and clients would stay away for half an hour after a typing error. */
static int
check_login (EncoderServer           *server,
             const DvripLoginRequest *login)
{
  const EncoderUser *user = find_user (server, login->user);
  char hash[DVRIP_HASH_LENGTH + 1];

  if (!user)
    return DVRIP_RET_ILLEGAL_USER;

  if (strcmp (login->encrypt_type, "NONE") == 0)
    return strcmp (login->hash, user->password) == 0 ? DVRIP_RET_OK : DVRIP_RET_WRONG_PASSWORD;
  if (strcmp (login->encrypt_type, "MD5") != 0)
    return RET_ALGORITHM;

  dvrip_hash_password (user->password, hash);
  return strcmp (login->hash, hash) == 0 ? DVRIP_RET_OK : DVRIP_RET_WRONG_PASSWORD;
}

static void
handle_login (Request *request)
{
  EncoderClient *client = request->client;
  EncoderServer *server = client->server;
  DvripLoginRequest login = { 0 };
  int ret = DVRIP_RET_WRONG_PASSWORD;

  if (!dvrip_message_read_login_request (request->message, &login, NULL)) {
    answer_ret (request, "", DVRIP_RET_BAD_MESSAGE);
    return;
  }

  if (encoder_fault_of_port (client->port) != ENCODER_FAULT_WRONG_PASSWORD)
    ret = check_login (server, &login);
  dvrip_login_request_clear (&login);
  if (ret != DVRIP_RET_OK) {
    server->counters.rejected_logins++;
    answer_ret (request, "", ret);
    return;
  }

  server->counters.logins++;
  request->session = encoder_session_new (client);
  answer_as_box (request, encoder_reply_login);
}

static void
handle_logout (Request *request)
{
  guint32 named;

  /* Seen on devices: a logout that names another session is not for us. */
  if (dvrip_message_get_session_id (request->message, &named) && named != request->session->id)
    return;

  request->client->server->counters.logouts++;
  answer_ret (request, "", DVRIP_RET_OK);
  encoder_session_end (request->client->server, request->session, request->client);
}

static void
handle_keepalive (Request *request)
{
  request->client->server->counters.keepalives++;
  answer_ret (request, "KeepAlive", DVRIP_RET_OK);
}

/* Which stream a Claim, Start or Stop means. A port of one channel is channel 0 of its own; its
 * number among all channels is understood as well. */
static int
find_stream (const Request             *request,
             const DvripMonitorRequest *monitor,
             guint                     *out_channel,
             guint                     *out_stream)
{
  const EncoderPort *port = request->client->port;

  if (monitor->channel < port->n_channels)
    *out_channel = port->first + monitor->channel;
  else if (port->n_channels == 1 && monitor->channel == port->first)
    *out_channel = port->first;
  else
    return RET_NOT_FOUND;

  if (strcmp (monitor->stream_type, "Main") == 0)
    *out_stream = 0;
  else if (strcmp (monitor->stream_type, "Extra1") == 0 ||
           strcmp (monitor->stream_type, "Extra") == 0)
    *out_stream = 1;
  else
    return RET_NOT_FOUND;

  return DVRIP_RET_OK;
}

/* Newer applications send one message for both steps. */
static gboolean
is_combined (const Request *request)
{
  JsonObject *operation = dvrip_json_get_object (request->message, "OPMonitor");

  return operation && g_strcmp0 (dvrip_json_get_string (operation, "Action1"), "Start") == 0;
}

static void
claim (const Request *request,
       guint          channel,
       guint          stream)
{
  EncoderClient *client = request->client;

  encoder_watch_stop (client);
  client->session = request->session;
  client->watch.is_claimed = TRUE;
  client->watch.channel = channel;
  client->watch.stream = stream;
  client->server->counters.claims++;
  encoder_client_apply_hold (client);
}

static int
check_claim (const Request *request,
             guint          channel)
{
  /* A socket that is signed in itself claims for its own session only. */
  if (request->client->session && request->client->session != request->session)
    return DVRIP_RET_ILLEGAL_REQUEST;

  switch (request->client->server->channels[channel].fault) {
  case ENCODER_FAULT_REFUSE:
    return DVRIP_RET_ILLEGAL_REQUEST;
  case ENCODER_FAULT_WRONG_PASSWORD:
    return DVRIP_RET_WRONG_PASSWORD;
  case ENCODER_FAULT_SILENT:
    return DVRIP_RET_NONE;
  case ENCODER_FAULT_NONE:
  case ENCODER_FAULT_STALL:
  case ENCODER_FAULT_FREEZE:
  case ENCODER_FAULT_RESET:
  case ENCODER_FAULT_CLOSE:
  case ENCODER_FAULT_NEVER_CLOSE:
  default:
    return DVRIP_RET_OK;
  }
}

/* Whatever the action says: there are clients that claim with "Start". */
static void
handle_claim (Request *request)
{
  DvripMonitorRequest monitor = { 0 };
  guint channel, stream;
  int ret;

  if (!dvrip_message_read_monitor_request (request->message, &monitor, NULL)) {
    answer_ret (request, "OPMonitor", DVRIP_RET_BAD_MESSAGE);
    return;
  }

  ret = find_stream (request, &monitor, &channel, &stream);
  dvrip_monitor_request_clear (&monitor);
  if (ret == DVRIP_RET_OK)
    ret = check_claim (request, channel);
  if (ret == DVRIP_RET_NONE)
    return;

  if (ret == DVRIP_RET_OK)
    claim (request, channel, stream);
  answer_ret (request, "OPMonitor", ret);
  if (ret == DVRIP_RET_OK && is_combined (request)) {
    request->client->server->counters.starts++;
    encoder_watch_start (request->client);
  } else if (ret == DVRIP_RET_OK) {
    encoder_early_serve (request->client);
  }
}

/* The socket that claimed what is to be started or stopped: this one, or the first of the session
 * in that state, or in any. */
static EncoderClient *
find_claim (const Request *request,
            guint          channel,
            guint          stream,
            gboolean       is_started)
{
  GPtrArray *clients = request->client->server->clients;
  EncoderClient *found = NULL;

  for (guint i = 0; i < clients->len; i++) {
    EncoderClient *client = g_ptr_array_index (clients, i);
    const EncoderWatch *watch = &client->watch;

    if (client->session != request->session || !watch->is_claimed || watch->channel != channel ||
        watch->stream != stream)
      continue;
    if (client == request->client)
      return client;
    if (!found || (found->watch.is_started != is_started && watch->is_started == is_started))
      found = client;
  }

  return found;
}

static void
start (const Request *request,
       guint          channel,
       guint          stream)
{
  EncoderClient *client = find_claim (request, channel, stream, FALSE);

  if (!client) {
    if (!encoder_early_keep (request->client, channel, stream, request->header->sequence))
      answer_ret (request, "OPMonitor", DVRIP_RET_ILLEGAL_REQUEST);
    return;
  }

  request->client->server->counters.starts++;
  /* On one socket the media itself is the answer: there are clients that break on a reply here,
   * and others that wait for one when they use two. */
  if (client != request->client)
    answer_ret (request, "OPMonitor", DVRIP_RET_OK);
  encoder_watch_start (client);
}

static void
stop (const Request *request,
      guint          channel,
      guint          stream)
{
  EncoderClient *client = find_claim (request, channel, stream, TRUE);

  if (!client) {
    answer_ret (request, "OPMonitor", DVRIP_RET_ILLEGAL_REQUEST);
    return;
  }

  request->client->server->counters.stops++;
  encoder_watch_stop (client);
  answer_ret (request, "OPMonitor", DVRIP_RET_OK);
}

static void
handle_monitor (Request *request)
{
  DvripMonitorRequest monitor = { 0 };
  guint channel, stream;
  int ret;

  if (!dvrip_message_read_monitor_request (request->message, &monitor, NULL)) {
    answer_ret (request, "OPMonitor", DVRIP_RET_BAD_MESSAGE);
    return;
  }

  ret = find_stream (request, &monitor, &channel, &stream);
  if (ret != DVRIP_RET_OK)
    answer_ret (request, "OPMonitor", ret);
  else if (strcmp (monitor.action, "Start") == 0)
    start (request, channel, stream);
  else if (strcmp (monitor.action, "Stop") == 0)
    stop (request, channel, stream);
  else
    answer_ret (request, "OPMonitor", DVRIP_RET_ILLEGAL_REQUEST);
  dvrip_monitor_request_clear (&monitor);
}

static const char *
get_name (const Request *request)
{
  const char *name = dvrip_json_get_string (request->message, "Name");

  return name ? name : "";
}

static void
handle_titles (Request *request)
{
  if (dvrip_json_get_array (request->message, "ChannelTitle"))
    answer_ret (request, "ChannelTitle", DVRIP_RET_NO_PERMISSION);
  else
    answer_as_box (request, encoder_reply_titles);
}

static void
handle_info (Request *request)
{
  if (strcmp (get_name (request), "SystemInfo") == 0)
    answer_as_box (request, encoder_reply_system_info);
  else
    answer_ret (request, get_name (request), RET_UNSUPPORTED);
}

static void
handle_config (Request *request)
{
  if (strcmp (get_name (request), "ChannelTitle") == 0)
    answer_as_box (request, encoder_reply_titles);
  else
    answer_ret (request, get_name (request), RET_NO_CONFIGURATION);
}

static void
handle_time (Request *request)
{
  g_autoptr (GBytes) payload = encoder_reply_time (request->session->id);

  answer (request, payload);
}

static void
handle_unknown (Request *request)
{
  answer_ret (request, get_name (request), RET_UNSUPPORTED);
}

static const struct {
  guint16 id;
  void (*handle) (Request *request);
} handlers[] = {
  { DVRIP_ID_LOGIN, handle_login },
  { DVRIP_ID_LOGOUT, handle_logout },
  { DVRIP_ID_KEEPALIVE, handle_keepalive },
  { DVRIP_ID_SYSTEM_INFO, handle_info },
  { ID_CONFIG_GET, handle_config },
  { ID_DEFAULT_GET, handle_config },
  { ID_CHANNEL_TITLE_SET, handle_titles },
  { DVRIP_ID_CHANNEL_TITLE, handle_titles },
  { ID_ABILITY_GET, handle_config },
  { DVRIP_ID_MONITOR, handle_monitor },
  { DVRIP_ID_CLAIM, handle_claim },
  { DVRIP_ID_TIME_QUERY, handle_time },
};

static void
dispatch (Request *request)
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
  Request request = { client, find_session (client, header), header, NULL };
  gboolean is_stranger = !request.session && header->id != DVRIP_ID_LOGIN;

  if (encoder_fault_of_port (client->port) == ENCODER_FAULT_SILENT ||
      dvrip_header_is_media (header->id))
    return;

  if (is_stranger) {
    if (header->id == DVRIP_ID_CLAIM && header->session_id != 0)
      answer_ret (&request, "OPMonitor", DVRIP_RET_ILLEGAL_REQUEST);
    return;
  }

  request.message = dvrip_message_parse (payload, NULL);
  if (request.message)
    dispatch (&request);
  else
    answer_ret (&request, "", DVRIP_RET_BAD_MESSAGE);
  g_clear_pointer (&request.message, json_object_unref);
}
