/* wall-pin-file.c
 *
 * Reads and writes the certificates in a device file. Blocks on the disk: for threads that may.
 *
 * The file is a person's: it is replaced as a whole or not at all, what others wrote meanwhile is
 * read again, and one that may not be written is left alone. Who writes holds a lock on the file that
 * is replaced, so who waited for it finds another file under the name and begins anew.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-pin-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/file.h>
#include <unistd.h>

#include "wall-certificate.h"
#include "wall-key-file.h"
#include "wall-pin-edit.h"
#include "wall-replace-file.h"

#define KEY "certificate"

/* Others hold the lock for as long as a disk takes; whoever was faster makes us begin anew. */
#define PATIENCE_US (30 * G_USEC_PER_SEC)
#define MAX_WAIT_US (50 * 1000)

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
fail_errno (const char *path,
            GError    **error)
{
  int code = errno;

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", path,
               g_strerror (code));
  return FALSE;
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

/* Not all at the same time. */
static gboolean
pause_before (gint64 deadline_us)
{
  g_usleep (g_random_int_range (1000, MAX_WAIT_US));

  return g_get_monotonic_time () < deadline_us;
}

static gboolean
lock (const char *path,
      int         fd,
      gint64      deadline_us,
      GError    **error)
{
  do {
    if (flock (fd, LOCK_EX | LOCK_NB) == 0)
      return TRUE;
    if (errno != EWOULDBLOCK && errno != EINTR)
      return fail_errno (path, error);
  } while (pause_before (deadline_us));

  errno = EBUSY;
  return fail_errno (path, error);
}

/* -1 with @error set; the file is the one of that name when the lock is there. */
static int
open_locked (const char *path,
             gint64      deadline_us,
             GError    **error)
{
  while (TRUE) {
    int fd = open (path, O_RDWR | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0) {
      fail_errno (path, error);
      return -1;
    }
    if (!lock (path, fd, deadline_us, error)) {
      close (fd);
      return -1;
    }
    if (wall_replace_file_is_same (path, fd))
      return fd;
    close (fd);
  }
}

/* %NULL without an error: there is nothing to write, as *@out_kept says. */
static GString *
edit (const char     *path,
      const GString  *text,
      GPtrArray      *groups,
      const char     *certificate,
      char          **out_kept,
      GError        **error)
{
  GString *copy = g_string_new_len (text->str, text->len);
  g_autoptr (GKeyFile) file = wall_key_file_parse (path, copy, error);
  const WallPinGroup *group = NULL;

  g_string_free (copy, TRUE);
  if (file == NULL || !find_pin (path, file, groups, out_kept, error) || *out_kept)
    return NULL;

  group = find_group (path, file, groups, NULL);
  if (group == NULL) {
    g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_GROUP_NOT_FOUND,
                 _("%s: the camera does not stand there any more"), path);
    return NULL;
  }

  *out_kept = g_strdup (certificate);
  return wall_pin_edit (text, group->group, certificate);
}

static gboolean
keep_locked (const char  *path,
             int          fd,
             GPtrArray   *groups,
             const char  *certificate,
             char       **out_kept,
             GError     **error)
{
  GString *text, *edited;
  struct stat old;
  gboolean is_done;

  if (fstat (fd, &old) < 0)
    return fail_errno (path, error);

  text = wall_key_file_read (path, fd, WALL_KEY_FILE_NONE, error);
  if (text == NULL)
    return FALSE;

  edited = edit (path, text, groups, certificate, out_kept, error);
  g_string_free (text, TRUE);
  if (edited == NULL)
    return *out_kept != NULL;

  is_done = wall_replace_file (path, fd, &old, edited->str, edited->len, error);
  g_string_free (edited, TRUE);
  return is_done;
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
  g_autofree char *target = realpath (path, NULL);
  gint64 deadline_us = g_get_monotonic_time () + PATIENCE_US;

  *out_kept = NULL;
  if (target == NULL)
    return fail_errno (path, error);

  while (TRUE) {
    g_autoptr (GError) cause = NULL;
    int fd = open_locked (target, deadline_us, error);
    gboolean is_kept;

    if (fd < 0)
      return FALSE;

    is_kept = keep_locked (target, fd, groups, certificate, out_kept, &cause);
    close (fd);
    if (is_kept)
      return TRUE;

    g_clear_pointer (out_kept, g_free);
    if (!g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_AGAIN) || !pause_before (deadline_us)) {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  }
}
