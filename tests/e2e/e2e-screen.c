/* e2e-screen.c
 *
 * The pixels of the test's own display, read from the file in which Xvfb keeps them (XWD form), or as
 * grim takes them from a Wayland compositor.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-screen.h"

#include <libyuv.h>
#include <math.h>
#include <stdio.h>

/* Where the numbers stand that are needed of XWDFileHeader (X11/XWDFile.h): 32 bits each, in the
 * network's byte order. */
enum {
  XWD_HEADER_SIZE = 0,
  XWD_DEPTH = 3,
  XWD_WIDTH = 4,
  XWD_HEIGHT = 5,
  XWD_BITS_PER_PIXEL = 11,
  XWD_BYTES_PER_LINE = 12,
  XWD_N_COLORS = 19,
};

#define XWD_COLOR_SIZE 12

struct _E2eScreen {
  GMappedFile  *file;    /* (nullable): it is a Wayland compositor's */
  GBytes       *shot;    /* (nullable): of that, a PPM */
  const guint8 *pixels;
  int           width;
  int           height;
  int           stride;
};

static guint32
get_field (const guint8 *data,
           int           field)
{
  guint32 value;

  memcpy (&value, data + 4 * field, 4);

  return GUINT32_FROM_BE (value);
}

/* A picture of the whole screen: "P6", width, height and 255, then three bytes a pixel. */
static void
take_shot (E2eScreen *self)
{
  g_autoptr (GSubprocess) grim = NULL;
  g_autoptr (GError) error = NULL;
  char header[32] = { 0 };
  const guint8 *data;
  int begin = 0;

  g_clear_pointer (&self->shot, g_bytes_unref);
  grim = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "grim", "-t", "ppm", "-", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate (grim, NULL, NULL, &self->shot, NULL, &error);
  g_assert_no_error (error);

  data = g_bytes_get_data (self->shot, NULL);
  g_assert_cmpuint (g_bytes_get_size (self->shot), >, sizeof header);
  memcpy (header, data, sizeof header - 1);
  g_assert_cmpint (sscanf (header, "P6 %d %d 255%n", &self->width, &self->height, &begin), ==, 2);
  self->pixels = data + begin + 1;
  self->stride = 3 * self->width;
  g_assert_cmpuint (g_bytes_get_size (self->shot), ==,
                    (gsize) begin + 1 + (gsize) self->stride * self->height);
}

static void
map_framebuffer (E2eScreen  *self,
                 const char *path)
{
  g_autoptr (GError) error = NULL;
  const guint8 *data;

  self->file = g_mapped_file_new (path, FALSE, &error);
  g_assert_no_error (error);

  data = (const guint8 *) g_mapped_file_get_contents (self->file);
  g_assert_cmpuint (get_field (data, XWD_BITS_PER_PIXEL), ==, 32);
  self->width = (int) get_field (data, XWD_WIDTH);
  self->height = (int) get_field (data, XWD_HEIGHT);
  self->stride = (int) get_field (data, XWD_BYTES_PER_LINE);
  self->pixels = data + get_field (data, XWD_HEADER_SIZE)
                 + XWD_COLOR_SIZE * get_field (data, XWD_N_COLORS);
}

/**
 * e2e_screen_open:
 *
 * Opens the display that was made for this test: by build-aux/hermetic, or a Wayland compositor.
 *
 * Returns: (transfer full): the screen
 */
E2eScreen *
e2e_screen_open (void)
{
  const char *path = g_getenv ("HERMETIC_FRAMEBUFFER");
  E2eScreen *self = g_new0 (E2eScreen, 1);

  if (path)
    map_framebuffer (self, path);
  else
    take_shot (self);

  return self;
}

void
e2e_screen_free (E2eScreen *self)
{
  g_clear_pointer (&self->file, g_mapped_file_unref);
  g_clear_pointer (&self->shot, g_bytes_unref);
  g_free (self);
}

int
e2e_screen_get_width (E2eScreen *self)
{
  return self->width;
}

int
e2e_screen_get_height (E2eScreen *self)
{
  return self->height;
}

/**
 * e2e_screen_copy_luma:
 *
 * What stands on the screen now, as brightness: full range, BT.601, the luma of an RGB pixel.
 *
 * Returns: (transfer full): @rect's width × height bytes, without padding
 */
guint8 *
e2e_screen_copy_luma (E2eScreen     *self,
                      const E2eRect *rect)
{
  guint8 *luma;

  if (self->file == NULL)
    take_shot (self);
  g_assert_cmpint (rect->x, >=, 0);
  g_assert_cmpint (rect->y, >=, 0);
  g_assert_cmpint (rect->width, >, 0);
  g_assert_cmpint (rect->height, >, 0);
  g_assert_cmpint (rect->x + rect->width, <=, self->width);
  g_assert_cmpint (rect->y + rect->height, <=, self->height);

  luma = g_malloc ((gsize) rect->width * rect->height);
  if (self->file)
    ARGBToJ400 (self->pixels + (gsize) rect->y * self->stride + 4 * (gsize) rect->x, self->stride,
                luma, rect->width, rect->width, rect->height);
  else
    RAWToJ400 (self->pixels + (gsize) rect->y * self->stride + 3 * (gsize) rect->x, self->stride,
               luma, rect->width, rect->width, rect->height);

  return luma;
}

/**
 * e2e_psnr:
 *
 * How near two pictures are.
 *
 * Returns: the peak signal-to-noise ratio in dB; 99 for two that are the same
 */
double
e2e_psnr (const guint8 *a,
          const guint8 *b,
          gsize         size)
{
  guint64 sum = 0;

  for (gsize i = 0; i < size; i++) {
    int difference = a[i] - b[i];

    sum += (guint64) (difference * difference);
  }

  return sum == 0 ? 99 : 10 * log10 (255.0 * 255.0 * size / sum);
}

/**
 * e2e_scale_luma:
 *
 * Returns: (transfer full): the picture at the other size
 */
guint8 *
e2e_scale_luma (const guint8 *luma,
                int           width,
                int           height,
                int           to_width,
                int           to_height)
{
  guint8 *scaled = g_malloc ((gsize) to_width * to_height);

  ScalePlane (luma, width, width, height, scaled, to_width, to_width, to_height, kFilterBox);

  return scaled;
}
