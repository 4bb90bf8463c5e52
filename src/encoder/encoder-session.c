/* encoder-session.c
 *
 * Who is signed in. A session is made by a login, may be named on any number of further sockets of
 * the same port, and dies with the socket on which it was made.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-server-private.h"

/* A client that keeps to half the interval may lose a keepalive or two before it is given up. */
#define ALIVE_FACTOR 2.5

static guint32
pick_id (EncoderServer *server)
{
  guint32 id;

  /* Whoever knows an id may claim streams: it is not to be guessed. There are clients that keep it
   * in a signed number. */
  do
    id = g_random_int () & G_MAXINT32;
  while (id == 0 || g_hash_table_contains (server->sessions, GUINT_TO_POINTER (id)));

  return id;
}

/**
 * encoder_session_new:
 * @control: the client that signed in
 * @user: as whom
 *
 * Returns: (transfer none): its session; signing in twice on one socket gives the same one, as
 *   devices were seen to do
 */
EncoderSession *
encoder_session_new (EncoderClient     *control,
                     const EncoderUser *user)
{
  EncoderServer *server = control->server;
  EncoderSession *session = control->session;

  if (session && session->control == control && session->user == user)
    return session;

  /* Somebody else has other rights: nothing of the session before is taken over. */
  if (session && session->control == control)
    encoder_session_end (server, session, control);

  session = g_new0 (EncoderSession, 1);
  session->id = pick_id (server);
  session->port = control->port;
  session->control = control;
  session->user = user;
  control->session = session;
  g_hash_table_insert (server->sessions, GUINT_TO_POINTER (session->id), session);

  return session;
}

/**
 * encoder_session_find:
 * @id: as a header says it
 *
 * Returns: (transfer none) (nullable): the living session of that id on the client's port
 */
EncoderSession *
encoder_session_find (EncoderClient *client,
                      guint32        id)
{
  EncoderSession *session = g_hash_table_lookup (client->server->sessions, GUINT_TO_POINTER (id));

  return session && session->port == client->port ? session : NULL;
}

/**
 * encoder_session_end:
 * @except: (nullable): a client whose socket stays open, for the reply to its logout
 *
 * Ends a session: its media sockets get our FIN, its control socket is signed out.
 */
void
encoder_session_end (EncoderServer  *server,
                     EncoderSession *session,
                     EncoderClient  *except)
{
  EncoderClient *control = session->control;

  for (guint i = 0; i < server->clients->len; i++) {
    EncoderClient *client = g_ptr_array_index (server->clients, i);

    if (client->session != session)
      continue;

    encoder_watch_stop (client);
    encoder_early_forget (client);
    encoder_talk_leave (client);
    client->watch.is_claimed = FALSE;
    client->session = NULL;
    client->since_us = g_get_monotonic_time ();
    if (client != control && client != except)
      encoder_connection_close (client->connection);
  }

  g_hash_table_remove (server->sessions, GUINT_TO_POINTER (session->id));
}

/**
 * encoder_session_is_idle:
 *
 * Whether nothing came from the client for two and a half intervals. A session of which a stream is
 * taken counts as alive, over whichever socket: there are clients that never send a keepalive and
 * yet watch for years.
 *
 * Returns: whether to drop it
 */
gboolean
encoder_session_is_idle (EncoderServer  *server,
                         EncoderSession *session,
                         gint64          now_us)
{
  gint64 alive_us = encoder_connection_get_received_us (session->control->connection);

  for (guint i = 0; i < server->clients->len; i++) {
    EncoderClient *client = g_ptr_array_index (server->clients, i);

    if (client->session == session && client->watch.is_started)
      alive_us = MAX (alive_us, encoder_connection_get_drained_us (client->connection));
  }

  return now_us - alive_us > server->alive_interval * ALIVE_FACTOR * G_USEC_PER_SEC;
}
