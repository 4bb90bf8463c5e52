/* wall-pin-file.c
 *
 * Reads and writes the certificates in a device file. Blocks on the disk: for threads that may.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-pin-file.h"

#include <glib/gi18n-lib.h>

#include "wall-certificate.h"
#include "wall-key-file.h"
#include "wall-locked-file.h"
#include "wall-text-edit.h"

#define KEY "certificate"

/**
 * wall_pin_group_new:
 *
 * Returns: (transfer full): a group of a device file
 */
WallPinGroup *
wall_pin_group_new (const char *group,
                    const char *uri)
{
  WallPinGroup *self = g_new0 (WallPinGroup, 1);

  self->group = g_strdup (group);
  self->uri = g_strdup (uri);
  return self;
}

/**
 * wall_pin_group_free:
 * @self: (transfer full):
 */
void
wall_pin_group_free (WallPinGroup *self)
{
  g_free (self->group);
  g_free (self->uri);
  g_free (self);
}

static gboolean
is_same_device (const WallKeyFileGroup *group,
                const WallPinGroup     *wanted)
{
  g_autofree char *uri = NULL;

  return wall_key_file_get_word (group, "uri", &uri, NULL) && g_strcmp0 (uri, wanted->uri) == 0;
}

/* The first group of these that is still what it was. */
static const WallPinGroup *
find_group (const char *path,
            GKeyFile   *file,
            GPtrArray  *groups,
            const char *key)
{
  for (guint i = 0; i < groups->len; i++) {
    const WallPinGroup *wanted = g_ptr_array_index (groups, i);
    WallKeyFileGroup group = { path, file, wanted->group };

    if (is_same_device (&group, wanted) && (key == NULL || wall_key_file_has (&group, key)))
      return wanted;
  }

  return NULL;
}

static gboolean
find_pin (const char  *path,
          GKeyFile    *file,
          GPtrArray   *groups,
          char       **out_certificate,
          GError     **error)
{
  const WallPinGroup *found = find_group (path, file, groups, KEY);
  WallKeyFileGroup group = { path, file, found ? found->group : NULL };
  g_autofree char *text = NULL;

  *out_certificate = NULL;
  if (found == NULL)
    return TRUE;
  if (!wall_key_file_get_word (&group, KEY, &text, error))
    return FALSE;

  *out_certificate = wall_certificate_parse (text);
  if (*out_certificate == NULL)
    return wall_key_file_refuse (&group, KEY, error,
                                 _("it has to be “sha256:” and 64 hexadecimal digits"));

  return TRUE;
}

/**
 * wall_pin_file_find:
 * @path: a device file
 * @groups: those of one device
 * @out_certificate: (out) (nullable): what the file says now, %NULL: nothing
 * @error: return location for an error that names the file, and what is wrong in it
 *
 * Returns: %FALSE with @error set if the file cannot be read, or is broken
 */
gboolean
wall_pin_file_find (const char  *path,
                    GPtrArray   *groups,
                    char       **out_certificate,
                    GError     **error)
{
  g_autoptr (GKeyFile) file = wall_key_file_load (path, WALL_KEY_FILE_NONE, error);

  return file && find_pin (path, file, groups, out_certificate, error);
}

typedef struct {
  const char *path;
  GPtrArray  *groups;
  const char *certificate;
  char       *kept;
} Pin;

static GString *
edit (const GString *text,
      gpointer       user_data,
      GError       **error)
{
  Pin *pin = user_data;
  GString *edited = g_string_new_len (text->str, text->len);
  g_autoptr (GKeyFile) file = wall_key_file_parse (pin->path, edited, error);
  const WallPinGroup *group = file ? find_group (pin->path, file, pin->groups, NULL) : NULL;

  g_clear_pointer (&pin->kept, g_free);
  if (file && find_pin (pin->path, file, pin->groups, &pin->kept, error) && pin->kept == NULL) {
    if (group) {
      pin->kept = g_strdup (pin->certificate);
      g_string_assign (edited, text->str);
      wall_text_edit_set (edited, group->group, KEY, pin->certificate);
      return edited;
    }
    g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_GROUP_NOT_FOUND,
                 _("%s: the camera does not stand there any more"), pin->path);
  }

  g_string_free (edited, TRUE);
  return NULL;
}

/**
 * wall_pin_file_keep:
 * @path: a device file, or a symbolic link to one
 * @groups: those of one device; the first one gets the line
 * @certificate: "sha256:…"
 * @out_kept: (out): what the file says afterwards: another one if somebody was faster
 * @error: return location for an error that names the file
 *
 * Writes the certificate into the file, durably, unless there is one.
 *
 * Returns: %FALSE with @error set if the file is as it was and names no certificate of the device
 */
gboolean
wall_pin_file_keep (const char  *path,
                    GPtrArray   *groups,
                    const char  *certificate,
                    char       **out_kept,
                    GError     **error)
{
  Pin pin = { path, groups, certificate, NULL };
  gboolean is_kept = wall_locked_file_edit (path, edit, &pin, error);

  if (!is_kept)
    g_clear_pointer (&pin.kept, g_free);
  *out_kept = pin.kept;
  return is_kept;
}
