/* wall-converter.c
 *
 * Decoded frames to 32-bit pixels of another size: scaled first, in YUV, then converted with the
 * frame's own colour matrix and range.
 * One thread at a time; no GObject, no pipeline.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-converter.h"

#include <libyuv.h>

#include "wall-scaler.h"

typedef enum {
  LAYOUT_420,
  LAYOUT_422,
  LAYOUT_444,
  LAYOUT_NV12,
  LAYOUT_GREY,
} Layout;

/* A picture in memory, of 8 bits or, on its way in, of 10. */
typedef struct {
  Layout  layout;
  int     width;
  int     height;
  guint8 *data[3];
  int     stride[3];  /* bytes */
} Planes;

/* Memory that is used again for the next frame. */
typedef struct {
  guint8 *data;
  gsize   size;
} Scratch;

struct _WallConverter {
  Scratch narrowed;  /* 10 bits become 8, pairs of U and V become planes */
  Scratch halved[2]; /* in turn */
  Scratch scaled;

  WallScaler *luma;
  WallScaler *chroma;
};

static guint8 *
scratch_get (Scratch *self,
             gsize    size)
{
  if (self->size < size) {
    g_free (self->data);
    self->data = g_malloc (size);
    self->size = size;
  }

  return self->data;
}

static void
scratch_clear (Scratch *self)
{
  g_clear_pointer (&self->data, g_free);
  self->size = 0;
}

static int
chroma_width (Layout layout,
              int    width)
{
  if (layout == LAYOUT_GREY)
    return 0;

  return layout == LAYOUT_444 ? width : (width + 1) / 2;
}

static int
chroma_height (Layout layout,
               int    height)
{
  return layout == LAYOUT_420 ? (height + 1) / 2 : height;
}

static int
round_up (int width)
{
  return (width + WALL_SCALER_STEP - 1) / WALL_SCALER_STEP * WALL_SCALER_STEP;
}

/* Lays separate planes out one after the other, their lines as a scaler wants them. */
static Planes
planes_in_scratch (Scratch *scratch,
                   Layout   layout,
                   int      width,
                   int      height)
{
  Planes planes = { .layout = layout, .width = width, .height = height };
  int stride = round_up (chroma_width (layout, width));
  gsize luma = (gsize) round_up (width) * height;
  gsize chroma = (gsize) stride * chroma_height (layout, height);

  planes.data[0] = scratch_get (scratch, luma + 2 * chroma);
  planes.stride[0] = round_up (width);
  planes.data[1] = planes.data[0] + luma;
  planes.stride[1] = stride;
  planes.data[2] = planes.data[1] + chroma;
  planes.stride[2] = stride;

  return planes;
}

static gboolean
layout_from_format (GstVideoFormat  format,
                    Layout         *out_layout)
{
  static const struct {
    GstVideoFormat format;
    Layout         layout;
  } known[] = {
    { GST_VIDEO_FORMAT_I420,      LAYOUT_420  },
    { GST_VIDEO_FORMAT_YV12,      LAYOUT_420  },
    { GST_VIDEO_FORMAT_NV12,      LAYOUT_NV12 },
    { GST_VIDEO_FORMAT_Y42B,      LAYOUT_422  },
    { GST_VIDEO_FORMAT_Y444,      LAYOUT_444  },
    { GST_VIDEO_FORMAT_GRAY8,     LAYOUT_GREY },
    { GST_VIDEO_FORMAT_I420_10LE, LAYOUT_420  },
    { GST_VIDEO_FORMAT_I422_10LE, LAYOUT_422  },
    { GST_VIDEO_FORMAT_Y444_10LE, LAYOUT_444  },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
    if (known[i].format == format) {
      *out_layout = known[i].layout;
      return TRUE;
    }
  }

  return FALSE;
}

/* Where chroma is shared by two pixels, a picture begins at an even one. */
static void
planes_add_component (Planes              *planes,
                      const GstVideoFrame *frame,
                      const WallRect      *crop,
                      int                  component)
{
  const GstVideoFormatInfo *format = frame->info.finfo;
  int x = crop->x >> GST_VIDEO_FORMAT_INFO_W_SUB (format, component);
  int y = crop->y >> GST_VIDEO_FORMAT_INFO_H_SUB (format, component);
  guint8 *data = GST_VIDEO_FRAME_COMP_DATA (frame, component);

  planes->stride[component] = GST_VIDEO_FRAME_COMP_STRIDE (frame, component);
  planes->data[component] = data + (gsize) y * planes->stride[component]
                            + (gsize) x * GST_VIDEO_FRAME_COMP_PSTRIDE (frame, component);
}

static gboolean
planes_from_frame (const GstVideoFrame *frame,
                   const WallRect      *crop,
                   Planes              *out_planes)
{
  Planes planes = { .width = crop->width, .height = crop->height };
  guint n_components;

  if (!layout_from_format (GST_VIDEO_FRAME_FORMAT (frame), &planes.layout))
    return FALSE;

  /* U and V of NV12 are one plane of pairs. */
  n_components = planes.layout == LAYOUT_NV12 ? 2 : GST_VIDEO_FRAME_N_COMPONENTS (frame);
  for (guint i = 0; i < n_components; i++)
    planes_add_component (&planes, frame, crop, i);
  *out_planes = planes;

  return TRUE;
}

/* Eight bits are all a screen shows here, and half the memory for the steps that follow. */
static Planes
narrow (WallConverter *self,
        const Planes  *in)
{
  Planes out = planes_in_scratch (&self->narrowed, in->layout, in->width, in->height);
  __typeof__ (I010ToI420) *convert = in->layout == LAYOUT_420   ? I010ToI420
                                 : in->layout == LAYOUT_422 ? I210ToI422
                                                            : I410ToI444;

  convert ((const uint16_t *) in->data[0], in->stride[0] / 2, (const uint16_t *) in->data[1],
           in->stride[1] / 2, (const uint16_t *) in->data[2], in->stride[2] / 2, out.data[0],
           out.stride[0], out.data[1], out.stride[1], out.data[2], out.stride[2], in->width,
           in->height);

  return out;
}

/* libyuv scales planes more exactly than pairs of U and V, and as fast. */
static Planes
split_chroma (WallConverter *self,
              const Planes  *in)
{
  int width = (in->width + 1) / 2, height = (in->height + 1) / 2;
  Planes out = *in;

  out.layout = LAYOUT_420;
  out.data[1] = scratch_get (&self->narrowed, (gsize) width * height * 2);
  out.data[2] = out.data[1] + (gsize) width * height;
  out.stride[1] = out.stride[2] = width;
  SplitUVPlane (in->data[1], in->stride[1], out.data[1], width, out.data[2], width, width, height);

  return out;
}

static WallPlane
get_plane (const Planes *planes,
           guint         i)
{
  WallPlane plane = { planes->data[i], planes->stride[i], planes->width, planes->height };

  if (i > 0) {
    plane.width = chroma_width (planes->layout, planes->width);
    plane.height = chroma_height (planes->layout, planes->height);
  }

  return plane;
}

/* Returns: %FALSE if libyuv must do it; some planes may be done then. */
static gboolean
scale_bilinear (WallConverter *self,
                const Planes  *in,
                const Planes  *out)
{
  guint n_planes = in->layout == LAYOUT_GREY ? 1 : 3;

  for (guint i = 0; i < n_planes; i++) {
    WallPlane from = get_plane (in, i), to = get_plane (out, i);

    if (!wall_scaler_run (i == 0 ? self->luma : self->chroma, &from, &to))
      return FALSE;
  }

  return TRUE;
}

/* libyuv takes its box filter only where the picture shrinks by two or more, and has fast ways for
 * exactly two and four. Any other box costs three times what halving and a bilinear rest cost. */
static void
scale_by_libyuv (const Planes *in,
                 const Planes *out)
{
  __typeof__ (I420Scale) *scale_planar = in->layout == LAYOUT_420   ? I420Scale
                                         : in->layout == LAYOUT_422 ? I422Scale
                                                                    : I444Scale;

  if (in->layout == LAYOUT_GREY)
    ScalePlane (in->data[0], in->stride[0], in->width, in->height, out->data[0], out->stride[0],
                out->width, out->height, kFilterBox);
  else
    scale_planar (in->data[0], in->stride[0], in->data[1], in->stride[1], in->data[2],
                  in->stride[2], in->width, in->height, out->data[0], out->stride[0], out->data[1],
                  out->stride[1], out->data[2], out->stride[2], out->width, out->height,
                  kFilterBox);
}

static gboolean
is_ratio (const Planes *in,
          const Planes *out,
          int           n,
          int           d)
{
  return in->width * d == out->width * n && in->height * d == out->height * n;
}

static void
scale_planes (WallConverter *self,
              const Planes  *in,
              const Planes  *out)
{
  gboolean is_fast = in->width == out->width || is_ratio (in, out, 2, 1) ||
                     is_ratio (in, out, 4, 1) || is_ratio (in, out, 4, 3);

  if (is_fast || !scale_bilinear (self, in, out))
    scale_by_libyuv (in, out);
}

static gboolean
is_to_be_halved (const Planes *in,
                 int           width,
                 int           height)
{
  gboolean is_quarter = in->width == 4 * width && in->height == 4 * height;

  return in->width > 2 * width && in->height > 2 * height && !is_quarter;
}

static Planes
scale (WallConverter *self,
       const Planes  *in,
       int            width,
       int            height)
{
  Planes from = *in, to;

  for (guint i = 0; is_to_be_halved (&from, width, height); i++) {
    /* A last odd line or column would make it no half. */
    from.width &= ~1;
    from.height &= ~1;
    to = planes_in_scratch (&self->halved[i % 2], from.layout, from.width / 2, from.height / 2);
    scale_planes (self, &from, &to);
    from = to;
  }
  to = planes_in_scratch (&self->scaled, from.layout, width, height);
  scale_planes (self, &from, &to);

  return to;
}

/* The weight of U in blue, in libyuv's units of 1/64. Its tables stop at 2.0, short of what BT.709
 * and BT.2020 ask for, since some processors could not hold the sums; x86 adds with saturation, and
 * blue would lose a twentieth of its colour for nothing. */
#define BLUE_709  135  /* 2.112 */
#define BLUE_2020 137  /* 2.142 */

static _Alignas (32) struct YuvConstants true_709;
static _Alignas (32) struct YuvConstants true_2020;

static void
set_blue (struct YuvConstants *constants,
          guint8               weight)
{
#if defined(__x86_64__) || defined(__i386__)
  for (guint i = 0; i < sizeof constants->kUVToB; i += 2)
    constants->kUVToB[i] = weight;
#endif
}

static void
ensure_constants (void)
{
  static gsize is_done;

  if (!g_once_init_enter (&is_done))
    return;

  true_709 = kYuvH709Constants;
  set_blue (&true_709, BLUE_709);
  true_2020 = kYuv2020Constants;
  set_blue (&true_2020, BLUE_2020);
  g_once_init_leave (&is_done, TRUE);
}

/* The names are libyuv's: F, V and JPEG are the full ranges. Rare matrices take their nearest. */
static const struct YuvConstants *
constants_for (const GstVideoColorimetry *colorimetry)
{
  gboolean is_full = colorimetry->range == GST_VIDEO_COLOR_RANGE_0_255;

  switch (colorimetry->matrix) {
  case GST_VIDEO_COLOR_MATRIX_BT709:
  case GST_VIDEO_COLOR_MATRIX_SMPTE240M:
    return is_full ? &kYuvF709Constants : &true_709;
  case GST_VIDEO_COLOR_MATRIX_BT2020:
    return is_full ? &kYuvV2020Constants : &true_2020;
  case GST_VIDEO_COLOR_MATRIX_UNKNOWN:
  case GST_VIDEO_COLOR_MATRIX_RGB:
  case GST_VIDEO_COLOR_MATRIX_FCC:
  case GST_VIDEO_COLOR_MATRIX_BT601:
  default:
    return is_full ? &kYuvJPEGConstants : &kYuvI601Constants;
  }
}

static int
to_argb (const Planes              *in,
         const GstVideoColorimetry *colorimetry,
         guint8                    *out_pixels,
         int                        out_stride)
{
  const struct YuvConstants *constants = constants_for (colorimetry);
  __typeof__ (I420ToARGBMatrix) *convert = in->layout == LAYOUT_420   ? I420ToARGBMatrix
                                       : in->layout == LAYOUT_422 ? I422ToARGBMatrix
                                                                  : I444ToARGBMatrix;

  if (in->layout == LAYOUT_NV12)
    return NV12ToARGBMatrix (in->data[0], in->stride[0], in->data[1], in->stride[1], out_pixels,
                             out_stride, constants, in->width, in->height);
  if (in->layout == LAYOUT_GREY)
    return I400ToARGBMatrix (in->data[0], in->stride[0], out_pixels, out_stride, constants,
                             in->width, in->height);

  return convert (in->data[0], in->stride[0], in->data[1], in->stride[1], in->data[2],
                  in->stride[2], out_pixels, out_stride, constants, in->width, in->height);
}

WallConverter *
wall_converter_new (void)
{
  WallConverter *self = g_new0 (WallConverter, 1);

  ensure_constants ();
  self->luma = wall_scaler_new ();
  self->chroma = wall_scaler_new ();

  return self;
}

void
wall_converter_free (WallConverter *self)
{
  wall_converter_trim (self);
  wall_scaler_free (self->luma);
  wall_scaler_free (self->chroma);
  g_free (self);
}

void
wall_converter_trim (WallConverter *self)
{
  scratch_clear (&self->narrowed);
  scratch_clear (&self->halved[0]);
  scratch_clear (&self->halved[1]);
  scratch_clear (&self->scaled);
  wall_scaler_trim (self->luma);
  wall_scaler_trim (self->chroma);
}

/**
 * wall_converter_run:
 * @frame: mapped for reading, of a format in %WALL_CONVERTER_FORMATS
 * @crop: the part of it to take, inside of it; even numbers for x and y
 * @out_pixels: @out_height lines of @out_stride bytes
 * @out_stride: bytes
 * @out_width: pixels
 * @out_height: pixels
 *
 * Writes blue, green, red, 255 for each pixel.
 *
 * Returns: %FALSE if the format is not known
 */
gboolean
wall_converter_run (WallConverter       *self,
                    const GstVideoFrame *frame,
                    const WallRect      *crop,
                    guint8              *out_pixels,
                    int                  out_stride,
                    int                  out_width,
                    int                  out_height)
{
  Planes planes;

  if (!planes_from_frame (frame, crop, &planes))
    return FALSE;

  if (GST_VIDEO_FRAME_COMP_DEPTH (frame, 0) > 8)
    planes = narrow (self, &planes);
  if (planes.width != out_width || planes.height != out_height) {
    if (planes.layout == LAYOUT_NV12)
      planes = split_chroma (self, &planes);
    planes = scale (self, &planes, out_width, out_height);
  }

  return to_argb (&planes, &frame->info.colorimetry, out_pixels, out_stride) == 0;
}
