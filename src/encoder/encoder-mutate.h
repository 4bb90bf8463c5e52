/* encoder-mutate.h
 *
 * The one place where a unit goes to a client: as it is, or spoilt by the faults of its channel and
 * the deviations of the device.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-fault.h"
#include "encoder-sender.h"

G_BEGIN_DECLS

typedef struct _EncoderClient EncoderClient;

/* What is remembered of a stream to one client. */
typedef struct {
  EncoderFault cut;           /* CUT or CUT_RESET: to be done with the next picture */
  EncoderFault ending;        /* the same: done, the connection is to end */
  guint        seen_changes;  /* of the channel's faults */
  guint        n_units;       /* since the start */
  guint        n_pictures;    /* since the last change */
  guint        n_keys;        /* since the start */
  guint32      random;
  gint64       picture_us;    /* when the last one went out */
  gint64       service_us;    /* the last service block */
  GBytes      *drip;          /* (owned) (nullable): what is left of a unit that drips */
  gint64       drip_us;       /* since when */
  guint        n_dripped;
  gboolean     is_over;       /* nothing more comes in this stream */
  gboolean     is_exchanged;  /* other pictures than its own are sent between them */
  guint        n_exchanged;
  DvripVideoCodec codec;      /* of its own key frames */
  GByteArray  *gathered;      /* (owned) (nullable): units that wait for others */
  guint        n_gathered;
} EncoderMutation;

void     encoder_mutate_start  (EncoderClient     *client);
void     encoder_mutate_clear  (EncoderMutation   *self);
gboolean encoder_mutate_unit   (EncoderClient     *client,
                                const EncoderUnit *unit,
                                guint32            date_time,
                                gint64             now_us);
gboolean encoder_mutate_finish (EncoderClient     *client);

G_END_DECLS
