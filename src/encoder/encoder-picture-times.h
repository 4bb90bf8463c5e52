/* encoder-picture-times.h
 *
 * When pictures were taken, kept beside a pipeline that draws them until they come out encoded.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct _EncoderPictureTimes EncoderPictureTimes;

EncoderPictureTimes *encoder_picture_times_attach (GstElement          *pipeline);
void                 encoder_picture_times_note   (EncoderPictureTimes *self,
                                                   GstClockTime         running_time,
                                                   gint64               real_us);
gint64               encoder_picture_times_find   (GstElement          *pipeline,
                                                   GstClockTime         running_time);

G_END_DECLS
