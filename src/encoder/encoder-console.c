/* encoder-console.c
 *
 * Carries out a command and answers it in one line, which begins with "ok" or "error" for programs
 * and goes on in words for people.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-console.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "encoder-console-device.h"
#include "encoder-console-fault.h"

/* @first is for programs, and the same in every language. Takes @words, which are for people. */
static char *
answer (const char *first,
        char       *words)
{
  g_autofree char *taken = words;

  return g_strdup_printf ("%s: %s", first, taken);
}

static char *
answer_help (void)
{
  return answer ("ok", g_strdup_printf (_("commands: %s, %s, status, help, quit"),
                                        ENCODER_CONSOLE_FAULT_HELP, ENCODER_CONSOLE_DEVICE_HELP));
}

/* The channels with a live source, and how each is. */
static char *
list_sources (EncoderServer *server)
{
  GString *list = g_string_new (NULL);

  for (guint channel = 1; channel <= encoder_server_get_channels (server); channel++) {
    g_autofree char *source = encoder_server_describe_source (server, channel);

    if (source)
      g_string_append_printf (list, "%s%u %s", list->len > 0 ? ", " : " sources: ", channel,
                              source);
  }

  return g_string_free (list, FALSE);
}

/* NAME=NUMBER for programs to read as well, so it is the same in every language. */
static char *
answer_status (EncoderServer *server)
{
  g_autofree char *standing = encoder_console_fault_list (server);
  g_autofree char *sources = list_sources (server);
  EncoderCounters counters;

  encoder_server_get_counters (server, &counters);
  return g_strdup_printf ("ok: channels=%u connections=%u open=%u fins=%u resets=%u logins=%u "
                          "rejected-logins=%u claims=%u starts=%u stops=%u logouts=%u "
                          "keepalives=%u watched=%u frames=%" G_GUINT64_FORMAT " faults: %s%s",
                          encoder_server_get_channels (server), counters.connections, counters.open,
                          counters.fins, counters.resets, counters.logins, counters.rejected_logins,
                          counters.claims, counters.starts, counters.stops, counters.logouts,
                          counters.keepalives, counters.watched, counters.frames, standing,
                          sources);
}

static char **
split_words (const char *line)
{
  g_auto (GStrv) parts = g_strsplit_set (line, " \t\r\n", -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (guint i = 0; parts[i]; i++) {
    if (parts[i][0] != '\0')
      g_strv_builder_add (words, parts[i]);
  }

  return g_strv_builder_end (words);
}

/**
 * encoder_console_answer:
 * @server: has started
 * @line: a command, in UTF-8 or not
 * @out_quit: (out): set to %TRUE by "quit", else left alone
 *
 * Carries out one command.
 *
 * Returns: (transfer full) (nullable): the answer, one line without its end; %NULL to an empty line
 */
char *
encoder_console_answer (EncoderServer *server,
                        const char    *line,
                        gboolean      *out_quit)
{
  g_autofree char *valid = g_utf8_make_valid (line, -1);
  g_auto (GStrv) words = split_words (valid);
  char *text;

  if (!words[0])
    return NULL;

  text = encoder_console_device_answer (server, words);
  if (!text)
    text = encoder_console_fault_answer (server, words);
  if (text)
    return text;

  if (strcmp (words[0], "status") == 0)
    return answer_status (server);
  if (strcmp (words[0], "help") == 0)
    return answer_help ();
  if (strcmp (words[0], "quit") == 0) {
    *out_quit = TRUE;
    return answer ("ok", g_strdup (_("closing")));
  }

  return answer ("error", g_strdup_printf (_("no command “%s”; “help” lists them"), words[0]));
}
