/* test-io-thread.c
 *
 * Promises of wall-io-thread: one thread for all, in order, never re-entered.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "wall-io-thread.h"

typedef struct {
  GAsyncQueue *queue;
  guint count;
  gboolean inside;
} Fixture;

static gboolean
report_thread (gpointer data)
{
  GAsyncQueue *queue = data;

  g_assert_true (wall_io_thread_is_current ());
  g_assert_true (g_main_context_get_thread_default () == wall_io_thread_get_context ());
  g_async_queue_push (queue, g_thread_self ());

  return G_SOURCE_REMOVE;
}

static void
test_io_thread_is_one (void)
{
  g_autoptr (GAsyncQueue) queue = g_async_queue_new ();
  gpointer first, second;

  wall_io_thread_invoke (report_thread, queue, NULL);
  wall_io_thread_invoke (report_thread, queue, NULL);
  first = g_async_queue_pop (queue);
  second = g_async_queue_pop (queue);

  g_assert_true (first == second);
  g_assert_true (first != g_thread_self ());
  g_assert_false (wall_io_thread_is_current ());
}

static gboolean
count_in_order (gpointer data)
{
  gpointer *pair = data;
  Fixture *fixture = pair[0];

  g_assert_cmpuint (GPOINTER_TO_UINT (pair[1]), ==, fixture->count);
  fixture->count++;
  if (fixture->count == 1000)
    g_async_queue_push (fixture->queue, fixture);

  return G_SOURCE_REMOVE;
}

static void
test_io_thread_keeps_order (void)
{
  Fixture fixture = { .queue = g_async_queue_new () };

  for (guint i = 0; i < 1000; i++) {
    gpointer *pair = g_new (gpointer, 2);

    pair[0] = &fixture;
    pair[1] = GUINT_TO_POINTER (i);
    wall_io_thread_invoke (count_in_order, pair, g_free);
  }
  g_async_queue_pop (fixture.queue);
  g_assert_cmpuint (fixture.count, ==, 1000);
  g_async_queue_unref (fixture.queue);
}

static gboolean
inner (gpointer data)
{
  Fixture *fixture = data;

  g_assert_false (fixture->inside);
  g_async_queue_push (fixture->queue, fixture);

  return G_SOURCE_REMOVE;
}

static gboolean
outer (gpointer data)
{
  Fixture *fixture = data;

  fixture->inside = TRUE;
  wall_io_thread_invoke (inner, fixture, NULL);
  fixture->inside = FALSE;

  return G_SOURCE_REMOVE;
}

static void
test_io_thread_never_reenters (void)
{
  Fixture fixture = { .queue = g_async_queue_new () };

  wall_io_thread_invoke (outer, &fixture, NULL);
  g_async_queue_pop (fixture.queue);
  g_async_queue_unref (fixture.queue);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/io-thread/is-one", test_io_thread_is_one);
  g_test_add_func ("/net/io-thread/keeps-order", test_io_thread_keeps_order);
  g_test_add_func ("/net/io-thread/never-reenters", test_io_thread_never_reenters);

  return g_test_run ();
}
