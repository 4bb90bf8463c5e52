/* encoder-camera.h
 *
 * A V4L2 camera as an origin of two outputs, main and sub stream.
 * Callable from any thread after gst_init().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-format.h"
#include "encoder-origin.h"

G_BEGIN_DECLS

gboolean       encoder_camera_check (const char          *path,
                                     GError             **error);
EncoderOrigin *encoder_camera_new   (const char          *path,
                                     const char          *element,
                                     const EncoderFormat  formats[2]);

G_END_DECLS
