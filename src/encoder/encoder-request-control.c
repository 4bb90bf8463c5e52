/* encoder-request-control.c
 *
 * Answers to those who steer a camera, and to those who want to hear of alarms.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-request-private.h"

#include <string.h>

#include "dvrip-json.h"

/**
 * encoder_handle_guard:
 *
 * Alarms are pushed to this session from now on.
 */
void
encoder_handle_guard (EncoderRequest *request)
{
  const EncoderPort *port = request->client->port;
  EncoderSession *session = request->session;

  if (!encoder_user_may_any (session->user, ENCODER_RIGHT_ALARMS, port->first,
                             port->n_channels)) {
    encoder_request_answer_name (request, DVRIP_RET_NO_PERMISSION);
    return;
  }

  session->is_guarded = TRUE;
  encoder_request_answer_name (request, DVRIP_RET_OK);
}

/**
 * encoder_handle_unguard:
 *
 * And from now on no more.
 */
void
encoder_handle_unguard (EncoderRequest *request)
{
  request->session->is_guarded = FALSE;
  encoder_request_answer_name (request, DVRIP_RET_OK);
}

static gint64
get_int (JsonObject *object,
         const char *name,
         gint64      fallback)
{
  gint64 value = fallback;

  if (object)
    dvrip_json_get_int (object, name, &value);
  return value;
}

static int
open_menu (EncoderPtz *ptz,
           JsonObject *parameter)
{
  const char *option = parameter ? dvrip_json_get_string (parameter, "MenuOpts") : NULL;

  encoder_ptz_set_menu (ptz, g_strcmp0 (option, "Leave") != 0);
  return DVRIP_RET_OK;
}

static int
steer (EncoderPtz *ptz,
       const char *command,
       JsonObject *parameter)
{
  gint64 preset = get_int (parameter, "Preset", ENCODER_PTZ_START);
  gint64 step = get_int (parameter, "Step", 0);

  if (strcmp (command, "Menu") == 0)
    return open_menu (ptz, parameter);

  switch (encoder_ptz_handle (ptz, command, preset, step, g_get_monotonic_time ())) {
  case ENCODER_PTZ_DONE:
    return DVRIP_RET_OK;
  case ENCODER_PTZ_UNKNOWN_COMMAND:
    return ENCODER_RET_ILLEGAL_COMMAND;
  case ENCODER_PTZ_BAD_PRESET:
    return ENCODER_RET_INVALID_INPUT;
  case ENCODER_PTZ_NO_PRESET:
    return ENCODER_RET_NOT_FOUND;
  default:
    g_return_val_if_reached (DVRIP_RET_BAD_MESSAGE);
  }
}

/**
 * encoder_handle_ptz:
 *
 * Turns a camera. A direction goes on until it is stopped, also when the client is gone.
 */
void
encoder_handle_ptz (EncoderRequest *request)
{
  EncoderServer *server = request->client->server;
  JsonObject *operation = dvrip_json_get_object (request->message, "OPPTZControl");
  const char *command = operation ? dvrip_json_get_string (operation, "Command") : NULL;
  JsonObject *parameter = operation ? dvrip_json_get_object (operation, "Parameter") : NULL;
  guint channel;
  int ret = DVRIP_RET_OK;

  if (!command)
    ret = DVRIP_RET_BAD_MESSAGE;
  else if (!encoder_request_find_channel (request, get_int (parameter, "Channel", 0), &channel))
    ret = ENCODER_RET_NOT_FOUND;
  else if (!encoder_user_may (request->session->user, ENCODER_RIGHT_PTZ, channel))
    ret = DVRIP_RET_NO_PERMISSION;
  else
    ret = steer (server->channels[channel].ptz, command, parameter);

  if (ret == DVRIP_RET_OK)
    server->counters.ptz_commands++;
  encoder_request_answer_ret (request, "OPPTZControl", ret);
}

/**
 * encoder_handle_playback:
 *
 * Nothing is recorded here.
 */
void
encoder_handle_playback (EncoderRequest *request)
{
  const EncoderPort *port = request->client->port;
  gboolean may = encoder_user_may_any (request->session->user, ENCODER_RIGHT_PLAYBACK, port->first,
                                       port->n_channels);

  encoder_request_answer_name (request, may ? ENCODER_RET_NO_FILE : DVRIP_RET_NO_PERMISSION);
}
