/* wall-credentials.c
 *
 * Passwords from a file that only its owner can read. Main thread.
 *
 * Groups are `[login N]` with `host`, `port`, `user`, `password`. A `scheme` says what the usual port
 * is, and keeps the password from being told in another way. No message of this file has a password
 * in it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-credentials.h"

#include <glib/gi18n-lib.h>

#include "wall-key-file.h"

#define LOGIN_PREFIX "login "

#define DEFAULT_SCHEME "dvrip"

typedef struct {
  const WallScheme *scheme;   /* (nullable): of any */
  char *host, *user, *password;
  guint port;
} Login;

struct _WallCredentials {
  GPtrArray *logins;   /* of Login */
};

static void
free_login (gpointer data)
{
  Login *login = data;

  if (login->password)
    explicit_bzero (login->password, strlen (login->password));
  g_free (login->host);
  g_free (login->user);
  g_free (login->password);
  g_free (login);
}

static gboolean
is_login_of (const Login      *login,
             const WallScheme *scheme,
             const char       *host,
             guint             port,
             const char       *user)
{
  return host && user && g_ascii_strcasecmp (login->host, host) == 0 && login->port == port &&
         (login->scheme == NULL || scheme == NULL || login->scheme == scheme) &&
         g_str_equal (login->user, user);
}

static Login *
find_login (WallCredentials  *self,
            const WallScheme *scheme,
            const char       *host,
            guint             port,
            const char       *user)
{
  for (guint i = 0; i < self->logins->len; i++) {
    Login *login = g_ptr_array_index (self->logins, i);

    if (is_login_of (login, scheme, host, port, user))
      return login;
  }

  return NULL;
}

static gboolean
check_login (WallCredentials        *self,
             const WallKeyFileGroup *group,
             const Login            *login,
             GError                **error)
{
  if (login->host == NULL)
    return wall_key_file_refuse (group, "host", error, _("is missing"));
  if (login->user == NULL)
    return wall_key_file_refuse (group, "user", error, _("is missing"));
  if (login->password == NULL)
    return wall_key_file_refuse (group, "password", error, _("is missing"));
  if (find_login (self, login->scheme, login->host, login->port, login->user))
    return wall_key_file_refuse (group, NULL, error, _("there is a login for %s at %s:%u already"),
                                 login->user, login->host, login->port);

  return TRUE;
}

static gboolean
read_scheme (const WallKeyFileGroup  *group,
             Login                   *login,
             GError                 **error)
{
  g_autofree char *name = NULL;
  g_autofree char *list = wall_scheme_dup_list ();

  if (!wall_key_file_get_word (group, "scheme", &name, error))
    return FALSE;

  login->scheme = wall_scheme_find (name);
  if (name && login->scheme == NULL)
    return wall_key_file_refuse (group, "scheme", error, _("“%s” is not known; known are %s"),
                                 name, list);
  if (login->scheme && !login->scheme->has_login)
    return wall_key_file_refuse (group, "scheme", error, _("nobody signs in at such an address"));

  login->port = (login->scheme ? login->scheme : wall_scheme_find (DEFAULT_SCHEME))->port;
  return TRUE;
}

static gboolean
read_login (WallCredentials        *self,
            const WallKeyFileGroup *group,
            GError                **error)
{
  Login *login = g_new0 (Login, 1);

  if (read_scheme (group, login, error) &&
      wall_key_file_get_word (group, "host", &login->host, error) &&
      wall_key_file_get_uint (group, "port", 1, G_MAXUINT16, &login->port, error) &&
      wall_key_file_get_string (group, "user", &login->user, error) &&
      wall_key_file_get_string (group, "password", &login->password, error) &&
      check_login (self, group, login, error)) {
    g_ptr_array_add (self->logins, login);
    return TRUE;
  }

  free_login (login);
  return FALSE;
}

/**
 * wall_credentials_load:
 * @path: the file; refused if others than its owner can read it
 * @error: return location for an error with file, group, key and reason
 *
 * Returns: (transfer full): the logins, %NULL with @error set
 */
WallCredentials *
wall_credentials_load (const char *path,
                       GError    **error)
{
  g_autoptr (WallCredentials) self = g_new0 (WallCredentials, 1);
  g_autoptr (GKeyFile) file = NULL;
  g_auto (GStrv) groups = NULL;

  self->logins = g_ptr_array_new_with_free_func (free_login);
  file = wall_key_file_load (path, WALL_KEY_FILE_PRIVATE, error);
  if (file == NULL)
    return NULL;

  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++) {
    WallKeyFileGroup group = { path, file, groups[i] };

    if (!g_str_has_prefix (groups[i], LOGIN_PREFIX)) {
      wall_key_file_refuse (&group, NULL, error, _("groups are [login N]"));
      return NULL;
    }
    if (!read_login (self, &group, error))
      return NULL;
  }

  return g_steal_pointer (&self);
}

/**
 * wall_credentials_free:
 * @self: (transfer full):
 */
void
wall_credentials_free (WallCredentials *self)
{
  g_ptr_array_unref (self->logins);
  g_free (self);
}

/**
 * wall_credentials_apply:
 *
 * Gives @device its password, if there is a login for its scheme, host, port and user.
 *
 * Returns: whether there is
 */
gboolean
wall_credentials_apply (WallCredentials *self,
                        WallDevice      *device)
{
  Login *login = find_login (self, wall_device_get_scheme (device), wall_device_get_host (device),
                             wall_device_get_port (device), wall_device_get_user (device));

  if (login)
    wall_device_set_password (device, login->password);

  return login != NULL;
}
