/* dvrip-json.c
 *
 * The one gate through which JSON enters, and getters that any type of value may stand behind.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-json.h"

#include <string.h>

#include "dvrip-header.h"
#include "dvrip-message.h"

#define UNICODE_DIGITS 4

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, WALL_ERROR, WALL_REASON_BAD_DATA, "Control message: %s", what);
  return FALSE;
}

/* Returns the code unit of the four digits at @text, or -1. */
static int
read_unicode (const char *text)
{
  int value = 0;

  for (int i = 0; i < UNICODE_DIGITS; i++) {
    if (!g_ascii_isxdigit (text[i]))
      return -1;
    value = value * 16 + g_ascii_xdigit_value (text[i]);
  }

  return value;
}

static gboolean
is_low_surrogate (int unit)
{
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/* @at stands on the 'u' of an escape. What is half a character, or a NUL that would cut the string,
 * becomes U+FFFD. Returns the last byte of the escape, or %NULL if it is none. */
static char *
fix_unicode (char *at)
{
  int unit = read_unicode (at + 1);
  char *last = at + UNICODE_DIGITS;
  gboolean is_high = unit >= 0xd800 && unit <= 0xdbff;

  if (unit < 0)
    return NULL;

  if (is_high && last[1] == '\\' && last[2] == 'u' && is_low_surrogate (read_unicode (last + 3)))
    return last + 2 + UNICODE_DIGITS;

  if (is_high || is_low_surrogate (unit) || unit == 0)
    memcpy (at + 1, "fffd", UNICODE_DIGITS);

  return last;
}

/* @at stands on the opening quote. Returns the closing one, or %NULL. */
static char *
skip_string (char *at)
{
  for (at++; *at != '\0'; at++) {
    if (*at == '"')
      return at;
    if ((guchar) *at < ' ')
      *at = ' ';
    if (*at != '\\')
      continue;
    at++;
    if (*at == '\0' || (*at == 'u' && (at = fix_unicode (at)) == NULL))
      return NULL;
  }

  return NULL;
}

/* Between strings json-glib knows comments and other quotes as well. They are no JSON, and they
 * would let it see brackets where this scan sees text: so nothing of the kind passes. */
static gboolean
is_plain (char c)
{
  return g_ascii_isspace (c) || g_ascii_isalnum (c) || strchr (":,+-.", c) != NULL;
}

/* json-glib recurses as deep as the text says, until the stack overflows: so depth is counted
 * before. */
static gboolean
scan (char *text, GError **error)
{
  guint depth = 0;

  for (char *at = text; *at != '\0'; at++) {
    if (*at == '"') {
      at = skip_string (at);
      if (!at)
        return refuse (error, "a string that does not end");
    } else if (*at == '{' || *at == '[') {
      if (++depth > DVRIP_MAX_JSON_DEPTH) {
        g_set_error (error, WALL_ERROR, WALL_REASON_BAD_DATA,
                     "Control message: %u levels deep, the limit is %d",
                     depth, DVRIP_MAX_JSON_DEPTH);
        return FALSE;
      }
    } else if (*at == '}' || *at == ']') {
      depth -= depth > 0;
    } else if (!is_plain (*at)) {
      return refuse (error, "not JSON");
    }
  }

  return TRUE;
}

/**
 * dvrip_json_clean:
 * @payload: of a control packet
 * @error: %WALL_REASON_BAD_DATA
 *
 * Cuts the text at the first NUL, trims it, makes valid UTF-8 of it and checks size and depth, so
 * that json-glib may read it. Captures of devices show "\n\0", "\0", more NULs, and no terminator.
 *
 * Returns: (transfer full): the text; free with g_free()
 */
char *
dvrip_json_clean (GBytes  *payload,
                  GError **error)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (payload, &size);
  g_autofree char *text = NULL;

  if (size > DVRIP_MAX_CONTROL) {
    g_set_error (error, WALL_ERROR, WALL_REASON_BAD_DATA,
                 "Control message: %" G_GSIZE_FORMAT " bytes, the limit is %u",
                 size, DVRIP_MAX_CONTROL);
    return NULL;
  }

  text = g_utf8_make_valid (size > 0 ? data : "", strnlen (data ? data : "", size));
  g_strstrip (text);
  if (!scan (text, error))
    return NULL;

  return g_steal_pointer (&text);
}

/**
 * dvrip_json_get_object:
 *
 * Returns: (transfer none) (nullable): the member, %NULL if there is none or it is something else
 */
JsonObject *
dvrip_json_get_object (JsonObject *object,
                       const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * dvrip_json_get_array:
 *
 * Returns: (transfer none) (nullable): the member, %NULL if there is none or it is something else
 */
JsonArray *
dvrip_json_get_array (JsonObject *object,
                      const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/**
 * dvrip_json_get_string:
 *
 * Returns: (transfer none) (nullable): the member, %NULL if there is none or it is something else
 */
const char *
dvrip_json_get_string (JsonObject *object,
                       const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (!node || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

static gboolean
parse_int (const char *text, gint64 *out_value)
{
  gboolean is_hex = g_ascii_strncasecmp (text, "0x", 2) == 0;
  char *end = NULL;
  gint64 value = g_ascii_strtoll (text, &end, is_hex ? 16 : 10);

  if (end == text || *end != '\0')
    return FALSE;

  *out_value = value;
  return TRUE;
}

/* A double beyond what a gint64 holds is no number that anybody meant. */
static gboolean
round_double (double value, gint64 *out_value)
{
  if (!(value > -9e18 && value < 9e18))
    return FALSE;

  *out_value = (gint64) value;
  return TRUE;
}

/**
 * dvrip_json_get_int:
 * @out_value: (out): the number; written on success only
 *
 * Reads a number, also one that stands in a string, decimal or "0x…": devices do all three.
 *
 * Returns: %TRUE if the member is there and is a number
 */
gboolean
dvrip_json_get_int (JsonObject *object,
                    const char *name,
                    gint64     *out_value)
{
  JsonNode *node = json_object_get_member (object, name);
  GType type = node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : 0;

  if (type == G_TYPE_STRING)
    return parse_int (json_node_get_string (node), out_value);
  if (type == G_TYPE_DOUBLE)
    return round_double (json_node_get_double (node), out_value);
  if (type != G_TYPE_INT64)
    return FALSE;

  *out_value = json_node_get_int (node);
  return TRUE;
}
