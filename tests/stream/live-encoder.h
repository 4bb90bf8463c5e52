/* live-encoder.h
 *
 * The encoder of the tests that look at a real one, one for a program. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-server.h"

G_BEGIN_DECLS

/* Runs the tests with it, by the real elements. @config: but for where pictures are kept. */
int             live_encoder_run          (const EncoderConfig *config);
EncoderServer  *live_encoder_get          (void);
EncoderCounters live_encoder_get_counters (void);
/* Takes its faults away, and waits until nothing is open. */
void            live_encoder_settle       (void);

G_END_DECLS
