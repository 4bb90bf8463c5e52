/* encoder-origin.c
 *
 * The life of an origin: it is shared by the channel that shows it and by the thread that runs it.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-origin.h"

EncoderOrigin *
encoder_origin_ref (EncoderOrigin *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  EncoderOrigin *self = data;

  if (self->clear)
    self->clear (self);
  g_free (self->name);
}

void
encoder_origin_unref (EncoderOrigin *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
