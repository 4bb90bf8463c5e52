/* encoder-rtsp-source.h
 *
 * An RTSP camera as an origin: its pictures are passed on as they are.
 * Callable from any thread after gst_init().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-address.h"
#include "encoder-origin.h"

G_BEGIN_DECLS

EncoderOrigin *encoder_rtsp_source_new (const EncoderAddress *address);

G_END_DECLS
