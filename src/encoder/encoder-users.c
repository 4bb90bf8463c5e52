/* encoder-users.c
 *
 * Reads the file of users. What a user may do is said channel by channel, and what is not said is
 * not allowed:
 *
 *   [user guard]
 *   password=secret
 *   live=all
 *   ptz=1-4,7
 *   alarms=all
 *
 * Never changes once it is made: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-users.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "encoder-channels.h"
#include "encoder-secret-file.h"

#define MAX_FILE     (64u << 10)
#define MAX_NAME     64
#define GROUP_PREFIX "user "

struct _EncoderUser {
  char           *name, *password;
  EncoderChannels rights[ENCODER_N_RIGHTS];
};

struct _EncoderUsers {
  GPtrArray *users;   /* of EncoderUser */
};

static const char *const right_names[ENCODER_N_RIGHTS] = {
  [ENCODER_RIGHT_LIVE] = "live",
  [ENCODER_RIGHT_PTZ] = "ptz",
  [ENCODER_RIGHT_ALARMS] = "alarms",
  [ENCODER_RIGHT_PLAYBACK] = "playback",
  [ENCODER_RIGHT_TALK] = "talk",
};

static void
free_user (gpointer data)
{
  EncoderUser *user = data;

  g_free (user->name);
  g_free (user->password);
  g_free (user);
}

static void
free_users (gpointer data)
{
  EncoderUsers *self = data;

  g_ptr_array_unref (self->users);
}

static EncoderUser *
append_user (EncoderUsers *self,
             const char   *name,
             const char   *password)
{
  EncoderUser *user = g_new0 (EncoderUser, 1);

  user->name = g_strdup (name);
  user->password = g_strdup (password);
  g_ptr_array_add (self->users, user);
  return user;
}

static gboolean
bad_file (const char  *path,
          const char  *group,
          const char  *what,
          GError     **error)
{
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _("%s, group [%s]: %s"), path, group, what);
  return FALSE;
}

static gboolean
find_right (const char   *key,
            EncoderRight *out_right)
{
  for (guint right = 0; right < ENCODER_N_RIGHTS; right++) {
    if (strcmp (key, right_names[right]) == 0) {
      *out_right = right;
      return TRUE;
    }
  }

  return FALSE;
}

static gboolean
read_right (EncoderUser  *user,
            GKeyFile     *file,
            const char   *path,
            const char   *group,
            const char   *key,
            GError      **error)
{
  g_autofree char *value = g_key_file_get_string (file, group, key, NULL);
  g_autofree char *what = NULL;
  EncoderRight right;

  if (!find_right (key, &right))
    what = g_strdup_printf (_("no key “%s”; keys: password, live, ptz, alarms, playback, talk"),
                            key);
  else if (!value || !encoder_channels_parse (value, &user->rights[right]))
    what = g_strdup_printf (_("“%s” is said by channels: all, none, or such as 1-4,7"), key);

  return !what || bad_file (path, group, what, error);
}

static gboolean
read_user (EncoderUsers  *self,
           GKeyFile      *file,
           const char    *path,
           const char    *group,
           GError       **error)
{
  const char *name = group + strlen (GROUP_PREFIX);
  g_autofree char *password = NULL;
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);
  EncoderUser *user;

  if (!g_str_has_prefix (group, GROUP_PREFIX) || name[0] == '\0' || strlen (name) > MAX_NAME)
    return bad_file (path, group, _("a group is “user” and a name"), error);
  if (self->users->len >= ENCODER_MAX_USERS)
    return bad_file (path, group, _("there are too many users"), error);

  password = g_key_file_get_string (file, group, "password", NULL);
  if (!password)
    return bad_file (path, group, _("no password"), error);

  user = append_user (self, name, password);
  for (guint i = 0; keys[i]; i++) {
    if (strcmp (keys[i], "password") != 0 &&
        !read_right (user, file, path, group, keys[i], error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
read_groups (EncoderUsers  *self,
             GKeyFile      *file,
             const char    *path,
             GError       **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (guint i = 0; groups[i]; i++) {
    if (!read_user (self, file, path, groups[i], error))
      return FALSE;
  }

  if (self->users->len == 0) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                 _("%s names no user: a group such as [user guard] is expected"), path);
    return FALSE;
  }

  return TRUE;
}

/**
 * encoder_users_new:
 *
 * Returns: (transfer full): nobody yet
 */
EncoderUsers *
encoder_users_new (void)
{
  EncoderUsers *self = g_atomic_rc_box_new0 (EncoderUsers);

  self->users = g_ptr_array_new_with_free_func (free_user);
  return self;
}

/**
 * encoder_users_load:
 * @path: a key file that nobody else may read
 * @error: in %G_FILE_ERROR
 *
 * Returns: (transfer full) (nullable): the users of the file
 */
EncoderUsers *
encoder_users_load (const char  *path,
                    GError     **error)
{
  g_autoptr (EncoderUsers) self = encoder_users_new ();
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = encoder_secret_file_read (path, MAX_FILE, error);
  g_autoptr (GError) cause = NULL;

  if (!text)
    return NULL;

  if (!g_key_file_load_from_data (file, text, (gsize) -1, G_KEY_FILE_NONE, &cause)) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: %s", path, cause->message);
    return NULL;
  }

  return read_groups (self, file, path, error) ? g_steal_pointer (&self) : NULL;
}

/* Counted by atomic operations: the configuration and its server may live in two threads. */
EncoderUsers *
encoder_users_ref (EncoderUsers *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
encoder_users_unref (EncoderUsers *self)
{
  g_atomic_rc_box_release_full (self, free_users);
}

/**
 * encoder_users_add:
 *
 * Adds a user who may do everything; before others see @self.
 */
void
encoder_users_add (EncoderUsers *self,
                   const char   *name,
                   const char   *password)
{
  EncoderUser *user = append_user (self, name, password);

  for (guint right = 0; right < ENCODER_N_RIGHTS; right++)
    encoder_channels_set_all (&user->rights[right]);
}

guint
encoder_users_get_number (EncoderUsers *self)
{
  return self->users->len;
}

const EncoderUser *
encoder_users_get (EncoderUsers *self,
                   guint         index)
{
  return g_ptr_array_index (self->users, index);
}

/**
 * encoder_users_find:
 *
 * Returns: (transfer none) (nullable): the user of that name, for as long as @self lives
 */
const EncoderUser *
encoder_users_find (EncoderUsers *self,
                    const char   *name)
{
  for (guint i = 0; i < self->users->len; i++) {
    const EncoderUser *user = g_ptr_array_index (self->users, i);

    if (strcmp (user->name, name) == 0)
      return user;
  }

  return NULL;
}

const char *
encoder_user_get_name (const EncoderUser *user)
{
  return user->name;
}

const char *
encoder_user_get_password (const EncoderUser *user)
{
  return user->password;
}

/**
 * encoder_user_may:
 * @channel: from 0, among all of the server's
 *
 * Returns: whether the user has that right for that channel
 */
gboolean
encoder_user_may (const EncoderUser *user,
                  EncoderRight       right,
                  guint              channel)
{
  return encoder_channels_has (&user->rights[right], channel);
}

/**
 * encoder_user_may_any:
 * @first: from 0, among all of the server's
 *
 * Returns: whether the user has that right for any of @n_channels from @first on
 */
gboolean
encoder_user_may_any (const EncoderUser *user,
                      EncoderRight       right,
                      guint              first,
                      guint              n_channels)
{
  for (guint i = 0; i < n_channels; i++) {
    if (encoder_channels_has (&user->rights[right], first + i))
      return TRUE;
  }

  return FALSE;
}
