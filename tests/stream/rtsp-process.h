/* rtsp-process.h
 *
 * A process that is an RTSP camera (rtsp-device), and what it says of itself.
 * Main thread, but for what is atomic.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RTSP_H264 "videotestsrc is-live=true pattern=ball ! " \
  "video/x-raw,format=I420,width=160,height=120,framerate=15/1 ! x264enc tune=zerolatency key-int-max=15 " \
  "speed-preset=ultrafast ! rtph264pay name=pay0 pt=96"
#define RTSP_H265 "videotestsrc is-live=true pattern=ball ! " \
  "video/x-raw,format=I420,width=160,height=120,framerate=15/1 ! x265enc tune=zerolatency key-int-max=15 " \
  "speed-preset=ultrafast ! rtph265pay name=pay0 pt=97"
#define RTSP_12_BITS "videotestsrc is-live=true ! " \
  "video/x-raw,format=Y444_12LE,width=160,height=120,framerate=15/1 ! x265enc tune=zerolatency " \
  "key-int-max=15 speed-preset=ultrafast ! rtph265pay name=pay0 pt=97"
#define RTSP_JPEG "videotestsrc is-live=true pattern=ball ! " \
  "video/x-raw,format=I420,width=160,height=120,framerate=15/1 ! jpegenc ! rtpjpegpay name=pay0"
#define RTSP_VP8  "videotestsrc is-live=true ! video/x-raw,width=160,height=120,framerate=5/1 ! " \
  "vp8enc deadline=1 ! rtpvp8pay name=pay0 pt=98"
#define RTSP_SOUND(number) \
  "audiotestsrc is-live=true ! alawenc ! rtppcmapay name=pay" number " pt=8"

typedef struct {
  GSubprocess *process;
  GThread     *reader;
  gint         port, logins, setups, clients, gone;   /* atomic */
} RtspProcess;

/* Where the program is: beside the test. */
void         rtsp_process_init (const char  *argv0);
RtspProcess *rtsp_process_new  (const char  *method,
                                const char  *security,
                                guint16      port,
                                const char  *description);
void         rtsp_process_free (RtspProcess *self);
void         rtsp_process_kill (RtspProcess *self);

G_END_DECLS
