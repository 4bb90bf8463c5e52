/* wall-device-login.c
 *
 * Keeps the password that was typed for a device: for the device at work, and in the keyring. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device-login.h"

#include "wall-secrets.h"

/**
 * wall_device_login_keep:
 * @device_id: a device of @store
 * @password: what its user signs in with
 *
 * Where the device asks nobody to sign in, nothing is kept. What the keyring says to it, its own
 * notice tells.
 */
void
wall_device_login_keep (WallDeviceStore *store,
                        const char      *device_id,
                        const char      *password)
{
  WallDevice *device = wall_device_store_find (store, device_id);
  g_autofree char *uri = NULL;

  if (device == NULL || !wall_device_get_scheme (device)->has_login
      || wall_device_is_anonymous (device))
    return;

  g_object_get (device, "uri", &uri, NULL);
  wall_secrets_store_async (wall_device_store_get_secrets (store), uri,
                            wall_device_get_user (device), password, NULL, NULL, NULL);
  wall_device_set_password (device, password);
}
