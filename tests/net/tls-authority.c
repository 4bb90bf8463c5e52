/* tls-authority.c
 *
 * Whom a test trusts by default: the test's own authority alone.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "tls-authority.h"

#include <sys/mman.h>
#include <unistd.h>

#include "tls-certificates.h"

/* A file that is read anew for many a connection, has no name in any folder, and is gone with the program
 * however that ends. */
static int file = -1;

void
tls_authority_init (void)
{
  g_autoptr (GTlsDatabase) database = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  file = memfd_create ("authority", MFD_CLOEXEC);
  g_assert_cmpint (file, >=, 0);
  g_assert_cmpint (write (file, TLS_AUTHORITY, strlen (TLS_AUTHORITY)), ==, strlen (TLS_AUTHORITY));
  path = g_strdup_printf ("/proc/self/fd/%d", file);
  database = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}
