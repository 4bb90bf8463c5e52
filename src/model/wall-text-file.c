/* wall-text-file.c
 *
 * Reads and writes the text of a device file. Blocks on the disk: for threads that may.
 *
 * What others changed in the file meanwhile stays in it, and a file that is broken is not written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-text-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "wall-device-file.h"
#include "wall-key-file.h"
#include "wall-locked-file.h"
#include "wall-replace-file.h"
#include "wall-text-merge.h"

/* An editor may have emptied the file a moment ago, to write it anew. */
#define PATIENCE_US (G_USEC_PER_SEC)
#define PAUSE_US    (20 * 1000)

/* There is always another second to try. */
#define MAX_NAMES 1000

static gboolean
fail_errno (const char *path,
            int         code,
            GError    **error)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", path,
               g_strerror (code));
  return FALSE;
}

static GString *
read_once (const char *path,
           GError    **error)
{
  int fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  GString *text;

  if (fd < 0) {
    fail_errno (path, errno, error);
    return NULL;
  }

  text = wall_key_file_read (path, fd, WALL_KEY_FILE_NONE, error);
  close (fd);
  return text;
}

/**
 * wall_text_file_read:
 * @path: a device file
 * @is_patient: whether one that is empty may be about to be written anew
 * @error: return location for an error that names the file, and what is wrong in it
 *
 * Returns: (transfer full) (nullable): what it says, %NULL with @error set if it cannot be read, or is
 *   broken
 */
char *
wall_text_file_read (const char *path,
                     gboolean    is_patient,
                     GError    **error)
{
  gint64 deadline_us = g_get_monotonic_time () + (is_patient ? PATIENCE_US : 0);
  g_autoptr (GString) text = read_once (path, error);

  while (text && text->len == 0 && g_get_monotonic_time () < deadline_us) {
    g_usleep (PAUSE_US);
    g_string_free (text, TRUE);
    text = read_once (path, error);
  }

  if (text == NULL || !wall_device_file_check (path, text, error))
    return NULL;

  return g_strdup (text->str);
}

typedef struct {
  const char *path, *base, *mine;
  char *result;
  gint64 deadline_us;   /* for an empty file */
} Change;

static GString *
edit (const GString *text,
      gpointer       user_data,
      GError       **error)
{
  Change *change = user_data;
  GString *merged;

  if (text->len == 0 && *change->base != '\0' && g_get_monotonic_time () < change->deadline_us) {
    fail_errno (change->path, EAGAIN, error);
    return NULL;
  }
  if (!wall_device_file_check (change->path, text, error))
    return NULL;

  merged = wall_text_merge (change->base, change->mine, text->str, WALL_TEXT_MERGE_MINE);
  if (merged == NULL) {
    fail_errno (change->path, EINVAL, error);
    return NULL;
  }

  g_free (change->result);
  change->result = g_strdup (merged->str);
  if (!g_str_equal (merged->str, text->str) && wall_device_file_check (change->path, merged, error))
    return merged;

  g_string_free (merged, TRUE);
  return NULL;
}

static gboolean
create (const char *path,
        const char *text,
        GError    **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) < 0)
    return fail_errno (folder, errno, error);

  return wall_replace_file_create (path, text, strlen (text), error);
}

/**
 * wall_text_file_write:
 * @path: a device file, or a symbolic link to one; it need not exist
 * @base: what it said when it was read last
 * @mine: what it is to say
 * @error: return location for an error that names the file
 *
 * Writes as a whole and durably; what others changed in it since stays changed.
 *
 * Returns: (transfer full) (nullable): what it says now, %NULL with @error set if it is as it was
 */
char *
wall_text_file_write (const char *path,
                      const char *base,
                      const char *mine,
                      GError    **error)
{
  Change change = { path, base, mine, NULL, g_get_monotonic_time () + PATIENCE_US };

  while (TRUE) {
    g_autoptr (GError) cause = NULL;

    if (wall_locked_file_edit (path, edit, &change, &cause))
      return change.result;
    g_clear_pointer (&change.result, g_free);
    if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
      g_clear_error (&cause);
      if (create (path, mine, &cause))
        return g_strdup (mine);
    }
    if (!g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_EXIST)) {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
  }
}

static char *
name_aside (const char *path,
            guint       attempt)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d-%H%M%S");

  return attempt == 0 ? g_strdup_printf ("%s.broken-%s", path, time)
                      : g_strdup_printf ("%s.broken-%s-%u", path, time, attempt + 1);
}

/**
 * wall_text_file_set_aside:
 * @path: a file that cannot be read
 * @error: return location for an error that names the file
 *
 * Gives it a name that says so, and that no other file has.
 *
 * Returns: (transfer full) (nullable): its name, %NULL with @error set if it still has the old one
 */
char *
wall_text_file_set_aside (const char *path,
                          GError    **error)
{
  for (guint i = 0; i < MAX_NAMES; i++) {
    g_autofree char *name = name_aside (path, i);

    if (wall_replace_file_rename_new (path, name))
      return g_steal_pointer (&name);
    if (errno != EEXIST)
      break;
  }

  fail_errno (path, errno, error);
  return NULL;
}
