/* encoder-deviation.c
 *
 * The table of all deviations, in the order of the enumeration, and sets of them as people write
 * them: "version-0,newline".
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-deviation.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_STATIC_ASSERT (ENCODER_N_DEVIATIONS <= 64);

static const EncoderDeviationInfo deviations[ENCODER_N_DEVIATIONS] = {
  [ENCODER_DEVIATION_VERSION_0] = {
    "version-0", N_("The version in the headers of answers and media is 0 instead of 1."),
    N_("Accepts both."),
  },
  [ENCODER_DEVIATION_RESERVED] = {
    "reserved", N_("The reserved bytes of headers are set."),
    N_("Ignores them."),
  },
  [ENCODER_DEVIATION_OWN_SEQUENCE] = {
    "own-sequence", N_("Answers have a counter of the device’s own as their sequence."),
    N_("Knows answers by their message id."),
  },
  [ENCODER_DEVIATION_SEQUENCE_PLUS_1] = {
    "sequence-plus-1", N_("Answers have the sequence of the request and one."),
    N_("Knows answers by their message id."),
  },
  [ENCODER_DEVIATION_NEWLINE] = {
    "newline", N_("Messages end with a newline alone."),
    N_("Takes what comes before the first NUL, without white space at its end."),
  },
  [ENCODER_DEVIATION_NUL] = {
    "nul", N_("Messages end with a NUL alone."),
    N_("Takes what comes before the first NUL, without white space at its end."),
  },
  [ENCODER_DEVIATION_NO_TERMINATOR] = {
    "no-terminator", N_("Messages end with their last bracket."),
    N_("Takes what comes before the first NUL, without white space at its end."),
  },
  [ENCODER_DEVIATION_SHORT_SESSION] = {
    "short-session", N_("Session numbers are written without leading zeros."),
    N_("Reads hexadecimal digits of any number."),
  },
  [ENCODER_DEVIATION_LONG_SESSION] = {
    "long-session", N_("Session numbers are written with ten digits."),
    N_("Reads hexadecimal digits of any number."),
  },
  [ENCODER_DEVIATION_FAILED_SESSION] = {
    "failed-session", N_("Logins that are refused have a session number, too."),
    N_("Believes the return code."),
  },
  [ENCODER_DEVIATION_NO_RET] = {
    "no-ret", N_("Answers have no return code, but for the one to the login."),
    N_("Waits whether media comes."),
  },
  [ENCODER_DEVIATION_NO_ALIVE_INTERVAL] = {
    "no-alive-interval", N_("The answer to the login does not say how often a keepalive is "
                            "expected."),
    N_("Takes 20 seconds."),
  },
  [ENCODER_DEVIATION_WRONG_USER_205] = {
    "wrong-user-205", N_("An unknown user is answered with 205, as if locked out."),
    N_("Stays away for half an hour."),
  },
  [ENCODER_DEVIATION_START_REPLY] = {
    "start-reply", N_("A Start is answered on the media socket, too, also where it is the only "
                      "one."),
    N_("Accepts messages between media."),
  },
  [ENCODER_DEVIATION_NO_START_REPLY] = {
    "no-start-reply", N_("A Start is never answered."),
    N_("Takes media for the answer."),
  },
  [ENCODER_DEVIATION_ONE_SOCKET] = {
    "one-socket", N_("Streams are claimed on the socket of the login only; others get 103."),
    N_("Uses one socket."),
  },
  [ENCODER_DEVIATION_TWO_SOCKETS] = {
    "two-sockets", N_("Streams are claimed on a socket of their own only; others get 103."),
    N_("Uses two sockets, with the same login."),
  },
  [ENCODER_DEVIATION_EXTRA] = {
    "extra", N_("The sub stream is called Extra only; Extra1 is refused."),
    N_("Tries both names."),
  },
  [ENCODER_DEVIATION_EXTRA1] = {
    "extra1", N_("The sub stream is called Extra1 only; Extra is refused."),
    N_("Tries both names."),
  },
  [ENCODER_DEVIATION_PACKETS_1400] = {
    "packets-1400", N_("Media packets have 1400 bytes at most."),
    N_("Plays: the size of packets means nothing."),
  },
  [ENCODER_DEVIATION_PACKETS_32768] = {
    "packets-32768", N_("Media packets have 32768 bytes at most."),
    N_("Plays: the size of packets means nothing."),
  },
  [ENCODER_DEVIATION_WHOLE_UNITS] = {
    "whole-units", N_("Each unit is one packet, however large."),
    N_("Plays, up to 4 MiB a packet."),
  },
  [ENCODER_DEVIATION_SEVERAL_UNITS] = {
    "several-units", N_("Packets hold several units, and are cut without regard to them."),
    N_("Follows the lengths of the units."),
  },
  [ENCODER_DEVIATION_STARTS_INSIDE] = {
    "starts-inside", N_("Streams begin in the middle of a unit."),
    N_("Searches for the first unit, and never again once it has one."),
  },
  [ENCODER_DEVIATION_INFO_UNITS] = {
    "info-units", N_("Information units (F9) come between the others."),
    N_("Leaves them out."),
  },
  [ENCODER_DEVIATION_SERVICE_BLOCKS] = {
    "service-blocks", N_("Every two seconds a block of 127 bytes comes that says it is a picture "
                         "(FD) and is none."),
    N_("Leaves it out, and counts no damage."),
  },
  [ENCODER_DEVIATION_4K_BITS] = {
    "4k-bits", N_("The header of key frames says 3840×2160, whatever the picture is."),
    N_("Believes the parameter sets."),
  },
  [ENCODER_DEVIATION_UNKNOWN_CODEC] = {
    "unknown-codec", N_("The header of key frames names a codec that does not exist."),
    N_("Looks into the stream."),
  },
  [ENCODER_DEVIATION_RATE_0] = {
    "rate-0", N_("The header of key frames says 0 pictures a second."),
    N_("Measures the rate."),
  },
  [ENCODER_DEVIATION_WRONG_RATE] = {
    "wrong-rate", N_("The header of key frames says one picture a second."),
    N_("Measures the rate."),
  },
  [ENCODER_DEVIATION_NO_AUDIO] = {
    "no-audio", N_("There is no sound in the stream."),
    N_("Plays the pictures."),
  },
};

/* Where both would mean the same thing. */
static const EncoderDeviation contradictions[][2] = {
  { ENCODER_DEVIATION_OWN_SEQUENCE, ENCODER_DEVIATION_SEQUENCE_PLUS_1 },
  { ENCODER_DEVIATION_NEWLINE, ENCODER_DEVIATION_NUL },
  { ENCODER_DEVIATION_NEWLINE, ENCODER_DEVIATION_NO_TERMINATOR },
  { ENCODER_DEVIATION_NUL, ENCODER_DEVIATION_NO_TERMINATOR },
  { ENCODER_DEVIATION_SHORT_SESSION, ENCODER_DEVIATION_LONG_SESSION },
  { ENCODER_DEVIATION_START_REPLY, ENCODER_DEVIATION_NO_START_REPLY },
  { ENCODER_DEVIATION_ONE_SOCKET, ENCODER_DEVIATION_TWO_SOCKETS },
  { ENCODER_DEVIATION_EXTRA, ENCODER_DEVIATION_EXTRA1 },
  { ENCODER_DEVIATION_PACKETS_1400, ENCODER_DEVIATION_PACKETS_32768 },
  { ENCODER_DEVIATION_PACKETS_1400, ENCODER_DEVIATION_WHOLE_UNITS },
  { ENCODER_DEVIATION_PACKETS_32768, ENCODER_DEVIATION_WHOLE_UNITS },
  { ENCODER_DEVIATION_WHOLE_UNITS, ENCODER_DEVIATION_SEVERAL_UNITS },
  { ENCODER_DEVIATION_RATE_0, ENCODER_DEVIATION_WRONG_RATE },
};

/**
 * encoder_deviation_get_info:
 *
 * Returns: (transfer none): the row of the table
 */
const EncoderDeviationInfo *
encoder_deviation_get_info (EncoderDeviation deviation)
{
  g_return_val_if_fail (deviation >= 0 && deviation < ENCODER_N_DEVIATIONS, NULL);

  return &deviations[deviation];
}

void
encoder_deviations_add (EncoderDeviations *self,
                        EncoderDeviation   deviation)
{
  self->bits |= G_GUINT64_CONSTANT (1) << deviation;
}

gboolean
encoder_deviations_has (const EncoderDeviations *self,
                        EncoderDeviation         deviation)
{
  return (self->bits >> deviation) & 1;
}

static gboolean
add_nick (EncoderDeviations  *self,
          const char         *nick,
          GError            **error)
{
  for (guint i = 0; i < ENCODER_N_DEVIATIONS; i++) {
    if (strcmp (deviations[i].nick, nick) == 0) {
      encoder_deviations_add (self, (EncoderDeviation) i);
      return TRUE;
    }
  }

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("no deviation “%s”; “help deviations” lists them, and “watchwall-encoder "
                 "--list-deviations”"), nick);
  return FALSE;
}

static gboolean
check (const EncoderDeviations  *self,
       GError                  **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (contradictions); i++) {
    EncoderDeviation one = contradictions[i][0], other = contradictions[i][1];

    if (encoder_deviations_has (self, one) && encoder_deviations_has (self, other)) {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("the deviations “%s” and “%s” exclude each other"), deviations[one].nick,
                   deviations[other].nick);
      return FALSE;
    }
  }

  return TRUE;
}

/**
 * encoder_deviations_parse:
 * @text: nicks with commas between them; "none" takes back what came before
 * @out_deviations: (inout): what is named is added to it; on success only
 * @error: %G_OPTION_ERROR_BAD_VALUE
 *
 * Returns: whether there is such a device
 */
gboolean
encoder_deviations_parse (const char         *text,
                          EncoderDeviations  *out_deviations,
                          GError            **error)
{
  g_auto (GStrv) nicks = g_strsplit (text, ",", -1);
  EncoderDeviations sum = *out_deviations;

  if (!nicks[0])
    return add_nick (&sum, "", error);

  for (guint i = 0; nicks[i]; i++) {
    if (strcmp (g_strstrip (nicks[i]), "none") == 0)
      sum.bits = 0;
    else if (!add_nick (&sum, nicks[i], error))
      return FALSE;
  }

  if (!check (&sum, error))
    return FALSE;

  *out_deviations = sum;
  return TRUE;
}

/**
 * encoder_deviations_to_string:
 *
 * Returns: (transfer full): what encoder_deviations_parse() reads
 */
char *
encoder_deviations_to_string (const EncoderDeviations *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ENCODER_N_DEVIATIONS; i++) {
    if (encoder_deviations_has (self, (EncoderDeviation) i))
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", deviations[i].nick);
  }

  return g_string_free (text->len > 0 ? text : g_string_assign (text, "none"), FALSE);
}
