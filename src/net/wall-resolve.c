/* wall-resolve.c
 *
 * Names to addresses, without ever making the caller wait: the system's blocking lookup runs on at
 * most WALL_RESOLVE_MAX_THREADS threads of its own, which end when there is nothing to look up. All
 * who ask for one name share one lookup. The last good answer is kept, and used when the next lookup
 * fails or does not come in time. Numeric addresses are never looked up.
 * Callable from any thread; answers on the caller's thread-default context.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "wall-resolve.h"

#include "wall-reason.h"
#include "wall-resolve-private.h"

/* Names are remembered up to here; then the one that was not asked for longest is forgotten. */
#define MAX_NAMES 256

/* One of the threads is kept for names that were not bad last time, so that a name server that
 * swallows some names does not swallow all. */
#define MAX_SUSPECT_THREADS (WALL_RESOLVE_MAX_THREADS - 1)

typedef enum {
  NAME_IDLE,
  NAME_QUEUED,
  NAME_RUNNING,
} NameState;

/* Everything in it is guarded by @lock. */
typedef struct {
  char *name;
  NameState state;
  gboolean is_suspect;    /* its last lookup failed, or somebody waited for it in vain */
  gboolean runs_suspect;  /* it was one when its lookup began */
  GPtrArray *good;        /* (nullable) (element-type GInetSocketAddress): the last good answer */
  GList *waiters;         /* (element-type Waiter), a reference each */
  gint64 asked_us;
} Name;

/* Somebody who asked. Apart from @name, which @lock guards, it belongs to the task's context. */
typedef struct {
  gatomicrefcount ref_count;
  GTask *task;            /* (nullable): until it is answered */
  Name *name;             /* (nullable): while it stands in that name's list */
  char *host;
  guint16 port;
  guint timeout_ms;
  GSource *timer;
  GSource *cancel;
} Waiter;

typedef struct {
  Waiter *waiter;
  GPtrArray *addresses;
  GError *error;
} Answer;

static GMutex lock;
static GHashTable *names;   /* name → Name */
static GQueue queue = G_QUEUE_INIT;
static guint n_threads;
static guint n_suspects_running;
static WallResolveFunction resolve_function = wall_resolve_blocking;

static Waiter *
waiter_ref (Waiter *waiter)
{
  g_atomic_ref_count_inc (&waiter->ref_count);

  return waiter;
}

static void
waiter_unref (gpointer data)
{
  Waiter *waiter = data;

  if (!g_atomic_ref_count_dec (&waiter->ref_count))
    return;

  g_clear_pointer (&waiter->timer, g_source_unref);
  g_clear_pointer (&waiter->cancel, g_source_unref);
  g_clear_object (&waiter->task);
  g_free (waiter->host);
  g_free (waiter);
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  waiter_unref (answer->waiter);
  g_clear_pointer (&answer->addresses, g_ptr_array_unref);
  g_clear_error (&answer->error);
  g_free (answer);
}

static void
name_free (gpointer data)
{
  Name *name = data;

  g_clear_pointer (&name->good, g_ptr_array_unref);
  g_free (name->name);
  g_free (name);
}

static GPtrArray *
copy_with_port (GPtrArray *addresses,
                guint16 port)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < addresses->len; i++) {
    GInetSocketAddress *address = g_ptr_array_index (addresses, i);

    g_ptr_array_add (copy, g_object_new (G_TYPE_INET_SOCKET_ADDRESS,
                                         "address", g_inet_socket_address_get_address (address),
                                         "scope-id", g_inet_socket_address_get_scope_id (address),
                                         "port", (guint) port,
                                         NULL));
  }

  return copy;
}

static void
waiter_answer (Waiter *waiter,
               GPtrArray *addresses,
               const GError *error)
{
  g_autoptr (GTask) task = g_steal_pointer (&waiter->task);

  if (!task)
    return;

  g_source_destroy (waiter->timer);
  if (waiter->cancel)
    g_source_destroy (waiter->cancel);

  if (addresses)
    g_task_return_pointer (task, copy_with_port (addresses, waiter->port),
                           (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_error_copy (error));
}

static gboolean
on_answer (gpointer data)
{
  Answer *answer = data;

  waiter_answer (answer->waiter, answer->addresses, answer->error);

  return G_SOURCE_REMOVE;
}

/* Hands the answer over to the waiter's own context. */
static void
post_answer (Waiter *waiter,
             GPtrArray *addresses,
             const GError *error)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Answer *answer = g_new0 (Answer, 1);

  answer->waiter = waiter;
  answer->addresses = addresses ? g_ptr_array_ref (addresses) : NULL;
  answer->error = addresses ? NULL : g_error_copy (error);

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_answer, answer, answer_free);
  g_source_attach (source, g_task_get_context (waiter->task));
}

/* With @lock held: the next name whose turn it is, if a thread may take one. */
static Name *
take_queued (void)
{
  for (GList *link = queue.head; link; link = link->next) {
    Name *name = link->data;

    if (name->is_suspect && n_suspects_running >= MAX_SUSPECT_THREADS)
      continue;

    g_queue_delete_link (&queue, link);
    name->state = NAME_RUNNING;
    name->runs_suspect = name->is_suspect;
    n_suspects_running += name->runs_suspect;
    return name;
  }

  return NULL;
}

/* With @lock held. Returns: (transfer full): those who waited */
static GList *
finish_name (Name *name,
             GPtrArray *addresses)
{
  GList *waiters = g_steal_pointer (&name->waiters);

  for (GList *link = waiters; link; link = link->next)
    ((Waiter *) link->data)->name = NULL;

  n_suspects_running -= name->runs_suspect;
  name->state = NAME_IDLE;
  name->is_suspect = addresses == NULL;
  if (addresses) {
    g_clear_pointer (&name->good, g_ptr_array_unref);
    name->good = g_ptr_array_ref (addresses);
  }

  return waiters;
}

static void
look_up (Name *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = resolve_function (name->name, &error);
  g_autoptr (GPtrArray) addresses = found ? wall_resolve_interleave (found) : NULL;
  g_autoptr (GPtrArray) good = NULL;
  GList *waiters;

  g_mutex_lock (&lock);
  waiters = finish_name (name, addresses);
  good = name->good ? g_ptr_array_ref (name->good) : NULL;
  g_mutex_unlock (&lock);

  for (GList *link = waiters; link; link = link->next)
    post_answer (link->data, good, error);
  g_list_free (waiters);
}

static gpointer
run_lookups (gpointer data)
{
  Name *name;

  g_mutex_lock (&lock);
  while ((name = take_queued ())) {
    g_mutex_unlock (&lock);
    look_up (name);
    g_mutex_lock (&lock);
  }
  n_threads--;
  g_mutex_unlock (&lock);

  return NULL;
}

/* With @lock held. A suspect that found no thread is taken by the next one that has finished. */
static void
start_thread (void)
{
  g_autoptr (GError) error = NULL;
  GThread *thread;

  if (n_threads >= WALL_RESOLVE_MAX_THREADS)
    return;

  thread = g_thread_try_new ("wall-resolve", run_lookups, NULL, &error);
  if (!thread)
    return;

  n_threads++;
  g_thread_unref (thread);
}

/* With @lock held. */
static void
forget_oldest (void)
{
  GHashTableIter iter;
  gpointer value;
  Name *oldest = NULL;

  if (g_hash_table_size (names) < MAX_NAMES)
    return;

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Name *name = value;

    if (name->state == NAME_IDLE && (!oldest || name->asked_us < oldest->asked_us))
      oldest = name;
  }

  if (oldest)
    g_hash_table_remove (names, oldest->name);
}

/* With @lock held. Returns: (transfer none): the name, made if it is new */
static Name *
get_name (const char *text)
{
  Name *name;

  if (!names)
    names = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, name_free);

  name = g_hash_table_lookup (names, text);
  if (!name) {
    forget_oldest ();
    name = g_new0 (Name, 1);
    name->name = g_strdup (text);
    g_hash_table_insert (names, name->name, name);
  }
  name->asked_us = g_get_monotonic_time ();

  return name;
}

static void
join_lookup (Waiter *waiter,
             const char *text)
{
  Name *name;

  g_mutex_lock (&lock);
  name = get_name (text);
  name->waiters = g_list_append (name->waiters, waiter_ref (waiter));
  waiter->name = name;
  if (name->state == NAME_IDLE) {
    name->state = NAME_QUEUED;
    g_queue_push_tail (&queue, name);
    start_thread ();
  }
  g_mutex_unlock (&lock);
}

/* What nobody waits for any more is not looked up; a lookup under way goes on, for the next time.
 * Returns: (transfer full) (nullable): the last good answer */
static GPtrArray *
leave_lookup (Waiter *waiter,
              gboolean in_vain)
{
  Name *name;
  GPtrArray *good = NULL;
  gboolean was_listed = FALSE;

  g_mutex_lock (&lock);
  name = waiter->name;
  if (name) {
    was_listed = TRUE;
    waiter->name = NULL;
    name->waiters = g_list_remove (name->waiters, waiter);
    name->is_suspect |= in_vain;
    good = name->good ? g_ptr_array_ref (name->good) : NULL;
    if (!name->waiters && name->state == NAME_QUEUED) {
      g_queue_remove (&queue, name);
      name->state = NAME_IDLE;
    }
  }
  g_mutex_unlock (&lock);

  if (was_listed)
    waiter_unref (waiter);

  return good;
}

static gboolean
on_deadline (gpointer data)
{
  Waiter *waiter = data;
  g_autoptr (GPtrArray) good = leave_lookup (waiter, TRUE);
  g_autoptr (GError) error = g_error_new (WALL_ERROR, WALL_REASON_NAME_NOT_FOUND,
                                          "No answer to the lookup of “%s” within %u ms",
                                          waiter->host, waiter->timeout_ms);

  waiter_answer (waiter, good, error);

  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer data)
{
  Waiter *waiter = data;
  g_autoptr (GPtrArray) good = leave_lookup (waiter, FALSE);
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                                  "The lookup was cancelled");

  waiter_answer (waiter, NULL, error);

  return G_SOURCE_REMOVE;
}

static void
arm (Waiter *waiter,
     GCancellable *cancellable)
{
  GMainContext *context = g_task_get_context (waiter->task);

  waiter->timer = g_timeout_source_new (waiter->timeout_ms);
  g_source_set_callback (waiter->timer, on_deadline, waiter_ref (waiter), waiter_unref);
  g_source_attach (waiter->timer, context);

  if (!cancellable)
    return;

  waiter->cancel = g_cancellable_source_new (cancellable);
  g_source_set_callback (waiter->cancel, G_SOURCE_FUNC (on_cancelled), waiter_ref (waiter),
                         waiter_unref);
  g_source_attach (waiter->cancel, context);
}

static GPtrArray *
addresses_from_numeric (const char *host,
                        guint16 port)
{
  GSocketAddress *address = g_inet_socket_address_new_from_string (host, port);
  GPtrArray *addresses;

  if (!address)
    return NULL;

  addresses = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (addresses, address);

  return addresses;
}

/**
 * wall_resolve_async:
 * @host: a name, or a numeric address without brackets
 * @port: the port that the answer's addresses shall have
 * @timeout_ms: milliseconds after which the last good answer, or none, is the answer
 * @cancellable: (nullable): answers at once with %G_IO_ERROR_CANCELLED
 * @callback: called on the thread-default context of the caller
 * @user_data: for @callback
 *
 * Looks up a host.
 */
void
wall_resolve_async (const char *host,
                    guint16 port,
                    guint timeout_ms,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GPtrArray *numeric = addresses_from_numeric (host, port);
  g_autofree char *ascii = numeric ? NULL : g_hostname_to_ascii (host);
  Waiter *waiter;

  g_task_set_source_tag (task, wall_resolve_async);

  if (numeric) {
    g_task_return_pointer (task, numeric, (GDestroyNotify) g_ptr_array_unref);
    return;
  }

  if (!ascii || !*ascii) {
    g_task_return_new_error (task, WALL_ERROR, WALL_REASON_BAD_ADDRESS,
                             "“%s” is not the name of a host", host);
    return;
  }

  waiter = g_new0 (Waiter, 1);
  g_atomic_ref_count_init (&waiter->ref_count);
  waiter->task = g_steal_pointer (&task);
  waiter->host = g_strdup (host);
  waiter->port = port;
  waiter->timeout_ms = timeout_ms;
  arm (waiter, cancellable);
  join_lookup (waiter, ascii);
  waiter_unref (waiter);
}

/**
 * wall_resolve_finish:
 * @result: what the callback was given
 *
 * Returns: (transfer full) (element-type GInetSocketAddress): the addresses in the order in which
 *   to try them, at least one; or %NULL and an error: %WALL_REASON_NAME_NOT_FOUND,
 *   %WALL_REASON_BAD_ADDRESS or %WALL_REASON_LOCAL of %WALL_ERROR, or %G_IO_ERROR_CANCELLED
 */
GPtrArray *
wall_resolve_finish (GAsyncResult *result,
                     GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, wall_resolve_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * wall_resolve_set_function:
 * @function: (nullable): what looks a name up; %NULL: the system's resolver
 *
 * For tests: puts a name server of their own in place of the system's. What is remembered is
 * forgotten. To be called while no lookup is under way.
 */
void
wall_resolve_set_function (WallResolveFunction function)
{
  g_mutex_lock (&lock);
  resolve_function = function ? function : wall_resolve_blocking;
  if (names)
    g_hash_table_remove_all (names);
  g_mutex_unlock (&lock);
}
