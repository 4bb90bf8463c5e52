/* tls-authority.c
 *
 * Whom a test trusts by default: the test's own authority alone.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "tls-authority.h"

#include <glib/gstdio.h>
#include <stdlib.h>

#include "tls-certificates.h"

/* It is read anew for many a connection. */
static char *path;

static void
remove_file (void)
{
  g_remove (path);
  g_clear_pointer (&path, g_free);
}

void
tls_authority_init (void)
{
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) error = NULL;
  int fd;

  path = g_build_filename (g_get_tmp_dir (), "watchwall-XXXXXX", NULL);
  fd = g_mkstemp (path);
  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  atexit (remove_file);
  g_file_set_contents (path, TLS_AUTHORITY, -1, &error);
  g_assert_no_error (error);
  database = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}
