/* encoder-server-private.h
 *
 * What the files of the server share: its channels, ports, clients and sessions.
 * Belongs to the network thread once the server has started.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-alarm.h"
#include "encoder-connection.h"
#include "encoder-discovery.h"
#include "encoder-feed.h"
#include "encoder-lockout.h"
#include "encoder-loop.h"
#include "encoder-mutate.h"
#include "encoder-pacer.h"
#include "encoder-ptz.h"
#include "encoder-reply.h"
#include "encoder-server.h"
#include "encoder-tone.h"

G_BEGIN_DECLS

#define ENCODER_MAX_CHANNELS    128
#define ENCODER_TALK_SAID       32
#define ENCODER_N_STREAMS       2     /* Main, Extra1 */

typedef struct _EncoderClient  EncoderClient;
typedef struct _EncoderEarly   EncoderEarly;
typedef struct _EncoderSession EncoderSession;
typedef struct _EncoderSnapshot EncoderSnapshot;

typedef struct {
  char         *source;                   /* "test" or a path */
  EncoderLoop  *loops[ENCODER_N_STREAMS];    /* (nullable): or else */
  EncoderFeed  *feeds[ENCODER_N_STREAMS];    /* (transfer none): the server's */
  guint         outputs[ENCODER_N_STREAMS];  /* of the feed */
  EncoderTone  *tone;                     /* (nullable): of test pictures */
  EncoderPtz   *ptz;
  char         *alarms[ENCODER_N_ALARMS]; /* (nullable): since when each stands, local time */
  EncoderFaultSet faults;
  guint         fault_changes;            /* so that a stream notices */
} EncoderChannel;

/* Who talks to a box, and how much was heard since the start. */
typedef struct {
  EncoderClient *client;     /* (nullable): claimed it */
  gboolean       is_started;
  gboolean       is_combined; /* by its claim; a Start may still come */
  guint32        answers;    /* units sent back since it was started */
  guint64        units, bytes, bad;
  /* What was said last, and how much in all: it is to be heard on the box's first channel. */
  EncoderUnit    said[ENCODER_TALK_SAID];
  guint64        n_said;
} EncoderTalk;

typedef struct {
  EncoderServer *server;
  guint16        number;     /* 0 until it listens */
  guint          first, n_channels;
  GSocket       *listener;   /* (nullable): none while it refuses */
  GSource       *source;
  GSource       *retry;      /* (nullable): to accept again when files were short */
  gboolean       is_short;   /* they still are, and it was said */
  guint          n_slots;    /* connections that count towards the limit */
  EncoderLockout *lockout;
  EncoderTalk    talk;
} EncoderPort;

struct _EncoderSession {
  guint32        id;
  EncoderPort   *port;
  EncoderClient *control;    /* the session lives as long as this one */
  const EncoderUser *user;   /* who signed in */
  gboolean       is_guarded; /* alarms are pushed to it */
  guint32        pushes;
};

/* A stream on its way to one client. */
typedef struct {
  guint    channel;          /* index into the server's channels */
  guint    stream;
  gboolean is_claimed, is_started;
  gint64   anchor_us;        /* when unit 0 of this start is due */
  guint64  video_count, audio_count;
  guint    position;         /* in the loop, of the next picture */
  gint64   sound_us;         /* in the loop, of the sound that is due at the anchor */
  gboolean is_frozen, is_stalled;
  gboolean is_hearing;       /* what is said to the box */
  guint64  heard;            /* so much of it */
  guint    frozen_position;
  gint64   frozen_us;        /* since 1970: what the frozen picture says of its time */
  EncoderUnit frozen;        /* of a live stream; owned */
  EncoderMutation mutation;
} EncoderWatch;

struct _EncoderClient {
  EncoderServer     *server;
  EncoderPort       *port;
  EncoderConnection *connection;
  EncoderSession    *session;   /* (nullable): signed in here, or claimed for it */
  gint64             since_us;  /* connected, or signed out */
  gboolean           has_slot;  /* counts towards the port's limit */
  gboolean           has_talk_refusal; /* was told that talk is not open */
  EncoderSnapshot   *snapshot;  /* (nullable): being made for it */
  EncoderWatch       watch;
  GArray            *early;     /* of EncoderEarly (nullable): Starts that wait */
};

struct _EncoderServer {
  char           *listen;
  guint16         port_number;
  gboolean        ports_per_channel;
  EncoderFormat   formats[ENCODER_N_STREAMS];
  guint           alive_interval;
  char           *cache_dir;
  EncoderUsers   *users;
  guint           max_connections;
  int             at_limit;
  EncoderAnnounce announce;
  int             discovery_port;
  EncoderDiscovery *discovery;  /* (nullable) */
  EncoderDeviations deviations;  /* network thread, once it has started */
  GCancellable   *cancellable;  /* of the making of loops */

  EncoderChannel *channels;
  guint           n_channels;
  GPtrArray      *feeds;        /* of EncoderFeed */
  gboolean        has_timestamps;
  guint           idle_ms;      /* 0: as usual */
  EncoderLogins  *logins;       /* (nullable) */
  gboolean        tries_sources;
  char           *camera_element; /* (nullable): as in the configuration */
  EncoderPort    *ports;
  guint           n_ports;

  /* From here on: network thread. */
  GPtrArray      *clients;      /* of EncoderClient */
  GPtrArray      *snapshots;    /* of EncoderSnapshot, being made */
  GHashTable     *sessions;     /* id to EncoderSession */
  EncoderPacer   *pacer;
  GSource        *house_timer;
  gint64          started_us;
  gboolean        is_stopping;
  EncoderCounters counters;
  GPtrArray      *planned_faults; /* (nullable): those whose time comes */

  /* The end of the last client, for whoever waits for it in another thread. */
  GMutex          lock;
  GCond           emptied;
  gboolean        is_empty;     /* guarded by @lock */
};

/* encoder-session.c */
EncoderSession *encoder_session_new          (EncoderClient *control,
                                              const EncoderUser *user);
EncoderSession *encoder_session_find         (EncoderClient *client,
                                              guint32        id);
void            encoder_session_end          (EncoderServer *server,
                                              EncoderSession *session,
                                              EncoderClient *except);
gboolean        encoder_session_is_idle      (EncoderServer *server,
                                              EncoderSession *session,
                                              gint64         now_us);

/* encoder-watch.c */
void            encoder_watch_start          (EncoderClient *client);
void            encoder_watch_stop           (EncoderClient *client);
gint64          encoder_watch_advance        (EncoderClient *client,
                                              gint64         now_us);
void            encoder_watch_deliver        (EncoderClient         *client,
                                              EncoderFeed           *feed,
                                              const EncoderFeedUnit *unit,
                                              gint64                 now_us);

/* encoder-request.c */
void            encoder_request_handle       (EncoderClient     *client,
                                              const DvripHeader *header,
                                              GBytes            *payload);

/* encoder-early.c */
gboolean        encoder_early_keep           (EncoderClient  *client,
                                              guint           channel,
                                              guint           stream,
                                              guint32         sequence);
void            encoder_early_serve          (EncoderClient  *claimed);
void            encoder_early_expire         (EncoderClient  *client,
                                              gint64          now_us);
void            encoder_early_forget         (EncoderClient  *client);

/* encoder-port.c */
gboolean        encoder_port_bind            (EncoderPort    *self,
                                              GError        **error);
gboolean        encoder_port_listen          (EncoderPort    *self,
                                              GError        **error);
void            encoder_port_close           (EncoderPort    *self);
gboolean        encoder_port_take_slot       (EncoderPort    *self);
void            encoder_port_free_slot       (EncoderPort    *self);
void            encoder_port_check           (EncoderPort    *self);

/* encoder-box.c */
void            encoder_box_init             (EncoderBox     *out_box,
                                              const EncoderPort *port,
                                              const char     *address);
void            encoder_box_clear            (EncoderBox     *box);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EncoderBox, encoder_box_clear)

/* encoder-client.c */
void            encoder_client_new           (EncoderPort    *port,
                                              GSocket        *socket);
void            encoder_client_free          (gpointer        client);
void            encoder_client_apply_hold    (EncoderClient  *client);
char           *encoder_client_dup_local_address (EncoderClient *client);
void            encoder_client_send_pieces   (EncoderClient  *client,
                                              guint32         session_id,
                                              guint32         sequence,
                                              guint16         id,
                                              GBytes         *payload);
gboolean        encoder_client_take_slot     (EncoderClient  *client);
void            encoder_client_check         (EncoderClient  *client,
                                              gint64          now_us);

/* encoder-request-snapshot.c */
void            encoder_snapshot_forget      (EncoderClient  *client);
void            encoder_snapshots_check      (EncoderServer  *server,
                                              gint64          now_us);
void            encoder_snapshots_close      (EncoderServer  *server);

/* encoder-talk.c */
void            encoder_talk_receive         (EncoderClient  *client,
                                              const DvripHeader *header,
                                              GBytes         *payload);
void            encoder_talk_leave           (EncoderClient  *client);
const EncoderUnit *encoder_talk_hear         (EncoderClient  *client);
void            encoder_talk_clear           (EncoderTalk    *talk);

/* encoder-server.c */
typedef void (*EncoderServerFunc) (EncoderServer *self,
                                   gpointer       data);
void            encoder_server_call          (EncoderServer  *self,
                                              EncoderServerFunc function,
                                              gpointer        data);
void            encoder_server_client_left   (EncoderServer  *server);

/* encoder-studio.c */
gboolean        encoder_studio_make_loops    (EncoderServer  *server,
                                              GError        **error);

/* encoder-alarm.c */
guint           encoder_alarm_set            (EncoderServer  *server,
                                              guint           channel,
                                              EncoderAlarm    alarm,
                                              gboolean        is_on);

/* encoder-fault.c */
gboolean        encoder_fault_of_port        (EncoderPort    *port,
                                              EncoderFault    fault);
gboolean        encoder_fault_of_client      (EncoderClient  *client,
                                              EncoderFault    fault);
void            encoder_fault_apply          (EncoderServer  *server,
                                              const EncoderFaultSpec *spec);

/* encoder-fault-answer.c */
gboolean        encoder_fault_closes_door    (EncoderPort    *port);
gboolean        encoder_fault_takes_packet   (EncoderClient  *client);
int             encoder_fault_get_login_ret  (EncoderPort    *port);
int             encoder_fault_get_claim_ret  (EncoderClient  *client,
                                              guint           channel,
                                              guint           stream);
GBytes         *encoder_fault_spoil_answer   (EncoderClient  *client,
                                              guint16         id,
                                              GBytes         *payload);

G_END_DECLS
