/* wall-autostart-file.c
 *
 * The file that has a desktop start the program with the session, as the XDG autostart specification
 * has it. It is replaced as a whole; what somebody else wrote into it stays, a command with options
 * for instance. Blocks on the disk: for threads that may.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-autostart-file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define GROUP G_KEY_FILE_DESKTOP_GROUP
#define GNOME_ENABLED "X-GNOME-Autostart-enabled"

/**
 * wall_autostart_file_dup_path:
 *
 * Returns: (transfer full): where the file of the user is
 */
char *
wall_autostart_file_dup_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "autostart", APPLICATION_ID ".desktop", NULL);
}

static gboolean
needs_quotes (const char *text)
{
  const char *plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._+-";

  return text[strspn (text, plain)] != '\0';
}

/**
 * wall_autostart_file_dup_command:
 * @program: the absolute path of this program
 *
 * Returns: (transfer full): what starts it, as an Exec line says it: its name where that is enough,
 *   so that the line is good after an update, too
 */
char *
wall_autostart_file_dup_command (const char *program)
{
  g_autofree char *found = g_find_program_in_path ("watchwall");
  g_autofree char *real = found ? realpath (found, NULL) : NULL;
  GString *command;

  if (g_strcmp0 (real, program) == 0)
    return g_strdup ("watchwall");
  if (!needs_quotes (program))
    return g_strdup (program);

  command = g_string_new ("\"");
  for (const char *each = program; *each; each++) {
    if (strchr ("\"`$\\", *each))
      g_string_append_c (command, '\\');
    if (*each == '%')
      g_string_append_c (command, '%');
    g_string_append_c (command, *each);
  }

  return g_string_free (g_string_append_c (command, '"'), FALSE);
}

static GKeyFile *
load (const char *path)
{
  GKeyFile *file = g_key_file_new ();

  g_key_file_load_from_file (file, path,
                             G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS, NULL);

  return file;
}

static gboolean
is_true (GKeyFile   *file,
         const char *key,
         gboolean    otherwise)
{
  g_autoptr (GError) error = NULL;
  gboolean value = g_key_file_get_boolean (file, GROUP, key, &error);

  return error ? otherwise : value;
}

/**
 * wall_autostart_file_read:
 * @path: of the file, which need not be there
 *
 * Returns: whether a desktop starts the program for it
 */
gboolean
wall_autostart_file_read (const char *path)
{
  g_autoptr (GKeyFile) file = load (path);

  return g_key_file_has_key (file, GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC, NULL)
         && !is_true (file, G_KEY_FILE_DESKTOP_KEY_HIDDEN, FALSE)
         && is_true (file, GNOME_ENABLED, TRUE);
}

static void
put_where_missing (GKeyFile   *file,
                   const char *key,
                   const char *value)
{
  if (!g_key_file_has_key (file, GROUP, key, NULL))
    g_key_file_set_string (file, GROUP, key, value);
}

/**
 * wall_autostart_file_write:
 * @path: of the file
 * @command: what starts the program, as from wall_autostart_file_dup_command()
 *
 * Has the program start with the session.
 *
 * Returns: whether it was written
 */
gboolean
wall_autostart_file_write (const char *path,
                           const char *command,
                           GError    **error)
{
  g_autoptr (GKeyFile) file = load (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = NULL;
  gsize length = 0;

  put_where_missing (file, G_KEY_FILE_DESKTOP_KEY_TYPE, G_KEY_FILE_DESKTOP_TYPE_APPLICATION);
  put_where_missing (file, G_KEY_FILE_DESKTOP_KEY_NAME, "Watchwall");
  put_where_missing (file, G_KEY_FILE_DESKTOP_KEY_ICON, APPLICATION_ID);
  put_where_missing (file, G_KEY_FILE_DESKTOP_KEY_EXEC, command);
  g_key_file_remove_key (file, GROUP, G_KEY_FILE_DESKTOP_KEY_HIDDEN, NULL);
  g_key_file_set_boolean (file, GROUP, GNOME_ENABLED, TRUE);
  text = g_key_file_to_data (file, &length, NULL);

  if (g_mkdir_with_parents (folder, 0700) < 0) {
    g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
    return FALSE;
  }

  return g_file_set_contents_full (path, text, length,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0644, error);
}

/**
 * wall_autostart_file_remove:
 * @path: of the file, which need not be there
 *
 * Has the program not start with the session.
 *
 * Returns: whether it is gone
 */
gboolean
wall_autostart_file_remove (const char *path,
                            GError    **error)
{
  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;

  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));

  return FALSE;
}
