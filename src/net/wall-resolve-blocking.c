/* wall-resolve-blocking.c
 *
 * One lookup by the system's resolver, as blocking as that is, and the order of its addresses.
 * Callable from any thread that may wait.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "wall-resolve-private.h"

#include <errno.h>
#include <netdb.h>

#include "wall-reason.h"

static GPtrArray *
addresses_from_info (const struct addrinfo *info)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_object_unref);

  for (; info; info = info->ai_next) {
    GSocketAddress *address = g_socket_address_new_from_native (info->ai_addr, info->ai_addrlen);

    if (address && G_IS_INET_SOCKET_ADDRESS (address))
      g_ptr_array_add (addresses, address);
    else
      g_clear_object (&address);
  }

  return addresses;
}

/**
 * wall_resolve_blocking:
 * @name: a name in ASCII
 *
 * Asks the system, in its own order of address families.
 *
 * Returns: (transfer full) (nullable) (element-type GInetSocketAddress): at least one address, with
 *   port 0; or %NULL and an error of %WALL_ERROR
 */
GPtrArray *
wall_resolve_blocking (const char *name,
                       GError **error)
{
  const struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG };
  struct addrinfo *info = NULL;
  g_autoptr (GPtrArray) addresses = NULL;
  int code = getaddrinfo (name, NULL, &hints, &info);
  int saved_errno = errno;

  if (code == EAI_MEMORY || code == EAI_SYSTEM) {
    g_set_error (error, WALL_ERROR, WALL_REASON_LOCAL, "Cannot look up “%s”: %s", name,
                 code == EAI_SYSTEM ? g_strerror (saved_errno) : gai_strerror (code));
    return NULL;
  }

  if (code == 0) {
    addresses = addresses_from_info (info);
    freeaddrinfo (info);
  }

  if (!addresses || addresses->len == 0) {
    g_set_error (error, WALL_ERROR, WALL_REASON_NAME_NOT_FOUND, "Cannot look up “%s”: %s", name,
                 code ? gai_strerror (code) : "no address");
    return NULL;
  }

  return g_steal_pointer (&addresses);
}

static GSocketAddress *
take_next (GPtrArray *addresses,
           GSocketFamily family,
           guint *index)
{
  for (; *index < addresses->len; (*index)++) {
    GSocketAddress *address = g_ptr_array_index (addresses, *index);

    if (g_socket_address_get_family (address) == family) {
      (*index)++;
      return g_object_ref (address);
    }
  }

  return NULL;
}

/**
 * wall_resolve_interleave:
 * @addresses: (element-type GInetSocketAddress): in the order of the system's preference
 *
 * Alternates the address families, beginning with the one that the system prefers: where one of
 * them leads nowhere, the second attempt already goes the other way.
 *
 * Returns: (transfer full) (element-type GInetSocketAddress): the same addresses
 */
GPtrArray *
wall_resolve_interleave (GPtrArray *addresses)
{
  GPtrArray *mixed = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean six_first = addresses->len > 0 &&
      g_socket_address_get_family (g_ptr_array_index (addresses, 0)) == G_SOCKET_FAMILY_IPV6;
  GSocketFamily families[2] = {
    six_first ? G_SOCKET_FAMILY_IPV6 : G_SOCKET_FAMILY_IPV4,
    six_first ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6,
  };
  guint indexes[2] = { 0, 0 };

  while (mixed->len < addresses->len) {
    for (guint i = 0; i < 2; i++) {
      GSocketAddress *address = take_next (addresses, families[i], &indexes[i]);

      if (address)
        g_ptr_array_add (mixed, address);
    }
  }

  return mixed;
}
