/* wall-pin-edit.c
 *
 * Puts one line into the text of a device file, and leaves every other byte as it is: comments, order,
 * blank lines, line ends and keys of newer versions are a person's.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-pin-edit.h"

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

/**
 * wall_pin_edit:
 * @text: of a device file, with or without a byte order mark
 * @group: its name, without brackets; has no key "certificate" yet
 * @certificate: the value
 *
 * Returns: (transfer full) (nullable): the text with the key in that group, %NULL if there is no such
 *   group
 */
GString *
wall_pin_edit (const GString *text,
               const char    *group,
               const char    *certificate)
{
  const char *header = find_header (text->str, group);
  const char *line_end;
  const char *place;
  GString *edited;

  if (header == NULL)
    return NULL;

  place = next_line (find_last_key (header));
  line_end = strchr (header, '\n') && strchr (header, '\n')[-1] == '\r' ? "\r\n" : "\n";
  edited = g_string_new_len (text->str, place - text->str);
  if (place[-1] != '\n')
    g_string_append (edited, line_end);
  g_string_append_printf (edited, "certificate=%s%s", certificate, line_end);
  g_string_append_len (edited, place, text->str + text->len - place);
  return edited;
}
