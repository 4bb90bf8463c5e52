/* wall-player.h
 *
 * One pipeline, for one attempt to play one stream. Never used twice: nothing of a failed attempt
 * survives it. Owned by the main thread; no call blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wall-reason.h"
#include "wall-video-sink.h"

G_BEGIN_DECLS

#define WALL_TYPE_PLAYER (wall_player_get_type ())
G_DECLARE_FINAL_TYPE (WallPlayer, wall_player, WALL, PLAYER, GObject)

typedef enum {
  WALL_PLAYER_CONNECTING,   /* lookup, connect */
  WALL_PLAYER_SIGNING_IN,   /* login, claim, start */
  WALL_PLAYER_WAITING,      /* for the first picture */
  WALL_PLAYER_PLAYING,
  WALL_PLAYER_CLOSING,
  WALL_PLAYER_CLOSED,
} WallPlayerPhase;

/* All of it is copied. */
typedef struct {
  const char *uri;          /* without user and password, channel and stream included */
  const char *user;         /* (nullable) */
  const char *password;     /* (nullable) */
  const char *topology;     /* (nullable): what worked last time, as the element says it */
  const char *stream_type;  /* (nullable): likewise */
  const char *certificate;  /* (nullable): the only one that is trusted, "sha256:HEX" */
} WallPlayerConfig;

typedef struct {
  guint64 units;            /* video units received */
  guint64 fed_units;        /* of these, handed to the decoder: for wall_watch_note_fed() */
  guint64 bytes;
  gint64  key_interval_us;  /* between the last two key frames; 0: not known */
  gint64  last_unit_us;     /* monotonic; -1: never */
  gint64  last_byte_us;
  char    topology[16];     /* what worked; "" not known yet */
  char    stream_type[16];
  char    local_address[46], remote_address[46];
  guint16 local_port, remote_port;
  char    codec[16];        /* "H.264" … */
  char    certificate[80];  /* shown, and vouched for by nobody: "sha256:HEX"; "" none */
} WallPlayerStats;

/* Signals, on the main thread, never from inside a call of one's own:
 *   "notify::phase": on the way to PLAYING no phase is skipped, each is told.
 *   "failed" (WallReason reason, const char *message, const char *debug): once at most; the player
 *       closes itself then. The message is a sentence for the user.
 *   "closed" (const char *ended_by, WallReason reason): exactly once after wall_player_start(), the
 *       last signal: the socket is closed, the pipeline gone. Until then a slot of the device is
 *       taken. @ended_by: "us", "device", "deadline".
 *   "picture": a newer picture is in the sink's mailbox.
 * Dropping the last reference in any phase is allowed: it ends alone, and nothing is told.
 */
WallPlayer      *wall_player_new       (const WallPlayerConfig *config);
void             wall_player_start     (WallPlayer             *self);
void             wall_player_close     (WallPlayer             *self);
/* Decodes key frames only, to spare the computer, or all again from the next one on. */
void             wall_player_set_reduced (WallPlayer           *self,
                                          gboolean              is_reduced);
/* Decodes only as much as is needed to have the newest picture soon when it is to be seen again. */
void             wall_player_set_unseen (WallPlayer            *self,
                                         gboolean               is_unseen);
WallPlayerPhase  wall_player_get_phase (WallPlayer             *self);
/* What it is at, in words: "Waiting for a key frame…"; never %NULL. */
const char      *wall_player_get_activity (WallPlayer          *self);
WallVideoSink   *wall_player_get_sink  (WallPlayer             *self);
void             wall_player_get_stats (WallPlayer             *self,
                                        WallPlayerStats        *out_stats);

/* Whether @codec ("H.264", "H.265", "JPEG", "MPEG-4") can be decoded here: checked at start. */
gboolean         wall_player_has_decoder         (const char   *codec);
/* Debian's package that is missing for it, "" if none is. */
const char      *wall_player_get_missing_package (const char   *codec);
/* First thing in main(), before gst_init(): graphs of pipelines would show passwords. */
void             wall_player_forbid_dumps        (void);

G_END_DECLS
