/* test-wakeup.c
 *
 * Wake-ups of the main loop: gathered over all cameras, none lost, none for who left; and the
 * priority of those who ask for them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-thread.h"
#include "wall-wakeup.h"

#include <sys/resource.h>
#include <unistd.h>

#define DEADLINE_US (20 * G_USEC_PER_SEC)
#define N_CAMERAS   16
#define N_ROUNDS    50

static int calls;

static void
count_call (gpointer object)
{
  calls++;
}

static void
iterate_until (int wanted)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;

  while (calls < wanted && g_get_monotonic_time () < deadline_us)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (calls, ==, wanted);
}

static void
test_gathers (void)
{
  guint64 before = wall_wakeup_get_count ();
  GObject *objects[N_CAMERAS];

  calls = 0;
  for (int i = 0; i < N_CAMERAS; i++)
    wall_wakeup_request (objects[i] = g_object_new (G_TYPE_OBJECT, NULL), count_call);
  iterate_until (N_CAMERAS);

  g_assert_cmpuint (wall_wakeup_get_count (), ==, before + 1);
  for (int i = 0; i < N_CAMERAS; i++)
    g_assert_finalize_object (objects[i]);
}

static void
test_waits_to_gather (void)
{
  g_autoptr (GObject) object = g_object_new (G_TYPE_OBJECT, NULL);
  gint64 last_us = 0;

  for (int i = 0; i < 5; i++) {
    calls = 0;
    wall_wakeup_request (object, count_call);
    iterate_until (1);
    if (i > 0)
      g_assert_cmpint (g_get_monotonic_time () - last_us, >=, WALL_WAKEUP_GATHER_US * 9 / 10);
    last_us = g_get_monotonic_time ();
  }
}

static void
test_cancel (void)
{
  GObject *leaves = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GObject) stays = g_object_new (G_TYPE_OBJECT, NULL);

  calls = 0;
  wall_wakeup_request (leaves, count_call);
  wall_wakeup_request (stays, count_call);
  wall_wakeup_cancel (leaves);
  g_assert_finalize_object (leaves);
  iterate_until (1);
}

static gpointer
request_often (gpointer object)
{
  for (int i = 0; i < N_ROUNDS; i++) {
    wall_wakeup_request (object, count_call);
    g_usleep (500);
  }

  return NULL;
}

static void
test_loses_none_from_threads (void)
{
  g_autoptr (GObject) object = g_object_new (G_TYPE_OBJECT, NULL);
  GThread *threads[N_CAMERAS];

  calls = 0;
  for (int i = 0; i < N_CAMERAS; i++)
    threads[i] = g_thread_new ("camera", request_often, object);
  iterate_until (N_CAMERAS * N_ROUNDS);
  for (int i = 0; i < N_CAMERAS; i++)
    g_thread_join (threads[i]);
}

static gpointer
yield_and_tell (gpointer data)
{
  wall_thread_yield_to_main ();
  wall_thread_yield_to_main ();

  return GINT_TO_POINTER (getpriority (PRIO_PROCESS, gettid ()));
}

static void
test_threads_yield_once (void)
{
  int before = getpriority (PRIO_PROCESS, getpid ());
  int nice_of_thread
    = GPOINTER_TO_INT (g_thread_join (g_thread_new ("camera", yield_and_tell, NULL)));

  g_assert_cmpint (nice_of_thread, ==, MIN (before + WALL_THREAD_NICE, 19));
  wall_thread_yield_to_main ();
  g_assert_cmpint (getpriority (PRIO_PROCESS, getpid ()), ==, before);
}

static void
count_job (gpointer data,
           gpointer user_data)
{
  g_atomic_int_inc ((int *) user_data);
}

static gpointer
yield_and_use_pools (gpointer data)
{
  GThreadPool *pool = g_thread_pool_new (count_job, data, 2, FALSE, NULL);

  wall_thread_yield_to_main ();
  g_thread_pool_push (pool, pool, NULL);
  g_thread_pool_push (pool, pool, NULL);
  g_thread_pool_free (pool, FALSE, TRUE);

  return NULL;
}

/* As somebody who may not raise priorities; criticals are fatal. */
static int
use_pools (void)
{
  int n_jobs = 0;

  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  g_thread_join (g_thread_new ("camera", yield_and_use_pools, &n_jobs));

  return n_jobs == 2 ? 0 : 1;
}

/* The shared pools of GLib start threads of their own from threads that have yielded. */
static void
test_pools_bear_yielding (void)
{
  const char *const without[] = { "setpriv", "--bounding-set=-sys_nice", "--inh-caps=-sys_nice" };
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  for (gsize i = 0; geteuid () == 0 && i < G_N_ELEMENTS (without); i++)
    g_ptr_array_add (words, (gpointer) without[i]);
  g_ptr_array_add (words, self);
  g_ptr_array_add (words, "--use-pools");
  g_ptr_array_add (words, NULL);
  g_spawn_sync (NULL, (char **) words->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, &said,
                &status, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (said, ==, "");
  g_assert_cmpint (status, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 2 && g_str_equal (argv[1], "--use-pools"))
    return use_pools ();

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream/wakeup/gathers", test_gathers);
  g_test_add_func ("/stream/wakeup/waits-to-gather", test_waits_to_gather);
  g_test_add_func ("/stream/wakeup/cancel", test_cancel);
  g_test_add_func ("/stream/wakeup/loses-none-from-threads", test_loses_none_from_threads);
  g_test_add_func ("/stream/thread/yields-once", test_threads_yield_once);
  g_test_add_func ("/stream/thread/pools-bear-yielding", test_pools_bear_yielding);

  return g_test_run ();
}
