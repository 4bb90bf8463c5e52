/* dvrip-session-connect.c
 *
 * From the name of a host to one or two connected sockets.
 * Network thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-session-private.h"

#include "wall-dial.h"
#include "wall-resolve.h"

/* A login reply has some 200 bytes. Whatever sends as much as this before it is something else. */
#define MAX_BEFORE_LOGIN (64u << 10)

static void
on_packet (DvripWire *wire,
           const DvripHeader *header,
           GBytes *payload,
           gpointer data)
{
  DvripSession *self = data;

  g_mutex_lock (&self->stats_lock);
  self->stats.packets++;
  g_mutex_unlock (&self->stats_lock);

  if (self->is_closing)
    dvrip_session_closing_reply (self, header->id);
  else if (header->id == DVRIP_ID_MONITOR_DATA)
    dvrip_session_handle_media (self, wire, payload);
  else
    dvrip_session_handle_reply (self, header, payload);
}

static void
check_before_login (DvripSession *self,
                    gsize size)
{
  if (self->is_logged_in || self->is_closing)
    return;

  self->unread_reply += size;
  if (self->unread_reply > MAX_BEFORE_LOGIN)
    dvrip_session_fail (self, DVRIP_ENDED_BY_US,
                        g_error_new (WALL_ERROR, WALL_REASON_NOT_DVRIP,
                                     "%" G_GSIZE_FORMAT " bytes came, and no answer to the login",
                                     self->unread_reply));
}

static void
on_received (DvripWire *wire,
             gsize size,
             gpointer data)
{
  DvripSession *self = data;

  g_mutex_lock (&self->stats_lock);
  self->stats.bytes += size;
  self->stats.last_byte_us = g_get_monotonic_time ();
  g_mutex_unlock (&self->stats_lock);

  if (self->is_closing) {
    dvrip_session_closing_bytes (self, size);
    return;
  }

  dvrip_session_note_media (self, wire);
  check_before_login (self, size);
}

static void
on_broken (DvripWire *wire,
           const GError *error,
           gpointer data)
{
  DvripSession *self = data;

  if (!self->is_closing)
    dvrip_session_fail (self, DVRIP_ENDED_BY_US, g_error_copy (error));
}

static void
on_gone (DvripWire *wire,
         const GError *error,
         gpointer data)
{
  dvrip_session_wire_gone (data, wire, error);
}

static const DvripWireCallbacks wire_callbacks = {
  .packet = on_packet,
  .received = on_received,
  .broken = on_broken,
  .gone = on_gone,
};

static guint16
read_address (GSocketAddress *address,
              char *out_text,
              gsize size)
{
  g_autofree char *text = NULL;

  if (!address || !G_IS_INET_SOCKET_ADDRESS (address))
    return 0;

  text = g_inet_address_to_string (
      g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
  g_strlcpy (out_text, text, size);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

static void
note_addresses (DvripSession *self,
                GSocket *socket)
{
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (socket, NULL);
  DvripSessionStats *stats = &self->stats;

  g_mutex_lock (&self->stats_lock);
  stats->local_port = read_address (local, stats->local_address, sizeof stats->local_address);
  stats->remote_port = read_address (remote, stats->remote_address, sizeof stats->remote_address);
  g_mutex_unlock (&self->stats_lock);
}

static void
on_control_connected (GObject *source,
                      GAsyncResult *result,
                      gpointer data)
{
  g_autoptr (DvripSession) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = wall_dial_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (!socket) {
    dvrip_session_fail (self, DVRIP_ENDED_BY_US, g_steal_pointer (&error));
    return;
  }

  note_addresses (self, socket);
  self->control = dvrip_wire_new (socket, &wire_callbacks, self);
  dvrip_session_login (self);
}

static void
on_media_connected (GObject *source,
                    GAsyncResult *result,
                    gpointer data)
{
  g_autoptr (DvripSession) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = wall_dial_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (!socket) {
    dvrip_session_retry_refused (self, g_steal_pointer (&error));
    return;
  }

  note_addresses (self, socket);
  self->media = dvrip_wire_new (socket, &wire_callbacks, self);
  dvrip_session_claim (self);
}

static void
on_resolved (GObject *source,
             GAsyncResult *result,
             gpointer data)
{
  g_autoptr (DvripSession) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) addresses = wall_resolve_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (!addresses) {
    dvrip_session_fail (self, DVRIP_ENDED_BY_US, g_steal_pointer (&error));
    return;
  }

  self->addresses = g_steal_pointer (&addresses);
  dvrip_session_connect_control (self);
}

static void
renew_cancellable (DvripSession *self)
{
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
}

/* Begins with the lookup. */
void
dvrip_session_begin (DvripSession *self)
{
  dvrip_session_set_phase (self, DVRIP_PHASE_LOOKUP);
  renew_cancellable (self);
  wall_resolve_async (self->config.host, self->config.port, self->config.lookup_ms,
                      self->cancellable, on_resolved, dvrip_session_ref (self));
}

/* Also after a way that was silent: the addresses are known by then. */
void
dvrip_session_connect_control (DvripSession *self)
{
  dvrip_session_set_phase (self, DVRIP_PHASE_CONNECT);
  renew_cancellable (self);
  wall_dial_async (self->addresses, self->config.connect_ms, self->cancellable,
                   on_control_connected, dvrip_session_ref (self));
}

/* The second socket goes where the first one got through to. */
void
dvrip_session_connect_media (DvripSession *self)
{
  GSocket *control = dvrip_wire_get_socket (self->control);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  GSocketAddress *address = g_socket_get_remote_address (control, &error);

  if (!address) {
    dvrip_session_fail (self, DVRIP_ENDED_BY_US,
                        g_error_new_literal (WALL_ERROR, wall_reason_from_error (error),
                                             error->message));
    return;
  }

  g_ptr_array_add (addresses, address);
  renew_cancellable (self);
  wall_dial_async (addresses, self->config.connect_ms, self->cancellable, on_media_connected,
                   dvrip_session_ref (self));
}
