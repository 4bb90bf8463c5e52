/* fuzz-replay.c
 *
 * Gives files, and all files of folders, to a fuzz target once each: so every finding stays a test,
 * with any compiler.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "fuzz.h"

static guint
replay_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  g_autofree guint8 *copy = NULL;
  gsize size;

  if (!g_file_get_contents (path, &contents, &size, &error))
    g_error ("%s", error->message);

  /* Without the zero that GLib adds, so that a read beyond the end is seen. */
  copy = g_memdup2 (contents, size);
  g_print ("# %s: %" G_GSIZE_FORMAT " bytes\n", path, size);
  LLVMFuzzerTestOneInput (copy, size);

  return 1;
}

static guint
replay (const char *path)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;
  guint n = 0;

  /* Most targets have no findings yet. */
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return 0;
  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    return replay_file (path);

  folder = g_dir_open (path, 0, NULL);
  while (folder && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    n += replay (child);
  }

  return n;
}

int
main (int argc, char **argv)
{
  guint n = 0;

  LLVMFuzzerInitialize (&argc, &argv);
  for (int i = 1; i < argc; i++)
    n += replay (argv[i]);

  g_print ("%u inputs\n", n);
  return n > 0 ? 0 : 1;
}
