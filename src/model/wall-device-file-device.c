/* wall-device-file-device.c
 *
 * Reads the groups [device ID] of a device file, and the certificates of devices. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "wall-certificate.h"
#include "wall-device-file-private.h"

/* What a device of this family is delivered with. */
#define DVRIP_USER "admin"

/**
 * wall_pin_place_free:
 * @self: (transfer full):
 */
void
wall_pin_place_free (WallPinPlace *self)
{
  g_object_unref (self->device);
  g_free (self->group);
  g_free (self->uri);
  g_free (self);
}

/**
 * wall_device_file_parse_address:
 *
 * Returns: (transfer full): the address, %NULL with @error set if @uri is none
 */
WallAddress *
wall_device_file_parse_address (WallDeviceFileReader  *self,
                                const char            *uri,
                                GError               **error)
{
  g_autoptr (GError) cause = NULL;
  WallAddress *address = wall_address_parse (uri, &cause);

  if (address == NULL)
    wall_key_file_refuse (&self->group, "uri", error, "%s", cause->message);

  return address;
}

/**
 * wall_device_file_pick_user:
 *
 * Returns: (transfer none) (nullable): who signs in at @address when nothing else says so
 */
const char *
wall_device_file_pick_user (const WallAddress *address)
{
  if (address->user)
    return address->user;

  return address->scheme->has_channels ? DVRIP_USER : NULL;
}

/**
 * wall_device_file_add_device:
 * @user: (nullable): %NULL: nobody signs in
 *
 * Returns: (transfer none): a new device of the reader's
 */
WallDevice *
wall_device_file_add_device (WallDeviceFileReader *self,
                             const char           *id,
                             const WallAddress    *address,
                             const char           *user)
{
  WallDevice *device = wall_device_new (id);
  g_autofree char *uri = wall_address_build (address, NULL);

  g_object_set (device, "uri", uri, "user", user, NULL);
  g_ptr_array_add (self->devices, device);
  return device;
}

static void
add_place (WallDeviceFileReader *self,
           WallDevice           *device,
           const char           *uri,
           gboolean              has_certificate)
{
  WallPinPlace *place = g_new0 (WallPinPlace, 1);

  place->device = g_object_ref (device);
  place->group = g_strdup (self->group.group);
  place->uri = g_strdup (uri);
  place->has_certificate = has_certificate;
  g_ptr_array_add (self->places, place);
}

static gboolean
take_pin (WallDeviceFileReader  *self,
          WallDevice            *device,
          const char            *text,
          GError               **error)
{
  g_autofree char *certificate = wall_certificate_parse (text);

  if (certificate == NULL)
    return wall_key_file_refuse (&self->group, "certificate", error,
                                 _("it has to be “sha256:” and 64 hexadecimal digits"));
  if (g_strcmp0 (wall_device_get_certificate (device), certificate) == 0)
    return TRUE;
  if (wall_device_get_certificate (device))
    return wall_key_file_refuse (&self->group, "certificate", error,
                                 _("another camera of this device has another one"));

  g_object_set (device, "certificate", certificate, NULL);
  return TRUE;
}

/**
 * wall_device_file_read_pin:
 * @device: whose certificate the group may name
 * @uri: what stands in the group
 *
 * Returns: %FALSE with @error set if the group's certificate is wrong
 */
gboolean
wall_device_file_read_pin (WallDeviceFileReader  *self,
                           WallDevice            *device,
                           const char            *uri,
                           GError               **error)
{
  g_autofree char *text = NULL;

  if (!wall_key_file_get_word (&self->group, "certificate", &text, error))
    return FALSE;
  if (wall_device_get_scheme (device)->has_tls) {
    add_place (self, device, uri, text != NULL);
    return text == NULL || take_pin (self, device, text, error);
  }

  return text == NULL ||
         wall_key_file_refuse (&self->group, "certificate", error,
                               _("an address of this kind has no certificate"));
}

static gboolean
check_address (WallDeviceFileReader  *self,
               const WallAddress     *address,
               const char            *user,
               GError               **error)
{
  const WallKeyFileGroup *group = &self->group;

  if (address->channel > 0 || address->stream)
    return wall_key_file_refuse (group, "uri", error, _("a device has no channel and no stream"));
  if (address->path && !g_str_equal (address->path, "/"))
    return wall_key_file_refuse (group, "uri", error,
                                 _("a device has no path; each of its cameras has a key “path”"));
  if (user && *user && !address->scheme->has_login)
    return wall_key_file_refuse (group, "user", error, _("nobody signs in at such an address"));
  if (user && address->user && !g_str_equal (user, address->user))
    return wall_key_file_refuse (group, "user", error, _("“uri” names another user"));

  return TRUE;
}

/**
 * wall_device_file_read_device:
 * @id: of the group that is being read
 *
 * Returns: %FALSE with @error set if anything of the group is wrong
 */
gboolean
wall_device_file_read_device (WallDeviceFileReader  *self,
                              const char            *id,
                              GError               **error)
{
  const WallKeyFileGroup *group = &self->group;
  g_autofree char *uri = NULL;
  g_autofree char *user = NULL;
  g_autoptr (WallAddress) address = NULL;
  WallDevice *device;

  if (!wall_key_file_has (group, "uri"))
    return wall_key_file_refuse (group, "uri", error, _("is missing"));
  if (!wall_key_file_get_word (group, "uri", &uri, error) ||
      !wall_key_file_get_string (group, "user", &user, error))
    return FALSE;

  address = wall_device_file_parse_address (self, uri, error);
  if (address == NULL || !check_address (self, address, user, error))
    return FALSE;
  if (user && *user == '\0' && !address->scheme->has_channels)
    g_clear_pointer (&user, g_free);

  device = wall_device_file_add_device (self, id, address,
                                        user ? user : wall_device_file_pick_user (address));
  return wall_device_file_read_pin (self, device, uri, error);
}
