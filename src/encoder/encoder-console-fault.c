/* encoder-console-fault.c
 *
 * Carries out the commands about what goes wrong, and in what the device departs from the usual:
 * each answers in one line that begins with "ok" or "error".
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-console-fault.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* @first is for programs, and the same in every language. Takes @words, which are for people. */
static char *
answer (const char *first,
        char       *words)
{
  g_autofree char *taken = words;

  return g_strdup_printf ("%s: %s", first, taken);
}

static char *
list_faults (void)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < ENCODER_N_FAULTS; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? " " : "",
                            encoder_fault_to_nick ((EncoderFault) i));

  return g_string_free (list, FALSE);
}

static char *
list_deviations (void)
{
  GString *list = g_string_new ("none");

  for (guint i = 0; i < ENCODER_N_DEVIATIONS; i++)
    g_string_append_printf (list, " %s",
                            encoder_deviation_get_info ((EncoderDeviation) i)->nick);

  return g_string_free (list, FALSE);
}

static char *
usage_of_fault (void)
{
  g_autofree char *nicks = list_faults ();

  return answer ("error", g_strdup_printf (_("say “fault CHANNEL FAULT”, such as “fault 1 stall” "
                                             "or “fault all none”; faults: %s"), nicks));
}

/* "fault 1 stall", "fault 1:stall", "fault all +drop=20 @10+5". */
static char *
answer_fault (EncoderServer  *server,
              char          **words)
{
  guint n_words = g_strv_length (words);
  g_autofree char *rest = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *spec_text = NULL;
  EncoderFaultSpec spec;

  if (n_words < 2 || (n_words == 2 && !strchr (words[1], ':')))
    return usage_of_fault ();

  rest = g_strjoinv ("", words + 2);
  spec_text = strchr (words[1], ':') ? g_strconcat (words[1], rest, NULL)
                                     : g_strconcat (words[1], ":", rest, NULL);
  if (!encoder_fault_spec_parse (spec_text, encoder_server_get_channels (server), &spec, &error))
    return answer ("error", g_strdup (error->message));

  encoder_server_apply_fault (server, &spec);
  if (strchr (words[1], ':'))
    return answer ("ok", g_steal_pointer (&spec_text));

  return answer ("ok", g_strdup_printf (_("channel %s: %s"), words[1], rest));
}

static char *
answer_deviate (EncoderServer  *server,
                char          **words)
{
  EncoderDeviations deviations = { 0 };
  g_autofree char *text = NULL;
  g_autofree char *rest = g_strjoinv (",", words + 1);
  g_autoptr (GError) error = NULL;

  if (!words[1]) {
    g_autofree char *nicks = list_deviations ();

    return answer ("error", g_strdup_printf (_("say “deviate DEVIATION,…”; deviations: %s"),
                                             nicks));
  }

  if (!encoder_deviations_parse (rest, &deviations, &error))
    return answer ("error", g_strdup (error->message));

  encoder_server_set_deviations (server, &deviations);
  text = encoder_deviations_to_string (&deviations);
  return answer ("ok", g_steal_pointer (&text));
}

/* What is said of one fault or deviation, for people. */
static char *
describe (const char *name)
{
  EncoderFault fault;

  if (encoder_fault_from_nick (name, &fault))
    return g_strdup (_(encoder_fault_get_info (fault)->words));

  for (guint i = 0; i < ENCODER_N_DEVIATIONS; i++) {
    const EncoderDeviationInfo *info = encoder_deviation_get_info ((EncoderDeviation) i);

    if (strcmp (info->nick, name) == 0)
      return g_strdup (_(info->words));
  }

  return NULL;
}

static char *
answer_help (EncoderServer  *server,
             char          **words)
{
  char *words_of_it;

  if (!words[1])
    return NULL;

  if (strcmp (words[1], "faults") == 0)
    return answer ("ok", list_faults ());
  if (strcmp (words[1], "deviations") == 0)
    return answer ("ok", list_deviations ());

  words_of_it = describe (words[1]);
  return words_of_it ? answer ("ok", words_of_it) : NULL;
}

static const struct {
  const char *command;
  char *(*answer) (EncoderServer *server, char **words);
} commands[] = {
  { "fault", answer_fault },
  { "deviate", answer_deviate },
  { "help", answer_help },
};

/**
 * encoder_console_fault_answer:
 * @words: of the command, at least one
 *
 * Returns: (transfer full) (nullable): the answer, %NULL to what is none of these commands
 */
char *
encoder_console_fault_answer (EncoderServer  *server,
                              char          **words)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (strcmp (words[0], commands[i].command) == 0)
      return commands[i].answer (server, words);
  }

  return NULL;
}

/**
 * encoder_console_fault_list:
 *
 * Returns: (transfer full): the faults that are set: "1 stall, 2 drop=20", "none"
 */
char *
encoder_console_fault_list (EncoderServer *server)
{
  GString *list = g_string_new (NULL);

  for (guint channel = 1; channel <= encoder_server_get_channels (server); channel++) {
    EncoderFaultSet faults;

    encoder_server_get_faults (server, channel, &faults);
    for (guint i = 1; i < ENCODER_N_FAULTS; i++) {
      const EncoderFaultInfo *info = encoder_fault_get_info ((EncoderFault) i);

      if (!encoder_fault_set_has (&faults, (EncoderFault) i))
        continue;

      g_string_append_printf (list, "%s%u %s", list->len > 0 ? ", " : "", channel, info->nick);
      if (info->value && faults.values[i] != info->normal)
        g_string_append_printf (list, "=%g", faults.values[i]);
    }
  }

  return g_string_free (list->len > 0 ? list : g_string_assign (list, "none"), FALSE);
}
