/* encoder-deviation-text.c
 *
 * The text of an answer as a device of its own manners would have written it.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-deviation.h"

#include <string.h>

#define ANY_SESSION 0x4d2

/* Cuts @length bytes out of @text at @at and puts @other there. */
static void
replace_at (GString    *text,
            gsize       at,
            gsize       length,
            const char *other)
{
  g_string_erase (text, (gssize) at, (gssize) length);
  g_string_insert (text, (gssize) at, other);
}

/* A member whose value has no comma within it, with the comma that follows. */
static void
remove_member (GString    *text,
               const char *name)
{
  const char *found = strstr (text->str, name);
  gsize at, length;

  if (!found)
    return;

  at = (gsize) (found - text->str);
  length = strcspn (found, ",");
  if (found[length] == ',')
    length += strspn (found + length, ", ");
  g_string_erase (text, (gssize) at, (gssize) length);
}

static gboolean
is_failure (const GString *text)
{
  const char *ret = strstr (text->str, "\"Ret\" : ");

  return ret && !g_str_has_prefix (ret, "\"Ret\" : 100");
}

static void
rewrite_session (const EncoderDeviations *self,
                 GString                 *text)
{
  static const char name[] = "\"SessionID\" : \"0x";
  const char *found = strstr (text->str, name);
  guint64 session;
  char digits[24];
  gsize at;

  if (!found)
    return;

  at = (gsize) (found - text->str) + strlen (name);
  session = g_ascii_strtoull (text->str + at, NULL, 16);
  if (session == 0 && is_failure (text) &&
      encoder_deviations_has (self, ENCODER_DEVIATION_FAILED_SESSION))
    session = ANY_SESSION;

  if (encoder_deviations_has (self, ENCODER_DEVIATION_SHORT_SESSION))
    g_snprintf (digits, sizeof digits, "%" G_GINT64_MODIFIER "X", session);
  else if (encoder_deviations_has (self, ENCODER_DEVIATION_LONG_SESSION))
    g_snprintf (digits, sizeof digits, "%010" G_GINT64_MODIFIER "x", session);
  else
    g_snprintf (digits, sizeof digits, "%08" G_GINT64_MODIFIER "X", session);
  replace_at (text, at, strspn (text->str + at, "0123456789abcdefABCDEF"), digits);
}

static GBytes *
terminate (const EncoderDeviations *self,
           GString                 *text)
{
  if (encoder_deviations_has (self, ENCODER_DEVIATION_NEWLINE))
    g_string_append_c (text, '\n');
  else if (encoder_deviations_has (self, ENCODER_DEVIATION_NUL))
    g_string_append_c (text, '\0');
  else if (!encoder_deviations_has (self, ENCODER_DEVIATION_NO_TERMINATOR))
    g_string_append_len (text, "\n", 2);

  return g_string_free_to_bytes (text);
}

/**
 * encoder_deviations_rewrite:
 * @payload: (transfer none): a message in the profile that all clients get along with, or anything
 *   else, which stays as it is
 *
 * Returns: (transfer full): the message of such a device
 */
GBytes *
encoder_deviations_rewrite (const EncoderDeviations *self,
                            GBytes                  *payload)
{
  gsize size;
  const char *data = g_bytes_get_data (payload, &size);
  gboolean is_login = FALSE;
  GString *text;

  if (self->bits == 0 || size < 3 || data[0] != '{' || memcmp (data + size - 2, "\n", 2) != 0)
    return g_bytes_ref (payload);

  text = g_string_new_len (data, (gssize) size - 2);
  is_login = strstr (text->str, "\"AliveInterval\"") != NULL;
  if (encoder_deviations_has (self, ENCODER_DEVIATION_NO_ALIVE_INTERVAL))
    remove_member (text, "\"AliveInterval\"");
  rewrite_session (self, text);
  if (encoder_deviations_has (self, ENCODER_DEVIATION_NO_RET) && !is_login && !is_failure (text))
    remove_member (text, "\"Ret\"");

  return terminate (self, text);
}
