/* wall-locked-file.c
 *
 * Changes a file that others change as well: as a whole and durably, or not at all, and nothing that
 * others wrote is lost. Blocks on the disk: for threads that may.
 *
 * The file is a person's: it is replaced as a whole or not at all, what others wrote meanwhile is
 * read again, and one that may not be written is left alone. Who writes holds a lock on the file that
 * is replaced, so who waited for it finds another file under the name and begins anew.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-locked-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "wall-key-file.h"
#include "wall-replace-file.h"

/* Others hold the lock for as long as a disk takes; whoever was faster makes us begin anew. */
#define PATIENCE_US (30 * G_USEC_PER_SEC)
#define MAX_WAIT_US (50 * 1000)

typedef struct {
  const char *path;           /* without symbolic links */
  WallLockedFileEdit edit;
  gpointer user_data;
  gint64 deadline_us;
} Change;

static gboolean
fail_errno (const char *path,
            int         code,
            GError    **error)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", path,
               g_strerror (code));
  return FALSE;
}

/* Not all at the same time. */
static gboolean
pause_before (gint64 deadline_us)
{
  g_usleep (g_random_int_range (1000, MAX_WAIT_US));

  return g_get_monotonic_time () < deadline_us;
}

/* Some file systems of networks know no locks: there the check before the file is replaced is all. */
static gboolean
knows_no_locks (int code)
{
  return code == ENOLCK || code == ENOSYS || code == EOPNOTSUPP;
}

static gboolean
lock (const Change *change,
      int           fd,
      GError      **error)
{
  do {
    if (flock (fd, LOCK_EX | LOCK_NB) == 0 || knows_no_locks (errno))
      return TRUE;
    if (errno != EWOULDBLOCK && errno != EINTR)
      return fail_errno (change->path, errno, error);
  } while (pause_before (change->deadline_us));

  return fail_errno (change->path, EBUSY, error);
}

/* -1 with @error set; the file is the one of that name when the lock is there. */
static int
open_locked (const Change *change,
             GError      **error)
{
  while (TRUE) {
    int fd = open (change->path, O_RDWR | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0) {
      fail_errno (change->path, errno, error);
      return -1;
    }
    if (!lock (change, fd, error)) {
      close (fd);
      return -1;
    }
    if (wall_replace_file_is_same (change->path, fd))
      return fd;
    close (fd);
  }
}

static gboolean
edit_locked (const Change *change,
             int           fd,
             GError      **error)
{
  GString *text, *edited;
  GError *cause = NULL;
  struct stat old;
  gboolean is_done;

  if (fstat (fd, &old) < 0)
    return fail_errno (change->path, errno, error);

  text = wall_key_file_read (change->path, fd, WALL_KEY_FILE_NONE, error);
  if (text == NULL)
    return FALSE;

  edited = change->edit (text, change->user_data, &cause);
  g_string_free (text, TRUE);
  if (edited == NULL) {
    if (cause)
      g_propagate_error (error, cause);
    return cause == NULL;
  }

  is_done = wall_replace_file (change->path, fd, &old, edited->str, edited->len, error);
  g_string_free (edited, TRUE);
  return is_done;
}

/**
 * wall_locked_file_edit:
 * @path: a file, or a symbolic link to one
 * @edit: says what is to stand there; fails with G_FILE_ERROR_AGAIN to be called a little later
 * @error: return location for an error that names the file
 *
 * Returns: %FALSE with @error set if the file is as it was
 */
gboolean
wall_locked_file_edit (const char          *path,
                       WallLockedFileEdit   edit,
                       gpointer             user_data,
                       GError             **error)
{
  g_autofree char *target = realpath (path, NULL);
  Change change = { target, edit, user_data, g_get_monotonic_time () + PATIENCE_US };

  if (target == NULL)
    return fail_errno (path, errno, error);

  while (TRUE) {
    g_autoptr (GError) cause = NULL;
    int fd = open_locked (&change, error);
    gboolean is_done;

    if (fd < 0)
      return FALSE;

    is_done = edit_locked (&change, fd, &cause);
    close (fd);
    if (is_done)
      return TRUE;

    if (!g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_AGAIN) ||
        !pause_before (change.deadline_us)) {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  }
}
