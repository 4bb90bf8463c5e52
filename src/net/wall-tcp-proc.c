/* wall-tcp-proc.c
 *
 * Reads /proc/net/tcp and tcp6 (proc(5)), for kernels without sock_diag. There is no round-trip
 * time in them.
 * wall_tcp_table_add_proc() is pure; wall_tcp_table_read_proc() may run in any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "config.h"

#include "wall-tcp-table-private.h"

#include <string.h>

typedef struct {
  const char *at;
  gboolean    is_good; /* so far: the first field that is none ends it */
} Cursor;

static void
skip_spaces (Cursor *cursor)
{
  if (*cursor->at != ' ')
    cursor->is_good = FALSE;

  while (*cursor->at == ' ')
    cursor->at++;
}

static void
skip_char (Cursor *cursor,
           char    wanted)
{
  if (*cursor->at == wanted)
    cursor->at++;
  else
    cursor->is_good = FALSE;
}

static void
skip_digits (Cursor *cursor)
{
  if (!g_ascii_isxdigit (*cursor->at))
    cursor->is_good = FALSE;

  while (g_ascii_isxdigit (*cursor->at))
    cursor->at++;
}

/* At most @max_digits, eight or fewer, so that the sum cannot overflow. */
static guint32
read_hex (Cursor *cursor,
          guint   max_digits)
{
  guint32 value = 0;
  guint digits = 0;

  for (; digits < max_digits && g_ascii_isxdigit (*cursor->at); digits++)
    value = value << 4 | (guint32) g_ascii_xdigit_value (*cursor->at++);

  if (digits == 0)
    cursor->is_good = FALSE;

  return value;
}

/* The kernel prints an address as numbers of 32 bits in its own byte order: one, or four. */
static void
read_end (Cursor     *cursor,
          WallTcpEnd *out_end)
{
  guint8 bytes[16];
  gsize size = 0;

  do {
    guint32 word = read_hex (cursor, 8);

    memcpy (bytes + size, &word, sizeof word);
    size += sizeof word;
  } while (size < sizeof bytes && cursor->is_good && *cursor->at != ':');

  if (size != 4 && size != sizeof bytes)
    cursor->is_good = FALSE;
  else
    wall_tcp_end_set_address (out_end, bytes, size);

  skip_char (cursor, ':');
  out_end->port = read_hex (cursor, 4);
}

/* "  0: 0100007F:8707 00000000:0000 0A 00000000:00000000 00:00000000 00000000 …": number, local,
 * remote, state, send:receive queue, timer, retransmits; then what is not needed here. */
static gboolean
read_line (WallTcpTable *self,
           const char   *line)
{
  Cursor cursor = { .at = line + strspn (line, " "), .is_good = TRUE };
  WallTcpRow row = { .state = 0 };

  skip_digits (&cursor);
  skip_char (&cursor, ':');
  skip_spaces (&cursor);
  read_end (&cursor, &row.local);
  skip_spaces (&cursor);
  read_end (&cursor, &row.remote);
  skip_spaces (&cursor);
  row.state = read_hex (&cursor, 2);
  skip_spaces (&cursor);
  row.send_queue = read_hex (&cursor, 8);
  skip_char (&cursor, ':');
  row.receive_queue = read_hex (&cursor, 8);
  skip_spaces (&cursor);
  skip_digits (&cursor);
  skip_char (&cursor, ':');
  skip_digits (&cursor);
  skip_spaces (&cursor);
  row.retransmits = read_hex (&cursor, 8);

  if (cursor.is_good && row.state == WALL_TCP_CLOSING + 1)
    row.state = WALL_TCP_SYN_RECV;
  if (cursor.is_good)
    wall_tcp_table_add_row (self, &row);

  return cursor.is_good;
}

static gboolean
read_file (WallTcpTable *self,
           const char   *path,
           GError      **error)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, error)
         && wall_tcp_table_add_proc (self, text, error);
}

/**
 * wall_tcp_table_read_proc:
 *
 * Like wall_tcp_table_read(), from /proc alone. A host without IPv6 has no tcp6: that is no error.
 *
 * Returns: (transfer full) (nullable): the table, or %NULL with @error set
 */
WallTcpTable *
wall_tcp_table_read_proc (GError **error)
{
  g_autoptr (WallTcpTable) self = wall_tcp_table_new ();
  g_autoptr (GError) tcp6_error = NULL;

  if (!read_file (self, "/proc/net/tcp", error))
    return NULL;

  if (!read_file (self, "/proc/net/tcp6", &tcp6_error)
      && !g_error_matches (tcp6_error, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
    g_propagate_error (error, g_steal_pointer (&tcp6_error));
    return NULL;
  }

  return g_steal_pointer (&self);
}

/**
 * wall_tcp_table_add_proc:
 * @text: what stands in /proc/net/tcp or tcp6, with its heading
 *
 * Adds the connections of a whole file. Pure. What stood before a fault stays added.
 *
 * Returns: %FALSE with @error (a %G_IO_ERROR) set if a line is not of that form
 */
gboolean
wall_tcp_table_add_proc (WallTcpTable *self,
                         const char   *text,
                         GError      **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++) {
    if (lines[i][0] == '\0' || read_line (self, lines[i]))
      continue;

    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 "Line %u is not one of a table of connections", i + 1);
    return FALSE;
  }

  return TRUE;
}
