/* wall-source-http-body.c
 *
 * Cameras that are watched over HTTP: what their answers bring. Pictures one after the other in a
 * multipart body, or one in each answer, which is then asked for again: five times a second at most,
 * and never so often that the device spends more than half of its time on us.
 * Network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-source-http-private.h"

#include <gst/app/gstappsrc.h>

#include "wall-jpeg.h"
#include "wall-reason.h"

#define ASK_AGAIN_US (200 * G_TIME_SPAN_MILLISECOND)
#define MAX_WAIT_US  (1 * G_TIME_SPAN_SECOND)

#define DRAIN_MS    500
#define DRAIN_BYTES (4 * 1024 * 1024)

static void read_on (WallSourceHttp *self);

static gboolean
on_ask_again (gpointer user_data)
{
  wall_source_http_ask (user_data);

  return G_SOURCE_REMOVE;
}

static void
ask_again (WallSourceHttp *self)
{
  gint64 took_us = g_get_monotonic_time () - self->asked_us;
  gint64 wait_us = MAX (ASK_AGAIN_US - took_us, took_us);

  g_clear_object (&self->body);
  wall_source_http_set_timer (self, (guint) (MIN (wait_us, MAX_WAIT_US) / 1000), on_ask_again);
}

static void
push (WallSourceHttp *self,
      GBytes         *picture)
{
  self->picture_us = -1;
  self->n_foreign = 0;
  gst_app_src_push_buffer (GST_APP_SRC (self->pictures), gst_buffer_new_wrapped_bytes (picture));
  g_bytes_unref (picture);
}

static gboolean
refuse (WallSourceHttp *self,
        WallReason      reason,
        const char     *debug)
{
  wall_foreign_fail (WALL_FOREIGN (self), reason, 0, NULL, debug);

  return FALSE;
}

/* From the first byte of a picture to its last, so that no drip of bytes looks like a stream. */
static gboolean
check_time (WallSourceHttp *self,
            gboolean        is_within)
{
  gint64 now_us = g_get_monotonic_time ();
  WallForeignDeadlines deadlines;

  if (!is_within)
    self->picture_us = -1;
  else if (self->picture_us < 0)
    self->picture_us = now_us;

  wall_foreign_get_deadlines (WALL_FOREIGN (self), &deadlines);
  if (self->picture_us < 0 ||
      now_us - self->picture_us < deadlines.start_ms * G_TIME_SPAN_MILLISECOND)
    return TRUE;

  return refuse (self, WALL_REASON_SILENT, "a picture did not come to its end in time");
}

static gboolean
take_parts (WallSourceHttp *self,
            gsize           size)
{
  g_autoptr (GError) error = NULL;
  GBytes *picture;

  wall_multipart_push (self->parts, self->buffer, size);
  while ((picture = wall_multipart_next (self->parts, &error)))
    push (self, picture);

  if (error) {
    wall_source_http_fail (self, error);
    return FALSE;
  }

  return check_time (self, wall_multipart_is_within_picture (self->parts));
}

static gboolean
take_piece (WallSourceHttp *self,
            gsize           size)
{
  g_byte_array_append (self->picture, self->buffer, size);
  if (self->picture->len > WALL_MULTIPART_MAX_PICTURE)
    return refuse (self, WALL_REASON_BAD_DATA, "the picture is larger than 8 MiB");

  return check_time (self, TRUE);
}

/* Some devices leave the end marker out, which decoders want. */
static gboolean
is_whole (WallSourceHttp *self)
{
  static const guint8 end[] = { 0xFF, 0xD9 };
  WallJpegVerdict verdict;
  WallJpeg jpeg;

  wall_jpeg_init (&jpeg);
  verdict = wall_jpeg_read (&jpeg, self->picture->data, self->picture->len);
  if (verdict == WALL_JPEG_MORE && jpeg.is_in_scan && self->length == self->picture->len) {
    g_byte_array_append (self->picture, end, sizeof end);
    return TRUE;
  }

  return verdict == WALL_JPEG_WHOLE;
}

static void
end_picture (WallSourceHttp *self)
{
  self->picture_us = -1;
  if (self->picture && is_whole (self)) {
    push (self, g_byte_array_free_to_bytes (g_steal_pointer (&self->picture)));
  } else if (++self->n_foreign > WALL_MULTIPART_MAX_FOREIGN) {
    refuse (self, WALL_REASON_BAD_DATA, "the answers hold no whole JPEG picture");
    return;
  }

  g_clear_pointer (&self->picture, g_byte_array_unref);
  ask_again (self);
}

static void
end_body (WallSourceHttp *self)
{
  if (self->kind == WALL_HTTP_PICTURE)
    end_picture (self);
  else
    refuse (self, WALL_REASON_CLOSED_BY_DEVICE, "the body has ended");
}

static void
finish_drain (WallSourceHttp *self,
              const char     *ended_by)
{
  wall_foreign_closed (WALL_FOREIGN (self), ended_by);
}

/* The boundary's name, from the parameters of the Content-Type. */
static char *
dup_boundary (SoupMessageHeaders *headers)
{
  g_autoptr (GHashTable) params = NULL;

  soup_message_headers_get_content_type (headers, &params);

  return params ? g_strdup (g_hash_table_lookup (params, "boundary")) : NULL;
}

static void
make_reader (WallSourceHttp *self)
{
  g_autofree char *boundary = dup_boundary (soup_message_get_response_headers (self->message));

  if (self->kind == WALL_HTTP_MULTIPART)
    self->parts = wall_multipart_new (boundary);
  else
    self->picture = g_byte_array_new ();
}

/* Some servers do not say what they send. Returns: whether it can be read */
static gboolean
look_at (WallSourceHttp *self,
         gsize           size)
{
  if (self->kind == WALL_HTTP_UNNAMED)
    self->kind = wall_http_kind_of_body (self->buffer, size);
  if (self->kind == WALL_HTTP_FOREIGN) {
    wall_source_http_refuse_kind (self);
    return FALSE;
  }

  if (!self->parts && !self->picture)
    make_reader (self);

  return TRUE;
}

static void
take (WallSourceHttp *self,
      gsize           size)
{
  gboolean goes_on;

  wall_foreign_note_bytes (WALL_FOREIGN (self), size);
  if (!look_at (self, size))
    return;
  goes_on = self->kind == WALL_HTTP_PICTURE ? take_piece (self, size) : take_parts (self, size);
  if (goes_on)
    read_on (self);
}

static void
drain (WallSourceHttp *self,
       gssize          size)
{
  self->drained += MAX (size, 0);
  if (size <= 0)
    finish_drain (self, "us");
  else if (self->drained > DRAIN_BYTES)
    finish_drain (self, "deadline");
  else
    read_on (self);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (WallSourceHttp) self = user_data;
  WallForeignPhase phase = wall_foreign_get_phase (WALL_FOREIGN (self));
  g_autoptr (GError) error = NULL;
  gssize size = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (phase == WALL_FOREIGN_CLOSING)
    drain (self, size);
  else if (phase != WALL_FOREIGN_MEDIA)
    return;
  else if (size > 0)
    take (self, (gsize) size);
  else if (size == 0)
    end_body (self);
  else
    wall_source_http_fail (self, error);
}

static void
read_on (WallSourceHttp *self)
{
  g_input_stream_read_async (self->body, self->buffer, WALL_SOURCE_HTTP_READ_SIZE,
                             G_PRIORITY_DEFAULT, wall_foreign_get_cancellable (WALL_FOREIGN (self)),
                             on_read, g_object_ref (self));
}

static gboolean
on_drain_deadline (gpointer user_data)
{
  finish_drain (user_data, "deadline");

  return G_SOURCE_REMOVE;
}

/**
 * wall_source_http_begin_body:
 * @body: of an answer that may be played
 *
 * Reads it, to its end.
 */
void
wall_source_http_begin_body (WallSourceHttp *self,
                             GInputStream   *body)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);

  wall_source_http_drop_body (self);
  self->body = g_object_ref (body);
  self->length = 0;
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH)
    self->length = (guint64) soup_message_headers_get_content_length (headers);

  read_on (self);
}

/**
 * wall_source_http_drain:
 *
 * Reads what still comes after our FIN, for a bounded time, and ends the close. A read is under way.
 */
void
wall_source_http_drain (WallSourceHttp *self)
{
  wall_source_http_set_timer (self, DRAIN_MS, on_drain_deadline);
}

/**
 * wall_source_http_drop_body:
 *
 * Lets go of what an answer brought.
 */
void
wall_source_http_drop_body (WallSourceHttp *self)
{
  g_clear_object (&self->body);
  g_clear_pointer (&self->parts, wall_multipart_free);
  g_clear_pointer (&self->picture, g_byte_array_unref);
}
