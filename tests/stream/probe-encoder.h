/* probe-encoder.h
 *
 * The encoder that probes look at in tests. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "live-encoder.h"
#include "probe-client.h"

G_BEGIN_DECLS

#define PROBE_ENCODER_CHANNELS 4

int             probe_encoder_run            (void);
void            probe_encoder_tear_down      (ProbeClient             *self,
                                              gconstpointer            data);
guint16         probe_encoder_get_port       (void);
char           *probe_encoder_make_text      (void);
void            probe_encoder_set_fault      (guint                    channel,
                                              EncoderFault             fault);
void            probe_encoder_set_deviations (const EncoderDeviations *deviations);

/* As admin. @password: (nullable) */
void            probe_encoder_start          (ProbeClient             *self,
                                              const char              *password);
guint           probe_encoder_count_previews (ProbeClient             *self);
/* A GSourceFunc: looks at the encoder's own account. @most: (inout) */
gboolean        probe_encoder_note_open      (guint                   *most);

G_END_DECLS
