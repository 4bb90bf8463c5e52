/* fake-device.c
 *
 * A scripted DVRIP device on loopback, on a thread of its own.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <sys/socket.h>

#include "fake-device-private.h"

void
fake_connection_close (FakeConnection *self,
                       gboolean resets)
{
  const struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  if (!self->socket)
    return;

  if (resets)
    setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  if (self->source)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  if (self->ticker)
    g_source_destroy (self->ticker);
  g_clear_pointer (&self->ticker, g_source_unref);

  /* Counted before the client can know of it. */
  g_mutex_lock (&self->device->lock);
  self->device->counts.open--;
  g_mutex_unlock (&self->device->lock);
  g_socket_close (self->socket, NULL);
  g_clear_object (&self->socket);
}

static void
connection_free (gpointer data)
{
  FakeConnection *self = data;

  fake_connection_close (self, FALSE);
  dvrip_packet_reader_free (self->reader);
  if (self->drip)
    g_byte_array_unref (self->drip);
  g_free (self->type);
  g_free (self);
}

static void
take_packet (FakeConnection *self,
             const DvripHeader *header,
             GBytes *payload)
{
  g_autoptr (JsonObject) message = NULL;

  if (header->id == DVRIP_ID_TALK_DATA) {
    fake_connection_hear (self, payload);
    return;
  }

  message = dvrip_message_parse (payload, NULL);
  g_assert_nonnull (message);
  if (!self->is_deaf)
    fake_connection_handle (self, header, message);
}

static void
take_packets (FakeConnection *self)
{
  DvripHeader header;
  GBytes *payload = NULL;

  while (self->socket && dvrip_packet_reader_pop (self->reader, &header, &payload, NULL) ==
                             DVRIP_READ_READY) {
    take_packet (self, &header, payload);
    g_clear_pointer (&payload, g_bytes_unref);
  }
}

static void
handle_end (FakeConnection *self,
            gboolean is_reset)
{
  if (is_reset)
    COUNT (self->device, resets);
  else
    COUNT (self->device, fins);
  fake_device_note (self->device, is_reset ? "reset" : "fin", NULL);

  if (is_reset || !self->device->options.never_closes) {
    fake_connection_close (self, FALSE);
    return;
  }

  g_source_destroy (self->source);
  if (self->device->options.floods)
    fake_connection_stream (self);
  else if (self->ticker)
    g_source_destroy (self->ticker);
}

static gboolean
on_readable (GSocket *socket,
             GIOCondition condition,
             gpointer data)
{
  FakeConnection *self = data;
  char buffer[4096];
  g_autoptr (GError) error = NULL;
  gssize size = g_socket_receive_with_blocking (socket, buffer, sizeof buffer, FALSE, NULL, &error);

  /* The timeout is for sending only. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return G_SOURCE_CONTINUE;

  if (size <= 0) {
    handle_end (self, error != NULL);
    return G_SOURCE_CONTINUE;
  }

  dvrip_packet_reader_push (self->reader, (const guint8 *) buffer, (gsize) size);
  take_packets (self);

  return G_SOURCE_CONTINUE;
}

static void
add_connection (FakeDevice *device,
                GSocket *socket)
{
  FakeConnection *self = g_new0 (FakeConnection, 1);

  self->device = device;
  self->socket = socket;
  self->reader = dvrip_packet_reader_new ();
  g_socket_set_timeout (socket, 5);
  g_ptr_array_add (device->connections, self);

  g_mutex_lock (&device->lock);
  device->counts.accepted++;
  device->counts.open++;
  device->counts.most_open = MAX (device->counts.most_open, device->counts.open);
  g_mutex_unlock (&device->lock);

  if (fake_connection_play_fault (self, FAKE_AT_ACCEPT) && !self->socket)
    return;

  self->source = g_socket_create_source (socket, G_IO_IN, NULL);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_readable), self, NULL);
  g_source_attach (self->source, device->context);
}

static gboolean
on_incoming (GSocket *listener,
             GIOCondition condition,
             gpointer data)
{
  GSocket *socket = g_socket_accept (listener, NULL, NULL);

  if (socket)
    add_connection (data, socket);

  return G_SOURCE_CONTINUE;
}

static gpointer
run_device (gpointer data)
{
  FakeDevice *self = data;

  g_main_loop_run (self->loop);

  return NULL;
}

FakeDevice *
fake_device_new (const FakeOptions *options)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;
  FakeDevice *self = g_new0 (FakeDevice, 1);

  self->options = *options;
  g_mutex_init (&self->lock);
  self->log = g_string_new (NULL);
  self->words = g_array_new (FALSE, FALSE, sizeof (FakeWord));
  self->connections = g_ptr_array_new_with_free_func (connection_free);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);

  self->listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_set_listen_backlog (self->listener, 128);
  if (options->never_reads)
    g_socket_set_option (self->listener, SOL_SOCKET, SO_RCVBUF, 4096, NULL);
  g_assert_true (g_socket_bind (self->listener, address, TRUE, &error));
  g_assert_true (g_socket_listen (self->listener, &error));
  bound = g_socket_get_local_address (self->listener, &error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));

  self->listener_source = g_socket_create_source (self->listener, G_IO_IN, NULL);
  g_source_set_callback (self->listener_source, G_SOURCE_FUNC (on_incoming), self, NULL);
  g_source_attach (self->listener_source, self->context);
  self->thread = g_thread_new ("fake-device", run_device, self);

  return self;
}

static gboolean
quit_loop (gpointer data)
{
  g_main_loop_quit (data);

  return G_SOURCE_REMOVE;
}

void
fake_device_free (FakeDevice *self)
{
  g_autoptr (GSource) quit = g_idle_source_new ();

  g_source_set_callback (quit, quit_loop, self->loop, NULL);
  g_source_attach (quit, self->context);
  g_thread_join (self->thread);

  g_source_destroy (self->listener_source);
  g_source_unref (self->listener_source);
  g_socket_close (self->listener, NULL);
  g_object_unref (self->listener);
  g_ptr_array_unref (self->connections);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_string_free (self->log, TRUE);
  g_array_unref (self->words);
  g_mutex_clear (&self->lock);
  g_free (self);
}

guint16
fake_device_get_port (FakeDevice *self)
{
  return self->port;
}

void
fake_device_get_counts (FakeDevice *self,
                        FakeCounts *out_counts)
{
  g_mutex_lock (&self->lock);
  *out_counts = self->counts;
  g_mutex_unlock (&self->lock);
}

char *
fake_device_dup_log (FakeDevice *self)
{
  char *log;

  g_mutex_lock (&self->lock);
  log = g_strdup (self->log->str);
  g_mutex_unlock (&self->lock);

  return log;
}
