/* wall-io-thread.c
 *
 * The one thread of the process whose main loop runs every socket. It starts on first use and lives
 * as long as the process: what an application leaves behind is finished there in order.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "wall-io-thread.h"

typedef struct {
  GMainContext *context;
  GThread *thread;
} IoThread;

static gpointer
run_loop (gpointer data)
{
  GMainContext *context = data;
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);

  g_main_context_push_thread_default (context);
  g_main_loop_run (loop);
  g_main_context_pop_thread_default (context);

  return NULL;
}

static gpointer
start_thread (gpointer data)
{
  static IoThread io;

  io.context = g_main_context_new ();
  io.thread = g_thread_new ("wall-io", run_loop, io.context);

  return &io;
}

static const IoThread *
get_io_thread (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, start_thread, NULL);
}

/**
 * wall_io_thread_get_context:
 *
 * Attach sources here to have them run on the network thread. They must never block: every
 * connection of the process waits for them.
 *
 * Returns: (transfer none): the context, iterated until the process ends
 */
GMainContext *
wall_io_thread_get_context (void)
{
  return get_io_thread ()->context;
}

/**
 * wall_io_thread_is_current:
 *
 * Returns: whether the caller runs on the network thread
 */
gboolean
wall_io_thread_is_current (void)
{
  return get_io_thread ()->thread == g_thread_self ();
}

/**
 * wall_io_thread_invoke:
 * @function: called until it returns %G_SOURCE_REMOVE
 * @data: (nullable): for @function
 * @notify: (nullable): frees @data, on the network thread
 *
 * Has a function called on the network thread. It is never called from within this call, not even
 * on the network thread itself, and what one thread hands over is called in that order.
 */
void
wall_io_thread_invoke (GSourceFunc function,
                       gpointer data,
                       GDestroyNotify notify)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, function, data, notify);
  g_source_set_static_name (source, "wall-io-thread invoke");
  g_source_attach (source, wall_io_thread_get_context ());
}
