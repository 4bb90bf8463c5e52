/* encoder-cache.c
 *
 * A cached loop is a file of three parts: eight bytes that name the form and its version, the
 * SHA-256 of the rest, and a variant with the key and the loop. A file that is short, foreign,
 * changed, or made for another key is refused, and made anew by whoever asked.
 * Callable from any thread; several processes may share a folder: files appear whole or not at all.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-cache.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

static const guint8 magic[8] = { 'W', 'W', 'L', 'O', 'O', 'P', 0, 1 };

#define DIGEST_SIZE  32
#define HEAD_SIZE    (sizeof magic + DIGEST_SIZE)
#define VARIANT_TYPE "(s" ENCODER_LOOP_VARIANT_TYPE ")"

/* Longer than any loop that a builder accepts: such a file is not ours. */
#define MAX_FILE_SIZE (640u << 20)

static void
digest_bytes (const guint8 *data,
              gsize         size,
              guint8        out_digest[DIGEST_SIZE])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = DIGEST_SIZE;

  g_checksum_update (checksum, data, (gssize) size);
  g_checksum_get_digest (checksum, out_digest, &length);
}

static GBytes *
read_file (const char  *path,
           GError     **error)
{
  GStatBuf status;
  char *contents = NULL;
  gsize size = 0;

  if (g_stat (path, &status) == 0 &&
      (!S_ISREG (status.st_mode) || status.st_size > MAX_FILE_SIZE)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("%s is no loop of pictures"), path);
    return NULL;
  }

  if (!g_file_get_contents (path, &contents, &size, error))
    return NULL;

  return g_bytes_new_take (contents, size);
}

/* The variant within the file, or %NULL where anything about it is wrong. */
static GVariant *
unwrap (GBytes *file)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (file, &size);
  guint8 digest[DIGEST_SIZE];
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GVariant) variant = NULL;

  if (size <= HEAD_SIZE || memcmp (data, magic, sizeof magic) != 0)
    return NULL;

  digest_bytes (data + HEAD_SIZE, size - HEAD_SIZE, digest);
  if (memcmp (data + sizeof magic, digest, DIGEST_SIZE) != 0)
    return NULL;

  body = g_bytes_new_from_bytes (file, HEAD_SIZE, size - HEAD_SIZE);
  variant = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (VARIANT_TYPE), body,
                                                          FALSE));
  if (!g_variant_is_normal_form (variant))
    return NULL;

  return g_steal_pointer (&variant);
}

/**
 * encoder_cache_dup_default_folder:
 *
 * Returns: (transfer full): the folder "watchwall" in the user's cache
 */
char *
encoder_cache_dup_default_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "watchwall", NULL);
}

/**
 * encoder_cache_dup_path:
 * @folder: where loops are kept
 * @label: the beginning of the file's name, for people who look into the folder; a “/” becomes a “-”
 * @key: everything that decides what is in the loop
 *
 * Returns: (transfer full): the path of the file for @key
 */
char *
encoder_cache_dup_path (const char *folder,
                        const char *label,
                        const char *key)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);
  g_autofree char *name = NULL;

  digest[16] = '\0';
  name = g_strdup_printf ("%s-%s.loop", label, digest);
  g_strdelimit (name, G_DIR_SEPARATOR_S, '-');
  return g_build_filename (folder, name, NULL);
}

/**
 * encoder_cache_load:
 * @key: what the loop was made from; a file with another one is refused
 *
 * Reads a loop and checks all of it.
 *
 * Returns: (transfer full) (nullable): the loop; %NULL and @error: there is none, or it is broken
 */
EncoderLoop *
encoder_cache_load (const char  *path,
                    const char  *key,
                    GError     **error)
{
  g_autoptr (GBytes) file = read_file (path, error);
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GVariant) loop = NULL;
  const char *found;

  if (!file)
    return NULL;

  variant = unwrap (file);
  if (!variant) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 _("%s is broken or was made by something else"), path);
    return NULL;
  }

  g_variant_get (variant, "(&s@" ENCODER_LOOP_VARIANT_TYPE ")", &found, &loop);
  if (strcmp (found, key) != 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 _("%s was made for another source or format"), path);
    return NULL;
  }

  return encoder_loop_from_variant (loop, error);
}

/**
 * encoder_cache_store:
 *
 * Writes a loop: into a file of another name first, then renamed. Makes the folder where needed.
 *
 * Returns: whether it is there now
 */
gboolean
encoder_cache_store (const char   *path,
                     const char   *key,
                     EncoderLoop  *loop,
                     GError      **error)
{
  g_autoptr (GVariant) variant =
    g_variant_ref_sink (g_variant_new ("(s@" ENCODER_LOOP_VARIANT_TYPE ")", key,
                                       encoder_loop_to_variant (loop)));
  gsize size = g_variant_get_size (variant);
  g_autofree guint8 *file = g_malloc (HEAD_SIZE + size);
  g_autofree char *folder = g_path_get_dirname (path);

  memcpy (file, magic, sizeof magic);
  g_variant_store (variant, file + HEAD_SIZE);
  digest_bytes (file + HEAD_SIZE, size, file + sizeof magic);

  if (g_mkdir_with_parents (folder, 0700) < 0) {
    int code = errno;

    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
                 _("The folder %s cannot be made: %s"), folder, g_strerror (code));
    return FALSE;
  }

  return g_file_set_contents_full (path, (const char *) file, (gssize) (HEAD_SIZE + size),
                                   G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}
