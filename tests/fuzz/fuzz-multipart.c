/* fuzz-multipart.c
 *
 * A body of pictures over HTTP: cut anywhere it gives the same pictures, each a whole JPEG within
 * the limit, and drops as many.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fuzz.h"

#include "wall-multipart.h"

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  return 0;
}

static void
add_picture (GString *out, GBytes *picture)
{
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_MD5, picture);
  gsize size;
  const guint8 *data = g_bytes_get_data (picture, &size);

  g_assert_cmpuint (size, >=, 4);
  g_assert_cmpuint (size, <=, WALL_MULTIPART_MAX_PICTURE);
  g_assert_cmpuint (data[0], ==, 0xff);
  g_assert_cmpuint (data[1], ==, 0xd8);
  g_string_append_printf (out, "%s\n", sum);
}

static gboolean
take_all (WallMultipart *reader, GString *out)
{
  g_autoptr (GError) error = NULL;
  GBytes *picture;

  while ((picture = wall_multipart_next (reader, &error)) != NULL) {
    add_picture (out, picture);
    g_bytes_unref (picture);
  }

  return error == NULL;
}

static char *
read_in_cuts (const guint8 *data, gsize size, FuzzCuts *cuts)
{
  g_autoptr (WallMultipart) reader = wall_multipart_new (size % 2 == 0 ? "wall" : NULL);
  GString *out = g_string_new (NULL);
  gboolean is_alive = TRUE;
  gsize cut;

  for (gsize at = 0; at < size && is_alive; at += cut) {
    cut = cuts ? fuzz_cuts_next (cuts, size - at) : size - at;
    wall_multipart_push (reader, data + at, cut);
    is_alive = take_all (reader, out);
  }

  g_string_append_printf (out, "%" G_GUINT64_FORMAT " dropped, %s, %s",
                          wall_multipart_get_dropped (reader),
                          wall_multipart_is_within_picture (reader) ? "within one" : "between",
                          is_alive ? "alive" : "broken");
  return g_string_free (out, FALSE);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  fuzz_assert_cuts_do_not_matter (data, size, read_in_cuts);

  return 0;
}
