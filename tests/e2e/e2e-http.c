/* e2e-http.c
 *
 * A camera that serves JPEG over HTTP, in this process.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-http.h"

#include <string.h>

#include "../stream/jpeg-maker.h"
#include "../stream/script-server.h"

#define INTERVAL_MS 100

#define DENIED \
  "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"camera\"\r\nContent-Length: 0\r\n\r\n"
#define GRANTED \
  "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"

/* guard:s3cret word */
#define AUTHORIZATION "Authorization: Basic Z3VhcmQ6czNjcmV0IHdvcmQ="

/* The service accepts in the main loop of whoever made it: one of its own, since tests sleep. */
struct _E2eHttp {
  ScriptServer *server;
  GMainContext *context;
  GMainLoop    *loop;
  GThread      *thread;
};

static gboolean
send_picture (ScriptPeer *peer,
              guint       number)
{
  g_autoptr (GBytes) picture = jpeg_maker_colour (0x204060 + 0x010203 * (number % 40), 320, 180);
  g_autofree char *head =
    g_strdup_printf ("--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %zu\r\n\r\n",
                     g_bytes_get_size (picture));

  return script_send (peer, head) && script_send_bytes (peer, picture) && script_send (peer, "\r\n");
}

static void
serve (ScriptPeer *peer)
{
  while (script_read_request (peer)) {
    if (!script_server_heard (peer->server, AUTHORIZATION)) {
      if (!script_send (peer, DENIED))
        return;
      continue;
    }

    if (!script_send (peer, GRANTED))
      return;
    for (guint i = 0; send_picture (peer, i); i++)
      script_pause (peer, INTERVAL_MS);
    return;
  }
}

static gpointer
run (gpointer data)
{
  E2eHttp *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

/**
 * e2e_http_new:
 *
 * Returns: (transfer full): a camera that listens
 */
E2eHttp *
e2e_http_new (void)
{
  E2eHttp *self = g_new0 (E2eHttp, 1);

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_main_context_push_thread_default (self->context);
  self->server = script_server_new (serve, NULL);
  g_main_context_pop_thread_default (self->context);
  self->thread = g_thread_new ("http", run, self);

  return self;
}

guint16
e2e_http_get_port (E2eHttp *self)
{
  return self->server->port;
}

guint
e2e_http_count (E2eHttp *self)
{
  guint n = 0;

  g_mutex_lock (&self->server->lock);
  for (const char *found = self->server->said->str; (found = strstr (found, "Authorization:"));
       found++)
    n++;
  g_mutex_unlock (&self->server->lock);

  return n;
}

/**
 * e2e_http_free:
 *
 * Ends every connection, and listens no more.
 */
void
e2e_http_free (E2eHttp *self)
{
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_main_context_push_thread_default (self->context);
  script_server_free (self->server);
  g_main_context_pop_thread_default (self->context);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_free (self);
}
