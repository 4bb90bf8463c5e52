/* test-annexb.c
 *
 * Access units in the form of devices, and whether they are in order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "encoder-annexb.h"

#define BYTES(text) (const guint8 *) text, sizeof text - 1

static void
assert_form (const guint8 *data,
             gsize         size,
             gboolean      is_h265,
             const guint8 *expected,
             gsize         expected_size)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();

  encoder_annexb_append (out, data, size, is_h265);
  g_assert_cmpmem (out->data, out->len, expected, expected_size);
}

static void
test_form (void)
{
  /* A delimiter goes, short start codes grow, padding goes. */
  assert_form (BYTES ("\0\0\0\1\x09\xf0\0\0\1\x67\x42\0\0\0\1\x68\xce\0\0\1\x65\x88\x80\0\0"),
               FALSE,
               BYTES ("\0\0\0\1\x67\x42\0\0\0\1\x68\xce\0\0\0\1\x65\x88\x80"));
  assert_form (BYTES ("\0\0\1\x46\x01\x50\0\0\1\x26\x01\xaf"), TRUE,
               BYTES ("\0\0\0\1\x26\x01\xaf"));
  /* A parameter set that stands twice, but no slice, goes once. */
  assert_form (BYTES ("\0\0\1\x67\x42\0\0\1\x68\xce\0\0\1\x67\x42\0\0\1\x68\xcf"
                      "\0\0\1\x65\x88\0\0\1\x65\x88"), FALSE,
               BYTES ("\0\0\0\1\x67\x42\0\0\0\1\x68\xce\0\0\0\1\x68\xcf"
                      "\0\0\0\1\x65\x88\0\0\0\1\x65\x88"));
  /* What lies before the first start code is nothing, and neither is an empty unit. */
  assert_form (BYTES ("garbage\0\0\1\0\0\1\x41\x9a"), FALSE, BYTES ("\0\0\0\1\x41\x9a"));
  assert_form (BYTES (""), FALSE, BYTES (""));
  assert_form (BYTES ("\0\0\1"), FALSE, BYTES (""));
  assert_form (BYTES ("\0\0\1\0\0\0"), FALSE, BYTES (""));
}

static void
test_slices (void)
{
  /* first macroblock 0 is "1"; slice types 0 (P) "1", 1 (B) "010", 2 (I) "011", 5 (P) "00110",
   * 6 (B) "00111", 7 (I) "0001000". */
  g_assert_false (encoder_annexb_reorders (BYTES ("\0\0\1\x41\xc0\x01"), FALSE));
  g_assert_true (encoder_annexb_reorders (BYTES ("\0\0\1\x01\xa0\x01"), FALSE));
  g_assert_false (encoder_annexb_reorders (BYTES ("\0\0\1\x65\xb0\x01"), FALSE));
  g_assert_false (encoder_annexb_reorders (BYTES ("\0\0\1\x41\x98\x01"), FALSE));
  g_assert_true (encoder_annexb_reorders (BYTES ("\0\0\1\x01\x9c\x01"), FALSE));
  g_assert_false (encoder_annexb_reorders (BYTES ("\0\0\1\x65\x88\x01"), FALSE));
  /* Parameter sets say nothing. */
  g_assert_false (encoder_annexb_reorders (BYTES ("\0\0\1\x67\xa0\x01"), FALSE));
  /* The second unit counts as well. */
  g_assert_true (encoder_annexb_reorders (BYTES ("\0\0\1\x09\xf0\0\0\1\x01\xa0"), FALSE));
}

/* Sequence parameter sets as x265 writes them for 320×240, with and without B frames. */
static void
test_h265_parameter_sets (void)
{
  static const guint8 in_order[] = {
    0, 0, 0, 1, 0x42, 0x01, 0x01, 0x01, 0x60, 0x00, 0x00, 0x03, 0x00, 0x90, 0x00, 0x00, 0x03, 0x00,
    0x00, 0x03, 0x00, 0x3c, 0xa0, 0x0a, 0x08, 0x0f, 0x16, 0x5b,
  };

  g_assert_false (encoder_annexb_reorders (in_order, sizeof in_order, TRUE));
  /* Cut anywhere it must not read beyond its end. */
  for (gsize size = 0; size < sizeof in_order; size++) {
    g_autofree guint8 *cut = g_memdup2 (in_order, size);

    encoder_annexb_reorders (cut, size, TRUE);
    encoder_annexb_reorders (cut, size, FALSE);
  }
}

static void
test_any_bytes (void)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();

  for (guint round = 0; round < 20000; round++) {
    guint8 data[64];
    gsize size = (gsize) g_test_rand_int_range (0, sizeof data);
    g_autofree guint8 *exact = NULL;

    for (gsize i = 0; i < size; i++)
      data[i] = g_test_rand_bit () ? (guint8) g_test_rand_int_range (0, 3)
                                   : (guint8) g_test_rand_int_range (0, 256);
    exact = g_memdup2 (data, size);
    g_byte_array_set_size (out, 0);
    encoder_annexb_append (out, exact, size, round % 2);
    /* Each unit costs a start code of three bytes at least, and gets one of four. */
    g_assert_cmpuint (out->len, <=, size + size / 4 + 1);
    encoder_annexb_reorders (exact, size, round % 2);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/encoder/annexb/form", test_form);
  g_test_add_func ("/encoder/annexb/slices", test_slices);
  g_test_add_func ("/encoder/annexb/h265-parameter-sets", test_h265_parameter_sets);
  g_test_add_func ("/encoder/annexb/any-bytes", test_any_bytes);
  return g_test_run ();
}
