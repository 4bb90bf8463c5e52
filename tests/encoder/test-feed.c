/* test-feed.c
 *
 * A live picture whose source ends, fails, is silent, and comes back; that runs only while somebody
 * watches; and whose units never take more memory than they may.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gst/gst.h>
#include <string.h>

#include "encoder-feed.h"
#include "wall-io-thread.h"

#define DEADLINE_US (20 * G_USEC_PER_SEC)

/* What becomes of the attempts, one after the other; the last is for all that follow. */
typedef struct {
  EncoderOrigin      base;
  const char *const *descriptions;  /* of pipelines; "-": there is none to be had, "!": the password is wrong */
  gint               n_attempts;    /* atomic */
} Script;

typedef struct {
  EncoderFeed *feed;
  Script      *script;              /* (transfer none) */
  GSource     *timer;
  gint         n_pictures;          /* atomic */
  gint         n_other;             /* atomic: of the second output */

  /* Under the call's lock only. */
  EncoderFeedState state;
  gboolean     is_away;
  char        *reason;
} Fixture;

static GstElement *
make (EncoderOrigin  *base,
      GError        **error)
{
  Script *self = (Script *) base;
  guint attempt = (guint) g_atomic_int_add (&self->n_attempts, 1);
  guint last = g_strv_length ((char **) self->descriptions) - 1;
  const char *description = self->descriptions[MIN (attempt, last)];

  if (strcmp (description, "-") == 0) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "unplugged");
    return NULL;
  }

  if (strcmp (description, "!") == 0) {
    g_set_error_literal (error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_AUTHORIZED, "refused");
    return NULL;
  }

  return gst_parse_launch (description, error);
}

/* Runs something on the network thread and waits for it. */
typedef struct {
  void (*function) (Fixture *self, guint number);
  Fixture *fixture;
  guint    number;
  gint     is_done;   /* atomic */
} Call;

static gboolean
on_call (gpointer data)
{
  Call *call = data;

  call->function (call->fixture, call->number);
  g_atomic_int_set (&call->is_done, TRUE);
  return G_SOURCE_REMOVE;
}

static void
call (Fixture *self,
      void   (*function) (Fixture *self, guint number),
      guint    number)
{
  Call data = { function, self, number, FALSE };

  wall_io_thread_invoke (on_call, &data, NULL);
  while (!g_atomic_int_get (&data.is_done))
    g_usleep (200);
}

static void
on_deliver (EncoderFeed           *feed,
            const EncoderFeedUnit *unit,
            gpointer               user_data)
{
  Fixture *self = user_data;

  g_assert_true (wall_io_thread_is_current ());
  if (!encoder_unit_is_video (&unit->unit))
    return;

  g_assert_cmpmem (unit->unit.payload, 2, "\xff\xd8", 2);
  g_assert_cmphex (unit->unit.header[3], ==, 0xfe);
  g_assert_cmpuint (unit->unit.header[6], ==, 160 / 8);
  g_atomic_int_inc (unit->output == 0 ? &self->n_pictures : &self->n_other);
}

static gboolean
on_tick (gpointer data)
{
  encoder_feed_check (((Fixture *) data)->feed, g_get_monotonic_time ());
  return G_SOURCE_CONTINUE;
}

static void
set_up (Fixture *self,
        guint    outputs)
{
  const EncoderFeedConfig config = { 100, 20, 100, 1000000, { 1500, 500, TRUE } };

  self->script->base.n_outputs = outputs;
  self->feed = encoder_feed_new (&self->script->base, &config, on_deliver, self);
  self->timer = g_timeout_source_new (10);
  g_source_set_callback (self->timer, on_tick, self, NULL);
  g_source_attach (self->timer, wall_io_thread_get_context ());
}

static void
fixture_init (Fixture           *self,
              const char *const *descriptions,
              guint              outputs)
{
  *self = (Fixture) { 0 };
  self->script = encoder_origin_new (Script);
  self->script->base.name = g_strdup ("script");
  self->script->base.make = make;
  self->script->descriptions = descriptions;
  call (self, set_up, outputs);
}

static EncoderFeedRun *ending;

static void
tear_down (Fixture *self,
           guint    number)
{
  g_source_destroy (self->timer);
  g_source_unref (self->timer);
  ending = encoder_feed_free (self->feed);
}

static void
fixture_clear (Fixture *self)
{
  call (self, tear_down, 0);
  if (ending) {
    g_assert_true (encoder_feed_run_wait (ending, g_get_monotonic_time () + DEADLINE_US));
    encoder_feed_run_unref (ending);
  }
  g_free (self->reason);
}

static void
add_watcher (Fixture *self,
             guint    output)
{
  encoder_feed_add_watcher (self->feed, output);
}

static void
remove_watcher (Fixture *self,
                guint    output)
{
  encoder_feed_remove_watcher (self->feed, output);
}

static void
look (Fixture *self,
      guint    number)
{
  self->state = encoder_feed_get_state (self->feed);
  self->is_away = encoder_feed_is_away (self->feed);
  g_free (self->reason);
  self->reason = g_strdup (encoder_feed_get_reason (self->feed));
}

static void
wait_for_state (Fixture          *self,
                EncoderFeedState  state)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;

  for (;;) {
    call (self, look, 0);
    if (self->state == state)
      return;
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
  }
}

static void
wait_for_number (gint *number,
                 gint  least)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;

  while (g_atomic_int_get (number) < least) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_usleep (1000);
  }
}

#define ENDLESS  "videotestsrc is-live=true ! video/x-raw,width=160,height=96,framerate=50/1 ! " \
                 "jpegenc ! appsink name=video0"
#define SHORT    "videotestsrc is-live=true num-buffers=10 ! " \
                 "video/x-raw,width=160,height=96,framerate=50/1 ! jpegenc ! appsink name=video0"

/* It ends, cannot be had for two attempts, and is there again; nobody has to ask. */
static void
test_comes_back (void)
{
  static const char *const descriptions[] = { SHORT, "-", "-", ENDLESS, NULL };
  Fixture self;

  fixture_init (&self, descriptions, 1);
  call (&self, add_watcher, 0);
  wait_for_number (&self.n_pictures, 1);
  wait_for_state (&self, ENCODER_FEED_AWAY);
  g_assert_true (self.is_away);
  g_assert_nonnull (self.reason);
  wait_for_number (&self.script->n_attempts, 4);
  wait_for_state (&self, ENCODER_FEED_LIVE);
  g_assert_false (self.is_away);
  g_assert_null (self.reason);
  wait_for_number (&self.n_pictures, 20);
  fixture_clear (&self);
}

/* The reason is what the source said. While it is away it is tried again, watched or not, and stays
 * away until a picture has come. */
static void
test_away_until_a_picture (void)
{
  static const char *const descriptions[] = {
    "-", "-", "-", "videotestsrc is-live=true num-buffers=0 ! jpegenc ! appsink name=video0",
    ENDLESS, NULL
  };
  Fixture self;

  fixture_init (&self, descriptions, 1);
  call (&self, add_watcher, 0);
  wait_for_state (&self, ENCODER_FEED_AWAY);
  g_assert_cmpstr (self.reason, ==, "unplugged");
  call (&self, remove_watcher, 0);
  while (g_atomic_int_get (&self.n_pictures) == 0) {
    call (&self, look, 0);
    g_assert_true (self.is_away || g_atomic_int_get (&self.n_pictures) > 0);
  }
  /* It came back, and nobody watches. */
  wait_for_state (&self, ENCODER_FEED_OFF);
  fixture_clear (&self);
}

static void
test_error_of_the_pipeline (void)
{
  static const char *const descriptions[] = {
    "filesrc location=/nonexistent/film ! jpegparse ! appsink name=video0", ENDLESS, NULL
  };
  Fixture self;

  fixture_init (&self, descriptions, 1);
  call (&self, add_watcher, 0);
  wait_for_state (&self, ENCODER_FEED_AWAY);
  g_assert_cmpstr (self.reason, ==, "Resource not found.");
  wait_for_state (&self, ENCODER_FEED_LIVE);
  fixture_clear (&self);
}

/* Neither an error nor an end: pictures never come, or stop. */
static void
test_silence (void)
{
  static const char *const descriptions[] = {
    "appsrc is-live=true ! appsink name=video0",
    "videotestsrc is-live=true ! video/x-raw,width=160,height=96,framerate=50/1 ! jpegenc ! "
    "tee name=t t. ! queue ! appsink name=video0 "
    "t. ! queue max-size-buffers=3 ! identity sleep-time=1500000 ! fakesink async=false", ENDLESS,
    NULL
  };
  Fixture self;

  fixture_init (&self, descriptions, 1);
  call (&self, add_watcher, 0);
  wait_for_state (&self, ENCODER_FEED_AWAY);
  g_assert_nonnull (strstr (self.reason, "no picture"));
  wait_for_number (&self.n_pictures, 1);
  wait_for_number (&self.script->n_attempts, 3);
  wait_for_number (&self.n_pictures, 20);
  fixture_clear (&self);
}

/* A camera locks its account after a few wrong passwords. */
static void
test_wrong_password_is_not_repeated (void)
{
  static const char *const descriptions[] = { "-", "!", NULL };
  Fixture self;

  fixture_init (&self, descriptions, 1);
  call (&self, add_watcher, 0);
  wait_for_number (&self.script->n_attempts, 2);
  wait_for_state (&self, ENCODER_FEED_AWAY);
  /* Long enough for many of the usual attempts. */
  g_usleep (500000);
  g_assert_cmpint (g_atomic_int_get (&self.script->n_attempts), ==, 2);
  fixture_clear (&self);
}

static void
test_runs_while_watched (void)
{
  static const char *const descriptions[] = { ENDLESS, NULL };
  Fixture self;

  fixture_init (&self, descriptions, 1);
  wait_for_state (&self, ENCODER_FEED_OFF);
  g_assert_cmpint (g_atomic_int_get (&self.script->n_attempts), ==, 0);
  call (&self, add_watcher, 0);
  call (&self, add_watcher, 0);
  wait_for_state (&self, ENCODER_FEED_LIVE);
  call (&self, remove_watcher, 0);
  wait_for_number (&self.n_pictures, g_atomic_int_get (&self.n_pictures) + 20);
  call (&self, remove_watcher, 0);
  /* Somebody comes back within the time. */
  call (&self, add_watcher, 0);
  wait_for_number (&self.n_pictures, g_atomic_int_get (&self.n_pictures) + 20);
  g_assert_cmpint (g_atomic_int_get (&self.script->n_attempts), ==, 1);
  call (&self, remove_watcher, 0);
  wait_for_state (&self, ENCODER_FEED_OFF);
  call (&self, add_watcher, 0);
  wait_for_state (&self, ENCODER_FEED_LIVE);
  g_assert_cmpint (g_atomic_int_get (&self.script->n_attempts), ==, 2);
  fixture_clear (&self);
}

/* Two outputs: the second is not even encoded until somebody wants it. */
static void
test_gates (void)
{
  static const char *const descriptions[] = {
    "videotestsrc is-live=true ! video/x-raw,width=160,height=96,framerate=50/1 ! tee name=t "
    "t. ! queue ! valve name=gate0 drop-mode=transform-to-gap ! jpegenc ! appsink name=video0 "
    "t. ! queue ! valve name=gate1 drop-mode=transform-to-gap ! jpegenc ! appsink name=video1", NULL
  };
  Fixture self;

  fixture_init (&self, descriptions, 2);
  call (&self, add_watcher, 0);
  wait_for_number (&self.n_pictures, 20);
  g_assert_cmpint (g_atomic_int_get (&self.n_other), ==, 0);
  call (&self, add_watcher, 1);
  wait_for_number (&self.n_other, 10);
  call (&self, remove_watcher, 0);
  wait_for_number (&self.n_other, g_atomic_int_get (&self.n_other) + 20);
  fixture_clear (&self);
}

static gboolean
hold (gpointer data)
{
  while (!g_atomic_int_get ((gint *) data))
    g_usleep (500);

  return G_SOURCE_REMOVE;
}

static void
count_unit (const EncoderFeedUnit *unit,
            gpointer               user_data)
{
  g_atomic_int_inc ((gint *) user_data);
}

/* While the network thread does not look, only so much waits; what is beyond that goes, and whoever
 * pushes is told. */
static void
test_queue_is_bounded (void)
{
  gint may_go = FALSE, n_taken = 0, n_refused = 0;
  EncoderFeedQueue *queue = encoder_feed_queue_new (count_unit, &n_taken);
  const EncoderLoopInfo info = { DVRIP_VIDEO_H264, 160, 96, 25, 1, "x" };

  wall_io_thread_invoke (hold, &may_go, NULL);
  for (guint i = 0; i < 20; i++) {
    EncoderFeedUnit unit = { .info = info };

    encoder_unit_init_video (&unit.unit, &info, TRUE, NULL, 1 << 20);
    encoder_unit_take_bytes (&unit.unit, g_bytes_new_take (g_malloc0 (1 << 20), 1 << 20));
    if (!encoder_feed_queue_push (queue, &unit))
      n_refused++;
  }
  g_assert_cmpint (n_refused, ==, 2);
  g_atomic_int_set (&may_go, TRUE);
  wait_for_number (&n_taken, 2);
  g_assert_cmpint (g_atomic_int_get (&n_taken), ==, 2);
  encoder_feed_queue_unref (queue);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/encoder/feed/comes-back", test_comes_back);
  g_test_add_func ("/encoder/feed/away-until-a-picture", test_away_until_a_picture);
  g_test_add_func ("/encoder/feed/error-of-the-pipeline", test_error_of_the_pipeline);
  g_test_add_func ("/encoder/feed/silence", test_silence);
  g_test_add_func ("/encoder/feed/wrong-password-is-not-repeated",
                   test_wrong_password_is_not_repeated);
  g_test_add_func ("/encoder/feed/runs-while-watched", test_runs_while_watched);
  g_test_add_func ("/encoder/feed/gates", test_gates);
  g_test_add_func ("/encoder/feed/queue-is-bounded", test_queue_is_bounded);

  return g_test_run ();
}
