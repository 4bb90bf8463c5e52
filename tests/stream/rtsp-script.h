/* rtsp-script.h
 *
 * An RTSP device that does at one step what a script says, and else what it should: for what real
 * servers do not do. It runs on a thread of its own and serves one connection after the other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  RTSP_DO_ANSWER,     /* the text, once it is asked; %u is its number */
  RTSP_DO_NOTHING,    /* until the client ends it */
  RTSP_DO_CLOSE,
  RTSP_DO_RESET,
  RTSP_DO_DRIP,       /* a byte every 20 ms that never makes a message or a frame */
  RTSP_DO_REPORTS,    /* at "MEDIA": RTCP, and no RTP */
  RTSP_DO_FLOOD,      /* at "MEDIA": a picture without an end */
  RTSP_DO_CUT,        /* at "MEDIA": half a frame, and the end */
} RtspDeed;

typedef struct {
  const char *at;         /* "ACCEPT", a method, "MEDIA"; %NULL: never */
  RtspDeed    deed;
  const char *text;       /* of an answer */
  const char *challenge;  /* headers; %NULL: it asks for no password. Whatever comes is refused... */
  gboolean    is_content; /* ...unless this is set */
  const char *sdp;        /* %NULL: one H.264 stream, parameter sets in the stream */
  gboolean    has_no_numbers;  /* no CSeq in answers */
  guint       timeout_s;  /* of the session; 0: not said */
  gboolean    goes_on;    /* after an answer */
} RtspScript;

typedef struct {
  RtspScript       script;
  GSocketListener *listener;
  GThread         *thread;
  GPtrArray       *packets;   /* RTP of a short stream */
  guint16          port;
  gint             is_ending;
  gint             connections, requests, credentials, bad_credentials, setups, alive, teardowns,
                   resets;    /* atomic */
  char            *last_uri;  /* of the last SETUP; after the end */
} RtspScripted;

RtspScripted *rtsp_scripted_new  (const RtspScript *script);
void          rtsp_scripted_free (RtspScripted     *self);
/* Waits until the thread has ended; what is written on it can be read then. */
void          rtsp_scripted_end  (RtspScripted     *self);

G_END_DECLS
