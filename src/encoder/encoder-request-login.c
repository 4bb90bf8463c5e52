/* encoder-request-login.c
 *
 * Answers to login, logout and keepalive.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-request-private.h"

#include <string.h>

#include "dvrip-hash.h"

static int
check_password (const EncoderUser       *user,
                const DvripLoginRequest *login)
{
  const char *password = encoder_user_get_password (user);
  char hash[DVRIP_HASH_LENGTH + 1];

  if (strcmp (login->encrypt_type, "NONE") == 0)
    return strcmp (login->hash, password) == 0 ? DVRIP_RET_OK : DVRIP_RET_WRONG_PASSWORD;
  if (strcmp (login->encrypt_type, "MD5") != 0)
    return ENCODER_RET_ALGORITHM;

  dvrip_hash_password (password, hash);
  return strcmp (login->hash, hash) == 0 ? DVRIP_RET_OK : DVRIP_RET_WRONG_PASSWORD;
}

/* An unknown user is 204, the vendor's "illegal user". Devices were seen to say 205 as well, but
 * that is "locked out" too, and clients would stay away for half an hour after a typing error. The
 * login that locks the account is still answered with what is wrong with it. */
static int
check_login (EncoderPort             *port,
             const DvripLoginRequest *login,
             const EncoderUser      **out_user)
{
  const EncoderUser *user = encoder_users_find (port->server->users, login->user);
  gint64 now_us = g_get_monotonic_time ();
  int ret;

  if (!user)
    return encoder_deviations_has (&port->server->deviations, ENCODER_DEVIATION_WRONG_USER_205)
             ? DVRIP_RET_LOCKED
             : DVRIP_RET_ILLEGAL_USER;
  if (encoder_lockout_is_locked (port->lockout, user, now_us))
    return DVRIP_RET_LOCKED;

  ret = check_password (user, login);
  if (ret == DVRIP_RET_WRONG_PASSWORD)
    encoder_lockout_fail (port->lockout, user, now_us);
  if (ret == DVRIP_RET_OK)
    encoder_lockout_clear (port->lockout, user);

  *out_user = user;
  return ret;
}

/**
 * encoder_handle_login:
 *
 * Signs in, or says why not.
 */
void
encoder_handle_login (EncoderRequest *request)
{
  EncoderClient *client = request->client;
  EncoderServer *server = client->server;
  DvripLoginRequest login = { 0 };
  const EncoderUser *user = NULL;
  int ret = encoder_fault_get_login_ret (client->port);

  if (!encoder_client_take_slot (client)) {
    encoder_request_answer_ret (request, "", server->at_limit);
    return;
  }

  if (!dvrip_message_read_login_request (request->message, &login, NULL)) {
    encoder_request_answer_ret (request, "", DVRIP_RET_BAD_MESSAGE);
    return;
  }

  if (ret == DVRIP_RET_OK)
    ret = check_login (client->port, &login, &user);
  dvrip_login_request_clear (&login);
  if (ret != DVRIP_RET_OK) {
    server->counters.rejected_logins++;
    encoder_request_answer_ret (request, "", ret);
    return;
  }

  server->counters.logins++;
  request->session = encoder_session_new (client, user);
  encoder_request_answer_as_box (request, encoder_reply_login);
}

/**
 * encoder_handle_logout:
 *
 * Ends the session.
 */
void
encoder_handle_logout (EncoderRequest *request)
{
  guint32 named;

  /* Seen on devices: a logout that names another session is not for us. */
  if (dvrip_message_get_session_id (request->message, &named) && named != request->session->id)
    return;

  request->client->server->counters.logouts++;
  encoder_request_answer_ret (request, "", DVRIP_RET_OK);
  encoder_session_end (request->client->server, request->session, request->client);
}

/**
 * encoder_handle_keepalive:
 *
 * Any request shows that the client lives; this one does nothing else.
 */
void
encoder_handle_keepalive (EncoderRequest *request)
{
  request->client->server->counters.keepalives++;
  if (!encoder_fault_of_client (request->client, ENCODER_FAULT_NO_KEEPALIVE))
    encoder_request_answer_ret (request, "KeepAlive", DVRIP_RET_OK);
}
