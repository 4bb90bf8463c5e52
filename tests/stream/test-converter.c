/* test-converter.c
 *
 * Colours through every format, matrix and range, against the textbook; sizes, strides and cuts.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>

#include "wall-converter.h"
#include "wall-frame.h"

/* Levels of 255: libyuv counts in 1/64, and rounds a box of pixels down. */
#define TOLERANCE        3
#define SHRUNK_TOLERANCE 5

static const GstVideoFormat formats[] = {
  GST_VIDEO_FORMAT_I420,      GST_VIDEO_FORMAT_YV12,      GST_VIDEO_FORMAT_NV12,
  GST_VIDEO_FORMAT_Y42B,      GST_VIDEO_FORMAT_Y444,      GST_VIDEO_FORMAT_GRAY8,
  GST_VIDEO_FORMAT_I420_10LE, GST_VIDEO_FORMAT_I422_10LE, GST_VIDEO_FORMAT_Y444_10LE,
};

/* Y, U and V of 8 bits and the range they are of. */
typedef struct {
  int y, u, v;
} Colour;

static const Colour colours[] = {
  { 16, 128, 128 }, { 235, 128, 128 }, { 128, 128, 128 }, { 81, 90, 200 },
  { 145, 54, 80 },  { 60, 200, 110 },  { 180, 100, 150 }, { 100, 150, 90 },
};

static GstVideoInfo
make_info (GstVideoFormat format,
           int            width,
           int            height,
           const char    *colorimetry)
{
  GstVideoInfo info;

  g_assert_true (gst_video_info_set_format (&info, format, width, height));
  if (colorimetry)
    g_assert_true (gst_video_colorimetry_from_string (&info.colorimetry, colorimetry));

  return info;
}

static void
fill_component (GstVideoFrame *frame,
                int            component,
                int            value)
{
  guint8 *line = GST_VIDEO_FRAME_COMP_DATA (frame, component);
  int step = GST_VIDEO_FRAME_COMP_PSTRIDE (frame, component);
  gboolean is_deep = GST_VIDEO_FRAME_COMP_DEPTH (frame, component) > 8;

  for (int y = 0; y < GST_VIDEO_FRAME_COMP_HEIGHT (frame, component); y++) {
    for (int x = 0; x < GST_VIDEO_FRAME_COMP_WIDTH (frame, component); x++) {
      if (is_deep)
        GST_WRITE_UINT16_LE (line + x * step, value << 2);
      else
        line[x * step] = value;
    }
    line += GST_VIDEO_FRAME_COMP_STRIDE (frame, component);
  }
}

static GstBuffer *
make_buffer (const GstVideoInfo *info,
             Colour              colour)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, info->size, NULL);
  const int values[3] = { colour.y, colour.u, colour.v };
  GstVideoFrame frame;

  g_assert_true (gst_video_frame_map (&frame, info, buffer, GST_MAP_WRITE));
  for (guint i = 0; i < GST_VIDEO_FRAME_N_COMPONENTS (&frame); i++)
    fill_component (&frame, i, values[i]);
  gst_video_frame_unmap (&frame);

  return buffer;
}

static guint8
to_level (double value)
{
  return (guint8) CLAMP (lround (value * 255.0), 0, 255);
}

/* ITU-R BT.601, 709 and 2020 agree in all but the weights of red and blue. */
static void
compute_expected (Colour   colour,
                  gboolean is_grey,
                  gboolean is_full,
                  double   kr,
                  double   kb,
                  guint8   bgr[3])
{
  double y = is_full ? colour.y / 255.0 : (colour.y - 16) / 219.0;
  double u = is_grey ? 0.0 : (colour.u - 128) / (is_full ? 255.0 : 224.0);
  double v = is_grey ? 0.0 : (colour.v - 128) / (is_full ? 255.0 : 224.0);
  double r = y + 2.0 * (1.0 - kr) * v;
  double b = y + 2.0 * (1.0 - kb) * u;

  bgr[0] = to_level (b);
  bgr[1] = to_level ((y - kr * r - kb * b) / (1.0 - kr - kb));
  bgr[2] = to_level (r);
}

static guint8 *
convert (const GstVideoInfo *info,
         GstBuffer          *buffer,
         const WallRect     *crop,
         int                 width,
         int                 height,
         int                 stride)
{
  g_autoptr (WallConverter) converter = wall_converter_new ();
  guint8 *pixels = g_malloc0 ((gsize) stride * height);
  GstVideoFrame frame;

  g_assert_true (gst_video_frame_map (&frame, info, buffer, GST_MAP_READ));
  g_assert_true (wall_converter_run (converter, &frame, crop, pixels, stride, width, height));
  gst_video_frame_unmap (&frame);

  return pixels;
}

static void
assert_all_pixels (const guint8 *pixels,
                   int           width,
                   int           height,
                   int           stride,
                   const guint8  bgr[3],
                   int           tolerance)
{
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++) {
      const guint8 *pixel = pixels + y * stride + x * 4;

      for (int i = 0; i < 3; i++)
        g_assert_cmpint (ABS (pixel[i] - bgr[i]), <=, tolerance);
      g_assert_cmpint (pixel[3], ==, 255);
    }
  }
}

static void
check_colour (GstVideoFormat format,
              const char    *colorimetry,
              gboolean       is_full,
              double         kr,
              double         kb,
              Colour         colour)
{
  const int sizes[][2] = { { 48, 27 }, { 24, 14 }, { 10, 6 }, { 96, 54 } };
  GstVideoInfo info = make_info (format, 48, 27, colorimetry);
  g_autoptr (GstBuffer) buffer = make_buffer (&info, colour);
  WallRect whole = { 0, 0, 48, 27 };
  guint8 bgr[3];

  compute_expected (colour, GST_VIDEO_INFO_IS_GRAY (&info), is_full, kr, kb, bgr);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    int width = sizes[i][0], height = sizes[i][1];
    g_autofree guint8 *pixels = convert (&info, buffer, &whole, width, height, width * 4);

    assert_all_pixels (pixels, width, height, width * 4, bgr,
                       width < 48 ? SHRUNK_TOLERANCE : TOLERANCE);
  }
}

static void
test_colours (void)
{
  const struct {
    const char *colorimetry;
    gboolean    is_full;
    double      kr, kb;
  } matrices[] = {
    { "2:4:16:4", FALSE, 0.299, 0.114 },   { "1:4:16:4", TRUE, 0.299, 0.114 },
    { "2:3:5:1", FALSE, 0.2126, 0.0722 },  { "1:3:5:1", TRUE, 0.2126, 0.0722 },
    { "2:6:13:7", FALSE, 0.2627, 0.0593 }, { "1:6:13:7", TRUE, 0.2627, 0.0593 },
  };

  for (guint f = 0; f < G_N_ELEMENTS (formats); f++) {
    for (guint m = 0; m < G_N_ELEMENTS (matrices); m++) {
      g_test_message ("%s %s", gst_video_format_to_string (formats[f]), matrices[m].colorimetry);
      for (guint c = 0; c < G_N_ELEMENTS (colours); c++)
        check_colour (formats[f], matrices[m].colorimetry, matrices[m].is_full, matrices[m].kr,
                      matrices[m].kb, colours[c]);
    }
  }
}

/* ITU-R BT.1700 and what every decoder assumes: small pictures are 601, large ones 709. */
static void
test_untold_matrix_follows_size (void)
{
  const struct {
    int    width, height;
    double kr, kb;
  } cases[]
    = { { 640, 360, 0.299, 0.114 }, { 1280, 720, 0.2126, 0.0722 }, { 1920, 1080, 0.2126, 0.0722 } };
  const Colour colour = { 81, 90, 200 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    GstVideoInfo info = make_info (GST_VIDEO_FORMAT_I420, cases[i].width, cases[i].height, NULL);
    g_autoptr (GstBuffer) buffer = make_buffer (&info, colour);
    WallRect whole = { 0, 0, cases[i].width, cases[i].height };
    g_autofree guint8 *pixels = convert (&info, buffer, &whole, 240, 135, 960);
    guint8 bgr[3];

    compute_expected (colour, FALSE, FALSE, cases[i].kr, cases[i].kb, bgr);
    assert_all_pixels (pixels, 240, 135, 960, bgr, SHRUNK_TOLERANCE);
  }
}

static void
test_odd_sizes (void)
{
  const int sizes[][2]
    = { { 1, 1 }, { 2, 1 }, { 1, 2 }, { 3, 3 }, { 17, 31 }, { 100, 75 }, { 641, 359 } };
  const Colour colour = { 145, 54, 80 };

  for (guint f = 0; f < G_N_ELEMENTS (formats); f++) {
    for (guint i = 0; i < G_N_ELEMENTS (sizes) * G_N_ELEMENTS (sizes); i++) {
      const int *from = sizes[i / G_N_ELEMENTS (sizes)], *to = sizes[i % G_N_ELEMENTS (sizes)];
      GstVideoInfo info = make_info (formats[f], from[0], from[1], "2:4:16:4");
      g_autoptr (GstBuffer) buffer = make_buffer (&info, colour);
      WallRect whole = { 0, 0, from[0], from[1] };
      g_autofree guint8 *pixels = convert (&info, buffer, &whole, to[0], to[1], to[0] * 4);
      guint8 bgr[3];

      compute_expected (colour, GST_VIDEO_INFO_IS_GRAY (&info), FALSE, 0.299, 0.114, bgr);
      assert_all_pixels (pixels, to[0], to[1], to[0] * 4, bgr, SHRUNK_TOLERANCE);
    }
  }
}

static void
test_stays_inside_its_lines (void)
{
  GstVideoInfo info = make_info (GST_VIDEO_FORMAT_I420, 33, 9, "2:4:16:4");
  g_autoptr (GstBuffer) buffer = make_buffer (&info, colours[3]);
  WallRect whole = { 0, 0, 33, 9 };
  g_autofree guint8 *pixels = convert (&info, buffer, &whole, 33, 9, 256);

  for (int y = 0; y < 9; y++) {
    for (int x = 33 * 4; x < 256; x++)
      g_assert_cmpint (pixels[y * 256 + x], ==, 0);
  }
}

/* Decoders pad lines as they like and say so in a meta. */
static void
test_honours_video_meta (void)
{
  GstVideoInfo info = make_info (GST_VIDEO_FORMAT_I420, 30, 20, "2:4:16:4");
  GstVideoInfo padded = info;
  g_autoptr (GstBuffer) buffer = NULL;
  GstVideoAlignment alignment = { .padding_left = 16, .padding_top = 8, .padding_right = 66 };
  WallRect whole = { 0, 0, 30, 20 };
  g_autofree guint8 *pixels = NULL;
  guint8 bgr[3];

  g_assert_true (gst_video_info_align (&padded, &alignment));
  buffer = make_buffer (&padded, colours[3]);
  gst_buffer_add_video_meta_full (buffer, 0, GST_VIDEO_FORMAT_I420, 30, 20, 3, padded.offset,
                                  padded.stride);
  pixels = convert (&info, buffer, &whole, 30, 20, 120);
  compute_expected (colours[3], FALSE, FALSE, 0.299, 0.114, bgr);
  assert_all_pixels (pixels, 30, 20, 120, bgr, TOLERANCE);
}

/* Four colours in four quarters, of which a crop shows one. */
static void
test_crop_shows_its_part (void)
{
  for (guint f = 0; f < G_N_ELEMENTS (formats); f++) {
    GstVideoInfo info = make_info (formats[f], 32, 32, "2:4:16:4");
    g_autoptr (GstBuffer) buffer = make_buffer (&info, colours[3]);
    g_autoptr (GstBuffer) corner = NULL;
    g_autofree guint8 *pixels = NULL;
    GstVideoInfo quarter = make_info (formats[f], 16, 16, "2:4:16:4");
    GstVideoCropMeta *meta;
    GstVideoFrame frame, part;
    WallRect visible;
    guint8 bgr[3];

    /* The last quarter gets another colour. */
    corner = make_buffer (&quarter, colours[5]);
    g_assert_true (gst_video_frame_map (&frame, &info, buffer, GST_MAP_WRITE));
    g_assert_true (gst_video_frame_map (&part, &quarter, corner, GST_MAP_READ));
    for (guint p = 0; p < GST_VIDEO_FRAME_N_PLANES (&frame); p++) {
      int bytes = GST_VIDEO_FRAME_COMP_PSTRIDE (&part, p) * GST_VIDEO_FRAME_COMP_WIDTH (&part, p);
      int lines = GST_VIDEO_FRAME_COMP_HEIGHT (&part, p);

      for (int y = 0; y < lines; y++)
        memcpy ((guint8 *) GST_VIDEO_FRAME_PLANE_DATA (&frame, p)
                  + (y + lines) * GST_VIDEO_FRAME_PLANE_STRIDE (&frame, p) + bytes,
                (guint8 *) GST_VIDEO_FRAME_PLANE_DATA (&part, p)
                  + y * GST_VIDEO_FRAME_PLANE_STRIDE (&part, p),
                bytes);
    }
    gst_video_frame_unmap (&part);
    gst_video_frame_unmap (&frame);

    meta = gst_buffer_add_video_crop_meta (buffer);
    meta->x = meta->y = meta->width = meta->height = 16;
    visible = wall_frame_get_visible (buffer, &info);
    pixels = convert (&info, buffer, &visible, 16, 16, 64);
    compute_expected (colours[5], GST_VIDEO_INFO_IS_GRAY (&info), FALSE, 0.299, 0.114, bgr);
    assert_all_pixels (pixels, 16, 16, 64, bgr, TOLERANCE);
  }
}

static void
test_wild_crop_is_cut (void)
{
  const guint wild[][4] = { { 40, 40, 10, 10 }, { G_MAXUINT, G_MAXUINT, G_MAXUINT, G_MAXUINT },
                            { 3, 5, 100, 100 }, { 0, 0, 0, 0 }, { 31, 31, 1, 1 } };
  GstVideoInfo info = make_info (GST_VIDEO_FORMAT_I420, 32, 32, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (wild); i++) {
    g_autoptr (GstBuffer) buffer = make_buffer (&info, colours[0]);
    GstVideoCropMeta *meta = gst_buffer_add_video_crop_meta (buffer);
    WallRect visible;

    meta->x = wild[i][0];
    meta->y = wild[i][1];
    meta->width = wild[i][2];
    meta->height = wild[i][3];
    visible = wall_frame_get_visible (buffer, &info);
    g_assert_cmpint (visible.x % 2 + visible.y % 2, ==, 0);
    g_assert_cmpint (MIN (visible.x, visible.y), >=, 0);
    g_assert_cmpint (MIN (visible.width, visible.height), >, 0);
    g_assert_cmpint (visible.x + visible.width, <=, 32);
    g_assert_cmpint (visible.y + visible.height, <=, 32);
  }
}

/* Thin lines, one black and one white, become grey when shrunk, not a moiré: all pixels count. */
static void
test_shrinking_weighs_all_pixels (void)
{
  GstVideoInfo info = make_info (GST_VIDEO_FORMAT_I420, 256, 256, "2:4:16:4");
  g_autoptr (GstBuffer) buffer = make_buffer (&info, (Colour) { 16, 128, 128 });
  WallRect whole = { 0, 0, 256, 256 };
  const int sizes[] = { 128, 100, 64, 50, 32, 30 };

  for (int y = 0; y < 256; y += 2)
    gst_buffer_memset (buffer, y * 256, 235, 256);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    int size = sizes[i];
    g_autofree guint8 *pixels = convert (&info, buffer, &whole, size, size, size * 4);

    assert_all_pixels (pixels, size, size, size * 4, (guint8[3]) { 128, 128, 128 }, TOLERANCE);
  }
}

static void
test_refuses_what_it_does_not_know (void)
{
  g_autoptr (WallConverter) converter = wall_converter_new ();
  GstVideoInfo info = make_info (GST_VIDEO_FORMAT_RGB, 8, 8, NULL);
  g_autoptr (GstBuffer) buffer = gst_buffer_new_allocate (NULL, info.size, NULL);
  WallRect whole = { 0, 0, 8, 8 };
  guint8 pixels[8 * 8 * 4];
  GstVideoFrame frame;

  g_assert_true (gst_video_frame_map (&frame, &info, buffer, GST_MAP_READ));
  g_assert_false (wall_converter_run (converter, &frame, &whole, pixels, 32, 8, 8));
  gst_video_frame_unmap (&frame);
}

int
main (int   argc,
      char *argv[])
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stream/converter/colours", test_colours);
  g_test_add_func ("/stream/converter/untold-matrix-follows-size", test_untold_matrix_follows_size);
  g_test_add_func ("/stream/converter/odd-sizes", test_odd_sizes);
  g_test_add_func ("/stream/converter/stays-inside-its-lines", test_stays_inside_its_lines);
  g_test_add_func ("/stream/converter/honours-video-meta", test_honours_video_meta);
  g_test_add_func ("/stream/converter/crop-shows-its-part", test_crop_shows_its_part);
  g_test_add_func ("/stream/converter/wild-crop-is-cut", test_wild_crop_is_cut);
  g_test_add_func ("/stream/converter/shrinking-weighs-all-pixels",
                   test_shrinking_weighs_all_pixels);
  g_test_add_func ("/stream/converter/refuses-what-it-does-not-know",
                   test_refuses_what_it_does_not_know);

  return g_test_run ();
}
