/* wall-password-giver.c
 *
 * Gives every device of a list its password: from a file of credentials, or else from the secrets.
 * Main thread.
 *
 * A device gets it when it comes into the list, when another user or address makes it another login,
 * and when the keyring was unlocked. What a person said meanwhile is not overwritten. The password of
 * a login that a person takes off the wall is withdrawn.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-password-giver.h"

#include "wall-device-private.h"
#include "wall-password.h"

struct _WallPasswordGiver {
  GObject parent_instance;

  GListModel      *devices;
  WallSecrets     *secrets;
  WallCredentials *credentials;   /* (nullable) */
  GHashTable      *known;         /* of WallDevice: those of the list */
};

G_DEFINE_FINAL_TYPE (WallPasswordGiver, wall_password_giver, G_TYPE_OBJECT)

static void
wall_password_giver_dispose (GObject *object)
{
  WallPasswordGiver *self = WALL_PASSWORD_GIVER (object);
  GHashTableIter iter;
  gpointer device;

  if (self->devices)
    g_signal_handlers_disconnect_by_data (self->devices, self);
  if (self->secrets)
    g_signal_handlers_disconnect_by_data (self->secrets, self);
  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &device, NULL)) {
    g_signal_handlers_disconnect_by_data (device, self);
    g_hash_table_iter_remove (&iter);
  }
  g_clear_object (&self->devices);
  g_clear_object (&self->secrets);
  G_OBJECT_CLASS (wall_password_giver_parent_class)->dispose (object);
}

static void
wall_password_giver_finalize (GObject *object)
{
  WallPasswordGiver *self = WALL_PASSWORD_GIVER (object);

  g_hash_table_unref (self->known);
  g_clear_pointer (&self->credentials, wall_credentials_free);
  G_OBJECT_CLASS (wall_password_giver_parent_class)->finalize (object);
}

static void
wall_password_giver_class_init (WallPasswordGiverClass *class)
{
  G_OBJECT_CLASS (class)->dispose = wall_password_giver_dispose;
  G_OBJECT_CLASS (class)->finalize = wall_password_giver_finalize;
}

static void
wall_password_giver_init (WallPasswordGiver *self)
{
  self->known = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

/* Whose password is being looked up; it may be another login's by the time of the answer. */
typedef struct {
  WallDevice *device;
  guint       edition;
} Question;

static void
on_looked_up (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Question *question = user_data;
  WallDevice *device = question->device;
  g_autoptr (GError) error = NULL;
  char *password = wall_secrets_lookup_finish (WALL_SECRETS (source), result, &error);

  if (wall_device_is_awaiting (device) && device->edition == question->edition) {
    if (error)
      wall_device_want_password (device);
    else
      wall_device_set_password (device, password);
  }

  wall_password_free (password);
  g_object_unref (device);
  g_free (question);
}

static void
look_up (WallPasswordGiver *self,
         WallDevice        *device)
{
  Question *question = g_new (Question, 1);
  g_autofree char *uri = wall_device_dup_path_uri (device, NULL);

  wall_device_await_password (device);
  *question = (Question) { g_object_ref (device), device->edition };
  wall_secrets_lookup_async (self->secrets, uri, wall_device_get_user (device), NULL, on_looked_up,
                             question);
}

static void
give (WallPasswordGiver *self,
      WallDevice        *device)
{
  const WallScheme *scheme = wall_device_get_scheme (device);

  if (self->credentials && wall_credentials_apply (self->credentials, device))
    return;

  if (scheme && scheme->has_login && wall_device_get_user (device))
    look_up (self, device);
}

static void
on_login_changed (WallPasswordGiver *self,
                  GParamSpec        *pspec,
                  WallDevice        *device)
{
  /* It is not for whoever is at the new address. */
  if (wall_device_is_anonymous (device) && wall_device_get_password (device))
    wall_device_set_password (device, NULL);
  else
    give (self, device);
}

static void
on_unlocked (WallPasswordGiver *self)
{
  GHashTableIter iter;
  gpointer device;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &device, NULL))
    if (wall_device_get_password (device) == NULL)
      give (self, device);
}

static void
meet (WallPasswordGiver *self,
      WallDevice        *device)
{
  g_hash_table_add (self->known, g_object_ref (device));
  g_signal_connect_swapped (device, "notify::uri", G_CALLBACK (on_login_changed), self);
  g_signal_connect_swapped (device, "notify::user", G_CALLBACK (on_login_changed), self);
  give (self, device);
}

static void
forget_others (WallPasswordGiver *self,
               GHashTable        *listed)
{
  GHashTableIter iter;
  gpointer device;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &device, NULL))
    if (!g_hash_table_contains (listed, device)) {
      g_signal_handlers_disconnect_by_data (device, self);
      g_hash_table_iter_remove (&iter);
    }
}

static void
on_devices_changed (WallPasswordGiver *self)
{
  g_autoptr (GHashTable) listed = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  guint n = g_list_model_get_n_items (self->devices);

  for (guint i = 0; i < n; i++)
    g_hash_table_add (listed, g_list_model_get_item (self->devices, i));

  forget_others (self, listed);
  for (guint i = 0; i < n; i++) {
    g_autoptr (WallDevice) device = g_list_model_get_item (self->devices, i);

    if (!g_hash_table_contains (self->known, device))
      meet (self, device);
  }
}

/**
 * wall_password_giver_new:
 * @devices: of #WallDevice
 * @secrets: where passwords are looked up
 *
 * Returns: (transfer full): gives as long as it lives
 */
WallPasswordGiver *
wall_password_giver_new (GListModel  *devices,
                         WallSecrets *secrets)
{
  WallPasswordGiver *self = g_object_new (WALL_TYPE_PASSWORD_GIVER, NULL);

  g_return_val_if_fail (G_IS_LIST_MODEL (devices), self);
  g_return_val_if_fail (WALL_IS_SECRETS (secrets), self);

  self->devices = g_object_ref (devices);
  self->secrets = g_object_ref (secrets);
  g_signal_connect_swapped (devices, "items-changed", G_CALLBACK (on_devices_changed), self);
  g_signal_connect_swapped (secrets, "unlocked", G_CALLBACK (on_unlocked), self);
  on_devices_changed (self);
  return self;
}

/**
 * wall_password_giver_set_credentials:
 * @credentials: (transfer full): count more than the secrets
 *
 * Gives every device of the list what @credentials say, and those that come.
 */
void
wall_password_giver_set_credentials (WallPasswordGiver *self,
                                     WallCredentials   *credentials)
{
  GHashTableIter iter;
  gpointer device;

  g_return_if_fail (WALL_IS_PASSWORD_GIVER (self));

  g_clear_pointer (&self->credentials, wall_credentials_free);
  self->credentials = credentials;
  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &device, NULL))
    wall_credentials_apply (credentials, device);
}

typedef struct {
  char *uri;
  char *user;
} Login;

static void
free_login (gpointer data)
{
  Login *login = data;

  g_free (login->uri);
  g_free (login->user);
  g_free (login);
}

/**
 * wall_password_giver_list_logins:
 *
 * Returns: (transfer full): who signs in where now, for wall_password_giver_withdraw()
 */
GPtrArray *
wall_password_giver_list_logins (WallPasswordGiver *self)
{
  GPtrArray *logins = g_ptr_array_new_with_free_func (free_login);
  GHashTableIter iter;
  gpointer device;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &device, NULL)) {
    const char *user = wall_device_get_user (device);
    Login login = { wall_device_dup_path_uri (device, NULL), g_strdup (user) };

    if (user && login.uri)
      g_ptr_array_add (logins, g_memdup2 (&login, sizeof login));
    else
      g_free (login.uri);
  }

  return logins;
}

static gboolean
is_in_use (GPtrArray   *logins,
           const Login *wanted)
{
  for (guint i = 0; i < logins->len; i++) {
    const Login *login = g_ptr_array_index (logins, i);

    if (g_str_equal (login->uri, wanted->uri) && g_str_equal (login->user, wanted->user))
      return TRUE;
  }

  return FALSE;
}

/**
 * wall_password_giver_withdraw:
 * @logins: who signed in where before a person changed the list
 *
 * Nobody keeps the passwords of those that no device has any more.
 */
void
wall_password_giver_withdraw (WallPasswordGiver *self,
                              GPtrArray         *logins)
{
  g_autoptr (GPtrArray) present = wall_password_giver_list_logins (self);

  for (guint i = 0; i < logins->len; i++) {
    const Login *login = g_ptr_array_index (logins, i);

    if (!is_in_use (present, login))
      wall_secrets_withdraw (self->secrets, login->uri, login->user);
  }
}
