/* wall-replace-file.c
 *
 * Replaces a file by another one of the same name, as a whole and durably, or not at all. Blocks on
 * the disk: for threads that may.
 *
 * What cannot be carried over to the new file, another owner or a second name, is a reason to leave
 * the old one alone. The new file is locked while it is written, so that others can tell one that is
 * being written from one whose writer was killed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-replace-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define ANY_WRITER (S_IWUSR | S_IWGRP | S_IWOTH)

/* Who was killed while it wrote leaves a file of such a name behind, which the next one takes away. */
#define INFIX  ".watchwall-"
#define SUFFIX "XXXXXX"

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
  if ((old && !take_after (fd, old)) || !write_all (fd, bytes, length) || fsync (fd) < 0)
    return errno;

  return 0;
}

static gboolean
is_left_behind (const char *path)
{
  int fd = open (path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  gboolean is_left = fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0;

  if (fd >= 0)
    close (fd);
  return is_left;
}

static void
sweep (const char *folder,
       const char *prefix)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_str_has_prefix (name, prefix) && strlen (name) == strlen (prefix) + strlen (SUFFIX) &&
        is_left_behind (path))
      g_unlink (path);
  }

  if (dir)
    g_dir_close (dir);
}

/* -1: errno says why. Who sweeps before the lock is there takes the name away, not more. */
static int
make_temporary (const char *path,
                char      **out_name)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (".", name, INFIX, NULL);
  g_autofree char *template = g_strconcat (folder, "/", prefix, SUFFIX, NULL);
  int fd;

  sweep (folder, prefix);
  fd = g_mkstemp_full (template, O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0)
    return -1;

  flock (fd, LOCK_EX | LOCK_NB);
  *out_name = g_steal_pointer (&template);
  return fd;
}

static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
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
    return fail (path, errno == ENOENT ? EAGAIN : errno, error);

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
  g_autofree char *temporary = NULL;
  gboolean is_done;
  int new_fd, code;

  if (!check_old (path, old, error))
    return FALSE;

  new_fd = make_temporary (path, &temporary);
  if (new_fd < 0)
    return fail (path, errno, error);

  code = fill (new_fd, old, bytes, length);
  is_done = code == 0 ? put_in_place (path, fd, old, temporary, error) : fail (path, code, error);
  if (is_done)
    sync_folder (path);
  else
    g_unlink (temporary);
  close (new_fd);
  return is_done;
}

/**
 * wall_replace_file_rename_new:
 * @path: a file
 * @name: in the same folder
 *
 * Renames it if no other file has that name already.
 *
 * Returns: %FALSE if it does not, errno says why
 */
gboolean
wall_replace_file_rename_new (const char *path,
                              const char *name)
{
  if (renameat2 (AT_FDCWD, path, AT_FDCWD, name, RENAME_NOREPLACE) < 0) {
    /* Not every file system knows this. */
    if (errno != EINVAL && errno != ENOSYS)
      return FALSE;
    if (link (path, name) < 0)
      return FALSE;
    g_unlink (path);
  }

  sync_folder (name);
  return TRUE;
}

/**
 * wall_replace_file_create:
 * @path: a name that no file has
 * @bytes: what is to stand there
 * @length: their number
 * @error: return location; G_FILE_ERROR_EXIST: somebody else made one meanwhile
 *
 * Only its owner may read it.
 *
 * Returns: %FALSE with @error set if nothing was made
 */
gboolean
wall_replace_file_create (const char *path,
                          const char *bytes,
                          gsize       length,
                          GError    **error)
{
  g_autofree char *temporary = NULL;
  int fd = make_temporary (path, &temporary);
  int code;

  if (fd < 0)
    return fail (path, errno, error);

  code = fill (fd, NULL, bytes, length);
  if (code == 0 && !wall_replace_file_rename_new (temporary, path))
    code = errno == ENOENT ? EEXIST : errno;
  if (code != 0)
    g_unlink (temporary);
  close (fd);
  return code == 0 || fail (path, code, error);
}
