/* test-resolve.c
 *
 * Promises of wall-resolve: it never makes anybody wait, and asks no more than it must. A name
 * server of the test's own answers, or does not.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "wall-resolve.h"

#include "wall-reason.h"
#include "wall-resolve-private.h"

#define N_HOLES 64

/* The name server. Names that begin with "hole" hang until @is_open, "bad" ones do not exist. */
static struct {
  GMutex lock;
  GCond cond;
  gboolean is_open;
  gboolean is_bad;
  guint calls;
  guint running;
  guint most_running;
} server;

typedef struct {
  GPtrArray *addresses;
  GError *error;
  gint64 begun_us;
  gint64 done_us;
  gboolean is_done;
} Asking;

static GPtrArray *
answer (const char *name,
        GError **error)
{
  gboolean is_bad;
  GPtrArray *addresses;

  g_mutex_lock (&server.lock);
  server.calls++;
  server.running++;
  server.most_running = MAX (server.most_running, server.running);
  while (g_str_has_prefix (name, "hole") && !server.is_open)
    g_cond_wait (&server.cond, &server.lock);
  server.running--;
  is_bad = server.is_bad || g_str_has_prefix (name, "bad");
  g_cond_broadcast (&server.cond);
  g_mutex_unlock (&server.lock);

  if (is_bad) {
    g_set_error (error, WALL_ERROR, WALL_REASON_NAME_NOT_FOUND, "There is no %s", name);
    return NULL;
  }

  addresses = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (addresses, g_inet_socket_address_new_from_string ("192.0.2.7", 0));

  return addresses;
}

static void
open_gate (void)
{
  g_mutex_lock (&server.lock);
  server.is_open = TRUE;
  g_cond_broadcast (&server.cond);
  while (server.running > 0)
    g_cond_wait (&server.cond, &server.lock);
  g_mutex_unlock (&server.lock);
}

/* The threads of the pool, as the kernel counts them. */
static guint
count_threads (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  const char *id;
  guint n = 0;

  while ((id = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename ("/proc/self/task", id, "comm", NULL);
    g_autofree char *name = NULL;

    if (g_file_get_contents (path, &name, NULL, NULL))
      n += g_str_has_prefix (name, "wall-resolve");
  }

  return n;
}

/* Nothing of the test before is under way any more. */
static void
begin_test (void)
{
  open_gate ();
  while (count_threads () > 0)
    g_usleep (1000);

  wall_resolve_set_function (answer);
  server.is_open = server.is_bad = FALSE;
  server.calls = server.most_running = 0;
}

static void
asking_clear (Asking *asking)
{
  g_clear_pointer (&asking->addresses, g_ptr_array_unref);
  g_clear_error (&asking->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Asking, asking_clear)

static void
on_resolved (GObject *source,
             GAsyncResult *result,
             gpointer data)
{
  Asking *asking = data;

  g_assert_false (asking->is_done);
  asking->addresses = wall_resolve_finish (result, &asking->error);
  asking->done_us = g_get_monotonic_time ();
  asking->is_done = TRUE;
}

static void
ask (Asking *asking,
     const char *host,
     guint timeout_ms,
     GCancellable *cancellable)
{
  *asking = (Asking) { .begun_us = g_get_monotonic_time () };
  wall_resolve_async (host, 4321, timeout_ms, cancellable, on_resolved, asking);
  g_assert_false (asking->is_done);
}

static void
finish (Asking *asking)
{
  while (!asking->is_done)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_address (Asking *asking,
                const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_no_error (asking->error);
  g_assert_cmpuint (asking->addresses->len, >, 0);
  text = g_socket_connectable_to_string (g_ptr_array_index (asking->addresses, 0));
  g_assert_cmpstr (text, ==, expected);
}

static double
get_seconds (Asking *asking)
{
  return (double) (asking->done_us - asking->begun_us) / G_USEC_PER_SEC;
}

static void
test_resolve_answers_with_the_port (void)
{
  g_auto (Asking) asking;

  begin_test ();
  ask (&asking, "camera", 20000, NULL);
  finish (&asking);
  assert_address (&asking, "192.0.2.7:4321");
  g_assert_cmpuint (server.calls, ==, 1);
}

static void
test_resolve_never_asks_for_a_number (void)
{
  g_auto (Asking) four, six;

  begin_test ();
  ask (&four, "192.0.2.1", 20000, NULL);
  ask (&six, "2001:db8::1", 20000, NULL);
  finish (&four);
  finish (&six);
  assert_address (&four, "192.0.2.1:4321");
  assert_address (&six, "[2001:db8::1]:4321");
  g_assert_cmpuint (server.calls, ==, 0);
}

static void
test_resolve_refuses_what_is_no_name (void)
{
  g_auto (Asking) asking;

  begin_test ();
  ask (&asking, "", 20000, NULL);
  finish (&asking);
  g_assert_error (asking.error, WALL_ERROR, WALL_REASON_BAD_ADDRESS);
}

static void
test_resolve_tells_an_unknown_name (void)
{
  g_auto (Asking) asking;

  begin_test ();
  ask (&asking, "bad-name", 20000, NULL);
  finish (&asking);
  g_assert_error (asking.error, WALL_ERROR, WALL_REASON_NAME_NOT_FOUND);
}

static void
test_resolve_shares_a_lookup (void)
{
  g_auto (Asking) first, second, third;

  begin_test ();
  ask (&first, "hole", 20000, NULL);
  ask (&second, "hole", 20000, NULL);
  ask (&third, "hole", 20000, NULL);
  open_gate ();
  finish (&first);
  finish (&second);
  finish (&third);
  assert_address (&first, "192.0.2.7:4321");
  assert_address (&second, "192.0.2.7:4321");
  assert_address (&third, "192.0.2.7:4321");
  g_assert_cmpuint (server.calls, ==, 1);
}

static void
test_resolve_keeps_the_last_good_answer (void)
{
  g_auto (Asking) good, failed, late;

  begin_test ();
  server.is_open = TRUE;
  ask (&good, "hole", 20000, NULL);
  finish (&good);

  server.is_bad = TRUE;
  ask (&failed, "hole", 20000, NULL);
  finish (&failed);
  assert_address (&failed, "192.0.2.7:4321");

  server.is_open = FALSE;
  ask (&late, "hole", 100, NULL);
  finish (&late);
  assert_address (&late, "192.0.2.7:4321");
  g_assert_cmpuint (server.calls, ==, 3);
}

static void
test_resolve_has_a_deadline (void)
{
  g_auto (Asking) asking;

  begin_test ();
  ask (&asking, "hole", 200, NULL);
  finish (&asking);
  g_assert_error (asking.error, WALL_ERROR, WALL_REASON_NAME_NOT_FOUND);
  g_assert_cmpfloat (get_seconds (&asking), >=, 0.2);
  g_assert_cmpfloat (get_seconds (&asking), <, 5.0);
}

static void
test_resolve_cancels_at_once (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Asking) running;
  Asking queued[5];

  begin_test ();
  ask (&running, "hole", 60000, cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (queued); i++) {
    g_autofree char *name = g_strdup_printf ("hole-%u", i);

    ask (&queued[i], name, 60000, cancellable);
  }

  g_cancellable_cancel (cancellable);
  finish (&running);
  g_assert_error (running.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  for (guint i = 0; i < G_N_ELEMENTS (queued); i++) {
    finish (&queued[i]);
    g_assert_error (queued[i].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    asking_clear (&queued[i]);
  }
}

static void
ask_holes (Asking *holes,
           guint timeout_ms)
{
  for (guint i = 0; i < N_HOLES; i++) {
    g_autofree char *name = g_strdup_printf ("hole-%u.example", i);

    ask (&holes[i], name, timeout_ms, NULL);
  }
}

static void
finish_holes (Asking *holes)
{
  for (guint i = 0; i < N_HOLES; i++) {
    finish (&holes[i]);
    g_assert_error (holes[i].error, WALL_ERROR, WALL_REASON_NAME_NOT_FOUND);
    asking_clear (&holes[i]);
  }
}

static void
test_resolve_64_black_holes_take_four_threads (void)
{
  Asking holes[N_HOLES];
  g_auto (Asking) numeric;

  begin_test ();
  ask_holes (holes, 500);
  ask (&numeric, "192.0.2.1", 20000, NULL);
  finish (&numeric);
  g_assert_false (holes[0].is_done);
  g_assert_cmpfloat (get_seconds (&numeric), <, 0.4);
  g_assert_cmpuint (count_threads (), <=, 4);

  finish_holes (holes);
  g_assert_cmpuint (count_threads (), ==, 4);

  /* What nobody waits for any more is not looked up when the name server is back. */
  open_gate ();
  while (count_threads () > 0)
    g_usleep (1000);
  g_assert_cmpuint (server.calls, ==, 4);
  g_assert_cmpuint (server.most_running, ==, 4);
}

static void
test_resolve_a_good_name_overtakes_bad_ones (void)
{
  Asking holes[N_HOLES];
  g_auto (Asking) good;

  /* The first time none is known to be bad, the second time all are: they leave a thread free. */
  begin_test ();
  server.is_open = server.is_bad = TRUE;
  ask_holes (holes, 20000);
  finish_holes (holes);

  server.is_open = FALSE;
  server.is_bad = FALSE;
  ask_holes (holes, 2000);
  ask (&good, "camera", 20000, NULL);
  finish (&good);
  assert_address (&good, "192.0.2.7:4321");
  g_assert_false (holes[0].is_done);
  finish_holes (holes);
}

static void
test_resolve_alternates_the_families (void)
{
  static const char *const given[] = { "2001:db8::1", "2001:db8::2", "2001:db8::3", "192.0.2.1" };
  static const char *const expected[] = { "2001:db8::1", "192.0.2.1", "2001:db8::2",
                                          "2001:db8::3" };
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) mixed = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (given); i++)
    g_ptr_array_add (addresses, g_inet_socket_address_new_from_string (given[i], 0));

  mixed = wall_resolve_interleave (addresses);
  g_assert_cmpuint (mixed->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < mixed->len; i++) {
    GInetSocketAddress *address = g_ptr_array_index (mixed, i);
    g_autofree char *text =
        g_inet_address_to_string (g_inet_socket_address_get_address (address));

    g_assert_cmpstr (text, ==, expected[i]);
  }
}

static void
test_resolve_asks_the_system (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) addresses = wall_resolve_blocking ("localhost", &error);

  if (!addresses) {
    g_test_skip ("this system does not know localhost");
    return;
  }

  for (guint i = 0; i < addresses->len; i++) {
    GInetSocketAddress *address = g_ptr_array_index (addresses, i);

    g_assert_true (g_inet_address_get_is_loopback (g_inet_socket_address_get_address (address)));
  }
}

int
main (int argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/resolve/answers-with-the-port", test_resolve_answers_with_the_port);
  g_test_add_func ("/net/resolve/never-asks-for-a-number", test_resolve_never_asks_for_a_number);
  g_test_add_func ("/net/resolve/refuses-what-is-no-name", test_resolve_refuses_what_is_no_name);
  g_test_add_func ("/net/resolve/tells-an-unknown-name", test_resolve_tells_an_unknown_name);
  g_test_add_func ("/net/resolve/shares-a-lookup", test_resolve_shares_a_lookup);
  g_test_add_func ("/net/resolve/keeps-the-last-good-answer",
                   test_resolve_keeps_the_last_good_answer);
  g_test_add_func ("/net/resolve/has-a-deadline", test_resolve_has_a_deadline);
  g_test_add_func ("/net/resolve/cancels-at-once", test_resolve_cancels_at_once);
  g_test_add_func ("/net/resolve/64-black-holes-take-four-threads",
                   test_resolve_64_black_holes_take_four_threads);
  g_test_add_func ("/net/resolve/a-good-name-overtakes-bad-ones",
                   test_resolve_a_good_name_overtakes_bad_ones);
  g_test_add_func ("/net/resolve/alternates-the-families", test_resolve_alternates_the_families);
  g_test_add_func ("/net/resolve/asks-the-system", test_resolve_asks_the_system);

  status = g_test_run ();
  begin_test ();
  wall_resolve_set_function (NULL);

  return status;
}
