/* wall-rtsp-reader.c
 *
 * One direction of an RTSP connection, looked at as it passes (RFC 2326: messages of lines, section
 * 4; frames that begin with a dollar sign between them, section 10.12). Only what is whole passes.
 * Memory grows with what came, up to the limits.
 * Pure: callable from any thread, one at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-rtsp-reader.h"

#include <string.h>

#include "wall-reason.h"

#define FRAME_MARK   '$'
#define FRAME_HEADER 4
#define PROTOCOL     "RTSP/"

struct _WallRtspReader {
  GByteArray *head;       /* of a message or a frame, as far as it came */
  gsize       rest;       /* of a body or a frame, to come */
  gboolean    in_frame;   /* what is to come; it is told at its end */
  gboolean    is_hidden;  /* the item does not pass */
  GByteArray *held;       /* the item, until it is whole */
  gboolean    is_known;   /* the first message was RTSP */
  char       *text;       /* (nullable): the head of the last message */
  WallRtspItem item;
};

static gboolean
fail (GError    **error,
      WallReason  reason,
      const char *message)
{
  g_set_error_literal (error, WALL_ERROR, (int) reason, message);

  return FALSE;
}

static gboolean
is_head_complete (const GByteArray *head)
{
  const guint8 *end = head->data + head->len;

  return (head->len >= 2 && memcmp (end - 2, "\n\n", 2) == 0) ||
         (head->len >= 4 && memcmp (end - 4, "\r\n\r\n", 4) == 0);
}

/* Whatever cannot become a message any more is seen at its first byte that is wrong. */
static gboolean
check_begin (const WallRtspReader *self,
             GError              **error)
{
  const guint8 *data = self->head->data;
  gsize size = MIN (self->head->len, strlen (PROTOCOL));

  if (memcmp (data, PROTOCOL, size) == 0 || (self->is_known && g_ascii_isupper (data[0])))
    return TRUE;

  return fail (error, self->is_known ? WALL_REASON_BAD_DATA : WALL_REASON_WRONG_SERVICE,
               "What came is neither a message nor a frame of RTSP");
}

static void
read_first_line (WallRtspItem *item,
                 const char   *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);

  if (g_str_has_prefix (line, PROTOCOL)) {
    item->kind = WALL_RTSP_RESPONSE;
    item->status = words[1] ? (guint) MIN (g_ascii_strtoull (words[1], NULL, 10), 999) : 0;
  } else {
    item->kind = WALL_RTSP_REQUEST;
    g_strlcpy (item->method, words[0], sizeof item->method);
  }
}

/* Returns: (nullable): what stands behind the colon, if the line has that name */
static const char *
match (const char *line,
       const char *name)
{
  gsize length = strlen (name);

  if (g_ascii_strncasecmp (line, name, length) != 0 || line[length] != ':')
    return NULL;

  line += length + 1;
  while (*line == ' ' || *line == '\t')
    line++;

  return line;
}

/* RFC 2617: Basic, or Digest with MD5, which is meant if nothing is said. */
static void
read_challenge (WallRtspItem *item,
                const char   *challenge)
{
  g_autofree char *lower = g_ascii_strdown (challenge, -1);
  const char *algorithm = strstr (lower, "algorithm=");

  item->is_stale |= strstr (lower, "stale=true") || strstr (lower, "stale=\"true\"");
  if (algorithm)
    algorithm += strlen ("algorithm=");
  if (algorithm && *algorithm == '"')
    algorithm++;
  item->is_askable |= g_str_has_prefix (lower, "basic") ||
                      (g_str_has_prefix (lower, "digest") &&
                       (!algorithm || (g_str_has_prefix (algorithm, "md5") &&
                                       !g_str_has_prefix (algorithm, "md5-"))));
}

static void
read_line (WallRtspItem *item,
           const char   *line)
{
  const char *value;

  if ((value = match (line, "CSeq"))) {
    item->cseq = (guint) MIN (g_ascii_strtoull (value, NULL, 10), G_MAXUINT);
  } else if ((value = match (line, "Content-Length"))) {
    item->size = (gsize) MIN (g_ascii_strtoull (value, NULL, 10), G_MAXUINT32);
  } else if (match (line, "Authorization")) {
    item->has_credentials = TRUE;
  } else if ((value = match (line, "WWW-Authenticate"))) {
    read_challenge (item, value);
  }
}

static gboolean
read_head (WallRtspReader *self,
           GError        **error)
{
  g_auto (GStrv) lines = NULL;

  g_free (self->text);
  self->text = g_strndup ((const char *) self->head->data, self->head->len);
  self->item = (WallRtspItem) { .kind = WALL_RTSP_RESPONSE, .head = self->text };
  lines = g_strsplit (self->text, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    g_strchomp (lines[i]);
    if (i == 0)
      read_first_line (&self->item, lines[i]);
    else
      read_line (&self->item, lines[i]);
  }

  if (self->item.size > WALL_RTSP_MAX_BODY) {
    g_set_error (error, WALL_ERROR, WALL_REASON_BAD_DATA,
                 "A message claims %" G_GSIZE_FORMAT " bytes, the limit is %u", self->item.size,
                 WALL_RTSP_MAX_BODY);
    return FALSE;
  }

  self->rest = self->item.size;
  self->is_known = TRUE;

  return TRUE;
}

static void
read_frame_header (WallRtspReader *self)
{
  const guint8 *data = self->head->data;

  self->item = (WallRtspItem) {
    .kind = WALL_RTSP_FRAME,
    .channel = data[1],
    .size = (gsize) data[2] << 8 | data[3],
  };
  self->rest = self->item.size;
  self->in_frame = self->rest > 0;
}

static void
hold (WallRtspReader *self,
      const guint8   *bytes,
      gsize           size)
{
  if (!self->is_hidden)
    g_byte_array_append (self->held, bytes, (guint) size);
}

/* Below the first line, if the message lacks a number. */
static void
hold_head (WallRtspReader *self)
{
  const guint8 *line = memchr (self->head->data, '\n', self->head->len);
  gsize size = line ? (gsize) (line + 1 - self->head->data) : 0;
  g_autofree char *number = g_strdup_printf ("CSeq: %u\r\n", self->item.add_cseq);

  if (size > 0 && self->item.add_cseq > 0) {
    hold (self, self->head->data, size);
    hold (self, (const guint8 *) number, strlen (number));
    hold (self, self->head->data + size, self->head->len - size);
  } else {
    hold (self, self->head->data, self->head->len);
  }
  g_byte_array_set_size (self->head, 0);
}

static void
pass_if_whole (WallRtspReader *self,
               GByteArray     *out_passed)
{
  if (self->rest > 0)
    return;

  g_byte_array_append (out_passed, self->held->data, self->held->len);
  g_byte_array_set_size (self->held, 0);
  self->in_frame = self->is_hidden = FALSE;
}

typedef enum {
  MORE,         /* nothing is complete */
  FRAME_BEGUN,
  FRAME,        /* an empty one */
  MESSAGE,
  BAD,
} Result;

/* Some devices send empty lines between messages. */
static Result
push_byte (WallRtspReader *self,
           guint8          byte,
           GError        **error)
{
  if (self->head->len == 0 && (byte == '\r' || byte == '\n'))
    return MORE;

  g_byte_array_append (self->head, &byte, 1);
  if (self->head->data[0] == FRAME_MARK && self->is_known) {
    if (self->head->len < FRAME_HEADER)
      return MORE;
    read_frame_header (self);
    return self->in_frame ? FRAME_BEGUN : FRAME;
  }

  if (self->head->len <= strlen (PROTOCOL) && !check_begin (self, error))
    return BAD;
  if (self->head->len > WALL_RTSP_MAX_HEAD) {
    fail (error, WALL_REASON_BAD_DATA, "The head of a message has no end");
    return BAD;
  }
  if (byte != '\n' || !is_head_complete (self->head))
    return MORE;

  return read_head (self, error) ? MESSAGE : BAD;
}

static gboolean
end_head (WallRtspReader *self,
          Result          result,
          WallRtspFunc    func,
          gpointer        user_data,
          GByteArray     *out_passed)
{
  WallRtspVerdict verdict = WALL_RTSP_PASS;

  if (result == MORE)
    return TRUE;

  if (result == MESSAGE || result == FRAME)
    verdict = func (&self->item, user_data);
  self->is_hidden = verdict != WALL_RTSP_PASS;
  hold_head (self);
  pass_if_whole (self, out_passed);

  return verdict != WALL_RTSP_STOP;
}

static gboolean
take_rest (WallRtspReader *self,
           const guint8   *bytes,
           gsize           size,
           WallRtspFunc    func,
           gpointer        user_data,
           GByteArray     *out_passed)
{
  WallRtspVerdict verdict = WALL_RTSP_PASS;

  hold (self, bytes, size);
  self->rest -= size;
  if (self->rest == 0 && self->in_frame)
    verdict = func (&self->item, user_data);
  if (verdict != WALL_RTSP_PASS)
    g_byte_array_set_size (self->held, 0);
  pass_if_whole (self, out_passed);

  return verdict != WALL_RTSP_STOP;
}

/**
 * wall_rtsp_reader_new:
 * @is_of_device: whether it may turn out not to be RTSP at all
 *
 * Returns: (transfer full): a reader at the beginning of a connection
 */
WallRtspReader *
wall_rtsp_reader_new (gboolean is_of_device)
{
  WallRtspReader *self = g_new0 (WallRtspReader, 1);

  self->head = g_byte_array_new ();
  self->held = g_byte_array_new ();
  self->is_known = !is_of_device;

  return self;
}

/**
 * wall_rtsp_reader_free:
 * @self: (transfer full): the reader
 */
void
wall_rtsp_reader_free (WallRtspReader *self)
{
  g_byte_array_unref (self->head);
  g_byte_array_unref (self->held);
  g_free (self->text);
  g_free (self);
}

/**
 * wall_rtsp_reader_push:
 * @bytes: the next of the direction, cut anywhere
 * @func: called for each item that they complete
 * @out_passed: what passes is added to it: the items that are whole and were not hidden
 *
 * Returns: whether it can go on; else %WALL_REASON_WRONG_SERVICE if not even the first message was
 *   RTSP, %WALL_REASON_BAD_DATA beyond a limit or where neither a message nor a frame begins, and
 *   no error if @func had enough
 */
gboolean
wall_rtsp_reader_push (WallRtspReader *self,
                       const guint8   *bytes,
                       gsize           size,
                       WallRtspFunc    func,
                       gpointer        user_data,
                       GByteArray     *out_passed,
                       GError        **error)
{
  for (gsize i = 0; i < size;) {
    Result result;

    if (self->rest > 0) {
      gsize taken = MIN (self->rest, size - i);

      if (!take_rest (self, bytes + i, taken, func, user_data, out_passed))
        return FALSE;
      i += taken;
      continue;
    }

    result = push_byte (self, bytes[i++], error);
    if (result == BAD || !end_head (self, result, func, user_data, out_passed))
      return FALSE;
  }

  return TRUE;
}

/**
 * wall_rtsp_reader_is_between:
 *
 * Returns: whether what comes next is the first byte of an item
 */
gboolean
wall_rtsp_reader_is_between (WallRtspReader *self)
{
  return self->head->len == 0 && self->rest == 0;
}

/**
 * wall_rtsp_head_dup:
 * @head: of a message
 * @name: of a header
 *
 * Returns: (transfer full) (nullable): what the first header of that name says
 */
char *
wall_rtsp_head_dup (const char *head,
                    const char *name)
{
  const char *line = head;

  while ((line = strchr (line, '\n'))) {
    const char *value = match (++line, name);

    if (value)
      return g_strndup (value, strcspn (value, "\r\n"));
  }

  return NULL;
}
