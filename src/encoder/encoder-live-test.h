/* encoder-live-test.h
 *
 * The live test picture of a channel as an origin: drawn and encoded while somebody watches.
 * Callable from any thread after gst_init().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-format.h"
#include "encoder-origin.h"
#include "encoder-ptz.h"

G_BEGIN_DECLS

EncoderOrigin *encoder_live_test_new (guint                channel,
                                      const EncoderFormat *format,
                                      EncoderPtz          *ptz);

G_END_DECLS
