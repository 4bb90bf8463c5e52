/* jpeg-maker.c
 *
 * JPEG pictures for tests.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "jpeg-maker.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

/**
 * jpeg_maker_shape:
 * @tag: found in its comment, to know it by
 * @width: that it claims
 * @height: likewise
 * @scan_size: bytes of its scan, in which there is something of all that can be there
 *
 * Returns: (transfer full): markers as of a picture; no decoder makes one of it
 */
GBytes *
jpeg_maker_shape (guint8 tag,
                  guint  width,
                  guint  height,
                  gsize  scan_size)
{
  /* The comment holds what looks like an end. */
  const guint8 head[] = {
    0xFF, 0xD8, 0xFF, 0xFE, 0, 7, tag, 0xFF, 0xD9, 0xFF, 0xD8,
    0xFF, 0xFF, 0xC0, 0, 11, 8, height >> 8, height & 0xFF, width >> 8, width & 0xFF, 1, 1, 0x11, 0,
    0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0,
  };
  static const guint8 scan[] = { 1, 2, 0xFF, 0x00, 3, 0xFF, 0xD0, '\n', '-', '-', '\r', '\n' };
  static const guint8 end[] = { 0xFF, 0xD9 };
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, head, sizeof head);
  for (gsize done = 0; done < scan_size; done += sizeof scan)
    g_byte_array_append (bytes, scan, sizeof scan);
  g_byte_array_append (bytes, end, sizeof end);

  return g_byte_array_free_to_bytes (bytes);
}

/**
 * jpeg_maker_colour:
 * @rgb: 0xRRGGBB
 * @width: pixels
 * @height: pixels
 *
 * Returns: (transfer full): a real picture of that colour all over, by an encoder that has nothing
 *   to do with GStreamer
 */
GBytes *
jpeg_maker_colour (guint32 rgb,
                   guint   width,
                   guint   height)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize size = 0;

  gdk_pixbuf_fill (pixbuf, rgb << 8 | 0xFF);
  gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, "jpeg", &error, "quality", "95", NULL);
  g_assert_no_error (error);

  return g_bytes_new_take (data, size);
}
