/* test-decoder.c
 *
 * The list of decoders, and the size beyond which no decoder is asked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-decoder.h"

#include <gst/check/gstharness.h>
#include <string.h>

#include "wall-reason.h"

#define H264_CAPS "video/x-h264,stream-format=byte-stream,alignment=au"

/* Bits, most significant first, as H.264 writes them. */
typedef struct {
  guint8 bytes[64];
  guint  n_bits;
} Bits;

static void
put (Bits    *self,
     guint32  value,
     guint    n)
{
  while (n-- > 0) {
    if (value >> n & 1)
      self->bytes[self->n_bits / 8] |= 0x80 >> self->n_bits % 8;
    self->n_bits++;
  }
}

static void
put_ue (Bits    *self,
        guint32  value)
{
  guint n = g_bit_storage (value + 1);

  put (self, 0, n - 1);
  put (self, value + 1, n);
}

static void
append_nal (GByteArray *unit,
            guint8      type,
            Bits       *bits)
{
  static const guint8 start[] = { 0, 0, 0, 1 };

  put (bits, 1, 1);
  g_byte_array_append (unit, start, sizeof start);
  g_byte_array_append (unit, &type, 1);
  for (guint i = 0; i < (bits->n_bits + 7) / 8; i++) {
    static const guint8 emulation = 3;

    if (unit->len >= 2 && unit->data[unit->len - 1] == 0 && unit->data[unit->len - 2] == 0 &&
        bits->bytes[i] <= 3)
      g_byte_array_append (unit, &emulation, 1);
    g_byte_array_append (unit, &bits->bytes[i], 1);
  }
}

/* Sequence parameters of baseline profile, level 5.1. */
static void
append_sps (GByteArray *unit,
            guint       width,
            guint       height)
{
  Bits bits = { .n_bits = 0 };

  put (&bits, 66, 8);
  put (&bits, 0, 8);
  put (&bits, 51, 8);
  put_ue (&bits, 0);                /* its id */
  put_ue (&bits, 0);                /* frame numbers of four bits */
  put_ue (&bits, 2);                /* in the order of output */
  put_ue (&bits, 1);                /* one reference */
  put (&bits, 0, 1);
  put_ue (&bits, width / 16 - 1);
  put_ue (&bits, height / 16 - 1);
  put (&bits, 1, 1);                /* frames only */
  put (&bits, 1, 1);
  put (&bits, 0, 2);                /* no crop, no usability information */
  append_nal (unit, 0x67, &bits);
}

static void
append_pps (GByteArray *unit)
{
  Bits bits = { .n_bits = 0 };

  put_ue (&bits, 0);
  put_ue (&bits, 0);
  put (&bits, 0, 2);
  put_ue (&bits, 0);                /* one slice group */
  put_ue (&bits, 0);
  put_ue (&bits, 0);
  put (&bits, 0, 3);
  put_ue (&bits, 0);
  put_ue (&bits, 0);
  put_ue (&bits, 0);
  put (&bits, 0, 3);
  append_nal (unit, 0x68, &bits);
}

static void
append_slice (GByteArray *unit)
{
  Bits bits = { .n_bits = 0 };

  put_ue (&bits, 0);
  put_ue (&bits, 7);                /* all of it I */
  put_ue (&bits, 0);
  put (&bits, 0, 4);
  put_ue (&bits, 0);
  put (&bits, 0, 2);
  put_ue (&bits, 0);
  for (guint i = 0; i < 8; i++)
    put (&bits, 0x5a, 8);
  append_nal (unit, 0x65, &bits);
}

static GstBuffer *
make_key_frame (guint width,
                guint height)
{
  GByteArray *unit = g_byte_array_new ();

  append_sps (unit, width, height);
  append_pps (unit);
  append_slice (unit);

  return gst_buffer_new_wrapped_bytes (g_byte_array_free_to_bytes (unit));
}

/* What the decoder says of a stream of that size: an error, or %NULL. */
static GstMessage *
decode (guint width,
        guint height)
{
  const WallCodec *codec = wall_codec_from_name ("H.264");
  g_autoptr (GstElement) decoder = gst_object_ref_sink (wall_decoder_new (codec, NULL));
  g_autoptr (GstBus) bus = gst_bus_new ();
  GstHarness *harness = gst_harness_new_with_element (decoder, "sink", "src");
  GstMessage *message;

  gst_element_set_bus (decoder, bus);
  gst_harness_set_src_caps_str (harness, H264_CAPS);
  for (guint i = 0; i < 2; i++)
    gst_harness_push (harness, make_key_frame (width, height));
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  gst_element_set_bus (decoder, NULL);
  gst_harness_teardown (harness);

  return message;
}

static gboolean
is_size_refused (guint width,
                 guint height)
{
  g_autoptr (GstMessage) message = decode (width, height);
  const GstStructure *details = NULL;
  g_autoptr (GError) error = NULL;

  if (!message)
    return FALSE;

  gst_message_parse_error (message, &error, NULL);
  gst_message_parse_error_details (message, &details);
  g_test_message ("%s", error->message);

  return strstr (error->message, "8192×4320") && details &&
         g_strcmp0 (gst_structure_get_string (details, "reason"), "bad-data") == 0;
}

static void
test_size_limit (void)
{
  g_assert_false (is_size_refused (640, 368));
  g_assert_false (is_size_refused (8192, 4320));
  g_assert_true (is_size_refused (8192 + 16, 4320));
  g_assert_true (is_size_refused (8192, 4320 + 16));
  g_assert_true (is_size_refused (16384, 16384));
}

static void
test_codecs (void)
{
  g_autoptr (GstCaps) h264 = gst_caps_from_string (H264_CAPS);
  g_autoptr (GstCaps) h265 = gst_caps_from_string ("video/x-h265");
  g_autoptr (GstCaps) other = gst_caps_from_string ("video/x-vp9");

  g_assert_cmpstr (wall_codec_get_name (wall_codec_from_caps (h264)), ==, "H.264");
  g_assert_cmpstr (wall_codec_get_name (wall_codec_from_caps (h265)), ==, "H.265");
  g_assert_null (wall_codec_from_caps (other));
  g_assert_null (wall_codec_from_name ("VP9"));
}

static void
hide (const char *const *elements)
{
  for (guint i = 0; elements[i]; i++) {
    g_autoptr (GstPluginFeature) feature = gst_registry_lookup_feature (gst_registry_get (),
                                                                        elements[i]);

    if (feature)
      gst_registry_remove_feature (gst_registry_get (), feature);
  }
}

static void
assert_missing (const char *codec,
                const char *package)
{
  const WallCodec *known = wall_codec_from_name (codec);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (wall_codec_get_missing (known), ==, package);
  g_assert_null (wall_decoder_new (known, &error));
  g_assert_error (error, WALL_ERROR, WALL_REASON_NO_DECODER);
  g_assert_nonnull (strstr (error->message, codec));
  g_assert_nonnull (strstr (error->message, package));
}

/* The last test: what is hidden stays hidden. */
static void
test_missing_decoder_is_named (void)
{
  static const char *const first[] = { "avdec_h264", NULL };
  static const char *const decoders[] = { "openh264dec", "avdec_h265", "libde265dec", NULL };
  static const char *const parsers[] = { "h264parse", "h265parse", NULL };
  const WallCodec *codec = wall_codec_from_name ("H.264");
  g_autoptr (GstElementFactory) second = gst_element_factory_find ("openh264dec");

  hide (first);
  if (second)
    g_assert_cmpstr (wall_codec_get_missing (codec), ==, "");
  hide (decoders);
  assert_missing ("H.264", "gstreamer1.0-libav");
  assert_missing ("H.265", "gstreamer1.0-libav");
  hide (parsers);
  assert_missing ("H.264", "gstreamer1.0-plugins-bad");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/stream/decoder/codecs", test_codecs);
  g_test_add_func ("/stream/decoder/size-limit", test_size_limit);
  g_test_add_func ("/stream/decoder/missing-decoder-is-named", test_missing_decoder_is_named);

  return g_test_run ();
}
