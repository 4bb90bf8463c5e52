/* wall-boundary.c
 *
 * The line between two parts of a multipart body: dashes or none, the boundary's name, perhaps two
 * more dashes, and an end in CR LF or LF. A name is kept without dashes, since devices disagree on
 * whether those of their header are a part of it.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-boundary.h"

#include <string.h>

/* More than any device puts between a boundary and the end of its line. */
#define MAX_BLANKS 64

/* More than any device puts before its name: what may become a delimiter is kept back. */
#define MAX_DASHES 128

static gboolean
is_blank (guint8 c)
{
  return c == ' ' || c == '\t' || c == '\r';
}

static WallBoundarySearch
match_line_end (const guint8 *data,
                gsize         size,
                gsize        *out_length)
{
  gsize i = 0;

  while (i < 2 && i < size && data[i] == '-')
    i++;
  while (i < size && i < MAX_BLANKS && is_blank (data[i]))
    i++;
  if (i == size)
    return WALL_BOUNDARY_NOT_YET;
  if (data[i] != '\n')
    return WALL_BOUNDARY_NOT_HERE;

  *out_length = i + 1;
  return WALL_BOUNDARY_FOUND;
}

/* Returns: whether a line begins there, but for its dashes */
static gboolean
find_line_start (const guint8 *data,
                 gsize         name,
                 gsize        *out_start)
{
  gsize start = name;

  while (start > 0 && data[start - 1] == '-' && name - start < MAX_DASHES)
    start--;
  *out_start = start;

  return start > 0 && data[start - 1] == '\n';
}

/* Returns: whether the last line is the beginning of a delimiter, of whose name not all has come */
static gboolean
find_unfinished_line (const char   *name,
                      gsize         length,
                      const guint8 *data,
                      gsize         size,
                      gsize        *out_start)
{
  gsize reach = MIN (size, MAX_DASHES + length);
  const guint8 *line_end = reach > 0 ? memrchr (data + size - reach, '\n', reach) : NULL;
  gsize start, at;

  if (!line_end)
    return FALSE;

  start = at = line_end + 1 - data;
  while (at < size && data[at] == '-' && at - start < MAX_DASHES)
    at++;
  *out_start = start;

  return size - at < length && memcmp (data + at, name, size - at) == 0;
}

static gboolean
is_name (const char *name,
         const char *line)
{
  gsize length = name ? strlen (name) : 0;

  return name && strncmp (line, name, length) == 0 &&
         (line[length] == '\0' || g_str_equal (line + length, "--"));
}

/**
 * wall_boundary_normalize:
 * @name: (nullable): as a Content-Type says it, without quotes
 *
 * Returns: (transfer full) (nullable): without dashes before and blanks behind; %NULL if nothing is
 *   left of it
 */
char *
wall_boundary_normalize (const char *name)
{
  const char *rest = name ? name + strspn (name, "-") : "";

  return *rest ? g_strchomp (g_strdup (rest)) : NULL;
}

/**
 * wall_boundary_learn:
 * @name: (nullable): what the header said
 * @data: the beginning of the body
 * @size: bytes
 *
 * What stands on the wire counts: some headers name another boundary than the one that comes.
 *
 * Returns: (transfer full) (nullable): the name in the body's first line, if it has one, and another
 *   one than @name
 */
char *
wall_boundary_learn (const char   *name,
                     const guint8 *data,
                     gsize         size)
{
  const guint8 *end;
  g_autofree char *line = NULL;
  gsize i = 0;

  while (i < size && (data[i] == '\r' || data[i] == '\n'))
    i++;
  end = i < size ? memchr (data + i, '\n', size - i) : NULL;
  if (!end || size - i < 3 || data[i] != '-' || data[i + 1] != '-')
    return NULL;

  while (data + i < end && data[i] == '-')
    i++;
  line = g_strchomp (g_strndup ((const char *) data + i, end - data - i));

  return *line == '\0' || is_name (name, line) ? NULL : g_steal_pointer (&line);
}

/**
 * wall_boundary_is_in:
 * @name: normalized
 * @line: a line without its end
 *
 * Returns: whether it is a boundary's, dashes included
 */
gboolean
wall_boundary_is_in (const char *name,
                     const char *line)
{
  gsize dashes = strspn (line, "-");

  return dashes > 0 && is_name (name, line + dashes);
}

/**
 * wall_boundary_find:
 * @name: normalized
 * @data: what came
 * @size: bytes
 * @must_begin_line: whether there must be a line's end before it: devices forget it after a picture
 * @searched: (inout): how far it was searched before
 * @out_start: (out): where its line begins; with @must_begin_line also where it may begin yet, or
 *   else @size: what comes before can belong to none, whatever follows
 * @out_end: (out): behind the end of its line, if it was found
 *
 * Returns: whether it was found
 */
WallBoundarySearch
wall_boundary_find (const char   *name,
                    const guint8 *data,
                    gsize         size,
                    gboolean      must_begin_line,
                    gsize        *searched,
                    gsize        *out_start,
                    gsize        *out_end)
{
  gsize length = strlen (name), tail = 0;
  const guint8 *found;

  while (*searched < size &&
         (found = memmem (data + *searched, size - *searched, name, length))) {
    gsize at = found - data;
    WallBoundarySearch search = match_line_end (found + length, size - at - length, &tail);
    gboolean begins_line = find_line_start (data, at, out_start);

    *out_end = at + length + tail;
    if (search != WALL_BOUNDARY_NOT_HERE && (begins_line || !must_begin_line))
      return search;
    *searched = at + 1;
  }
  *searched = MAX (*searched, size >= length ? size - length + 1 : 0);
  if (must_begin_line && find_unfinished_line (name, length, data, size, out_start))
    return WALL_BOUNDARY_NOT_YET;

  *out_start = size;
  return WALL_BOUNDARY_NOT_HERE;
}
