/* encoder-fault-spec.c
 *
 * Reads [CHANNEL|all:][+|-]FAULT[=NUMBER][@START[+DURATION]], and says in words what is wrong
 * with it.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-fault-spec.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_SECONDS (366.0 * 24 * 60 * 60)

static gboolean
fail (GError **error,
      char    *message)
{
  g_autofree char *taken = message;

  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, taken);
  return FALSE;
}

/* Decimal, or hexadecimal after "0x". */
static gboolean
read_number (const char *text,
             double      min,
             double      max,
             double     *out_number)
{
  char *end = NULL;
  double number = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !isfinite (number) || number < min || number > max)
    return FALSE;

  *out_number = number;
  return TRUE;
}

static gboolean
read_channel (const char  *text,
              guint        n_channels,
              guint       *out_channel,
              GError     **error)
{
  guint64 channel;

  if (strcmp (text, "all") == 0) {
    *out_channel = 0;
    return TRUE;
  }

  if (!g_ascii_string_to_unsigned (text, 10, 1, n_channels, &channel, NULL))
    return fail (error, g_strdup_printf (_("no channel “%s”: from 1 to %u, or all"), text,
                                         n_channels));

  *out_channel = (guint) channel;
  return TRUE;
}

static gboolean
read_time (char              *text,
           EncoderFaultSpec  *spec,
           GError           **error)
{
  char *plus = strchr (text, '+');
  double start = 0, duration = 0;

  if (plus)
    *plus++ = '\0';
  if (!read_number (text, 0, MAX_SECONDS, &start) ||
      (plus && !read_number (plus, 0.001, MAX_SECONDS, &duration)))
    return fail (error, g_strdup (_("a time is “@START” or “@START+DURATION”, in seconds, such as "
                                    "“@10+2.5”")));

  spec->start_us = (gint64) (start * G_USEC_PER_SEC);
  spec->duration_us = (gint64) (duration * G_USEC_PER_SEC);
  return TRUE;
}

static gboolean
read_value (const char        *text,
            EncoderFaultSpec  *spec,
            GError           **error)
{
  const EncoderFaultInfo *info = encoder_fault_get_info (spec->fault);

  spec->value = info->normal;
  if (!text)
    return TRUE;

  if (!info->value)
    return fail (error, g_strdup_printf (_("the fault “%s” has no number"), info->nick));
  if (!read_number (text, info->min, info->max, &spec->value))
    return fail (error, g_strdup_printf (_("“%s=%s”: a number from %g to %g is expected"),
                                         info->nick, text, info->min, info->max));

  return TRUE;
}

static gboolean
read_fault (char              *text,
            EncoderFaultSpec  *spec,
            GError           **error)
{
  char *equals = strchr (text, '=');

  if (equals)
    *equals++ = '\0';

  spec->mode = *text == '+' ? ENCODER_FAULT_ADD
               : *text == '-' ? ENCODER_FAULT_REMOVE
                              : ENCODER_FAULT_ONLY;
  if (spec->mode != ENCODER_FAULT_ONLY)
    text++;

  if (!encoder_fault_from_nick (text, &spec->fault))
    return fail (error, g_strdup_printf (_("no fault “%s”; “help faults” lists them, and "
                                           "“watchwall-encoder --list-faults”"), text));

  return read_value (equals, spec, error);
}

/* What is over at once, and what is nothing, does not last. */
static gboolean
check_duration (const EncoderFaultSpec  *spec,
                GError                 **error)
{
  const EncoderFaultInfo *info = encoder_fault_get_info (spec->fault);

  if (spec->duration_us == 0 || (!info->is_once && spec->fault != ENCODER_FAULT_NONE &&
                                 spec->mode != ENCODER_FAULT_REMOVE))
    return TRUE;

  return fail (error, g_strdup_printf (_("“%s” happens once, it has no duration"), info->nick));
}

/**
 * encoder_fault_spec_parse:
 * @text: what was written
 * @n_channels: how many there are
 * @out_spec: (out caller-allocates): written on success only
 * @error: %G_OPTION_ERROR_BAD_VALUE
 *
 * Returns: whether it is a fault
 */
gboolean
encoder_fault_spec_parse (const char        *text,
                          guint              n_channels,
                          EncoderFaultSpec  *out_spec,
                          GError           **error)
{
  g_autofree char *copy = g_strdup (text);
  char *colon = strchr (copy, ':');
  char *fault = colon ? colon + 1 : copy;
  char *at = strchr (fault, '@');
  EncoderFaultSpec spec = { 0 };

  if (colon)
    *colon = '\0';
  if (at)
    *at++ = '\0';

  if ((colon && !read_channel (copy, n_channels, &spec.channel, error)) ||
      !read_fault (fault, &spec, error) || (at && !read_time (at, &spec, error)) ||
      !check_duration (&spec, error))
    return FALSE;

  *out_spec = spec;
  return TRUE;
}
