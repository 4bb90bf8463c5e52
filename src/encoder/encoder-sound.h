/* encoder-sound.h
 *
 * The sound of a media file, as G.711 A-law of 8 kHz, cut to the length of a loop.
 * Never changes once it is made: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <gst/gst.h>

G_BEGIN_DECLS

#define ENCODER_SOUND_UNIT_BYTES 320
#define ENCODER_SOUND_UNIT_US    40000

GBytes *encoder_sound_read (const char    *path,
                            GstClockTime   start,
                            gint64         duration_us,
                            GCancellable  *cancellable,
                            GError       **error);
void    encoder_sound_copy (GBytes        *sound,
                            gint64         duration_us,
                            guint64        time_us,
                            guint8         out_unit[ENCODER_SOUND_UNIT_BYTES]);

G_END_DECLS
