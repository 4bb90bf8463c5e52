/* fake-dvrip.h
 *
 * Elements that bear the names of the real ones and do what a test tells them: so a player's own
 * deadlines, and every order of events, are played without a network.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

#include "wall-reason.h"

G_BEGIN_DECLS

typedef enum {
  FAKE_CLOSE_AT_ONCE,
  FAKE_CLOSE_NEVER,
} FakeClose;

/* How far it gets before it stays silent. */
typedef enum {
  FAKE_STAGE_CONNECTING,
  FAKE_STAGE_SIGNING_IN,
  FAKE_STAGE_WAITING,
  FAKE_STAGE_PLAYING,
} FakeStage;

/* Set before a player is started; not changed while it plays, but for @payload. */
typedef struct {
  FakeStage   stage;
  WallReason  fails_with;       /* at the end of @stage's way; NONE: it does not */
  gboolean    closes_first;     /* "dvrip-closed" comes before the error, or instead of it */
  gboolean    has_error;
  gboolean    has_flow_error;   /* an error without a reason of its own */
  gboolean    refuses_start;    /* and does not say why */
  gboolean    ends;             /* EOS, after a few units */
  gboolean    has_audio;
  FakeClose   close;
  guint       interval_ms;      /* between units */
  gint        payload;          /* atomic: FakePayload */
} FakeScript;

typedef enum {
  FAKE_PAYLOAD_VIDEO,
  FAKE_PAYLOAD_DELTA,           /* never a key frame */
  FAKE_PAYLOAD_GARBAGE,
  FAKE_PAYLOAD_OTHER_CODEC,     /* H.265 by its caps, nothing by its content */
  FAKE_PAYLOAD_UNKNOWN,         /* a codec that nobody knows */
} FakePayload;

/* What was seen of the elements, over all of them. */
typedef struct {
  gint alive;                   /* sources that are not freed */
  gint closes;                  /* "close" asked for */
  gint on_main;                 /* changes of state and ends that happened on the main thread */
  gint units;
} FakeSeen;

extern FakeScript fake_script;
extern FakeSeen   fake_seen;

void fake_dvrip_register (void);
void fake_dvrip_rewind   (void);

G_END_DECLS
