/* encoder-request-monitor.c
 *
 * Answers to the claims, starts and stops of live view. A Start is answered only where it came on
 * another socket than the claim.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-request-private.h"

#include <string.h>

#include "dvrip-json.h"
#include "encoder-feeds.h"

static gboolean
deviates (const EncoderRequest *request,
          EncoderDeviation      deviation)
{
  return encoder_deviations_has (&request->client->server->deviations, deviation);
}

/* Devices call it the one or the other; this one understands both. */
static gboolean
is_sub (const EncoderRequest *request,
        const char           *type)
{
  return (strcmp (type, "Extra1") == 0 && !deviates (request, ENCODER_DEVIATION_EXTRA)) ||
         (strcmp (type, "Extra") == 0 && !deviates (request, ENCODER_DEVIATION_EXTRA1));
}

/* Which stream a Claim, Start or Stop means. */
static int
find_stream (const EncoderRequest             *request,
             const DvripMonitorRequest *monitor,
             guint                     *out_channel,
             guint                     *out_stream)
{
  if (!encoder_request_find_channel (request, monitor->channel, out_channel))
    return ENCODER_RET_NOT_FOUND;

  if (strcmp (monitor->stream_type, "Main") == 0)
    *out_stream = 0;
  else if (is_sub (request, monitor->stream_type))
    *out_stream = 1;
  else
    return ENCODER_RET_NOT_FOUND;

  return DVRIP_RET_OK;
}

/* Newer applications send one message for both steps. */
static gboolean
is_combined (const EncoderRequest *request)
{
  JsonObject *operation = dvrip_json_get_object (request->message, "OPMonitor");

  return operation && g_strcmp0 (dvrip_json_get_string (operation, "Action1"), "Start") == 0;
}

static void
claim (const EncoderRequest *request,
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
check_claim (const EncoderRequest *request,
             guint          channel,
             guint          stream)
{
  /* A socket that is signed in itself claims for its own session only. */
  if (request->client->session && request->client->session != request->session)
    return DVRIP_RET_ILLEGAL_REQUEST;
  if (!encoder_client_take_slot (request->client))
    return request->client->server->at_limit;
  if (!encoder_user_may (request->session->user, ENCODER_RIGHT_LIVE, channel))
    return DVRIP_RET_NO_PERMISSION;

  if (deviates (request, request->client->session ? ENCODER_DEVIATION_TWO_SOCKETS
                                                  : ENCODER_DEVIATION_ONE_SOCKET))
    return DVRIP_RET_ILLEGAL_REQUEST;

  return encoder_fault_get_claim_ret (request->client, channel, stream);
}

/**
 * encoder_handle_claim:
 *
 * Takes a stream for this socket, whatever the action says: there are clients that claim with
 * "Start".
 */
void
encoder_handle_claim (EncoderRequest *request)
{
  DvripMonitorRequest monitor = { 0 };
  guint channel, stream;
  int ret;

  if (!dvrip_message_read_monitor_request (request->message, &monitor, NULL)) {
    encoder_request_answer_ret (request, "OPMonitor", DVRIP_RET_BAD_MESSAGE);
    return;
  }

  ret = find_stream (request, &monitor, &channel, &stream);
  dvrip_monitor_request_clear (&monitor);
  if (ret == DVRIP_RET_OK)
    ret = check_claim (request, channel, stream);
  if (ret == DVRIP_RET_OK && encoder_feeds_is_away (request->client->server, channel, stream))
    ret = DVRIP_RET_CHANNEL_OFFLINE;
  if (ret == DVRIP_RET_NONE)
    return;

  if (ret == DVRIP_RET_OK)
    claim (request, channel, stream);
  encoder_request_answer_ret (request, "OPMonitor", ret);
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
find_claim (const EncoderRequest *request,
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

/* On one socket the media itself is the answer: there are clients that break on a reply here, and
 * others that wait for one when they use two. */
static void
answer_start (const EncoderRequest *request,
              EncoderClient        *media)
{
  EncoderRequest on_media = *request;

  if (deviates (request, ENCODER_DEVIATION_NO_START_REPLY))
    return;

  if (media != request->client)
    encoder_request_answer_ret (request, "OPMonitor", DVRIP_RET_OK);
  if (!deviates (request, ENCODER_DEVIATION_START_REPLY))
    return;

  on_media.client = media;
  encoder_request_answer_ret (&on_media, "OPMonitor", DVRIP_RET_OK);
}

static void
start (const EncoderRequest *request,
       guint          channel,
       guint          stream)
{
  EncoderClient *client = find_claim (request, channel, stream, FALSE);

  if (!client) {
    if (!encoder_early_keep (request->client, channel, stream, request->header->sequence))
      encoder_request_answer_ret (request, "OPMonitor", DVRIP_RET_ILLEGAL_REQUEST);
    return;
  }

  request->client->server->counters.starts++;
  answer_start (request, client);
  encoder_watch_start (client);
}

static void
stop (const EncoderRequest *request,
      guint          channel,
      guint          stream)
{
  EncoderClient *client = find_claim (request, channel, stream, TRUE);

  if (!client) {
    encoder_request_answer_ret (request, "OPMonitor", DVRIP_RET_ILLEGAL_REQUEST);
    return;
  }

  request->client->server->counters.stops++;
  encoder_watch_stop (client);
  encoder_request_answer_ret (request, "OPMonitor", DVRIP_RET_OK);
}

/**
 * encoder_handle_monitor:
 *
 * Starts and stops what is claimed, here or on another socket of the session.
 */
void
encoder_handle_monitor (EncoderRequest *request)
{
  DvripMonitorRequest monitor = { 0 };
  guint channel, stream;
  int ret;

  if (!dvrip_message_read_monitor_request (request->message, &monitor, NULL)) {
    encoder_request_answer_ret (request, "OPMonitor", DVRIP_RET_BAD_MESSAGE);
    return;
  }

  ret = find_stream (request, &monitor, &channel, &stream);
  if (ret != DVRIP_RET_OK)
    encoder_request_answer_ret (request, "OPMonitor", ret);
  else if (strcmp (monitor.action, "Start") == 0)
    start (request, channel, stream);
  else if (strcmp (monitor.action, "Stop") == 0)
    stop (request, channel, stream);
  else
    encoder_request_answer_ret (request, "OPMonitor", DVRIP_RET_ILLEGAL_REQUEST);
  dvrip_monitor_request_clear (&monitor);
}
