/* wall-resolve-pool.c
 *
 * The names that are being looked up, and the at most WALL_RESOLVE_MAX_THREADS threads that do it.
 * They begin when there is something to look up and end when there is nothing more. All who ask for
 * one name share one lookup; what nobody waits for any more is not begun.
 * Callable from any thread, never blocks.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "wall-resolve-private.h"

#include "wall-resolve.h"

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

struct _WallResolveName {
  char *text;
  NameState state;
  gboolean is_suspect;    /* its last lookup failed, or somebody waited for it in vain */
  gboolean runs_suspect;  /* it was one when its lookup began */
  GPtrArray *good;        /* (nullable) (element-type GInetSocketAddress): the last good answer */
  GList *tickets;         /* (element-type WallResolveTicket), a reference each */
  gint64 asked_us;
};

typedef WallResolveName Name;

/* Guards everything here, what is in a name, and the name of a ticket. */
static GMutex lock;
static GHashTable *names;   /* text → Name */
static GQueue queue = G_QUEUE_INIT;
static guint n_threads;
static guint n_suspects_running;
static WallResolveFunction resolve_function = wall_resolve_blocking;

static WallResolveTicket *
ticket_ref (WallResolveTicket *ticket)
{
  g_atomic_ref_count_inc (&ticket->ref_count);

  return ticket;
}

static void
name_free (gpointer data)
{
  Name *name = data;

  g_clear_pointer (&name->good, g_ptr_array_unref);
  g_free (name->text);
  g_free (name);
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
  GList *tickets = g_steal_pointer (&name->tickets);

  for (GList *link = tickets; link; link = link->next)
    ((WallResolveTicket *) link->data)->name = NULL;

  n_suspects_running -= name->runs_suspect;
  name->state = NAME_IDLE;
  name->is_suspect = addresses == NULL;
  if (addresses) {
    g_clear_pointer (&name->good, g_ptr_array_unref);
    name->good = g_ptr_array_ref (addresses);
  }

  return tickets;
}

static void
look_up (Name *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = resolve_function (name->text, &error);
  g_autoptr (GPtrArray) addresses = found ? wall_resolve_interleave (found) : NULL;
  g_autoptr (GPtrArray) good = NULL;
  GList *tickets;

  g_mutex_lock (&lock);
  tickets = finish_name (name, addresses);
  good = name->good ? g_ptr_array_ref (name->good) : NULL;
  g_mutex_unlock (&lock);

  for (GList *link = tickets; link; link = link->next) {
    WallResolveTicket *ticket = link->data;

    ticket->answer (ticket, good, good ? NULL : error);
    wall_resolve_ticket_unref (ticket);
  }
  g_list_free (tickets);
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
    g_hash_table_remove (names, oldest->text);
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
    name->text = g_strdup (text);
    g_hash_table_insert (names, name->text, name);
  }
  name->asked_us = g_get_monotonic_time ();

  return name;
}

/**
 * wall_resolve_ticket_unref:
 * @ticket: (transfer full): a ticket
 */
void
wall_resolve_ticket_unref (WallResolveTicket *ticket)
{
  if (g_atomic_ref_count_dec (&ticket->ref_count))
    ticket->free (ticket);
}

/**
 * wall_resolve_pool_join:
 * @ticket: whom to answer; a reference is held until then
 * @text: a name in ASCII
 *
 * Waits for the answer to a name, whose lookup begins where none is under way.
 */
void
wall_resolve_pool_join (WallResolveTicket *ticket,
                        const char *text)
{
  Name *name;

  g_mutex_lock (&lock);
  name = get_name (text);
  name->tickets = g_list_append (name->tickets, ticket_ref (ticket));
  ticket->name = name;
  if (name->state == NAME_IDLE) {
    name->state = NAME_QUEUED;
    g_queue_push_tail (&queue, name);
    start_thread ();
  }
  g_mutex_unlock (&lock);
}

/**
 * wall_resolve_pool_leave:
 * @ticket: one that may have been answered meanwhile
 * @in_vain: whether it took too long
 *
 * Waits no longer. A lookup under way goes on, for the next time.
 *
 * Returns: (transfer full) (nullable): the last good answer to that name
 */
GPtrArray *
wall_resolve_pool_leave (WallResolveTicket *ticket,
                         gboolean in_vain)
{
  Name *name;
  GPtrArray *good = NULL;

  g_mutex_lock (&lock);
  name = g_steal_pointer (&ticket->name);
  if (name) {
    name->tickets = g_list_remove (name->tickets, ticket);
    name->is_suspect |= in_vain;
    good = name->good ? g_ptr_array_ref (name->good) : NULL;
    if (!name->tickets && name->state == NAME_QUEUED) {
      g_queue_remove (&queue, name);
      name->state = NAME_IDLE;
    }
  }
  g_mutex_unlock (&lock);

  if (name)
    wall_resolve_ticket_unref (ticket);

  return good;
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
