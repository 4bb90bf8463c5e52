/* test-dvriptypefind.c
 *
 * A recorder's export is told from what is none, whatever its name is.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <gst/base/gsttypefindhelper.h>
#include <string.h>

#include "gstdvripplugin.h"
#include "recording.h"

#define DVRIP "application/x-dvrip"

static char *
find_type (const guint8 *data, gsize size, const char *extension, GstTypeFindProbability *out)
{
  g_autoptr (GstCaps) caps = gst_type_find_helper_for_data_with_extension (NULL, data, size,
                                                                           extension, out);

  return caps ? g_strdup (gst_structure_get_name (gst_caps_get_structure (caps, 0))) : NULL;
}

static void
assert_type (const GByteArray *bytes, const char *expected)
{
  GstTypeFindProbability probability = 0;
  g_autofree char *by_data = find_type (bytes->data, bytes->len, NULL, &probability);
  g_autofree char *by_name = find_type (bytes->data, bytes->len, "h264", NULL);

  g_test_message ("%s, probability %d", by_data, probability);
  g_assert_cmpstr (by_data, ==, expected);
  g_assert_cmpstr (by_name, ==, expected);
}

static void
test_typefind_knows_recordings (gconstpointer data)
{
  const RecordingPart *part = data;
  g_autoptr (Recording) recording = recording_new ();

  if (!recording_can (part)) {
    g_test_skip ("an encoder is missing");
    return;
  }

  recording_add (recording, part);
  assert_type (recording->bytes, DVRIP);

  /* One that begins inside a unit, of whatever is in it. */
  for (guint i = 0; i < 20; i++) {
    g_byte_array_remove_range (recording->bytes, 0, 97);
    assert_type (recording->bytes, DVRIP);
  }
}

/* The first unit alone is larger than what can be seen of it. */
static void
test_typefind_sees_the_beginning_only (void)
{
  g_autoptr (Recording) recording = recording_new ();
  GstTypeFindProbability probability = 0;
  g_autofree char *type = NULL;

  recording_add (recording, &recording_h264);
  type = find_type (recording->bytes->data, recording->bytes->len, NULL, &probability);
  g_assert_cmpint (probability, ==, GST_TYPE_FIND_MAXIMUM);
  g_byte_array_set_size (recording->bytes, 1000);
  assert_type (recording->bytes, DVRIP);
}

/* Bare frames, as the name of the file rightly says. */
static void
test_typefind_leaves_bare_h264 (void)
{
  g_autoptr (Recording) recording = recording_new ();
  g_autoptr (GByteArray) bare = g_byte_array_new ();

  recording_add (recording, &recording_h264);
  for (guint i = 0; i < recording->frames->len; i++) {
    gsize size;
    const guint8 *data = g_bytes_get_data (g_ptr_array_index (recording->frames, i), &size);

    g_byte_array_append (bare, data, (guint) size);
  }
  assert_type (bare, "video/x-h264");
}

static void
test_typefind_leaves_the_rest (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (GByteArray) noise = g_byte_array_new ();

  for (guint i = 0; i < 200000; i++) {
    guint8 byte = (guint8) g_rand_int_range (rand, 0, 3);

    g_byte_array_append (noise, i % 16 == 0 ? (const guint8 *) "\xfd" : &byte, 1);
  }
  for (guint i = 0; i < 50; i++) {
    GstTypeFindProbability probability;
    g_autofree char *type = NULL;

    memcpy (noise->data + i * 4001, "\0\0\1", 3);
    noise->data[i * 4001 + 3] = 0xfd;
    type = find_type (noise->data, noise->len - i, NULL, &probability);
    g_assert_cmpstr (type, !=, DVRIP);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  gst_dvrip_register_static ();

  g_test_add_data_func ("/gst/typefind/knows-h264", &recording_h264,
                        test_typefind_knows_recordings);
  g_test_add_data_func ("/gst/typefind/knows-h265", &recording_h265,
                        test_typefind_knows_recordings);
  g_test_add_data_func ("/gst/typefind/knows-mpeg4", &recording_mpeg4,
                        test_typefind_knows_recordings);
  g_test_add_data_func ("/gst/typefind/knows-jpeg", &recording_jpeg,
                        test_typefind_knows_recordings);
  g_test_add_func ("/gst/typefind/leaves-the-rest", test_typefind_leaves_the_rest);
  if (!recording_can (&recording_h264))
    return g_test_run ();

  g_test_add_func ("/gst/typefind/sees-the-beginning-only", test_typefind_sees_the_beginning_only);
  g_test_add_func ("/gst/typefind/leaves-bare-h264", test_typefind_leaves_bare_h264);

  return g_test_run ();
}
