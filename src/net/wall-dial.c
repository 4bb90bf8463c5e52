/* wall-dial.c
 *
 * One TCP connection attempt, with a deadline and a reason when it fails. It tries the addresses of
 * a host one after the other and never waits for one alone: the next begins when one has failed, or
 * has taken its share of half the deadline. The first that answers wins, the others are dropped.
 * Callable from any thread that runs its own thread-default context; answers there.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "wall-dial.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "wall-reason.h"

/* More addresses than this would leave each too little of the deadline. */
#define MAX_ADDRESSES 8

/* A peer that vanished without a word is found after some 11 s; the deadlines of the layers above
 * are shorter, this is what ends a connection that nobody watches. */
#define KEEPALIVE_IDLE_S     5
#define KEEPALIVE_INTERVAL_S 2
#define KEEPALIVE_COUNT      3
#define USER_TIMEOUT_MS      10000

/* A peer that never answers our FIN would keep the port for a minute. */
#define LINGER2_S 5

typedef struct {
  GTask *task;            /* not a reference: the task owns this */
  GPtrArray *addresses;
  GPtrArray *pending;     /* (element-type Try) */
  guint next;             /* index of the address that is tried next */
  guint timeout_ms;
  GSource *deadline;
  GSource *stagger;       /* (nullable): begins the next address */
  GSource *cancel;        /* (nullable) */
  GError *error;          /* (nullable): the most telling failure so far */
} Dial;

typedef struct {
  Dial *dial;
  GSocket *socket;
  GSocketAddress *address;
  GSource *source;
} Try;

static void try_next (Dial *dial);

static void
clear_source (GSource **source)
{
  if (!*source)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
try_free (gpointer data)
{
  Try *attempt = data;

  clear_source (&attempt->source);
  if (attempt->socket)
    g_socket_close (attempt->socket, NULL);
  g_clear_object (&attempt->socket);
  g_clear_object (&attempt->address);
  g_free (attempt);
}

/* From here on nothing of the attempt calls back any more. */
static void
dial_stop (Dial *dial)
{
  clear_source (&dial->deadline);
  clear_source (&dial->stagger);
  clear_source (&dial->cancel);
  g_ptr_array_set_size (dial->pending, 0);
}

static void
dial_free (gpointer data)
{
  Dial *dial = data;

  dial_stop (dial);
  g_ptr_array_unref (dial->pending);
  g_ptr_array_unref (dial->addresses);
  g_clear_error (&dial->error);
  g_free (dial);
}

static void
dial_fail (Dial *dial,
           GError *error)
{
  g_autoptr (GTask) task = dial->task;

  dial_stop (dial);
  g_task_return_error (task, error);
}

static void
set_options (GSocket *socket)
{
  g_socket_set_keepalive (socket, TRUE);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPIDLE, KEEPALIVE_IDLE_S, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPINTVL, KEEPALIVE_INTERVAL_S, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPCNT, KEEPALIVE_COUNT, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_USER_TIMEOUT, USER_TIMEOUT_MS, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_LINGER2, LINGER2_S, NULL);
}

static void
dial_succeed (Dial *dial,
              Try *attempt)
{
  g_autoptr (GTask) task = dial->task;
  GSocket *socket = g_steal_pointer (&attempt->socket);

  dial_stop (dial);
  set_options (socket);
  g_task_return_pointer (task, socket, g_object_unref);
}

/* A port that is closed says more about the host than a way that does not exist. */
static int
rank_of_error (const GError *error)
{
  switch (error->code) {
  case WALL_REASON_REFUSED:
    return 3;
  case WALL_REASON_TIMED_OUT:
    return 2;
  case WALL_REASON_NO_ROUTE:
    return 1;
  default:
    return 0;
  }
}

static void
remember_failure (Dial *dial,
                  GSocketAddress *address,
                  const GError *cause)
{
  g_autofree char *text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
  GError *error = g_error_new (WALL_ERROR, (int) wall_reason_from_error (cause),
                               "Cannot connect to %s: %s", text, cause->message);

  if (dial->error && rank_of_error (dial->error) >= rank_of_error (error)) {
    g_error_free (error);
    return;
  }

  g_clear_error (&dial->error);
  dial->error = error;
}

/* A connection to a closed port of this computer may get that very port as its own and meet itself:
 * then nobody is there, and nobody could open the port as long as it stood. */
static gboolean
check_connected (GSocket *socket,
                 GError **error)
{
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GSocketAddress) remote = NULL;
  g_autofree char *local_text = NULL;
  g_autofree char *remote_text = NULL;

  if (!g_socket_check_connect_result (socket, error))
    return FALSE;

  local = g_socket_get_local_address (socket, error);
  remote = local ? g_socket_get_remote_address (socket, error) : NULL;
  if (!remote)
    return FALSE;

  local_text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (local));
  remote_text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (remote));
  if (g_str_equal (local_text, remote_text)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, "Connection refused");
    return FALSE;
  }

  return TRUE;
}

static gboolean
on_writable (GSocket *socket,
             GIOCondition condition,
             gpointer data)
{
  Try *attempt = data;
  Dial *dial = attempt->dial;
  g_autoptr (GError) error = NULL;

  if (check_connected (socket, &error)) {
    dial_succeed (dial, attempt);
    return G_SOURCE_REMOVE;
  }

  remember_failure (dial, attempt->address, error);
  g_ptr_array_remove (dial->pending, attempt);
  try_next (dial);

  return G_SOURCE_REMOVE;
}

/* Returns: (transfer full) (nullable): a socket on which a connection is under way */
static GSocket *
open_socket (GSocketAddress *address,
             GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (address),
                                             G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  g_autoptr (GError) local_error = NULL;

  if (!socket)
    return NULL;

  g_socket_set_blocking (socket, FALSE);
  if (!g_socket_connect (socket, address, NULL, &local_error) &&
      !g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_PENDING)) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return NULL;
  }

  return g_steal_pointer (&socket);
}

static gboolean
try_address (Dial *dial,
             GSocketAddress *address)
{
  g_autoptr (GError) error = NULL;
  GSocket *socket = open_socket (address, &error);
  Try *attempt;

  if (!socket) {
    remember_failure (dial, address, error);
    return FALSE;
  }

  attempt = g_new0 (Try, 1);
  attempt->dial = dial;
  attempt->socket = socket;
  attempt->address = g_object_ref (address);
  attempt->source = g_socket_create_source (socket, G_IO_OUT, NULL);
  g_source_set_callback (attempt->source, G_SOURCE_FUNC (on_writable), attempt, NULL);
  g_source_attach (attempt->source, g_task_get_context (dial->task));
  g_ptr_array_add (dial->pending, attempt);

  return TRUE;
}

static gboolean
on_stagger (gpointer data)
{
  try_next (data);

  return G_SOURCE_REMOVE;
}

static void
try_next (Dial *dial)
{
  gboolean is_trying = FALSE;

  clear_source (&dial->stagger);
  while (!is_trying && dial->next < dial->addresses->len)
    is_trying = try_address (dial, g_ptr_array_index (dial->addresses, dial->next++));

  if (dial->pending->len == 0) {
    dial_fail (dial, g_steal_pointer (&dial->error));
    return;
  }

  if (dial->next == dial->addresses->len)
    return;

  dial->stagger = g_timeout_source_new (dial->timeout_ms / (2 * dial->addresses->len));
  g_source_set_callback (dial->stagger, on_stagger, dial, NULL);
  g_source_attach (dial->stagger, g_task_get_context (dial->task));
}

static gboolean
on_deadline (gpointer data)
{
  Dial *dial = data;
  Try *attempt = g_ptr_array_index (dial->pending, 0);
  g_autofree char *text =
      g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (attempt->address));

  dial_fail (dial, g_error_new (WALL_ERROR, WALL_REASON_TIMED_OUT,
                                "No answer from %s within %u ms", text, dial->timeout_ms));

  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer data)
{
  dial_fail (data, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED,
                                        "The connection attempt was cancelled"));

  return G_SOURCE_REMOVE;
}

static void
arm (Dial *dial,
     GCancellable *cancellable)
{
  GMainContext *context = g_task_get_context (dial->task);

  dial->deadline = g_timeout_source_new (dial->timeout_ms);
  g_source_set_callback (dial->deadline, on_deadline, dial, NULL);
  g_source_attach (dial->deadline, context);

  if (!cancellable)
    return;

  dial->cancel = g_cancellable_source_new (cancellable);
  g_source_set_callback (dial->cancel, G_SOURCE_FUNC (on_cancelled), dial, NULL);
  g_source_attach (dial->cancel, context);
}

/**
 * wall_dial_async:
 * @addresses: (element-type GSocketAddress): where to, at least one, as wall_resolve_finish()
 *   gives them
 * @timeout_ms: milliseconds for all of them together
 * @cancellable: (nullable): drops what is under way at once
 * @callback: called on the thread-default context of the caller
 * @user_data: for @callback
 *
 * Connects, past any proxy.
 */
void
wall_dial_async (GPtrArray *addresses,
                 guint timeout_ms,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  GTask *task;
  Dial *dial;

  g_return_if_fail (addresses->len > 0);

  task = g_task_new (NULL, cancellable, callback, user_data);
  dial = g_new0 (Dial, 1);
  g_task_set_source_tag (task, wall_dial_async);
  g_task_set_task_data (task, dial, dial_free);

  dial->task = task;
  dial->timeout_ms = timeout_ms;
  dial->pending = g_ptr_array_new_with_free_func (try_free);
  dial->addresses = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < MIN (addresses->len, MAX_ADDRESSES); i++)
    g_ptr_array_add (dial->addresses, g_object_ref (g_ptr_array_index (addresses, i)));

  arm (dial, cancellable);
  try_next (dial);
}

/**
 * wall_dial_finish:
 * @result: what the callback was given
 *
 * Returns: (transfer full): a connected, non-blocking socket; or %NULL and an error: a reason of
 *   %WALL_ERROR (refused, no route, timed out, local …), or %G_IO_ERROR_CANCELLED
 */
GSocket *
wall_dial_finish (GAsyncResult *result,
                  GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, wall_dial_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
