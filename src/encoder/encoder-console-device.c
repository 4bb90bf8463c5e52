/* encoder-console-device.c
 *
 * Carries out the commands about how the device behaves: each answers in one line that begins with
 * "ok" or "error".
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-console-device.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "encoder-device.h"

static char *
answer (const char *word,
        char       *rest)
{
  g_autofree char *taken = rest;

  return g_strdup_printf ("%s: %s", word, taken);
}

/* 0 for "all". */
static gboolean
read_channel (EncoderServer *server,
              const char    *text,
              gboolean       may_be_all,
              guint         *out_channel)
{
  guint64 number = 0;

  if (!may_be_all || strcmp (text, "all") != 0) {
    if (!g_ascii_string_to_unsigned (text, 10, 1, encoder_server_get_channels (server), &number,
                                     NULL))
      return FALSE;
  }

  *out_channel = (guint) number;
  return TRUE;
}

static char *
answer_no_channel (EncoderServer *server,
                   const char    *text)
{
  return answer ("error", g_strdup_printf (_("no channel “%s”: from 1 to %u"), text,
                                           encoder_server_get_channels (server)));
}

static char *
answer_alarm (EncoderServer  *server,
              char          **words)
{
  gboolean is_start;
  EncoderAlarm alarm;
  guint channel;

  if (g_strv_length (words) != 4 || !encoder_alarm_from_nick (words[2], &alarm) ||
      (strcmp (words[3], "start") != 0 && strcmp (words[3], "stop") != 0))
    return answer ("error", g_strdup (_("usage: alarm CHANNEL|all motion|loss start|stop")));
  if (!read_channel (server, words[1], TRUE, &channel))
    return answer_no_channel (server, words[1]);

  is_start = strcmp (words[3], "start") == 0;
  return answer ("ok", g_strdup_printf ("pushes=%u", encoder_device_set_alarm (server, channel,
                                                                               alarm, is_start)));
}

static char *
answer_ptz (EncoderServer  *server,
            char          **words)
{
  EncoderPtzPosition position;
  guint channel;

  if (g_strv_length (words) != 2)
    return answer ("error", g_strdup (_("usage: ptz CHANNEL")));
  if (!read_channel (server, words[1], FALSE, &channel))
    return answer_no_channel (server, words[1]);

  encoder_device_get_ptz (server, channel, &position);
  return g_strdup_printf ("ok: pan=%d%% tilt=%d%% zoom=%d%% focus=%d%% iris=%d%% moving=%d menu=%d "
                          "presets=%u", (int) (position.pan * 100), (int) (position.tilt * 100),
                          (int) (position.zoom * 100), (int) (position.focus * 100),
                          (int) (position.iris * 100), position.is_moving, position.is_menu,
                          position.n_presets);
}

static char *
answer_talk (EncoderServer  *server,
             char          **words)
{
  EncoderTalkStats stats;
  guint channel = 1;

  if (words[1] && !read_channel (server, words[1], FALSE, &channel))
    return answer_no_channel (server, words[1]);

  encoder_device_get_talk (server, channel, &stats);
  return g_strdup_printf ("ok: open=%d units=%" G_GUINT64_FORMAT " bytes=%" G_GUINT64_FORMAT
                          " bad=%" G_GUINT64_FORMAT, stats.is_open, stats.units, stats.bytes,
                          stats.bad);
}

static char *
answer_locks (EncoderServer  *server,
              char          **words)
{
  g_autofree char *locks = encoder_device_dup_locks (server);

  return answer ("ok", g_strdup_printf ("locked: %s", locks[0] ? locks : "none"));
}

static char *
answer_unlock (EncoderServer  *server,
               char          **words)
{
  if (!words[1])
    return answer ("error", g_strdup (_("usage: unlock USER|all")));
  if (!encoder_device_unlock (server, strcmp (words[1], "all") == 0 ? NULL : words[1]))
    return answer ("error", g_strdup_printf (_("no user “%s”"), words[1]));

  return answer ("ok", g_strdup_printf (_("unlocked: %s"), words[1]));
}

static const struct {
  const char *command;
  char *(*answer) (EncoderServer *server, char **words);
} commands[] = {
  { "alarm", answer_alarm },
  { "locks", answer_locks },
  { "ptz", answer_ptz },
  { "talk", answer_talk },
  { "unlock", answer_unlock },
};

/**
 * encoder_console_device_answer:
 * @words: of the command, at least one
 *
 * Returns: (transfer full) (nullable): the answer; %NULL if this is no command of the kind
 */
char *
encoder_console_device_answer (EncoderServer  *server,
                               char          **words)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (strcmp (words[0], commands[i].command) == 0)
      return commands[i].answer (server, words);
  }

  return NULL;
}
