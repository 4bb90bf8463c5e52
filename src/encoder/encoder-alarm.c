/* encoder-alarm.c
 *
 * Which alarms stand, and telling those who asked for them. A push goes to each session that has
 * guarded and may hear of that channel, with that session's id and a count of its own; nobody is
 * told what stood before it guarded, and no reply is expected. An alarm changes nothing else: lost
 * video goes on to be sent unless a fault stops it.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-alarm.h"

#include <string.h>

#include "dvrip-message.h"
#include "encoder-server-private.h"

static const struct {
  const char *nick, *event;
} alarms[ENCODER_N_ALARMS] = {
  [ENCODER_ALARM_MOTION] = { "motion", "VideoMotion" },
  [ENCODER_ALARM_LOSS] = { "loss", "VideoLoss" },
};

const char *
encoder_alarm_to_nick (EncoderAlarm alarm)
{
  return alarms[alarm].nick;
}

gboolean
encoder_alarm_from_nick (const char   *nick,
                         EncoderAlarm *out_alarm)
{
  for (guint i = 0; i < ENCODER_N_ALARMS; i++) {
    if (strcmp (nick, alarms[i].nick) == 0) {
      *out_alarm = i;
      return TRUE;
    }
  }

  return FALSE;
}

/* Captures of devices show these members and no more. */
static GBytes *
write_push (const EncoderSession *session,
            guint                 channel,
            EncoderAlarm          alarm,
            const char           *since,
            gboolean              is_on)
{
  g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), NULL);
  g_autoptr (JsonObject) message = json_object_new ();
  g_autofree char *id = g_strdup_printf ("0x%08X", session->id);
  JsonObject *info = json_object_new ();

  json_object_set_int_member (info, "Channel", channel - session->port->first);
  json_object_set_string_member (info, "Event", alarms[alarm].event);
  json_object_set_string_member (info, "StartTime", since);
  json_object_set_string_member (info, "Status", is_on ? "Start" : "Stop");
  json_object_set_object_member (message, "AlarmInfo", info);
  json_object_set_string_member (message, "Name", "AlarmInfo");
  json_object_set_string_member (message, "SessionID", id);
  json_node_set_object (root, message);

  return dvrip_message_write_json (root);
}

static gboolean
is_for (const EncoderClient *client,
        guint                channel)
{
  const EncoderSession *session = client->session;

  return session && session->control == client && session->is_guarded &&
         channel >= session->port->first &&
         channel < session->port->first + session->port->n_channels &&
         encoder_user_may (session->user, ENCODER_RIGHT_ALARMS, channel);
}

/* Backwards: a client that cannot be written to leaves the list. */
static guint
push_to_all (EncoderServer *server,
             guint          channel,
             EncoderAlarm   alarm,
             const char    *since,
             gboolean       is_on)
{
  guint told = 0;

  for (guint i = server->clients->len; i-- > 0; ) {
    EncoderClient *client = g_ptr_array_index (server->clients, i);
    g_autoptr (GBytes) payload = NULL;

    if (!is_for (client, channel) || !encoder_connection_is_open (client->connection))
      continue;

    payload = write_push (client->session, channel, alarm, since, is_on);
    encoder_connection_send (client->connection, client->session->id,
                             client->session->pushes++, DVRIP_ID_ALARM, payload);
    encoder_connection_flush (client->connection);
    told++;
  }

  return told;
}

/**
 * encoder_alarm_set:
 * @channel: from 0
 * @is_on: whether it starts or stops
 *
 * Raises an alarm or ends it; one that stands already, or does not, is told to nobody again.
 *
 * Returns: how many sessions were told
 */
guint
encoder_alarm_set (EncoderServer *server,
                   guint          channel,
                   EncoderAlarm   alarm,
                   gboolean       is_on)
{
  char **since = &server->channels[channel].alarms[alarm];
  guint told;

  if (is_on == (*since != NULL))
    return 0;

  if (is_on) {
    g_autoptr (GDateTime) now = g_date_time_new_now_local ();

    *since = g_date_time_format (now, "%Y-%m-%d %H:%M:%S");
  }

  told = push_to_all (server, channel, alarm, *since, is_on);
  if (!is_on)
    g_clear_pointer (since, g_free);

  server->counters.pushes += told;
  return told;
}
