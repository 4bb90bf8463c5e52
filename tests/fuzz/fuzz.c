/* fuzz.c
 *
 * What all fuzz targets share: warnings are findings, and cuts come from the input.
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
