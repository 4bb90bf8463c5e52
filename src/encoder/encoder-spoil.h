/* encoder-spoil.h
 *
 * Units with what faults and deviations put into them, and between them.
 * Pure but for the clock: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-deviation.h"
#include "encoder-fault.h"
#include "encoder-loop.h"

G_BEGIN_DECLS

guint32 encoder_spoil_pack_time (gint64                   seconds_off);
void    encoder_spoil_picture   (GByteArray              *unit,
                                 gsize                    header_size,
                                 const EncoderFaultSet   *faults,
                                 guint32                 *random);
void    encoder_spoil_header    (GByteArray              *unit,
                                 const EncoderDeviations *deviations);
GByteArray *encoder_spoil_between (const EncoderDeviations *deviations,
                                   guint                    n_units,
                                   gint64                   now_us,
                                   gint64                  *service_us);
void    encoder_spoil_lose      (GByteArray              *bytes,
                                 guint                    n_packets,
                                 double                   percent,
                                 guint32                 *random);

G_END_DECLS
