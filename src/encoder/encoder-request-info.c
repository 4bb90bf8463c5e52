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

/**
 * encoder_handle_info:
 *
 * What the box is.
 */
void
encoder_handle_info (EncoderRequest *request)
{
  if (strcmp (encoder_request_get_name (request), "SystemInfo") == 0)
    encoder_request_answer_as_box (request, encoder_reply_system_info);
  else
    encoder_request_answer_name (request, ENCODER_RET_UNSUPPORTED);
}

/**
 * encoder_handle_config:
 *
 * How it is configured.
 */
void
encoder_handle_config (EncoderRequest *request)
{
  if (strcmp (encoder_request_get_name (request), "ChannelTitle") == 0)
    encoder_request_answer_as_box (request, encoder_reply_titles);
  else
    encoder_request_answer_name (request, ENCODER_RET_NO_CONFIGURATION);
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
