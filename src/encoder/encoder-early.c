/* encoder-early.c
 *
 * Starts that came before their Claim. A client of two sockets may write its Start on the one
 * before the answer to the Claim came back on the other, and nothing orders what is written on two
 * sockets: so a Start without a claim waits for it for a moment, and is refused only then.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-server-private.h"

#include "dvrip-message.h"

#define PATIENCE_US G_USEC_PER_SEC

/* A client that opens all streams of a large box at once has as many under way. */
#define MAX_EARLY (ENCODER_MAX_CHANNELS * ENCODER_N_STREAMS)

struct _EncoderEarly {
  guint   channel, stream;
  guint32 sequence;
  gint64  since_us;
};

static void
answer (EncoderClient      *client,
        const EncoderEarly *early,
        int                 ret)
{
  guint32 session_id = client->session ? client->session->id : 0;
  g_autoptr (GBytes) payload = dvrip_message_write_reply ("OPMonitor", ret, session_id);

  if (ret == DVRIP_RET_OK && encoder_deviations_has (&client->server->deviations,
                                                     ENCODER_DEVIATION_NO_START_REPLY))
    return;

  encoder_connection_send (client->connection, session_id, early->sequence,
                           DVRIP_ID_MONITOR_REPLY, payload);
}

/**
 * encoder_early_keep:
 * @client: that sent the Start
 * @sequence: of the Start
 *
 * Keeps a Start that nobody has claimed. One that comes on a socket with a claim of its own is
 * wrong, not early.
 *
 * Returns: whether it is kept
 */
gboolean
encoder_early_keep (EncoderClient *client,
                    guint          channel,
                    guint          stream,
                    guint32        sequence)
{
  const EncoderEarly early = { channel, stream, sequence, g_get_monotonic_time () };

  if (!client->session || client->watch.is_claimed)
    return FALSE;

  if (!client->early)
    client->early = g_array_new (FALSE, FALSE, sizeof early);
  if (client->early->len >= MAX_EARLY)
    return FALSE;

  g_array_append_val (client->early, early);
  return TRUE;
}

static gboolean
serve_from (EncoderClient *client,
            EncoderClient *claimed)
{
  if (!client->early || client->session != claimed->session)
    return FALSE;

  for (guint i = 0; i < client->early->len; i++) {
    const EncoderEarly early = g_array_index (client->early, EncoderEarly, i);

    if (early.channel != claimed->watch.channel || early.stream != claimed->watch.stream)
      continue;

    g_array_remove_index (client->early, i);
    client->server->counters.starts++;
    encoder_watch_start (claimed);
    if (client != claimed)
      answer (client, &early, DVRIP_RET_OK);
    encoder_connection_flush (client->connection);
    return TRUE;
  }

  return FALSE;
}

/**
 * encoder_early_serve:
 * @claimed: has just claimed a stream, and was told so
 *
 * Answers the first Start that waits for it. May end a connection, and with it the session.
 */
void
encoder_early_serve (EncoderClient *claimed)
{
  GPtrArray *clients = claimed->server->clients;

  for (guint i = 0; i < clients->len; i++) {
    if (serve_from (g_ptr_array_index (clients, i), claimed))
      return;
  }
}

/**
 * encoder_early_expire:
 * @now_us: monotonic
 *
 * Refuses what has waited for too long. May end the connection.
 */
void
encoder_early_expire (EncoderClient *client,
                      gint64         now_us)
{
  gboolean has_expired = FALSE;

  while (client->early && client->early->len > 0) {
    const EncoderEarly *first = &g_array_index (client->early, EncoderEarly, 0);

    if (now_us - first->since_us < PATIENCE_US)
      break;

    answer (client, first, DVRIP_RET_ILLEGAL_REQUEST);
    g_array_remove_index (client->early, 0);
    has_expired = TRUE;
  }

  if (has_expired)
    encoder_connection_flush (client->connection);
}

/**
 * encoder_early_forget:
 *
 * Leaves unanswered what still waits.
 */
void
encoder_early_forget (EncoderClient *client)
{
  g_clear_pointer (&client->early, g_array_unref);
}
