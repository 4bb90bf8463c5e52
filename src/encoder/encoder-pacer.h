/* encoder-pacer.h
 *
 * One timer for all streams: fires when the next unit is due, on a grid of a few milliseconds so
 * that many streams share a wake-up.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ENCODER_PACER_GRID_US  5000
#define ENCODER_PACER_NEVER    G_MAXINT64

typedef struct _EncoderPacer EncoderPacer;

/* Sends what is due at @now_us; returns when the next is due, or %ENCODER_PACER_NEVER. */
typedef gint64 (*EncoderPacerTick) (gint64   now_us,
                                    gpointer user_data);

EncoderPacer *encoder_pacer_new  (EncoderPacerTick  tick,
                                  gpointer          user_data);
void          encoder_pacer_free (EncoderPacer     *self);
void          encoder_pacer_wake (EncoderPacer     *self);

G_END_DECLS
