/* wall-multipart.c
 *
 * The pictures out of a multipart/x-mixed-replace body, as cameras really send it: the boundary with
 * or without its dashes, lines that end in LF alone, parts without headers, lengths that are missing
 * or wrong. A picture is whole when its own end marker has come, so it goes on at once, not when the
 * next part begins; the length a header claims is believed only where that marker is missing.
 * Takes no memory for what is claimed, only for what came, up to the limits.
 * Pure: one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-multipart.h"

#include <string.h>

#include "wall-boundary.h"
#include "wall-jpeg.h"
#include "wall-reason.h"

typedef enum {
  SEEKING,  /* the next delimiter */
  HEADERS,
  PICTURE,
} State;

struct _WallMultipart {
  GByteArray *bytes;
  gsize       position;    /* of the next byte to read in it */
  gsize       searched;    /* from there on: where no delimiter begins */

  char       *boundary;    /* (nullable): without dashes; %NULL: the first delimiter tells */
  State       state;
  guint64     junk;        /* passed over since the search began */
  gsize       header_size; /* of this part's headers so far */
  guint64     length;      /* what they claim; 0: nothing */
  WallJpeg    jpeg;
  guint       n_foreign;   /* parts without a picture since the last one with */
  gboolean    has_begun;   /* the first delimiter came */
  guint64     dropped;     /* pictures that were not whole */
};

static const guint8 *
get_rest (WallMultipart *self,
          gsize         *out_size)
{
  *out_size = self->bytes->len - self->position;

  return self->bytes->data + self->position;
}

static void
skip (WallMultipart *self,
      gsize          size)
{
  self->position += size;
  self->searched = 0;
}

static void
begin (WallMultipart *self,
       State          state)
{
  self->state = state;
  self->searched = 0;
  self->junk = 0;
  if (state == HEADERS) {
    self->has_begun = TRUE;
    self->header_size = 0;
    self->length = 0;
  } else if (state == PICTURE) {
    wall_jpeg_init (&self->jpeg);
  }
}

static gboolean
refuse (GError     **error,
        const char  *what,
        guint64      claimed,
        guint64      limit)
{
  g_set_error (error, WALL_ERROR, WALL_REASON_BAD_DATA,
               "%s: %" G_GUINT64_FORMAT ", the limit is %" G_GUINT64_FORMAT, what, claimed, limit);

  return FALSE;
}

static WallBoundarySearch
find_delimiter (WallMultipart *self,
                gboolean       must_begin_line,
                gsize         *out_start,
                gsize         *out_end)
{
  gsize size;
  const guint8 *data = get_rest (self, &size);

  return wall_boundary_find (self->boundary, data, size, must_begin_line, &self->searched,
                             out_start, out_end);
}

static void
learn_boundary (WallMultipart *self)
{
  gsize size;
  const guint8 *data = get_rest (self, &size);
  char *learned = self->has_begun ? NULL : wall_boundary_learn (self->boundary, data, size);

  if (!learned)
    return;

  g_free (self->boundary);
  self->boundary = learned;
  self->searched = 0;
}

static gboolean
check_junk (WallMultipart  *self,
            gsize           unread,
            GError        **error)
{
  guint64 limit = self->has_begun ? WALL_MULTIPART_MAX_PICTURE : WALL_MULTIPART_MAX_JUNK;

  if (self->junk + unread <= limit)
    return TRUE;

  return refuse (error, "Bytes without a boundary", self->junk + unread, limit);
}

/* Returns: whether to go on reading */
static gboolean
seek (WallMultipart  *self,
      GError        **error)
{
  gsize size, start, end, passed;
  WallBoundarySearch search = WALL_BOUNDARY_NOT_HERE;

  learn_boundary (self);
  get_rest (self, &size);
  if (self->boundary)
    search = find_delimiter (self, FALSE, &start, &end);

  if (!check_junk (self, search == WALL_BOUNDARY_FOUND ? end : size, error))
    return FALSE;
  if (search == WALL_BOUNDARY_FOUND) {
    skip (self, end);
    begin (self, HEADERS);
    return TRUE;
  }
  if (search == WALL_BOUNDARY_NOT_YET || !self->has_begun)
    return FALSE;

  passed = self->searched;
  self->junk += passed;
  skip (self, passed);

  return FALSE;
}

static void
read_header (WallMultipart *self,
             const char    *line)
{
  static const char name[] = "content-length:";
  const char *value = line + strlen (name);

  if (g_ascii_strncasecmp (line, name, strlen (name)) != 0)
    return;

  value += strspn (value, " \t");
  if (g_ascii_isdigit (*value))
    self->length = g_ascii_strtoull (value, NULL, 10);
}

static gboolean
end_headers (WallMultipart  *self,
             GError        **error)
{
  if (self->length > WALL_MULTIPART_MAX_PICTURE)
    return refuse (error, "Bytes claimed for a picture", self->length, WALL_MULTIPART_MAX_PICTURE);

  begin (self, PICTURE);
  return TRUE;
}

static gboolean
take_header (WallMultipart  *self,
             GError        **error)
{
  gsize size;
  const guint8 *data = get_rest (self, &size);
  const guint8 *end = memchr (data, '\n', size);
  gsize line_size = end ? (gsize) (end - data) + 1 : size;
  g_autofree char *line = NULL;

  if (self->header_size + line_size > WALL_MULTIPART_MAX_HEADERS)
    return refuse (error, "Bytes of headers", self->header_size + line_size,
                   WALL_MULTIPART_MAX_HEADERS);
  if (!end)
    return FALSE;

  line = g_strchomp (g_strndup ((const char *) data, line_size));
  skip (self, line_size);
  self->header_size += line_size;
  if (*line == '\0')
    return end_headers (self, error);
  /* A delimiter where headers are expected: the part before it had nothing in it. */
  if (wall_boundary_is_in (self->boundary, line))
    begin (self, HEADERS);
  else
    read_header (self, line);

  return TRUE;
}

/* No header begins like a picture: a device that leaves the headers out has its picture here. */
static gboolean
read_headers (WallMultipart  *self,
              GError        **error)
{
  gsize size;
  const guint8 *data = get_rest (self, &size);

  if (size == 0)
    return FALSE;
  if (data[0] == 0xFF)
    return end_headers (self, error);

  return take_header (self, error);
}

static GBytes *
take_picture (WallMultipart *self,
              gsize          size)
{
  GBytes *picture = g_bytes_new (self->bytes->data + self->position, size);

  skip (self, size);
  begin (self, SEEKING);
  self->n_foreign = 0;

  return picture;
}

static gsize
without_line_end (const guint8 *data,
                  gsize         size)
{
  if (size > 0 && data[size - 1] == '\n')
    size--;
  if (size > 0 && data[size - 1] == '\r')
    size--;

  return size;
}

/* The next part begins and the picture's end marker did not come: it is whole if it is as long as
 * was claimed, for some devices leave that marker out; decoders want it. */
static GBytes *
end_unmarked (WallMultipart *self,
              gsize          start,
              gsize          end)
{
  static const guint8 marker[] = { 0xFF, 0xD9 };
  const guint8 *data = self->bytes->data + self->position;
  gsize size = without_line_end (data, start);
  GByteArray *picture = NULL;

  if (self->jpeg.is_in_scan && size == self->length) {
    picture = g_byte_array_sized_new (size + sizeof marker);
    g_byte_array_append (picture, data, size);
    g_byte_array_append (picture, marker, sizeof marker);
    self->n_foreign = 0;
  } else {
    self->dropped++;
  }
  skip (self, end);
  begin (self, HEADERS);

  return picture ? g_byte_array_free_to_bytes (picture) : NULL;
}

static gboolean
pass_over_part (WallMultipart  *self,
                GError        **error)
{
  gboolean was_picture = self->jpeg.offset > 0;

  self->dropped += was_picture;
  begin (self, SEEKING);
  if (was_picture || ++self->n_foreign <= WALL_MULTIPART_MAX_FOREIGN)
    return TRUE;

  return refuse (error, "Parts without a JPEG picture", self->n_foreign,
                 WALL_MULTIPART_MAX_FOREIGN);
}

static void
skip_line_ends (WallMultipart *self)
{
  gsize size, i = 0;
  const guint8 *data = get_rest (self, &size);

  while (i < size && (data[i] == '\r' || data[i] == '\n'))
    i++;
  if (i > 0)
    skip (self, i);
}

/* The picture's reader sees no byte of a delimiter, not even of one that may yet become one: so what
 * it makes of a picture does not depend on where the bytes were cut. */
static gboolean
read_picture (WallMultipart  *self,
              GBytes        **out_picture,
              GError        **error)
{
  gsize start, end;
  WallBoundarySearch search;
  WallJpegVerdict verdict;

  if (self->jpeg.offset == 0)
    skip_line_ends (self);
  search = find_delimiter (self, TRUE, &start, &end);
  verdict = wall_jpeg_read (&self->jpeg, self->bytes->data + self->position,
                            MIN (start, WALL_MULTIPART_MAX_PICTURE));

  if (verdict == WALL_JPEG_BROKEN)
    return pass_over_part (self, error);
  if (verdict == WALL_JPEG_WHOLE) {
    *out_picture = take_picture (self, self->jpeg.offset);
    return TRUE;
  }
  if (start > WALL_MULTIPART_MAX_PICTURE)
    return refuse (error, "Bytes of a picture", start, WALL_MULTIPART_MAX_PICTURE);
  if (search != WALL_BOUNDARY_FOUND)
    return FALSE;

  *out_picture = end_unmarked (self, start, end);
  return TRUE;
}

/**
 * wall_multipart_new:
 * @boundary: (nullable): as the Content-Type says it, without quotes, with or without dashes
 *
 * Returns: (transfer full): a reader that has read nothing
 */
WallMultipart *
wall_multipart_new (const char *boundary)
{
  WallMultipart *self = g_new0 (WallMultipart, 1);

  self->bytes = g_byte_array_new ();
  self->boundary = wall_boundary_normalize (boundary);

  return self;
}

/**
 * wall_multipart_free:
 * @self: (transfer full): a reader
 */
void
wall_multipart_free (WallMultipart *self)
{
  g_byte_array_unref (self->bytes);
  g_free (self->boundary);
  g_free (self);
}

/**
 * wall_multipart_push:
 * @data: what came, cut anywhere
 * @size: bytes
 *
 * To be followed by calls of wall_multipart_next() until there is no picture.
 */
void
wall_multipart_push (WallMultipart *self,
                     const guint8  *data,
                     gsize          size)
{
  if (self->position > 0)
    g_byte_array_remove_range (self->bytes, 0, self->position);
  self->position = 0;
  g_byte_array_append (self->bytes, data, size);
}

/**
 * wall_multipart_next:
 *
 * Returns: (transfer full) (nullable): the next whole JPEG picture; %NULL if more must come first,
 *   or, with an error, if it is %WALL_REASON_BAD_DATA beyond a limit: nothing can be read any more
 */
GBytes *
wall_multipart_next (WallMultipart  *self,
                     GError        **error)
{
  GBytes *picture = NULL;
  gboolean goes_on = TRUE;

  while (goes_on && !picture) {
    switch (self->state) {
    case SEEKING:
      goes_on = seek (self, error);
      break;
    case HEADERS:
      goes_on = read_headers (self, error);
      break;
    case PICTURE:
      goes_on = read_picture (self, &picture, error);
      break;
    default:
      g_return_val_if_reached (NULL);
    }
  }

  return picture;
}

/**
 * wall_multipart_is_within_picture:
 *
 * Returns: whether a picture has begun that has not come to its end
 */
gboolean
wall_multipart_is_within_picture (WallMultipart *self)
{
  return self->state == PICTURE && self->jpeg.offset > 0;
}

/**
 * wall_multipart_get_dropped:
 *
 * Returns: how many pictures came that were not whole
 */
guint64
wall_multipart_get_dropped (WallMultipart *self)
{
  return self->dropped;
}
