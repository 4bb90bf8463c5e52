/* coded-picture.c
 *
 * Coded pictures and units made by hand, for tests that need no decoder.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "coded-picture.h"

#include <string.h>

typedef struct {
  GByteArray *bytes;
  guint       n_bits;  /* of the last byte, that are used */
} BitWriter;

static void
put_bit (BitWriter *self, guint bit)
{
  if (self->n_bits % 8 == 0)
    g_byte_array_append (self->bytes, (guint8[]) { 0 }, 1);
  self->bytes->data[self->bytes->len - 1] |= bit << (7 - self->n_bits % 8);
  self->n_bits++;
}

static void
put_bits (BitWriter *self, guint value, guint n_bits)
{
  while (n_bits-- > 0)
    put_bit (self, value >> n_bits & 1);
}

/* The Exp-Golomb code of the standard. */
static void
put_ue (BitWriter *self, guint value)
{
  guint length = g_bit_storage (value + 1);

  put_bits (self, 0, length - 1);
  put_bits (self, value + 1, length);
}

/* A byte is put where a start code would stand otherwise. */
static void
append_nal (GByteArray *bytes, const guint8 *data, gsize size)
{
  guint n_zeros = 0;

  g_byte_array_append (bytes, (const guint8 *) "\0\0\0\1", 4);
  for (gsize i = 0; i < size; i++) {
    if (n_zeros == 2 && data[i] <= 3) {
      g_byte_array_append (bytes, (guint8[]) { 3 }, 1);
      n_zeros = 0;
    }
    g_byte_array_append (bytes, data + i, 1);
    n_zeros = data[i] == 0 ? n_zeros + 1 : 0;
  }
}

/* Baseline, in whole macroblocks, and what is too much of them cropped away. */
static void
append_sps (GByteArray *bytes, guint width, guint height)
{
  BitWriter sps = { g_byte_array_new (), 0 };
  guint columns = (width + 15) / 16, rows = (height + 15) / 16;

  put_bits (&sps, 0x6742c028, 32);
  put_ue (&sps, 0);          /* id */
  put_ue (&sps, 0);          /* frame number: 4 bits */
  put_ue (&sps, 2);          /* order of output: that of decoding */
  put_ue (&sps, 1);          /* one reference */
  put_bit (&sps, 0);
  put_ue (&sps, columns - 1);
  put_ue (&sps, rows - 1);
  put_bits (&sps, 3, 2);     /* frames only, direct 8×8 */
  put_bit (&sps, 1);         /* cropping, in steps of two pixels */
  put_ue (&sps, 0);
  put_ue (&sps, (columns * 16 - width) / 2);
  put_ue (&sps, 0);
  put_ue (&sps, (rows * 16 - height) / 2);
  put_bit (&sps, 0);         /* nothing on usability */
  put_bit (&sps, 1);
  append_nal (bytes, sps.bytes->data, sps.bytes->len);
  g_byte_array_unref (sps.bytes);
}

/* Enough of a slice for whoever looks at its first bytes only. */
static void
append_slice (GByteArray *bytes, const char *header, gsize size)
{
  guint8 slice[64];

  memset (slice, 0xa5, sizeof slice);
  memcpy (slice, header, size);
  append_nal (bytes, slice, sizeof slice);
}

GByteArray *
coded_picture_h264_key (guint width, guint height)
{
  GByteArray *bytes = g_byte_array_new ();

  append_sps (bytes, width, height);
  append_nal (bytes, (const guint8 *) "\x68\xce\x3c\x80", 4);
  append_slice (bytes, "\x65\x88\x84", 3);

  return bytes;
}

GByteArray *
coded_picture_h264_delta (void)
{
  GByteArray *bytes = g_byte_array_new ();

  append_slice (bytes, "\x41\x9a\x3b", 3);

  return bytes;
}

GByteArray *
coded_picture_h265_key (void)
{
  static const guint8 sets[] = {
    0, 0, 0, 1, 0x40, 0x01, 0x0c, 0x01, 0xff, 0xff, 0x01, 0x60, 0x00, 0x00, 0x03, 0x00, 0x90, 0x00,
    0x00, 0x03, 0x00, 0x00, 0x03, 0x00, 0x5a, 0x95, 0x98, 0x09, 0, 0, 0, 1, 0x42, 0x01, 0x01, 0x01,
    0x60, 0x00, 0x00, 0x03, 0x00, 0x90, 0x00, 0x00, 0x03, 0x00, 0x00, 0x03, 0x00, 0x5a, 0xa0, 0x06,
    0xb2, 0x01, 0xe9, 0xd4, 0x99, 0x65, 0x66, 0x92, 0x4c, 0xaf, 0xff, 0x00, 0x01, 0x00, 0x01, 0x6a,
    0x0c, 0x0c, 0x0c, 0x08, 0x00, 0x00, 0x03, 0x00, 0x08, 0x00, 0x00, 0x03, 0x00, 0xc8, 0x40,
    0, 0, 0, 1, 0x44, 0x01, 0xc1, 0x72, 0xb4, 0x62, 0x40,
  };
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, sets, sizeof sets);
  append_slice (bytes, "\x28\x01\xaf", 3);

  return bytes;
}

GByteArray *
coded_picture_h265_delta (void)
{
  GByteArray *bytes = g_byte_array_new ();

  append_slice (bytes, "\x02\x01\xd0", 3);

  return bytes;
}

GByteArray *
coded_picture_service (void)
{
  GByteArray *bytes = g_byte_array_new ();

  append_slice (bytes, "\x81\x01\x00", 3);

  return bytes;
}

GstBuffer *
unit_buffer_new (DvripUnitHeader header, const GByteArray *payload, GstClockTime pts)
{
  guint8 data[16];
  gsize size;
  GstBuffer *buffer;

  header.payload_size = payload->len;
  size = dvrip_unit_header_write (&header, data);
  buffer = gst_buffer_new_allocate (NULL, size + payload->len, NULL);
  gst_buffer_fill (buffer, 0, data, size);
  gst_buffer_fill (buffer, size, payload->data, payload->len);
  GST_BUFFER_PTS (buffer) = pts;

  return buffer;
}

GstBuffer *
unit_buffer_new_sound (DvripAudioCodec codec, guint rate, guint size, GstClockTime pts)
{
  DvripUnitHeader header = { .kind = DVRIP_UNIT_AUDIO, .codec = codec, .sample_rate = rate };
  g_autoptr (GByteArray) payload = g_byte_array_new ();

  g_byte_array_set_size (payload, size);
  memset (payload->data, 0xd5, size);

  return unit_buffer_new (header, payload, pts);
}
