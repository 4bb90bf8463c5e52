/* encoder-list.c
 *
 * The tables of faults and deviations as text, for a terminal and for the manual page, from one
 * source: what the program knows is what is written about it.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "encoder-deviation.h"
#include "encoder-fault.h"

/* "drop=PERCENT (10)" */
static char *
dup_fault_name (const EncoderFaultInfo *info)
{
  if (!info->value)
    return g_strdup (info->nick);
  if (info->normal > 1e6)
    return g_strdup_printf ("%s=%s (0x%X)", info->nick, info->value, (guint) info->normal);

  return g_strdup_printf ("%s=%s (%g)", info->nick, info->value, info->normal);
}

/* A row of a list: its name, what happens, and what a good client does. */
typedef void (*AppendFunc) (GString    *text,
                            const char *name,
                            const char *words,
                            const char *client);

static void
append_row (GString    *text,
            const char *name,
            const char *words,
            const char *client)
{
  g_string_append_printf (text, "%s\n    %s\n    → %s\n", name, _(words), _(client));
}

static char *
list_faults (AppendFunc append)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ENCODER_N_FAULTS; i++) {
    const EncoderFaultInfo *info = encoder_fault_get_info ((EncoderFault) i);
    g_autofree char *name = dup_fault_name (info);

    append (text, name, info->words, info->client);
  }

  return g_string_free (text, FALSE);
}

static char *
list_deviations (AppendFunc append)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ENCODER_N_DEVIATIONS; i++) {
    const EncoderDeviationInfo *info = encoder_deviation_get_info ((EncoderDeviation) i);

    append (text, info->nick, info->words, info->client);
  }

  return g_string_free (text, FALSE);
}

/**
 * encoder_list_faults:
 *
 * Returns: (transfer full): three lines for each fault, in the language of the user
 */
char *
encoder_list_faults (void)
{
  return list_faults (append_row);
}

/**
 * encoder_list_deviations:
 *
 * Returns: (transfer full): three lines for each deviation, in the language of the user
 */
char *
encoder_list_deviations (void)
{
  return list_deviations (append_row);
}

/* Each sentence on lines of its own, with what a manual page would take for something else. */
static void
append_man (GString    *text,
            const char *words)
{
  for (const char *at = words; *at; at = g_utf8_next_char (at)) {
    gunichar letter = g_utf8_get_char (at);

    if (letter == '-' || letter == '\\')
      g_string_append (text, letter == '-' ? "\\-" : "\\e");
    else if (letter > 0x7f)
      g_string_append_printf (text, "\\[u%04X]", letter);
    else if (letter == ' ' && at > words && strchr (".;", at[-1]))
      g_string_append_c (text, '\n');
    else
      g_string_append_c (text, (char) letter);
  }
  g_string_append_c (text, '\n');
}

static void
append_man_row (GString    *text,
                const char *name,
                const char *words,
                const char *client)
{
  g_string_append (text, ".TP\n.B ");
  append_man (text, name);
  append_man (text, words);
  g_string_append (text, ".br\nA good client:\n");
  append_man (text, client);
}

/**
 * encoder_list_faults_as_man:
 *
 * Returns: (transfer full): the same in the language of manual pages, and in English
 */
char *
encoder_list_faults_as_man (void)
{
  return list_faults (append_man_row);
}

/**
 * encoder_list_deviations_as_man:
 *
 * Returns: (transfer full): the same in the language of manual pages, and in English
 */
char *
encoder_list_deviations_as_man (void)
{
  return list_deviations (append_man_row);
}
