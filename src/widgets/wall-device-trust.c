/* wall-device-trust.c
 *
 * Which certificate is expected at an address that a person typed, and how another one is trusted
 * instead. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device-trust.h"

#include <glib/gi18n-lib.h>

#include "wall-probe-address.h"

/**
 * wall_device_trust_find:
 * @device_id: (nullable): what is edited
 * @input: what was typed
 *
 * At another address there is another certificate; and whoever is added again is the one that is
 * known.
 *
 * Returns: (transfer none) (nullable): the device at that address, if it is on the wall
 */
WallDevice *
wall_device_trust_find (WallDeviceStore       *store,
                        const char            *device_id,
                        const WallDeviceInput *input)
{
  g_autoptr (WallProbeAddress) address = wall_probe_address_parse (input->address, input->kind,
                                                                   NULL);
  WallDevice *edited = device_id ? wall_device_store_find (store, device_id) : NULL;
  g_autofree char *uri = NULL;
  const char *user;
  WallDevice *found;

  if (address == NULL || address->scheme == NULL)
    return NULL;

  uri = wall_probe_address_dup_uri (address);
  user = edited ? wall_device_get_user (edited) : *input->user ? input->user : address->user;
  found = wall_device_store_find_same (store, uri, user);

  return edited == NULL || edited == found ? found : NULL;
}

/* An address that stands with its cameras has its certificate there as well. */
static void
set_with_cameras (WallDeviceStore *store,
                  const char      *device_id,
                  const char      *certificate)
{
  GListModel *cameras = wall_device_store_get_cameras (store);
  guint n = g_list_model_get_n_items (cameras);

  for (guint i = 0; i < n; i++) {
    g_autoptr (WallCameraConfig) camera = g_list_model_get_item (cameras, i);
    g_autofree char *own = NULL;

    g_object_get (camera, "device-id", &own, NULL);
    if (g_strcmp0 (own, device_id) == 0)
      wall_device_store_set_camera (store, wall_camera_config_get_id (camera), "certificate",
                                    certificate);
  }
}

/**
 * wall_device_trust_accept:
 * @device: a device of @store
 * @certificate: "sha256:HEX"
 *
 * Trusts @certificate and no other one from now on, as one change that can be undone.
 *
 * Returns: %FALSE if the store refused the change, and has said so
 */
gboolean
wall_device_trust_accept (WallDeviceStore *store,
                          WallDevice      *device,
                          const char      *certificate)
{
  g_autofree char *id = NULL;

  g_object_get (device, "id", &id, NULL);
  wall_device_store_begin (store);
  /* Devices that no group of the file describes have ids that no group can have. */
  if (*id == ':')
    set_with_cameras (store, id, certificate);
  else
    wall_device_store_set_device (store, id, "certificate", certificate);

  return wall_device_store_commit (store, _("Certificate trusted")) > 0;
}
