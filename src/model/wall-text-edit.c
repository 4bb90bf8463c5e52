/* wall-text-edit.c
 *
 * Changes keys and groups in the text of a device file, and leaves every other byte as it is: comments,
 * order, blank lines, line ends and keys of newer versions are a person's.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-text-edit.h"

#include <string.h>

#define BOM "\xef\xbb\xbf"

static const char *
skip_blanks (const char *line)
{
  while (*line == ' ' || *line == '\t')
    line++;

  return line;
}

static const char *
next_line (const char *line)
{
  const char *end = strchr (line, '\n');

  return end ? end + 1 : line + strlen (line);
}

static gboolean
is_header_of (const char *line,
              const char *group)
{
  const char *name = skip_blanks (line);
  gsize length = strlen (group);

  return *name == '[' && strncmp (name + 1, group, length) == 0 && name[1 + length] == ']';
}

static gboolean
is_key (const char *line)
{
  const char *first = skip_blanks (line);

  return strchr ("#[\r\n", *first) == NULL && *first != '\0';
}

static const char *
find_header (const char *text,
             const char *group)
{
  const char *line = g_str_has_prefix (text, BOM) ? text + strlen (BOM) : text;

  while (*line != '\0' && !is_header_of (line, group))
    line = next_line (line);

  return *line != '\0' ? line : NULL;
}

/* The last line of the group that says something, so that the new one stands with its like. */
static const char *
find_last_key (const char *header)
{
  const char *last = header;

  for (const char *line = next_line (header); *line != '\0'; line = next_line (line)) {
    if (*skip_blanks (line) == '[')
      break;
    if (is_key (line))
      last = line;
  }

  return last;
}

static const char *
get_line_end (const char *text)
{
  const char *end = strchr (text, '\n');

  return end && end > text && end[-1] == '\r' ? "\r\n" : "\n";
}

static gboolean
is_blank (const char *line)
{
  const char *first = skip_blanks (line);

  return *first == '\n' || *first == '\r';
}

static gboolean
is_line_of (const char *line,
            const char *key)
{
  const char *name = skip_blanks (line);
  gsize length = strlen (key);

  return is_key (line) && strncmp (name, key, length) == 0 && *skip_blanks (name + length) == '=';
}

/* The last one counts, where there are several; %NULL: there is none. */
static const char *
find_key (const char *header,
          const char *key)
{
  const char *found = NULL;

  for (const char *line = next_line (header); *line != '\0'; line = next_line (line)) {
    if (*skip_blanks (line) == '[')
      break;
    if (is_line_of (line, key))
      found = line;
  }

  return found;
}

static void
replace (GString    *text,
         const char *from,
         const char *to,
         const char *by)
{
  gssize position = from - text->str;

  g_string_erase (text, position, to - from);
  g_string_insert (text, position, by);
}

/* Behind the last line of its group that says something. */
static void
add_key (GString    *text,
         const char *header,
         const char *key,
         const char *value)
{
  const char *place = next_line (find_last_key (header));
  const char *line_end = get_line_end (header);
  g_autofree char *line = g_strdup_printf ("%s%s=%s%s", place[-1] != '\n' ? line_end : "", key, value,
                                           line_end);

  replace (text, place, place, line);
}

static void
replace_value (GString    *text,
               const char *line,
               const char *value)
{
  const char *from = skip_blanks (strchr (line, '=') + 1);

  replace (text, from, from + strcspn (from, "\r\n"), value);
}

/**
 * wall_text_edit_set:
 * @text: (inout): of a device file
 * @value: (nullable): what @key says from now on; %NULL: the key goes
 *
 * Returns: %FALSE if there is no such group
 */
gboolean
wall_text_edit_set (GString    *text,
                    const char *group,
                    const char *key,
                    const char *value)
{
  const char *header = find_header (text->str, group);
  const char *line = header ? find_key (header, key) : NULL;

  if (header == NULL)
    return FALSE;

  if (line && value)
    replace_value (text, line, value);
  else if (value)
    add_key (text, header, key, value);

  while (value == NULL && (line = find_key (find_header (text->str, group), key)))
    replace (text, line, next_line (line), "");

  return TRUE;
}

static gboolean
ends_blank (const GString *text)
{
  return g_str_has_suffix (text->str, "\n\n") || g_str_has_suffix (text->str, "\r\n\r\n");
}

static void
end_paragraph (GString *text)
{
  const char *line_end = get_line_end (text->str);

  if (text->len == 0 || g_str_equal (text->str, BOM))
    return;
  if (text->str[text->len - 1] != '\n')
    g_string_append (text, line_end);
  if (!ends_blank (text))
    g_string_append (text, line_end);
}

/**
 * wall_text_edit_add_group:
 * @text: (inout): of a device file
 * @group: one that is not there yet
 *
 * Adds an empty group at the end.
 */
void
wall_text_edit_add_group (GString    *text,
                          const char *group)
{
  end_paragraph (text);
  g_string_append_printf (text, "[%s]%s", group, get_line_end (text->str));
}

static const char *
find_end (const char *header)
{
  return next_line (find_last_key (header));
}

/* Nothing is to end in blank lines that stood between two groups. */
static void
trim_end (GString *text)
{
  while (ends_blank (text))
    g_string_truncate (text, text->len - (text->str[text->len - 2] == '\r' ? 2 : 1));
}

/**
 * wall_text_edit_remove_group:
 * @text: (inout): of a device file
 *
 * Removes a group from its header to its last key. Comments that stand before and behind it stay.
 *
 * Returns: %FALSE if there is no such group
 */
gboolean
wall_text_edit_remove_group (GString    *text,
                             const char *group)
{
  const char *header = find_header (text->str, group);
  const char *end;

  if (header == NULL)
    return FALSE;

  end = find_end (header);
  while (is_blank (end))
    end = next_line (end);
  replace (text, header, end, "");
  trim_end (text);
  return TRUE;
}

/**
 * wall_text_edit_dup_group:
 * @text: of a device file
 *
 * Returns: (transfer full) (nullable): the group from its header to its last key, as it stands there;
 *   %NULL: there is none
 */
char *
wall_text_edit_dup_group (const GString *text,
                          const char    *group)
{
  const char *header = find_header (text->str, group);

  return header ? g_strndup (header, find_end (header) - header) : NULL;
}

/**
 * wall_text_edit_insert:
 * @text: (inout): of a device file
 * @block: as wall_text_edit_dup_group() gave it
 * @after: (nullable): the group behind which it goes; %NULL, or not there: at the end
 */
void
wall_text_edit_insert (GString    *text,
                       const char *block,
                       const char *after)
{
  const char *header = after ? find_header (text->str, after) : NULL;
  const char *end = header ? find_end (header) : NULL;
  const char *line_end = get_line_end (text->str);
  g_autofree char *lines = NULL;

  if (end == NULL || *end == '\0') {
    end_paragraph (text);
    g_string_append (text, block);
    return;
  }

  lines = g_strconcat (line_end, block, g_str_has_suffix (block, "\n") ? "" : line_end,
                       is_blank (end) ? "" : line_end, NULL);
  replace (text, end, end, lines);
}
