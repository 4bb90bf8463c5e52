/* encoder-logins.c
 *
 * A key file of the form that the wall has for its own credentials: groups “[login NAME]” with
 * “host”, “password” and, where they matter, “port” and “user”. What a line says that is wrong is
 * never repeated in an error: it may be a password.
 * Never changes once it is made: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-logins.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "encoder-secret-file.h"

#define MAX_FILE (1u << 20)
#define GROUP    "login "

typedef struct {
  char *host, *user, *password;  /* @user: (nullable): any */
  int   port;                    /* 0: any */
} Login;

struct _EncoderLogins {
  GPtrArray *logins;  /* of Login */
};

static void
free_login (gpointer data)
{
  Login *login = data;

  g_free (login->host);
  g_free (login->user);
  g_free (login->password);
  g_free (login);
}

static Login *
read_login (GKeyFile   *file,
            const char *group)
{
  Login *login = g_new0 (Login, 1);

  login->host = g_key_file_get_string (file, group, "host", NULL);
  login->user = g_key_file_get_string (file, group, "user", NULL);
  login->password = g_key_file_get_string (file, group, "password", NULL);
  login->port = g_key_file_get_integer (file, group, "port", NULL);
  if (login->host && login->password && login->port >= 0 && login->port <= G_MAXUINT16)
    return login;

  free_login (login);
  return NULL;
}

static gboolean
read_groups (EncoderLogins  *self,
             GKeyFile       *file,
             const char     *path,
             GError        **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (guint i = 0; groups[i]; i++) {
    Login *login;

    if (!g_str_has_prefix (groups[i], GROUP))
      continue;

    login = read_login (file, groups[i]);
    if (!login) {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                   _("[%s] in %s needs “host” and “password”, and “port” is a number"), groups[i],
                   path);
      return FALSE;
    }
    g_ptr_array_add (self->logins, login);
  }

  return TRUE;
}

/**
 * encoder_logins_read:
 * @error: in %G_FILE_ERROR
 *
 * Reads a file; refuses one that others can read.
 *
 * Returns: (transfer full) (nullable): what stands in it
 */
EncoderLogins *
encoder_logins_read (const char  *path,
                     GError     **error)
{
  g_autofree char *contents = encoder_secret_file_read (path, MAX_FILE, error);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (EncoderLogins) self = NULL;

  if (!contents)
    return NULL;

  if (!g_key_file_load_from_data (file, contents, strlen (contents), G_KEY_FILE_NONE, NULL)) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                 _("%s is no file of groups and “key=value” lines"), path);
    return NULL;
  }

  self = g_atomic_rc_box_new0 (EncoderLogins);
  self->logins = g_ptr_array_new_with_free_func (free_login);
  if (!read_groups (self, file, path, error))
    return NULL;

  return g_steal_pointer (&self);
}

EncoderLogins *
encoder_logins_ref (EncoderLogins *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  g_ptr_array_unref (((EncoderLogins *) data)->logins);
}

void
encoder_logins_unref (EncoderLogins *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/**
 * encoder_logins_find:
 * @user: (nullable): whom the address names
 * @out_user: (out) (transfer none) (nullable): the user
 * @out_password: (out) (transfer none): the password
 *
 * Returns: whether there is a login for that host
 */
gboolean
encoder_logins_find (EncoderLogins  *self,
                     const char     *host,
                     int             port,
                     const char     *user,
                     const char    **out_user,
                     const char    **out_password)
{
  for (guint i = 0; i < self->logins->len; i++) {
    const Login *login = g_ptr_array_index (self->logins, i);

    if (g_ascii_strcasecmp (login->host, host) != 0 || (login->port > 0 && login->port != port) ||
        (user && login->user && strcmp (login->user, user) != 0))
      continue;

    *out_user = login->user;
    *out_password = login->password;
    return TRUE;
  }

  return FALSE;
}
