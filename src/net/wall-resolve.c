/* wall-resolve.c
 *
 * Names to addresses, without ever making the caller wait: the system's blocking lookup runs on
 * threads of its own (wall-resolve-pool). The last good answer is kept, and used when the next
 * lookup fails or does not come in time. Numeric addresses are never looked up.
 * Callable from any thread that runs its own thread-default context; answers there.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "wall-resolve.h"

#include "wall-reason.h"
#include "wall-resolve-private.h"

/* Somebody who asked. It belongs to the task's context; the pool knows it as a ticket. */
typedef struct {
  WallResolveTicket ticket;
  GTask *task;            /* (nullable): until it is answered */
  GMainContext *context;
  char *host;
  guint16 port;
  guint timeout_ms;
  GSource *timer;
  GSource *cancel;        /* (nullable) */
} Waiter;

typedef struct {
  Waiter *waiter;
  GPtrArray *addresses;   /* (nullable) */
  GError *error;          /* (nullable) */
} Answer;

static Waiter *
waiter_ref (Waiter *waiter)
{
  g_atomic_ref_count_inc (&waiter->ticket.ref_count);

  return waiter;
}

static void
waiter_unref (gpointer data)
{
  wall_resolve_ticket_unref (data);
}

static void
waiter_free (WallResolveTicket *ticket)
{
  Waiter *waiter = (Waiter *) ticket;

  g_clear_pointer (&waiter->timer, g_source_unref);
  g_clear_pointer (&waiter->cancel, g_source_unref);
  g_clear_object (&waiter->task);
  g_main_context_unref (waiter->context);
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

static GSocketAddress *
new_with_port (GInetSocketAddress *address,
               guint16 port)
{
  GInetAddress *host = g_inet_socket_address_get_address (address);
  gboolean is_six = g_inet_address_get_family (host) == G_SOCKET_FAMILY_IPV6;

  return g_object_new (G_TYPE_INET_SOCKET_ADDRESS,
                       "address", host,
                       "scope-id", is_six ? g_inet_socket_address_get_scope_id (address) : 0,
                       "port", (guint) port,
                       NULL);
}

static GPtrArray *
copy_with_port (GPtrArray *addresses,
                guint16 port)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < addresses->len; i++)
    g_ptr_array_add (copy, new_with_port (g_ptr_array_index (addresses, i), port));

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

/* On a thread of the pool: hands the answer over to the waiter's own context. */
static void
post_answer (WallResolveTicket *ticket,
             GPtrArray *addresses,
             const GError *error)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Answer *answer = g_new0 (Answer, 1);

  answer->waiter = waiter_ref ((Waiter *) ticket);
  answer->addresses = addresses ? g_ptr_array_ref (addresses) : NULL;
  answer->error = addresses ? NULL : g_error_copy (error);

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_answer, answer, answer_free);
  g_source_attach (source, answer->waiter->context);
}

static gboolean
on_deadline (gpointer data)
{
  Waiter *waiter = data;
  g_autoptr (GPtrArray) good = wall_resolve_pool_leave (&waiter->ticket, TRUE);
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
  GPtrArray *unused = wall_resolve_pool_leave (&waiter->ticket, FALSE);
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                                  "The lookup was cancelled");

  g_clear_pointer (&unused, g_ptr_array_unref);
  waiter_answer (waiter, NULL, error);

  return G_SOURCE_REMOVE;
}

static void
arm (Waiter *waiter,
     GCancellable *cancellable)
{
  waiter->timer = g_timeout_source_new (waiter->timeout_ms);
  g_source_set_callback (waiter->timer, on_deadline, waiter_ref (waiter), waiter_unref);
  g_source_attach (waiter->timer, waiter->context);

  if (!cancellable)
    return;

  waiter->cancel = g_cancellable_source_new (cancellable);
  g_source_set_callback (waiter->cancel, G_SOURCE_FUNC (on_cancelled), waiter_ref (waiter),
                         waiter_unref);
  g_source_attach (waiter->cancel, waiter->context);
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

static Waiter *
waiter_new (GTask *task,
            const char *host,
            guint16 port,
            guint timeout_ms)
{
  Waiter *waiter = g_new0 (Waiter, 1);

  g_atomic_ref_count_init (&waiter->ticket.ref_count);
  waiter->ticket.answer = post_answer;
  waiter->ticket.free = waiter_free;
  waiter->task = task;
  waiter->context = g_main_context_ref (g_task_get_context (task));
  waiter->host = g_strdup (host);
  waiter->port = port;
  waiter->timeout_ms = timeout_ms;

  return waiter;
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

  waiter = waiter_new (g_steal_pointer (&task), host, port, timeout_ms);
  arm (waiter, cancellable);
  wall_resolve_pool_join (&waiter->ticket, ascii);
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
