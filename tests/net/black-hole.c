/* black-hole.c
 *
 * A port on loopback that swallows every connection attempt: a listener whose queue is full.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "black-hole.h"

/* More than a queue of length zero takes; the rest hang as everybody after them does. */
#define N_FILLERS 4

struct _BlackHole {
  GSocket *listener;
  GSocket *fillers[N_FILLERS];
  GSocketAddress *address;
};

static GSocket *
new_socket (void)
{
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                  G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_set_blocking (socket, FALSE);

  return socket;
}

BlackHole *
black_hole_new (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GError) error = NULL;
  BlackHole *self = g_new0 (BlackHole, 1);

  self->listener = new_socket ();
  g_socket_set_listen_backlog (self->listener, 0);
  g_assert_true (g_socket_bind (self->listener, any, TRUE, NULL));
  g_assert_true (g_socket_listen (self->listener, NULL));
  self->address = g_socket_get_local_address (self->listener, NULL);

  for (guint i = 0; i < N_FILLERS; i++) {
    self->fillers[i] = new_socket ();
    g_socket_connect (self->fillers[i], self->address, NULL, NULL);
    if (i == 0)
      g_assert_true (g_socket_condition_timed_wait (self->fillers[i], G_IO_OUT,
                                                    10 * G_USEC_PER_SEC, NULL, &error));
  }

  return self;
}

void
black_hole_free (BlackHole *self)
{
  for (guint i = 0; i < N_FILLERS; i++) {
    g_socket_close (self->fillers[i], NULL);
    g_object_unref (self->fillers[i]);
  }
  g_socket_close (self->listener, NULL);
  g_object_unref (self->listener);
  g_object_unref (self->address);
  g_free (self);
}

guint16
black_hole_get_port (BlackHole *self)
{
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (self->address));
}
