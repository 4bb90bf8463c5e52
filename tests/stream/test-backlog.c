/* test-backlog.c
 *
 * What is kept of a stream that nobody looks at, by a clock of the test's own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-backlog.h"

#include <gst/gst.h>

#define MS ((gint64) 1000)
#define S  (1000 * MS)

typedef struct {
  WallBacklog *backlog;
  gint64       now_us, interval_us;
  guint        number;      /* of the next unit: in its offset */
  gsize        size;
  gboolean     is_seen;
} Stream;

static Stream
stream_new (gint64 interval_us)
{
  return (Stream) {
    .backlog = wall_backlog_new (), .now_us = 100 * S, .interval_us = interval_us, .size = 100,
  };
}

static gboolean
send (Stream   *self,
      gboolean  is_key,
      guint     missing)
{
  g_autoptr (GstBuffer) unit = gst_buffer_new_allocate (NULL, self->size, NULL);

  GST_BUFFER_OFFSET (unit) = self->number++;
  if (!is_key)
    GST_BUFFER_FLAG_SET (unit, GST_BUFFER_FLAG_DELTA_UNIT);
  self->now_us += self->interval_us;

  return wall_backlog_keep (self->backlog, unit, missing, !self->is_seen, self->now_us);
}

/* Two key frames are decoded before anything can wait. */
static void
begin (Stream *self)
{
  g_assert_false (send (self, TRUE, 0));
  self->now_us += S;
  g_assert_false (send (self, TRUE, 0));
}

/* Returns: how many of @n units without a key frame were kept */
static guint
send_deltas (Stream *self,
             guint   n)
{
  guint kept = 0;

  for (guint i = 0; i < n; i++)
    kept += send (self, FALSE, 0) ? 1 : 0;

  return kept;
}

/* Returns: how many there were, all that is kept, in order and up to the newest but @after */
static guint
take_all (Stream *self,
          guint   after,
          guint  *out_missing)
{
  GQueue all = G_QUEUE_INIT;
  GstBuffer *unit;
  guint missing, n, expected;

  *out_missing = 0;
  while ((unit = wall_backlog_take (self->backlog, &missing))) {
    *out_missing += missing;
    g_queue_push_tail (&all, unit);
  }
  n = g_queue_get_length (&all);
  expected = self->number - after - n;
  for (GList *l = all.head; l; l = l->next)
    g_assert_cmpuint (GST_BUFFER_OFFSET (l->data), ==, expected++);
  g_queue_clear_full (&all, (GDestroyNotify) gst_buffer_unref);

  return n;
}

static void
test_keeps_what_follows_a_key_frame (void)
{
  Stream self = stream_new (40 * MS);
  guint missing;

  /* A decoder has to show first that it can. */
  g_assert_false (send (&self, TRUE, 0));
  g_assert_cmpuint (send_deltas (&self, 24), ==, 0);

  self.now_us += S;
  g_assert_false (send (&self, TRUE, 0));
  g_assert_cmpuint (send_deltas (&self, 12), ==, 12);
  g_assert_true (send (&self, FALSE, 3));
  g_assert_cmpuint (take_all (&self, 0, &missing), ==, 13);
  g_assert_cmpuint (missing, ==, 3);

  /* Its decoder has seen all, so what comes next can wait again. */
  g_assert_cmpuint (send_deltas (&self, 5), ==, 5);
  self.is_seen = TRUE;
  g_assert_false (send (&self, FALSE, 0));
  g_assert_cmpuint (take_all (&self, 1, &missing), ==, 5);
  g_assert_cmpuint (missing, ==, 0);
  wall_backlog_free (self.backlog);
}

static void
test_key_frame_makes_superfluous (void)
{
  Stream self = stream_new (40 * MS);
  guint missing;

  begin (&self);
  g_assert_cmpuint (send_deltas (&self, 24), ==, 24);
  g_assert_true (send (&self, FALSE, 7));
  g_assert_false (send (&self, TRUE, 0));
  g_assert_cmpuint (take_all (&self, 1, &missing), ==, 0);
  wall_backlog_free (self.backlog);
}

/* As JPEG is. */
static void
test_nothing_but_key_frames (void)
{
  Stream self = stream_new (40 * MS);
  guint decoded = 0, missing;

  for (guint i = 0; i < 250; i++)
    decoded += send (&self, TRUE, 0) ? 0 : 1;
  g_assert_cmpuint (decoded, >=, 15);
  g_assert_cmpuint (decoded, <=, 22);
  g_assert_true (send (&self, TRUE, 0) || send (&self, TRUE, 0));
  g_assert_cmpuint (take_all (&self, 0, &missing), ==, 1);
  wall_backlog_free (self.backlog);
}

/* Key frames are rare: all is decoded in one go, in time to know that it can be. */
static void
test_bound_in_time (void)
{
  Stream self = stream_new (40 * MS);
  gint64 begun_us;
  guint missing;

  begin (&self);
  for (guint round = 0; round < 3; round++) {
    guint kept = 0;

    begun_us = self.now_us;
    while (send (&self, FALSE, 0))
      kept++;
    g_assert_cmpint (self.now_us - begun_us, ==, 5 * S);
    g_assert_cmpuint (kept, ==, 124);
    g_assert_cmpuint (take_all (&self, 1, &missing), ==, kept);
  }
  wall_backlog_free (self.backlog);
}

static void
test_bound_in_size (void)
{
  Stream self = stream_new (40 * MS);
  guint kept = 0, missing;

  self.size = 100 * 1024;
  begin (&self);
  while (send (&self, FALSE, 0))
    kept++;
  g_assert_cmpuint (kept, ==, 4 * 1024 / 100);
  g_assert_cmpuint (take_all (&self, 1, &missing), ==, kept);

  /* One that is larger than all that may be kept. */
  self.size = 5 * 1024 * 1024;
  g_assert_false (send (&self, FALSE, 0));
  wall_backlog_free (self.backlog);
}

static void
test_bound_in_number (void)
{
  Stream self = stream_new (1 * MS);
  guint kept = 0, missing;

  begin (&self);
  while (send (&self, FALSE, 0))
    kept++;
  g_assert_cmpuint (kept, ==, 512);
  g_assert_cmpuint (take_all (&self, 1, &missing), ==, kept);
  wall_backlog_free (self.backlog);
}

/* Its next unit would be long in coming when somebody looks. */
static void
test_slow_stream_is_decoded (void)
{
  Stream self = stream_new (500 * MS);

  for (guint i = 0; i < 4; i++)
    send (&self, TRUE, 0);
  g_assert_cmpuint (send_deltas (&self, 20), ==, 0);

  /* What comes in heaps is not slow. */
  self.interval_us = 1 * MS;
  for (guint i = 0; i < 10; i++)
    send_deltas (&self, 24);
  send (&self, TRUE, 0);
  g_assert_cmpuint (send_deltas (&self, 24), ==, 24);
  wall_backlog_free (self.backlog);
}

static void
test_another_decoder_begins_anew (void)
{
  Stream self = stream_new (40 * MS);
  guint missing;

  begin (&self);
  g_assert_cmpuint (send_deltas (&self, 10), ==, 10);
  wall_backlog_restart (self.backlog);
  g_assert_cmpuint (take_all (&self, 0, &missing), ==, 0);
  g_assert_false (send (&self, TRUE, 0));
  g_assert_cmpuint (send_deltas (&self, 10), ==, 0);
  wall_backlog_free (self.backlog);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/stream/backlog/keeps-what-follows-a-key-frame",
                   test_keeps_what_follows_a_key_frame);
  g_test_add_func ("/stream/backlog/key-frame-makes-superfluous", test_key_frame_makes_superfluous);
  g_test_add_func ("/stream/backlog/nothing-but-key-frames", test_nothing_but_key_frames);
  g_test_add_func ("/stream/backlog/bound-in-time", test_bound_in_time);
  g_test_add_func ("/stream/backlog/bound-in-size", test_bound_in_size);
  g_test_add_func ("/stream/backlog/bound-in-number", test_bound_in_number);
  g_test_add_func ("/stream/backlog/slow-stream-is-decoded", test_slow_stream_is_decoded);
  g_test_add_func ("/stream/backlog/another-decoder-begins-anew", test_another_decoder_begins_anew);

  return g_test_run ();
}
