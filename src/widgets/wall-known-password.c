/* wall-known-password.c
 *
 * The passwords of devices that are on the wall, for who types none: of the one that is edited out of
 * the keyring as well, of any other as far as the wall signs in with it. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-known-password.h"

#include <string.h>

struct _WallKnownPassword {
  GObject parent_instance;

  WallDeviceStore *store;
  char            *password;  /* (nullable): of the device that is edited */
  GCancellable    *lookup;
};

G_DEFINE_FINAL_TYPE (WallKnownPassword, wall_known_password, G_TYPE_OBJECT)

static void
dispose (GObject *object)
{
  g_cancellable_cancel (WALL_KNOWN_PASSWORD (object)->lookup);

  G_OBJECT_CLASS (wall_known_password_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  WallKnownPassword *self = WALL_KNOWN_PASSWORD (object);

  if (self->password)
    explicit_bzero (self->password, strlen (self->password));
  g_free (self->password);
  g_object_unref (self->lookup);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (wall_known_password_parent_class)->finalize (object);
}

static void
wall_known_password_class_init (WallKnownPasswordClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
wall_known_password_init (WallKnownPassword *self)
{
  self->lookup = g_cancellable_new ();
}

static void
on_password (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (WallKnownPassword) self = user_data;
  g_autofree char *password = wall_secrets_lookup_finish (WALL_SECRETS (source), result, NULL);

  if (self->password == NULL)
    self->password = g_steal_pointer (&password);
}

static void
look_up (WallKnownPassword *self,
         WallDevice        *device)
{
  g_autofree char *uri = NULL;

  self->password = g_strdup (wall_device_get_password (device));
  if (self->password || wall_device_is_anonymous (device))
    return;

  g_object_get (device, "uri", &uri, NULL);
  wall_secrets_lookup_async (wall_device_store_get_secrets (self->store), uri,
                             wall_device_get_user (device), self->lookup, on_password,
                             g_object_ref (self));
}

/**
 * wall_known_password_new:
 * @store: (transfer none): what is on the wall
 * @device: (nullable): of @store: what is edited
 *
 * Returns: (transfer full): what begins to look for the password of @device
 */
WallKnownPassword *
wall_known_password_new (WallDeviceStore *store,
                         WallDevice      *device)
{
  WallKnownPassword *self = g_object_new (WALL_TYPE_KNOWN_PASSWORD, NULL);

  self->store = g_object_ref (store);
  if (device)
    look_up (self, device);

  return self;
}

/**
 * wall_known_password_get:
 *
 * Returns: (transfer none) (nullable): of the device that is edited; %NULL: it is not known, or not yet
 */
const char *
wall_known_password_get (WallKnownPassword *self)
{
  g_return_val_if_fail (WALL_IS_KNOWN_PASSWORD (self), NULL);

  return self->password;
}

/**
 * wall_known_password_recall:
 * @known: a #WallKnownPassword
 * @uri: of a device
 * @user: (nullable): who signs in
 *
 * Returns: (transfer full) (nullable): what the wall signs in with there; %NULL: it does not
 */
char *
wall_known_password_recall (gpointer    known,
                            const char *uri,
                            const char *user)
{
  WallKnownPassword *self = known;
  WallDevice *device = wall_device_store_find_same (self->store, uri, user);

  return device ? g_strdup (wall_device_get_password (device)) : NULL;
}
