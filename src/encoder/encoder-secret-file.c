/* encoder-secret-file.c
 *
 * Reads a small file with secrets in it. What is checked is the file that was opened, not the one
 * that has its name by then.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-secret-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

static char *
fail_errno (const char  *path,
            int          code,
            GError     **error)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), _("%s cannot be read: %s"),
               path, g_strerror (code));
  return NULL;
}

static gboolean
check_status (int          fd,
              const char  *path,
              gsize        max_size,
              GError     **error)
{
  struct stat status;

  if (fstat (fd, &status) < 0) {
    fail_errno (path, errno, error);
    return FALSE;
  }

  if (!S_ISREG (status.st_mode) || status.st_size > (off_t) max_size) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                 _("%s is no file of at most %zu bytes"), path, max_size);
    return FALSE;
  }

  if (status.st_mode & (S_IRWXG | S_IRWXO)) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_PERM,
                 _("Others can read %s; close it with “chmod 600 %s”"), path, path);
    return FALSE;
  }

  return TRUE;
}

static char *
read_all (int          fd,
          const char  *path,
          gsize        max_size,
          GError     **error)
{
  g_autofree char *text = g_malloc0 (max_size + 1);
  gsize size = 0;
  ssize_t n;

  do {
    n = read (fd, text + size, max_size - size);
    if (n < 0)
      return fail_errno (path, errno, error);
    size += (gsize) n;
  } while (n > 0);

  return g_steal_pointer (&text);
}

/**
 * encoder_secret_file_read:
 * @max_size: in bytes; a larger file is refused
 * @error: in %G_FILE_ERROR
 *
 * Reads a file that its owner alone can read.
 *
 * Returns: (transfer full) (nullable): its text
 */
char *
encoder_secret_file_read (const char  *path,
                          gsize        max_size,
                          GError     **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  char *text = NULL;

  if (fd < 0)
    return fail_errno (path, errno, error);

  if (check_status (fd, path, max_size, error))
    text = read_all (fd, path, max_size, error);
  close (fd);

  return text;
}
