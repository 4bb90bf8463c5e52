/* wall-probe.h
 *
 * Finds out what answers at an address that a person typed, step by step: is somebody there and
 * what does he speak, does he let us in, which channels has he, what do they show. One login with a
 * password, whatever comes of it, and none where there is nothing to try; never more than two connections at once; each step ends within a
 * deadline. Nothing is kept: what was found is for the caller to read.
 * Main thread; no call blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "wall-probe-channel.h"
#include "wall-reason.h"

G_BEGIN_DECLS

#define WALL_TYPE_PROBE (wall_probe_get_type ())
G_DECLARE_FINAL_TYPE (WallProbe, wall_probe, WALL, PROBE, GObject)

/* What a person says that it is. A scheme in the text itself ("rtsp://…") says it, too, and is the
 * one that counts. */
typedef enum {
  WALL_PROBE_AUTO,     /* to be found out */
  WALL_PROBE_DVRIP,
  WALL_PROBE_RTSP,
  WALL_PROBE_HTTP,
  WALL_PROBE_TCP,
} WallProbeKind;

/* All of it is copied. */
typedef struct {
  const char   *text;        /* host, host:port, an IPv6 address, or a URL, as it was typed */
  WallProbeKind kind;
  const char   *user;        /* (nullable): one in the URL goes before it; "": nobody */
  const char   *password;    /* (nullable): likewise; %NULL: none was given */
  gboolean      is_user_kept; /* and not typed now: he is not tried without a password */
  /* (nullable): asked where no password was given, once it is known who is there.
   * Returns: (transfer full) (nullable): what is known to be right */
  char       *(*recall) (gpointer data, const char *uri, const char *user);
  gpointer      recall_data;
  const char   *certificate; /* (nullable): the only one that is trusted, "sha256:HEX" */
} WallProbeRequest;

typedef enum {
  WALL_PROBE_FOUND,      /* somebody answers there, and it is known what he speaks */
  WALL_PROBE_CONNECTED,
  WALL_PROBE_SIGNED_IN,
  WALL_PROBE_CHANNELS,   /* wall_probe_get_channels() has all of them, with their titles */
  WALL_PROBE_PICTURE,    /* the first preview is there */
} WallProbeStep;

#define WALL_PROBE_N_STEPS (WALL_PROBE_PICTURE + 1)

/* Signals, on the main thread, never from inside wall_probe_start() or wall_probe_cancel():
 *   "step" (WallProbeStep step, gboolean done): twice for each step, in their order: with FALSE when
 *       it begins, with TRUE when it is done.
 *   "failed" (WallReason reason, const char *sentence): once at most, and the last signal: the step
 *       that began last was not done. The sentence is for people: what is wrong and what to do. If
 *       it is the picture that failed, the device itself can be kept.
 *   "done": once at most: all steps are done. The previews go on until the probe is cancelled.
 * After wall_probe_cancel(), or when another probe was started, there is none any more. Dropping the
 * last reference cancels. */
WallProbe  *wall_probe_new             (const WallProbeRequest *request);
void        wall_probe_start           (WallProbe              *self);
void        wall_probe_cancel          (WallProbe              *self);

/* Whether anybody sees the previews, as is believed at first: else there is only the first one. */
void        wall_probe_set_seen        (WallProbe              *self,
                                        gboolean                is_seen);

/* What is known of a step, or being done about it, for people: "DVRIP at 192.168.1.10:34567";
 * "" nothing yet. Changes with "step". */
const char *wall_probe_get_words       (WallProbe              *self,
                                        WallProbeStep           step);

/* The result, as far as the steps that are done have found it. */
/* FOUND: (nullable): what belongs into the device file: of a device with channels scheme, host and
 * port; of any other the whole address of the stream. Never with a user or a password. */
const char *wall_probe_get_uri         (WallProbe              *self);
const char *wall_probe_get_scheme      (WallProbe              *self);
gboolean    wall_probe_has_channels    (WallProbe              *self);
/* At once: whether what was typed can be understood. */
gboolean    wall_probe_has_address     (WallProbe              *self);
/* At once: (nullable): who signs in, out of the request or the URL that was typed. */
const char *wall_probe_get_user        (WallProbe              *self);
const char *wall_probe_get_password    (WallProbe              *self);
/* At once: the channel that a URL names, from 1; 0: it names none. */
guint       wall_probe_get_channel     (WallProbe              *self);
/* (transfer none): a GListModel of WallProbeChannel, the same for the probe's whole life, empty
 * until CHANNELS; of what has no channels, one that stands for the stream. */
GListModel *wall_probe_get_channels    (WallProbe              *self);
/* CHANNELS: (nullable): as the device says it. */
const char *wall_probe_get_model       (WallProbe              *self);
const char *wall_probe_get_serial      (WallProbe              *self);
/* At once: (nullable): the only certificate that is trusted, out of the request. */
const char *wall_probe_get_expected    (WallProbe              *self);
/* CONNECTED, or failed because it is not the trusted one: (nullable): that the device showed and
 * nobody vouches for, "sha256:HEX": to be kept with the device if a person adds or trusts it. */
const char *wall_probe_get_certificate (WallProbe              *self);

G_END_DECLS
