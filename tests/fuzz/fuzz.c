/* fuzz.c
 *
 * What fuzz targets share: cuts that come from the input, and that they must not matter.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "fuzz.h"

void
fuzz_cuts_init (FuzzCuts *self, guint32 seed)
{
  self->state = seed | 1;
}

gsize
fuzz_cuts_next (FuzzCuts *self, gsize rest)
{
  guint bits;

  /* Xorshift: never 0 again once it is not. */
  self->state ^= self->state << 13;
  self->state ^= self->state >> 17;
  self->state ^= self->state << 5;
  bits = self->state % 17;

  return MIN (rest, 1 + (self->state >> 8) % (1u << bits));
}

void
fuzz_assert_cuts_do_not_matter (const guint8 *data, gsize size, FuzzReadFunc read)
{
  g_autofree char *whole = read (data, size, NULL);
  g_autofree char *in_cuts = NULL;
  FuzzCuts cuts;

  fuzz_cuts_init (&cuts, size > 0 ? data[size - 1] * 257u : 1);
  in_cuts = read (data, size, &cuts);
  g_assert_cmpstr (whole, ==, in_cuts);
}
