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
  { "locks", answer_locks },
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
