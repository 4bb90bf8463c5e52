/* encoder-device.c
 *
 * Asks and steers a running server from any thread.
 * What it does happens on the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-device.h"

#include "encoder-server-private.h"

static void
list_locks (EncoderServer *server,
            gpointer       data)
{
  GString *text = data;
  gint64 now_us = g_get_monotonic_time ();

  for (guint i = 0; i < server->n_ports; i++) {
    g_autofree char *locks = encoder_lockout_describe (server->ports[i].lockout, now_us);

    if (locks[0] == '\0')
      continue;
    if (text->len > 0)
      g_string_append (text, "; ");
    if (server->n_ports > 1)
      g_string_append_printf (text, "port %u: ", server->ports[i].number);
    g_string_append (text, locks);
  }
}

/**
 * encoder_device_dup_locks:
 *
 * Returns: (transfer full): who is locked out, and for how many seconds still: "admin 298, guard 4";
 *   empty if nobody is
 */
char *
encoder_device_dup_locks (EncoderServer *server)
{
  GString *text = g_string_new (NULL);

  encoder_server_call (server, list_locks, text);
  return g_string_free (text, FALSE);
}

static void
clear_locks (EncoderServer *server,
             gpointer       data)
{
  for (guint i = 0; i < server->n_ports; i++)
    encoder_lockout_clear (server->ports[i].lockout, data);
}

/**
 * encoder_device_unlock:
 * @user: (nullable): a name; %NULL: everybody
 *
 * Forgets the bad logins of a user, behind all ports.
 *
 * Returns: whether there is such a user
 */
gboolean
encoder_device_unlock (EncoderServer *server,
                       const char    *user)
{
  const EncoderUser *found = user ? encoder_users_find (server->users, user) : NULL;

  if (user && !found)
    return FALSE;

  encoder_server_call (server, clear_locks, (gpointer) found);
  return TRUE;
}

typedef struct {
  guint        channel;
  EncoderAlarm alarm;
  gboolean     is_on;
  guint        told;
} AlarmCall;

static void
set_alarm (EncoderServer *server,
           gpointer       data)
{
  AlarmCall *call = data;

  for (guint i = 0; i < server->n_channels; i++) {
    if (call->channel == 0 || i == call->channel - 1)
      call->told += encoder_alarm_set (server, i, call->alarm, call->is_on);
  }
}

/**
 * encoder_device_set_alarm:
 * @channel: from 1; 0: all
 * @is_on: whether it starts or stops
 *
 * Raises an alarm or ends it, and tells those who want to hear of it.
 *
 * Returns: how many pushes were sent; none for an alarm that stands already
 */
guint
encoder_device_set_alarm (EncoderServer *server,
                          guint          channel,
                          EncoderAlarm   alarm,
                          gboolean       is_on)
{
  AlarmCall call = { channel, alarm, is_on, 0 };

  g_return_val_if_fail (channel <= server->n_channels, 0);

  encoder_server_call (server, set_alarm, &call);
  return call.told;
}

/**
 * encoder_device_get_ptz:
 * @channel: from 1
 * @out_position: (out caller-allocates): where its camera looks now
 */
void
encoder_device_get_ptz (EncoderServer      *server,
                        guint               channel,
                        EncoderPtzPosition *out_position)
{
  g_return_if_fail (channel >= 1 && channel <= server->n_channels);

  encoder_ptz_get_position (server->channels[channel - 1].ptz, g_get_monotonic_time (),
                            out_position);
}

typedef struct {
  guint             channel;
  EncoderTalkStats *stats;
} TalkCall;

static void
get_talk (EncoderServer *server,
          gpointer       data)
{
  const TalkCall *call = data;
  guint port = server->ports_per_channel ? call->channel - 1 : 0;
  const EncoderTalk *talk = &server->ports[port].talk;

  *call->stats = (EncoderTalkStats) { talk->is_started, talk->units, talk->bytes, talk->bad };
}

/**
 * encoder_device_get_talk:
 * @channel: from 1
 * @out_stats: (out caller-allocates): what was heard by the box that the channel belongs to
 */
void
encoder_device_get_talk (EncoderServer    *server,
                         guint             channel,
                         EncoderTalkStats *out_stats)
{
  TalkCall call = { channel, out_stats };

  g_return_if_fail (channel >= 1 && channel <= server->n_channels);

  encoder_server_call (server, get_talk, &call);
}

/**
 * encoder_device_get_discovery_port:
 *
 * Returns: the UDP port on which it answers those who look for devices; 0 if it does not
 */
guint16
encoder_device_get_discovery_port (EncoderServer *server)
{
  return server->discovery ? encoder_discovery_get_port (server->discovery) : 0;
}
