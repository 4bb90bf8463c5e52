/* test-cache.c
 *
 * What is stored comes back; what is broken, foreign or for something else does not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "encoder-cache.h"

typedef struct {
  char        *dir, *path;
  EncoderLoop *loop;
} Fixture;

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  const EncoderLoopInfo info = { DVRIP_VIDEO_H264, 640, 360, 25, 1, "x264enc" };
  g_autoptr (EncoderLoopBuilder) builder = encoder_loop_builder_new ();

  self->dir = g_dir_make_tmp ("encoder-cache-XXXXXX", NULL);
  self->path = encoder_cache_dup_path (self->dir, "test", "key");
  g_assert_true (encoder_loop_builder_add (builder, (const guint8 *) "lost", 4, FALSE, NULL));
  g_assert_true (encoder_loop_builder_add (builder, (const guint8 *) "keyframe", 8, TRUE, NULL));
  g_assert_true (encoder_loop_builder_add (builder, (const guint8 *) "delta", 5, FALSE, NULL));
  self->loop = encoder_loop_builder_finish (builder, &info, NULL);
  g_assert_nonnull (self->loop);
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  g_unlink (self->path);
  g_assert_cmpint (g_rmdir (self->dir), ==, 0);
  g_free (self->path);
  g_free (self->dir);
  encoder_loop_unref (self->loop);
}

static void
store (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (encoder_cache_store (self->path, "key", self->loop, &error));
  g_assert_no_error (error);
}

static void
test_comes_back (Fixture      *self,
                 gconstpointer data)
{
  g_autoptr (EncoderLoop) loop = NULL;
  g_autoptr (GError) error = NULL;
  const EncoderUnit *unit;
  GStatBuf status;

  store (self);
  g_assert_cmpint (g_stat (self->path, &status), ==, 0);
  g_assert_cmphex (status.st_mode & 0777, ==, 0600);
  loop = encoder_cache_load (self->path, "key", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (encoder_loop_get_length (loop), ==, 2);
  g_assert_cmpstr (encoder_loop_get_info (loop)->encoder, ==, "x264enc");
  g_assert_cmpint (encoder_loop_get_info (loop)->codec, ==, DVRIP_VIDEO_H264);
  unit = encoder_loop_get_unit (loop, 0);
  g_assert_cmpmem (unit->payload, unit->payload_size, "keyframe", 8);
  g_assert_cmpint (unit->kind, ==, DVRIP_UNIT_I);
  g_assert_cmpmem (unit->header, 16, encoder_loop_get_unit (self->loop, 0)->header, 16);
  unit = encoder_loop_get_unit (loop, 1);
  g_assert_cmpmem (unit->payload, unit->payload_size, "delta", 5);
  g_assert_cmpint (unit->kind, ==, DVRIP_UNIT_P);
}

/* Whatever its name begins with, a loop lies in the folder itself. */
static void
test_place (Fixture      *self,
            gconstpointer data)
{
  g_autofree char *path = encoder_cache_dup_path (self->dir, "file-640x360@25/jpeg", "key");
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpstr (folder, ==, self->dir);
}

static void
test_other_key (Fixture      *self,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  store (self);
  g_assert_null (encoder_cache_load (self->path, "another key", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
write_file (Fixture    *self,
            const char *contents,
            gsize       size)
{
  g_assert_true (g_file_set_contents (self->path, contents, (gssize) size, NULL));
}

static void
test_every_changed_byte (Fixture      *self,
                         gconstpointer data)
{
  g_autofree char *contents = NULL;
  gsize size;

  store (self);
  g_assert_true (g_file_get_contents (self->path, &contents, &size, NULL));
  for (gsize i = 0; i < size; i++) {
    contents[i] ^= 0x41;
    write_file (self, contents, size);
    g_assert_null (encoder_cache_load (self->path, "key", NULL));
    contents[i] ^= 0x41;
  }
}

static void
test_every_length (Fixture      *self,
                   gconstpointer data)
{
  g_autofree char *contents = NULL;
  g_autofree char *longer = NULL;
  gsize size;

  store (self);
  g_assert_true (g_file_get_contents (self->path, &contents, &size, NULL));
  for (gsize i = 0; i < size; i++) {
    write_file (self, contents, i);
    g_assert_null (encoder_cache_load (self->path, "key", NULL));
  }

  longer = g_malloc0 (size + 1);
  memcpy (longer, contents, size);
  write_file (self, longer, size + 1);
  g_assert_null (encoder_cache_load (self->path, "key", NULL));
}

/* A checksum is no proof of sense: whoever can write it could write a loop without a picture. */
static void
test_nonsense_with_checksum (Fixture      *self,
                             gconstpointer data)
{
  static const char *const texts[] = {
    "('key', (2, 640, 360, 25, 1, 'e', @a(ub) [], @ay []))",
    "('key', (2, 640, 360, 25, 0, 'e', [(1, true)], [byte 1]))",
    "('key', (2, 640, 360, 25, 1, 'e', [(1, false)], [byte 1]))",
    "('key', (2, 640, 360, 25, 1, 'e', [(2, true)], [byte 1]))",
    "('key', (2, 640, 360, 25, 1, 'e', [(4294967295, true), (2, true)], [byte 1]))",
    "('key', (2, 0, 360, 25, 1, 'e', [(1, true)], [byte 1]))",
    "('key', (9, 640, 360, 25, 1, 'e', [(1, true)], [byte 1]))",
  };

  store (self);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GVariant) variant =
      g_variant_parse (G_VARIANT_TYPE ("(s(uuuiisa(ub)ay))"), texts[i], NULL, NULL, NULL);
    g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
    g_autoptr (GString) file = g_string_new_len ("WWLOOP\0\1", 8);
    guint8 digest[32];
    gsize length = sizeof digest;

    g_assert_nonnull (variant);
    g_checksum_update (checksum, g_variant_get_data (variant),
                       (gssize) g_variant_get_size (variant));
    g_checksum_get_digest (checksum, digest, &length);
    g_string_append_len (file, (const char *) digest, sizeof digest);
    g_string_append_len (file, g_variant_get_data (variant),
                         (gssize) g_variant_get_size (variant));
    write_file (self, file->str, file->len);
    g_assert_null (encoder_cache_load (self->path, "key", NULL));
  }
}

static void
test_no_file (Fixture      *self,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (encoder_cache_load (self->path, "key", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_null (encoder_cache_load (self->dir, "key", &error));
  g_assert_nonnull (error);
}

static void
test_no_folder (Fixture      *self,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (self->path, "below", "a-file", NULL);

  store (self);
  g_assert_false (encoder_cache_store (path, "key", self->loop, &error));
  g_assert_nonnull (error);
}

static void
test_builder_needs_a_key_frame (void)
{
  const EncoderLoopInfo info = { DVRIP_VIDEO_H264, 640, 360, 25, 1, "x264enc" };
  g_autoptr (EncoderLoopBuilder) builder = encoder_loop_builder_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (encoder_loop_builder_add (builder, (const guint8 *) "delta", 5, FALSE, NULL));
  g_assert_null (encoder_loop_builder_finish (builder, &info, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_clear_error (&error);
  g_assert_false (encoder_loop_builder_add (builder, (const guint8 *) "", 0, TRUE, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
}

#define ADD(path, function) \
  g_test_add ("/encoder/cache/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("comes-back", test_comes_back);
  ADD ("place", test_place);
  ADD ("other-key", test_other_key);
  ADD ("every-changed-byte", test_every_changed_byte);
  ADD ("every-length", test_every_length);
  ADD ("nonsense-with-checksum", test_nonsense_with_checksum);
  ADD ("no-file", test_no_file);
  ADD ("no-folder", test_no_folder);
  g_test_add_func ("/encoder/cache/builder-needs-a-key-frame", test_builder_needs_a_key_frame);
  return g_test_run ();
}
