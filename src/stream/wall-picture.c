/* wall-picture.c
 *
 * One decoded frame at the size of its tile, ready to be painted, and what is known of it.
 * Immutable once handed on; may be handed between threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-picture.h"

#include "wall-pixels.h"
#include "wall-texture-path.h"

#include <libyuv.h>

struct _WallPicture {
  gatomicrefcount ref_count;

  guint8   *pixels;
  gsize     size;
  int       width;
  int       height;
  int       stride;
  WallShape shape;
  WallView  view;
  guint64   serial;
  gint64    decoded_us;

  /* Made when first asked for, on the main thread. The texture is not owned: it holds us, so to
   * hold it would be a circle. */
  cairo_surface_t *surface;
  GdkTexture      *texture;
};

G_DEFINE_BOXED_TYPE (WallPicture, wall_picture, wall_picture_ref, wall_picture_unref)

/**
 * wall_picture_new:
 * @width: pixels, above 0
 * @height: pixels, above 0
 * @shape: in which it is to be shown
 * @serial: of the frame
 * @decoded_us: when the frame was decoded, monotonic
 *
 * Returns: (transfer full): a picture with any content, to be filled before it is handed on
 */
WallPicture *
wall_picture_new (int       width,
                  int       height,
                  WallShape shape,
                  guint64   serial,
                  gint64    decoded_us)
{
  WallPicture *self;

  g_return_val_if_fail (width > 0 && height > 0, NULL);

  self = g_new0 (WallPicture, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->width = width;
  self->height = height;
  self->shape = shape;
  self->view = wall_view_whole ();
  self->serial = serial;
  self->decoded_us = decoded_us;
  self->stride = cairo_format_stride_for_width (CAIRO_FORMAT_RGB24, width);
  self->size = (gsize) self->stride * height;
  self->pixels = wall_pixels_alloc (self->size);

  return self;
}

WallPicture *
wall_picture_ref (WallPicture *self)
{
  g_return_val_if_fail (self, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
wall_picture_unref (WallPicture *self)
{
  g_return_if_fail (self);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->surface, cairo_surface_destroy);
  wall_pixels_free (self->pixels, self->size);
  g_free (self);
}

int
wall_picture_get_width (WallPicture *self)
{
  return self->width;
}

int
wall_picture_get_height (WallPicture *self)
{
  return self->height;
}

guint64
wall_picture_get_serial (WallPicture *self)
{
  return self->serial;
}

gint64
wall_picture_get_decoded_us (WallPicture *self)
{
  return self->decoded_us;
}

WallShape
wall_picture_get_shape (WallPicture *self)
{
  return self->shape;
}

WallView
wall_picture_get_view (WallPicture *self)
{
  return self->view;
}

/**
 * wall_picture_get_surface:
 *
 * Returns: (transfer none): an opaque image surface on the picture's own memory. Cairo copies it
 *     when it is destroyed while a recording still uses it: hold the picture as long as the
 *     recording lives.
 */
cairo_surface_t *
wall_picture_get_surface (WallPicture *self)
{
  if (!self->surface)
    self->surface = cairo_image_surface_create_for_data (self->pixels, CAIRO_FORMAT_RGB24,
                                                         self->width, self->height, self->stride);

  return self->surface;
}

/* The texture needs its memory no more. */
static void
release_texture (gpointer data)
{
  WallPicture *self = data;

  self->texture = NULL;
  wall_picture_unref (self);
}

/**
 * wall_picture_get_texture:
 *
 * Returns: (transfer full): a texture on the picture's own memory; it holds the picture
 */
GdkTexture *
wall_picture_get_texture (WallPicture *self)
{
  g_autoptr (GBytes) bytes = NULL;

  if (self->texture)
    return g_object_ref (self->texture);

  bytes = g_bytes_new_with_free_func (self->pixels, self->size, release_texture,
                                      wall_picture_ref (self));
  self->texture = gdk_memory_texture_new (self->width, self->height,
                                          wall_texture_path_get_format (), bytes, self->stride);

  return self->texture;
}

/* libyuv takes 64 for 1.0. Each colour becomes a mixture of itself and the grey of the pixel. */
static void
fill_tone_matrix (gint8  matrix[16],
                  double saturation,
                  double brightness)
{
  const double grey[3] = { 0.114, 0.587, 0.299 };

  for (int row = 0; row < 3; row++) {
    for (int column = 0; column < 3; column++) {
      double own = row == column ? saturation : 0.0;

      matrix[row * 4 + column]
        = (gint8) (((1.0 - saturation) * grey[column] + own) * brightness * 64.0 + 0.5);
    }
    matrix[row * 4 + 3] = 0;
  }
  matrix[12] = matrix[13] = matrix[14] = 0;
  matrix[15] = 64;
}

/**
 * wall_picture_tone:
 * @saturation: from 0.0 (grey) to 1.0 (as it is)
 * @brightness: from 0.0 (black) to 1.0 (as it is)
 *
 * Returns: (transfer full): a copy in other colours, of the same frame
 */
WallPicture *
wall_picture_tone (WallPicture *self,
                   double       saturation,
                   double       brightness)
{
  WallPicture *toned = wall_picture_new (self->width, self->height, self->shape, self->serial,
                                         self->decoded_us);
  gint8 matrix[16];

  toned->view = self->view;
  fill_tone_matrix (matrix, CLAMP (saturation, 0.0, 1.0), CLAMP (brightness, 0.0, 1.0));
  ARGBColorMatrix (self->pixels, self->stride, toned->pixels, toned->stride, matrix, self->width,
                   self->height);

  return toned;
}

/**
 * wall_picture_set_view:
 * @view: the part of the whole picture that it shows; the whole one if never set
 *
 * To be called only by its maker, before it is handed on.
 */
void
wall_picture_set_view (WallPicture    *self,
                       const WallView *view)
{
  self->view = *view;
}

/**
 * wall_picture_get_pixels:
 * @out_stride: (out) (nullable): bytes from one line to the next
 *
 * Returns: (transfer none): its memory; to be written only by its maker, before it is handed on
 */
guint8 *
wall_picture_get_pixels (WallPicture *self,
                         int         *out_stride)
{
  if (out_stride)
    *out_stride = self->stride;

  return self->pixels;
}
