/* encoder-port.c
 *
 * A listening socket. It stays bound to its number for the life of the server, but while it refuses
 * there is none, so that the kernel answers with RST.
 * Made by whoever starts the server; from then on it belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-server-private.h"

#include <glib/gi18n-lib.h>

#include "wall-io-thread.h"

#define BACKLOG 128

/* When the process is out of files, accepting is tried again after this. */
#define RETRY_MS 200

static gboolean on_acceptable (GSocket *listener, GIOCondition condition, gpointer data);

static void
watch_listener (EncoderPort *self)
{
  self->source = g_socket_create_source (self->listener, G_IO_IN, NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_acceptable), self, NULL);
  g_source_attach (self->source, wall_io_thread_get_context ());
}

static void
drop_source (GSource **source)
{
  if (*source)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static gboolean
on_retry (gpointer data)
{
  EncoderPort *self = data;

  drop_source (&self->retry);
  if (self->listener)
    watch_listener (self);

  return G_SOURCE_REMOVE;
}

static void
pause_accepting (EncoderPort *self)
{
  drop_source (&self->source);
  self->retry = g_timeout_source_new (RETRY_MS);
  g_source_set_callback (self->retry, on_retry, self, NULL);
  g_source_attach (self->retry, wall_io_thread_get_context ());
}

static gboolean
on_acceptable (GSocket      *listener,
               GIOCondition  condition,
               gpointer      data)
{
  EncoderPort *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = NULL;

  if (self->server->clients->len >= ENCODER_MAX_CONNECTIONS) {
    pause_accepting (self);
    return G_SOURCE_REMOVE;
  }

  socket = g_socket_accept (listener, NULL, &error);
  if (socket) {
    self->is_short = FALSE;
    encoder_client_new (self, socket);
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK) &&
             !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED)) {
    if (!self->is_short)
      g_message ("%s", error->message);
    self->is_short = TRUE;
    pause_accepting (self);
    return G_SOURCE_REMOVE;
  }

  return G_SOURCE_CONTINUE;
}

/* Whether it is closed because it is full. */
static gboolean
is_barred (EncoderPort *self)
{
  return self->server->at_limit == ENCODER_AT_LIMIT_REFUSE &&
         self->n_slots >= self->server->max_connections;
}

static GSocket *
open_socket (GSocketAddress  *address,
               GError         **error)
{
  g_autoptr (GSocket) socket = g_socket_new (g_socket_address_get_family (address),
                                             G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (!socket)
    return NULL;

  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, address, TRUE, error))
    return NULL;

  return g_steal_pointer (&socket);
}

static void
explain (EncoderPort   *self,
         const GError  *cause,
         GError       **error)
{
  g_set_error (error, cause->domain, cause->code,
               _("Cannot listen on %s port %u: %s. If another program has the port, choose one "
                 "with --port; “ss -ltnp” tells which program that is"),
               self->server->listen, self->number, cause->message);
}

/**
 * encoder_port_bind:
 *
 * Takes the port, without listening yet, and learns the number of one that the kernel picked.
 *
 * Returns: whether it is ours
 */
gboolean
encoder_port_bind (EncoderPort  *self,
                   GError      **error)
{
  g_autoptr (GSocketAddress) address =
    g_inet_socket_address_new_from_string (self->server->listen, self->number);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) cause = NULL;

  if (!address) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _("“%s” is not an address to listen on, such as 127.0.0.1 or ::"),
                 self->server->listen);
    return FALSE;
  }

  self->listener = open_socket (address, &cause);
  if (!self->listener) {
    explain (self, cause, error);
    return FALSE;
  }

  bound = g_socket_get_local_address (self->listener, error);
  if (!bound)
    return FALSE;

  self->number = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return TRUE;
}

/**
 * encoder_port_listen:
 *
 * Accepts clients from now on; takes the port again where it was closed. One that refuses because
 * it is full does so as soon as a client has left.
 *
 * Returns: whether it listens
 */
gboolean
encoder_port_listen (EncoderPort  *self,
                     GError      **error)
{
  g_autoptr (GError) cause = NULL;

  if (self->source || self->retry || is_barred (self))
    return TRUE;
  if (!self->listener && !encoder_port_bind (self, error))
    return FALSE;

  if (!g_socket_listen (self->listener, &cause)) {
    explain (self, cause, error);
    return FALSE;
  }

  watch_listener (self);
  return TRUE;
}

/**
 * encoder_port_close:
 *
 * Accepts nobody any more; those who are connected stay.
 */
void
encoder_port_close (EncoderPort *self)
{
  drop_source (&self->source);
  drop_source (&self->retry);
  if (self->listener)
    g_socket_close (self->listener, NULL);
  g_clear_object (&self->listener);
}

/**
 * encoder_port_take_slot:
 *
 * Counts one more client, if there is room. The last one that finds room closes the door behind it,
 * where that is how the limit shows.
 *
 * Returns: whether there was room
 */
gboolean
encoder_port_take_slot (EncoderPort *self)
{
  if (self->n_slots >= self->server->max_connections)
    return FALSE;

  self->n_slots++;
  if (is_barred (self))
    encoder_port_close (self);
  return TRUE;
}

/**
 * encoder_port_free_slot:
 *
 * Counts one less.
 */
void
encoder_port_free_slot (EncoderPort *self)
{
  self->n_slots--;
  encoder_port_check (self);
}

/**
 * encoder_port_check:
 *
 * Takes the port again where it should listen and does not: somebody else may have had it when it
 * was to be opened. Called now and then; that it cannot be had is said once.
 */
void
encoder_port_check (EncoderPort *self)
{
  g_autoptr (GError) error = NULL;

  if (self->source || self->retry || is_barred (self) || self->server->is_stopping ||
      encoder_fault_of_port (self, ENCODER_FAULT_REFUSE))
    return;

  if (encoder_port_listen (self, &error))
    return;

  if (!self->is_short)
    g_message ("%s", error->message);
  self->is_short = TRUE;
}
