/* media-maker.h
 *
 * Encoded streams for tests.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MEDIA_VIDEO "videotestsrc num-buffers=45 pattern=ball ! " \
  "video/x-raw,format=I420,width=160,height=120,framerate=15/1 ! "
#define MEDIA_H264 MEDIA_VIDEO "x264enc tune=zerolatency key-int-max=15 speed-preset=ultrafast ! " \
  "video/x-h264,stream-format=byte-stream,alignment=au"
#define MEDIA_H265 MEDIA_VIDEO "x265enc tune=zerolatency key-int-max=15 speed-preset=ultrafast ! " \
  "video/x-h265,stream-format=byte-stream,alignment=au"
#define MEDIA_SOUND "audiotestsrc num-buffers=130 ! audio/x-raw,rate=48000,channels=2 ! avenc_aac"

GBytes *media_maker_make (const char *description);

G_END_DECLS
