/* wall-still.c
 *
 * One decoded frame of a camera in its full size, to be kept as a file.
 * Immutable; callable from any thread. To write it as PNG takes a tenth of a second and more: not on
 * the main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-still.h"

#include <gdk/gdk.h>
#include <glib/gi18n-lib.h>
#include <libyuv.h>

#include "wall-converter.h"
#include "wall-frame.h"
#include "wall-reason.h"

struct _WallStill {
  gatomicrefcount ref_count;

  GstBuffer   *buffer;
  GstVideoInfo info;
  gint64       decoded_us;
};

G_DEFINE_BOXED_TYPE (WallStill, wall_still, wall_still_ref, wall_still_unref)

/**
 * wall_still_new:
 * @buffer: (transfer none): a frame
 * @info: of the frame
 * @decoded_us: when it was decoded, monotonic
 *
 * Returns: (transfer full): a still that holds the frame
 */
WallStill *
wall_still_new (GstBuffer          *buffer,
                const GstVideoInfo *info,
                gint64              decoded_us)
{
  WallStill *self = g_new0 (WallStill, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->buffer = gst_buffer_ref (buffer);
  self->info = *info;
  self->decoded_us = decoded_us;

  return self;
}

WallStill *
wall_still_ref (WallStill *self)
{
  g_return_val_if_fail (self, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
wall_still_unref (WallStill *self)
{
  g_return_if_fail (self);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  gst_buffer_unref (self->buffer);
  g_free (self);
}

/**
 * wall_still_get_decoded_us:
 *
 * Returns: when it was decoded, monotonic
 */
gint64
wall_still_get_decoded_us (WallStill *self)
{
  return self->decoded_us;
}

/* No pixel of the stream is lost: where its pixels are not square, the picture becomes larger in the
 * direction in which they are longer. */
static void
get_size (WallStill      *self,
          const WallRect *visible,
          int            *out_width,
          int            *out_height)
{
  int n = MAX (self->info.par_n, 1), d = MAX (self->info.par_d, 1);

  *out_width = n > d ? (int) gst_util_uint64_scale_int_round (visible->width, n, d)
                     : visible->width;
  *out_height = d > n ? (int) gst_util_uint64_scale_int_round (visible->height, d, n)
                      : visible->height;
}

/* Returns: (transfer full) (nullable): red, green and blue, without padding */
static GBytes *
convert (WallStill           *self,
         const GstVideoFrame *frame,
         const WallRect      *visible,
         int                  width,
         int                  height)
{
  g_autoptr (WallConverter) converter = wall_converter_new ();
  g_autofree guint8 *pixels = g_malloc ((gsize) width * height * 4);
  guint8 *rgb;

  if (!wall_converter_run (converter, frame, visible, pixels, width * 4, width, height))
    return NULL;

  rgb = g_malloc ((gsize) width * height * 3);
  ARGBToRAW (pixels, width * 4, rgb, width * 3, width, height);

  return g_bytes_new_take (rgb, (gsize) width * height * 3);
}

/**
 * wall_still_to_png:
 * @error: %WALL_REASON_LOCAL if the frame cannot be read
 *
 * Returns: (transfer full) (nullable): the frame as a PNG file
 */
GBytes *
wall_still_to_png (WallStill  *self,
                   GError    **error)
{
  WallRect visible = wall_frame_get_visible (self->buffer, &self->info);
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GBytes) rgb = NULL;
  GstVideoFrame frame;
  int width, height;

  get_size (self, &visible, &width, &height);
  if (gst_video_frame_map (&frame, &self->info, self->buffer, GST_MAP_READ)) {
    rgb = convert (self, &frame, &visible, width, height);
    gst_video_frame_unmap (&frame);
  }
  if (rgb == NULL) {
    g_set_error_literal (error, WALL_ERROR, WALL_REASON_LOCAL, _("The picture cannot be read"));
    return NULL;
  }

  texture = gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8, rgb, (gsize) width * 3);

  return gdk_texture_save_to_png_bytes (texture);
}
