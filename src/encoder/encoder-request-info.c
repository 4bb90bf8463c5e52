/* encoder-request-info.c
 *
 * Answers to questions about the box: titles, system info, configuration, time.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-request-private.h"

#include <string.h>

#include "dvrip-json.h"
#include "encoder-reply-config.h"

/**
 * encoder_handle_titles:
 *
 * The names of the channels; they cannot be changed.
 */
void
encoder_handle_titles (EncoderRequest *request)
{
  if (dvrip_json_get_array (request->message, "ChannelTitle"))
    encoder_request_answer_ret (request, "ChannelTitle", DVRIP_RET_NO_PERMISSION);
  else
    encoder_request_answer_as_box (request, encoder_reply_titles);
}

static void
answer_topic (EncoderRequest *request,
              EncoderTopic    topic,
              int             ret)
{
  g_auto (EncoderBox) box = { 0 };
  g_autoptr (GBytes) payload = NULL;

  encoder_request_get_box (request, &box);
  payload = encoder_reply_topic (&box, topic, encoder_request_get_name (request),
                                 request->session->id);
  if (payload)
    encoder_request_answer (request, payload);
  else
    encoder_request_answer_name (request, ret);
}

/**
 * encoder_handle_info:
 *
 * What the box is, and how it is.
 */
void
encoder_handle_info (EncoderRequest *request)
{
  if (strcmp (encoder_request_get_name (request), "SystemInfo") == 0)
    encoder_request_answer_as_box (request, encoder_reply_system_info);
  else
    answer_topic (request, ENCODER_TOPIC_INFO, ENCODER_RET_UNSUPPORTED);
}

/**
 * encoder_handle_config:
 *
 * How it is configured. Devices were seen to say 102 or 607 to a name that they do not know.
 */
void
encoder_handle_config (EncoderRequest *request)
{
  answer_topic (request, ENCODER_TOPIC_CONFIG, ENCODER_RET_NO_CONFIGURATION);
}

/**
 * encoder_handle_set:
 *
 * Nothing can be set by clients; who started the box decided.
 */
void
encoder_handle_set (EncoderRequest *request)
{
  encoder_request_answer_name (request, DVRIP_RET_NO_PERMISSION);
}

/**
 * encoder_handle_ability:
 *
 * What it can do.
 */
void
encoder_handle_ability (EncoderRequest *request)
{
  answer_topic (request, ENCODER_TOPIC_ABILITY, ENCODER_RET_NO_CONFIGURATION);
}

/**
 * encoder_handle_time:
 *
 * What its clock says.
 */
void
encoder_handle_time (EncoderRequest *request)
{
  g_autoptr (GBytes) payload = encoder_reply_time (request->session->id);

  encoder_request_answer (request, payload);
}
