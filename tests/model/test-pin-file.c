/* test-pin-file.c
 *
 * A certificate is kept as a whole or not at all, nothing of the file is lost, and of many who write
 * at the same time nobody's is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "wall-pin-file.h"
#include "wall-replace-file.h"

#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define XEH "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
#define TWO "# yard\n[camera a]\nuri=https://h/1\n\n[camera b]\nuri=https://h/2\nx=y\n"

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  self->folder = g_dir_make_tmp ("pins-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "devices.ini", NULL);
}

/* Nothing else was left in the folder. */
static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  g_unlink (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->path);
}

static void
write_file (Fixture    *self,
            const char *text)
{
  g_assert_true (g_file_set_contents (self->path, text, -1, NULL));
}

static void
assert_file (Fixture    *self,
             const char *wanted)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (self->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, wanted);
}

static GPtrArray *
make_groups (const char *group,
             const char *uri)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) wall_pin_group_free);

  g_ptr_array_add (groups, wall_pin_group_new (group, uri));
  return groups;
}

static char *
keep (const char  *path,
      const char  *group,
      const char  *uri,
      const char  *certificate,
      GError     **error)
{
  g_autoptr (GPtrArray) groups = make_groups (group, uri);
  char *kept = NULL;
  gboolean is_kept = wall_pin_file_keep (path, groups, certificate, &kept, error);

  g_assert_true (is_kept == (kept != NULL));
  return kept;
}

static void
test_keeps (Fixture      *self,
            gconstpointer data)
{
  g_autoptr (GPtrArray) groups = make_groups ("camera b", "https://h/2");
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *found = NULL;
  struct stat info;

  write_file (self, TWO);
  g_assert_cmpint (g_chmod (self->path, 0640), ==, 0);
  kept = keep (self->path, "camera b", "https://h/2", "sha256:" HEX, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kept, ==, "sha256:" HEX);
  assert_file (self, TWO "certificate=sha256:" HEX "\n");
  g_assert_cmpint (g_stat (self->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0640);

  g_assert_true (wall_pin_file_find (self->path, groups, &found, &error));
  g_assert_cmpstr (found, ==, "sha256:" HEX);
}

/* What a person, or another wall, has written stands. */
static void
test_what_stands_there_stays (Fixture      *self,
                              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;

  write_file (self, TWO "certificate=sha256:" XEH "\n");
  kept = keep (self->path, "camera b", "https://h/2", "sha256:" HEX, &error);
  g_assert_cmpstr (kept, ==, "sha256:" XEH);
  assert_file (self, TWO "certificate=sha256:" XEH "\n");
}

static void
assert_not_kept (Fixture    *self,
                 const char *text,
                 const char *group,
                 const char *uri,
                 const char *word)
{
  g_autoptr (GError) error = NULL;

  write_file (self, text);
  g_assert_null (keep (self->path, group, uri, "sha256:" HEX, &error));
  g_assert_nonnull (error);
  g_assert_true (g_str_has_prefix (error->message, self->path));
  g_assert_nonnull (strstr (error->message, word));
  assert_file (self, text);
}

/* The address may have become another device's meanwhile. */
static void
test_refuses_what_changed (Fixture      *self,
                           gconstpointer data)
{
  assert_not_kept (self, TWO, "camera b", "https://other/2", "any more");
  assert_not_kept (self, TWO, "camera c", "https://h/2", "any more");
  assert_not_kept (self, TWO "half a li", "camera b", "https://h/2", "line 8");
  assert_not_kept (self, TWO "certificate=sha256:1\n", "camera b", "https://h/2", "64");
}

static void
test_follows_links (Fixture      *self,
                    gconstpointer data)
{
  g_autofree char *link = g_build_filename (self->folder, "link", NULL);
  g_autofree char *second = g_build_filename (self->folder, "second", NULL);
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  write_file (self, TWO);
  g_assert_cmpint (symlink ("devices.ini", second), ==, 0);
  g_assert_cmpint (symlink (second, link), ==, 0);
  kept = keep (link, "camera b", "https://h/2", "sha256:" HEX, &error);
  g_assert_no_error (error);
  assert_file (self, TWO "certificate=sha256:" HEX "\n");
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (second, G_FILE_TEST_IS_SYMLINK));
  g_unlink (link);
  g_unlink (second);
}

static void
test_leaves_alone (Fixture      *self,
                   gconstpointer data)
{
  g_autofree char *name = g_build_filename (self->folder, "name", NULL);
  g_autoptr (GError) read_only = NULL;
  g_autoptr (GError) two_names = NULL;
  g_autoptr (GError) gone = NULL;

  write_file (self, TWO);
  g_assert_cmpint (g_chmod (self->path, 0444), ==, 0);
  g_assert_null (keep (self->path, "camera b", "https://h/2", "sha256:" HEX, &read_only));
  g_assert_error (read_only, G_FILE_ERROR, G_FILE_ERROR_ACCES);
  g_assert_cmpint (g_chmod (self->path, 0644), ==, 0);

  g_assert_cmpint (link (self->path, name), ==, 0);
  g_assert_null (keep (self->path, "camera b", "https://h/2", "sha256:" HEX, &two_names));
  g_assert_nonnull (two_names);
  g_unlink (name);
  assert_file (self, TWO);

  g_unlink (self->path);
  g_assert_null (keep (self->path, "camera b", "https://h/2", "sha256:" HEX, &gone));
  g_assert_error (gone, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

/* An editor that knows of no lock. */
static void
test_editor_is_not_overwritten (Fixture      *self,
                                gconstpointer data)
{
  g_autoptr (GError) in_place = NULL;
  g_autoptr (GError) replaced = NULL;
  struct stat old;
  int fd;

  write_file (self, TWO);
  fd = g_open (self->path, O_RDWR | O_CLOEXEC, 0);
  g_assert_cmpint (fstat (fd, &old), ==, 0);
  g_assert_cmpint (pwrite (fd, "!", 1, old.st_size), ==, 1);
  g_assert_false (wall_replace_file (self->path, fd, &old, "x", 1, &in_place));
  g_assert_error (in_place, G_FILE_ERROR, G_FILE_ERROR_AGAIN);
  assert_file (self, TWO "!");

  g_assert_cmpint (fstat (fd, &old), ==, 0);
  write_file (self, "other");
  g_assert_false (wall_replace_file (self->path, fd, &old, "x", 1, &replaced));
  g_assert_error (replaced, G_FILE_ERROR, G_FILE_ERROR_AGAIN);
  assert_file (self, "other");
  close (fd);
}

#define WALLS 6
#define PINS  10

static pid_t
spawn_wall (Fixture *self,
            guint    wall)
{
  pid_t pid = fork ();

  g_assert_cmpint (pid, >=, 0);
  if (pid > 0)
    return pid;

  for (guint i = 0; i < PINS; i++) {
    g_autofree char *group = g_strdup_printf ("camera %u", wall * PINS + i);
    g_autofree char *kept = keep (self->path, group, "https://h", "sha256:" HEX, NULL);

    if (kept == NULL)
      _exit (1);
  }
  _exit (0);
}

static void
test_many_walls_lose_nothing (Fixture      *self,
                              gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) wanted = g_string_new (NULL);
  pid_t pids[WALLS];

  for (guint i = 0; i < WALLS * PINS; i++) {
    g_string_append_printf (text, "[camera %u]\nuri=https://h\n", i);
    g_string_append_printf (wanted, "[camera %u]\nuri=https://h\ncertificate=sha256:" HEX "\n", i);
  }

  write_file (self, text->str);
  for (guint i = 0; i < WALLS; i++)
    pids[i] = spawn_wall (self, i);
  for (guint i = 0; i < WALLS; i++) {
    int status;

    g_assert_cmpint (waitpid (pids[i], &status, 0), ==, pids[i]);
    g_assert_cmpint (status, ==, 0);
  }
  assert_file (self, wanted->str);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/model/pin-file/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("keeps", test_keeps);
  ADD ("what-stands-there-stays", test_what_stands_there_stays);
  ADD ("refuses-what-changed", test_refuses_what_changed);
  ADD ("follows-links", test_follows_links);
  ADD ("leaves-alone", test_leaves_alone);
  ADD ("editor-is-not-overwritten", test_editor_is_not_overwritten);
  ADD ("many-walls-lose-nothing", test_many_walls_lose_nothing);
  return g_test_run ();
}
