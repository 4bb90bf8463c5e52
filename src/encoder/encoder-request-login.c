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
    return ENCODER_RET_ALGORITHM;

  dvrip_hash_password (user->password, hash);
  return strcmp (login->hash, hash) == 0 ? DVRIP_RET_OK : DVRIP_RET_WRONG_PASSWORD;
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
  int ret = DVRIP_RET_WRONG_PASSWORD;

  if (!dvrip_message_read_login_request (request->message, &login, NULL)) {
    encoder_request_answer_ret (request, "", DVRIP_RET_BAD_MESSAGE);
    return;
  }

  if (encoder_fault_of_port (client->port) != ENCODER_FAULT_WRONG_PASSWORD)
    ret = check_login (server, &login);
  dvrip_login_request_clear (&login);
  if (ret != DVRIP_RET_OK) {
    server->counters.rejected_logins++;
    encoder_request_answer_ret (request, "", ret);
    return;
  }

  server->counters.logins++;
  request->session = encoder_session_new (client);
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
  encoder_request_answer_ret (request, "KeepAlive", DVRIP_RET_OK);
}
