/* wall-key-file.c
 *
 * Reads a file of groups and keys that a person may have broken, and says where. Callable from any
 * thread; only regular files of a bounded size are read, so it does not wait.
 *
 * GKeyFile merges groups of the same name without a word; a group that was copied and not renamed
 * would take its original's place, so it is refused here. Its own messages repeat what stands in
 * the file, which may be a password, so they are not passed on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-key-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
refuse_errno (const char *path,
              int         code,
              GError    **error)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", path,
               g_strerror (code));
  return FALSE;
}

static gboolean
check_file (const char       *path,
            int               fd,
            WallKeyFileFlags  flags,
            GError          **error)
{
  struct stat info;

  if (fstat (fd, &info) < 0)
    return refuse_errno (path, errno, error);

  if (!S_ISREG (info.st_mode)) {
    g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE, _("%s: not a regular file"),
                 path);
    return FALSE;
  }
  if (info.st_size > WALL_KEY_FILE_MAX_SIZE) {
    g_autofree char *size = g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) info.st_size);

    g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE,
                 _("%s: has %s bytes, the limit is %d"), path, size, WALL_KEY_FILE_MAX_SIZE);
    return FALSE;
  }
  if ((flags & WALL_KEY_FILE_PRIVATE) && (info.st_mode & 077) != 0) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_PERM,
                 _("%s: others can read it (mode %04o), make it private: chmod 600"), path,
                 info.st_mode & 07777);
    return FALSE;
  }

  return TRUE;
}

/* Reads to the end, and one byte beyond the limit at most: a file may grow meanwhile. */
static gboolean
read_all (const char *path,
          int         fd,
          GString    *text,
          GError    **error)
{
  char chunk[4096];

  while (text->len <= WALL_KEY_FILE_MAX_SIZE) {
    gssize n = read (fd, chunk, sizeof chunk);

    if (n < 0 && errno != EINTR)
      return refuse_errno (path, errno, error);
    if (n == 0)
      return TRUE;
    if (n > 0)
      g_string_append_len (text, chunk, n);
  }

  return refuse_errno (path, EFBIG, error);
}

/**
 * wall_key_file_read:
 * @path: the file's name, for messages
 * @fd: the file, at its beginning
 * @flags: what else is asked of it
 * @error: return location for an error that names the file
 *
 * Returns: (transfer full): its bytes, %NULL with @error set if it is not a regular file of a bounded
 *   size
 */
GString *
wall_key_file_read (const char       *path,
                    int               fd,
                    WallKeyFileFlags  flags,
                    GError          **error)
{
  GString *text = g_string_new (NULL);

  if (check_file (path, fd, flags, error) && read_all (path, fd, text, error))
    return text;

  g_string_free (text, TRUE);
  return NULL;
}

static GString *
read_file (const char       *path,
           WallKeyFileFlags  flags,
           GError          **error)
{
  int fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  GString *text;

  if (fd < 0) {
    refuse_errno (path, errno, error);
    return NULL;
  }

  text = wall_key_file_read (path, fd, flags, error);
  close (fd);
  return text;
}

/* What editors of other systems put before UTF-8 says nothing; what is not text at all would be cut
 * off at its first zero byte without a word. */
static gboolean
check_text (const char *path,
            GString    *text,
            GError    **error)
{
  guint line = 1;

  if (g_str_has_prefix (text->str, "\xef\xbb\xbf"))
    g_string_erase (text, 0, 3);
  if (strlen (text->str) == text->len)
    return TRUE;

  for (const char *c = text->str; *c != '\0'; c++)
    line += *c == '\n' ? 1 : 0;
  g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE,
               _("%s: line %u: a zero byte; the file has to be text in UTF-8"), path, line);
  return FALSE;
}

static gsize
find_end_of_line (const GString *text,
                  guint          line)
{
  const char *end = text->str;

  for (guint i = 0; i < line && *end != '\0'; i++) {
    end = strchrnul (end, '\n');
    end += *end == '\n' ? 1 : 0;
  }

  return end - text->str;
}

static gboolean
is_good_up_to (const GString *text,
               guint          line)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  return line == 0 || g_key_file_load_from_data (file, text->str, find_end_of_line (text, line),
                                                 G_KEY_FILE_NONE, NULL);
}

/* The parser does not say where it gave up: the shortest beginning that it refuses does. */
static guint
find_bad_line (const GString *text)
{
  guint good = 0;
  guint bad = 1;

  for (const char *c = text->str; *c != '\0'; c++)
    bad += *c == '\n' ? 1 : 0;

  while (bad - good > 1) {
    guint middle = good + (bad - good) / 2;

    if (is_good_up_to (text, middle))
      good = middle;
    else
      bad = middle;
  }

  return bad;
}

static gboolean
check_groups (const char *path,
              GString    *text,
              GError    **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) lines = g_strsplit (text->str, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    const char *line = g_strstrip (lines[i]);

    if (*line == '[' && !g_hash_table_add (seen, g_strdup (line))) {
      g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE,
                   _("%s: line %u: there is a second group %s"), path, i + 1, line);
      return FALSE;
    }
  }

  return TRUE;
}

static gboolean
parse (const char *path,
       GString    *text,
       GKeyFile   *file,
       GError    **error)
{
  gboolean is_good = text->len == 0 || g_key_file_load_from_data (file, text->str, text->len,
                                                                  G_KEY_FILE_NONE, NULL);

  if (!is_good)
    g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE,
                 _("%s: line %u: neither [group] nor key=value"), path, find_bad_line (text));
  return is_good;
}

/**
 * wall_key_file_parse:
 * @path: the file's name, for messages
 * @text: (inout): its bytes; loses a byte order mark
 * @error: return location for an error that names the file, and the line of a syntax error
 *
 * Returns: (transfer full): the groups, %NULL with @error set
 */
GKeyFile *
wall_key_file_parse (const char  *path,
                     GString     *text,
                     GError     **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (!check_text (path, text, error) || !parse (path, text, file, error) ||
      !check_groups (path, text, error))
    return NULL;

  return g_steal_pointer (&file);
}

/**
 * wall_key_file_load:
 * @path: the file
 * @flags: what else is asked of it
 * @error: return location for an error that names the file, and the line of a syntax error
 *
 * Returns: (transfer full): the groups of the file, %NULL with @error set
 */
GKeyFile *
wall_key_file_load (const char       *path,
                    WallKeyFileFlags  flags,
                    GError          **error)
{
  GString *text = read_file (path, flags, error);
  GKeyFile *file;

  if (text == NULL)
    return NULL;

  file = wall_key_file_parse (path, text, error);
  explicit_bzero (text->str, text->len);
  g_string_free (text, TRUE);
  return file;
}

/**
 * wall_key_file_refuse:
 * @key: (nullable): %NULL: the group itself is wrong
 * @format: what is wrong
 *
 * Makes an error with file, group, key and reason.
 *
 * Returns: %FALSE
 */
gboolean
wall_key_file_refuse (const WallKeyFileGroup  *self,
                      const char              *key,
                      GError                 **error,
                      const char              *format,
                      ...)
{
  g_autofree char *reason = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);

  if (key)
    g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, "%s: [%s] %s: %s",
                 self->path, self->group, key, reason);
  else
    g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, "%s: [%s]: %s",
                 self->path, self->group, reason);
  return FALSE;
}

/**
 * wall_key_file_has:
 *
 * Returns: whether the group has @key
 */
gboolean
wall_key_file_has (const WallKeyFileGroup *self,
                   const char             *key)
{
  return g_key_file_has_key (self->file, self->group, key, NULL);
}

/**
 * wall_key_file_get_string:
 * @out_value: (inout) (transfer full): replaced if the group has @key
 *
 * Returns: %FALSE with @error set if the value is none
 */
gboolean
wall_key_file_get_string (const WallKeyFileGroup  *self,
                          const char              *key,
                          char                   **out_value,
                          GError                 **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *value = NULL;

  if (!wall_key_file_has (self, key))
    return TRUE;

  /* It gives a value beside the error, where an escape is wrong. */
  value = g_key_file_get_string (self->file, self->group, key, &cause);
  if (cause)
    return wall_key_file_refuse (self, key, error, _("not UTF-8, or a “\\” that escapes nothing"));

  g_free (*out_value);
  *out_value = g_steal_pointer (&value);
  return TRUE;
}

/**
 * wall_key_file_get_word:
 * @out_value: (inout) (transfer full): replaced if the group has @key
 *
 * Like wall_key_file_get_string() for what has no blanks at its ends: one that was typed there is
 * seen by nobody.
 *
 * Returns: %FALSE with @error set if the value is none
 */
gboolean
wall_key_file_get_word (const WallKeyFileGroup  *self,
                        const char              *key,
                        char                   **out_value,
                        GError                 **error)
{
  if (!wall_key_file_get_string (self, key, out_value, error))
    return FALSE;

  if (*out_value)
    g_strstrip (*out_value);
  return TRUE;
}

/**
 * wall_key_file_get_uint:
 * @out_value: (inout): replaced if the group has @key
 *
 * Returns: %FALSE with @error set if the value is no number from @min to @max
 */
gboolean
wall_key_file_get_uint (const WallKeyFileGroup  *self,
                        const char              *key,
                        guint                    min,
                        guint                    max,
                        guint                   *out_value,
                        GError                 **error)
{
  g_autofree char *text = NULL;
  guint64 value;

  if (!wall_key_file_has (self, key))
    return TRUE;
  if (!wall_key_file_get_string (self, key, &text, error))
    return FALSE;
  if (!g_ascii_string_to_unsigned (g_strstrip (text), 10, min, max, &value, NULL))
    return wall_key_file_refuse (self, key, error,
                                 _("“%s” is not a number from %u to %u"), text, min, max);

  *out_value = value;
  return TRUE;
}

/**
 * wall_key_file_get_boolean:
 * @out_value: (inout): replaced if the group has @key
 *
 * Returns: %FALSE with @error set if the value is neither true nor false
 */
gboolean
wall_key_file_get_boolean (const WallKeyFileGroup  *self,
                           const char              *key,
                           gboolean                *out_value,
                           GError                 **error)
{
  g_autoptr (GError) cause = NULL;
  gboolean value;

  if (!wall_key_file_has (self, key))
    return TRUE;

  value = g_key_file_get_boolean (self->file, self->group, key, &cause);
  if (cause)
    return wall_key_file_refuse (self, key, error, _("neither “true” nor “false”"));

  *out_value = value;
  return TRUE;
}
