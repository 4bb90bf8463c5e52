/* wall-http-address.c
 *
 * A host whose addresses are known already, as a HTTP session wants it: the session looks nothing
 * up, asks no proxy, and still knows by which name a certificate is to be judged.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-http-address.h"

typedef struct {
  GSocketAddressEnumerator parent_instance;

  GPtrArray *addresses;
  guint      next;
} Enumerator;

typedef struct {
  GSocketAddressEnumeratorClass parent_class;
} EnumeratorClass;

typedef struct {
  GNetworkAddress parent_instance;

  GPtrArray *addresses;
} Address;

typedef struct {
  GNetworkAddressClass parent_class;
} AddressClass;

static GType enumerator_get_type (void);
static GType address_get_type (void);
static void  address_connectable_init (gpointer iface,
                                       gpointer data);

G_DEFINE_TYPE (Enumerator, enumerator, G_TYPE_SOCKET_ADDRESS_ENUMERATOR)
G_DEFINE_TYPE_WITH_CODE (Address, address, G_TYPE_NETWORK_ADDRESS,
                         G_IMPLEMENT_INTERFACE (G_TYPE_SOCKET_CONNECTABLE,
                                                address_connectable_init))

static GSocketAddress *
enumerator_next (GSocketAddressEnumerator  *enumerator,
                 GCancellable              *cancellable,
                 GError                   **error)
{
  Enumerator *self = (Enumerator *) enumerator;

  if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
      self->next >= self->addresses->len)
    return NULL;

  return g_object_ref (g_ptr_array_index (self->addresses, self->next++));
}

static void
enumerator_finalize (GObject *object)
{
  g_ptr_array_unref (((Enumerator *) object)->addresses);

  G_OBJECT_CLASS (enumerator_parent_class)->finalize (object);
}

static void
enumerator_class_init (EnumeratorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = enumerator_finalize;
  G_SOCKET_ADDRESS_ENUMERATOR_CLASS (klass)->next = enumerator_next;
}

static void
enumerator_init (Enumerator *self)
{
}

static GSocketAddressEnumerator *
address_enumerate (GSocketConnectable *connectable)
{
  Enumerator *enumerator = g_object_new (enumerator_get_type (), NULL);

  enumerator->addresses = g_ptr_array_ref (((Address *) connectable)->addresses);

  return G_SOCKET_ADDRESS_ENUMERATOR (enumerator);
}

static void
address_finalize (GObject *object)
{
  g_ptr_array_unref (((Address *) object)->addresses);

  G_OBJECT_CLASS (address_parent_class)->finalize (object);
}

static void
address_class_init (AddressClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = address_finalize;
}

static void
address_init (Address *self)
{
}

static void
address_connectable_init (gpointer iface,
                          gpointer data)
{
  GSocketConnectableIface *connectable = iface;

  connectable->enumerate = address_enumerate;
  connectable->proxy_enumerate = address_enumerate;
}

/**
 * wall_http_address_new:
 * @host: the name or number of the device, without brackets
 * @port: its port
 * @addresses: (element-type GInetSocketAddress): where it is, at least one
 *
 * Returns: (transfer full): a #GNetworkAddress that connects there and nowhere else
 */
GSocketConnectable *
wall_http_address_new (const char *host,
                       guint16     port,
                       GPtrArray  *addresses)
{
  Address *self = g_object_new (address_get_type (), "hostname", host, "port", (guint) port, NULL);

  self->addresses = g_ptr_array_ref (addresses);

  return G_SOCKET_CONNECTABLE (self);
}
