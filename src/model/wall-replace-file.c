/* wall-replace-file.c
 *
 * Replaces a file by another one of the same name, as a whole and durably, or not at all. Blocks on
 * the disk: for threads that may.
 *
 * What cannot be carried over to the new file, another owner or a second name, is a reason to leave
 * the old one alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-replace-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define ANY_WRITER (S_IWUSR | S_IWGRP | S_IWOTH)

static gboolean
fail (const char *path,
      int         code,
      GError    **error)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", path,
               g_strerror (code));
  return FALSE;
}

static gboolean
is_same_time (const struct timespec *a,
              const struct timespec *b)
{
  return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/**
 * wall_replace_file_is_same:
 * @path: a name
 * @fd: a file
 *
 * Returns: whether the file still has that name
 */
gboolean
wall_replace_file_is_same (const char *path,
                           int         fd)
{
  struct stat named, open;

  return stat (path, &named) == 0 && fstat (fd, &open) == 0 && named.st_dev == open.st_dev &&
         named.st_ino == open.st_ino;
}

/* Even root leaves a file alone that nobody may write. */
static gboolean
check_old (const char         *path,
           const struct stat  *old,
           GError            **error)
{
  if ((old->st_mode & ANY_WRITER) == 0)
    return fail (path, EACCES, error);
  if (old->st_nlink > 1)
    return fail (path, EMLINK, error);

  return TRUE;
}

static gboolean
write_all (int         fd,
           const char *bytes,
           gsize       length)
{
  while (length > 0) {
    gssize n = write (fd, bytes, length);

    if (n < 0 && errno != EINTR)
      return FALSE;
    if (n > 0) {
      bytes += n;
      length -= n;
    }
  }

  return TRUE;
}

static gboolean
take_after (int                fd,
            const struct stat *old)
{
  struct stat mine;

  if (fstat (fd, &mine) < 0)
    return FALSE;
  if ((mine.st_uid != old->st_uid || mine.st_gid != old->st_gid) &&
      fchown (fd, old->st_uid, old->st_gid) < 0)
    return FALSE;

  return fchmod (fd, old->st_mode & 07777) == 0;
}

/* The errno, 0: all is on the disk. */
static int
fill (int                fd,
      const struct stat *old,
      const char        *bytes,
      gsize              length)
{
  int code = 0;

  if (!take_after (fd, old) || !write_all (fd, bytes, length) || fsync (fd) < 0)
    code = errno;
  if (close (fd) < 0 && code == 0)
    code = errno;

  return code;
}

static void
sync_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;

  fsync (fd);
  close (fd);
}

/* Editors know nothing of our lock. */
static gboolean
has_changed (const char        *path,
             int                fd,
             const struct stat *old)
{
  struct stat now;

  return !wall_replace_file_is_same (path, fd) || fstat (fd, &now) < 0 ||
         now.st_size != old->st_size || !is_same_time (&now.st_mtim, &old->st_mtim);
}

static gboolean
put_in_place (const char        *path,
              int                fd,
              const struct stat *old,
              const char        *temporary,
              GError           **error)
{
  if (has_changed (path, fd, old))
    return fail (path, EAGAIN, error);
  if (g_rename (temporary, path) < 0)
    return fail (path, errno, error);

  return TRUE;
}

/**
 * wall_replace_file:
 * @path: without symbolic links
 * @fd: the file of that name
 * @old: what fstat() said of it before it was read
 * @bytes: what is to stand there
 * @length: their number
 * @error: return location; G_FILE_ERROR_AGAIN: the file was changed by somebody else meanwhile
 *
 * Mode and owner stay as they are.
 *
 * Returns: %FALSE with @error set if the file is as it was
 */
gboolean
wall_replace_file (const char         *path,
                   int                 fd,
                   const struct stat  *old,
                   const char         *bytes,
                   gsize               length,
                   GError            **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *temporary = g_strdup_printf ("%s/.%s.XXXXXX", folder, name);
  int new_fd, code;

  if (!check_old (path, old, error))
    return FALSE;

  new_fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0600);
  if (new_fd < 0)
    return fail (path, errno, error);

  code = fill (new_fd, old, bytes, length);
  if (code != 0)
    fail (path, code, error);
  if (code != 0 || !put_in_place (path, fd, old, temporary, error)) {
    g_unlink (temporary);
    return FALSE;
  }

  sync_folder (folder);
  return TRUE;
}
