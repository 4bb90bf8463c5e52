/* dvrip-session.h
 *
 * One signed-in connection that plays one stream of one channel, from the lookup of the name to the
 * orderly close. All of it runs on the network thread and never blocks.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "dvrip-request.h"
#include "dvrip-unit-reader.h"

G_BEGIN_DECLS

typedef enum {
  DVRIP_PHASE_IDLE,
  DVRIP_PHASE_LOOKUP,
  DVRIP_PHASE_CONNECT,
  DVRIP_PHASE_LOGIN,
  DVRIP_PHASE_CLAIM,
  DVRIP_PHASE_START,    /* until the first media packet */
  DVRIP_PHASE_MEDIA,
  DVRIP_PHASE_VISIT,    /* signed in, and nothing is played */
  DVRIP_PHASE_CLOSING,
  DVRIP_PHASE_ENDED,
} DvripPhase;

typedef enum {
  DVRIP_TOPOLOGY_AUTO,         /* one socket first, two where that is refused or silent */
  DVRIP_TOPOLOGY_ONE_SOCKET,   /* B of the protocol */
  DVRIP_TOPOLOGY_TWO_SOCKETS,  /* A of the protocol */
} DvripTopology;

typedef enum {
  DVRIP_ENDED_BY_US,       /* closed or failed on our side, in order: our FIN, then theirs */
  DVRIP_ENDED_BY_DEVICE,   /* their FIN or RST came first */
  DVRIP_ENDED_BY_DEADLINE, /* we sent FIN, theirs did not come in time */
} DvripEndedBy;

typedef struct {
  char         *host;          /* a name or an address, without brackets */
  guint16       port;
  char         *user;
  char         *password;
  guint         channel;       /* from 0 */
  DvripStream   stream;
  DvripTopology topology;      /* what to try first; the other one is tried once after it */
  char         *stream_type;   /* (nullable): what the device called its sub stream last time */
  /* Deadlines in milliseconds; dvrip_session_config_init() sets the policy numbers. */
  guint         lookup_ms;     /* 5000 */
  guint         connect_ms;    /* 4000 */
  guint         login_ms;      /* 5000 */
  guint         claim_ms;      /* 5000 */
  guint         start_ms;      /* 5000: from Start to the first media packet, one topology */
  guint         unit_ms;       /* 5000: from the first to the last byte of a unit or a packet */
  guint         silence_ms;    /* 6000: without a byte of media */
  guint         keepalive_ms;  /* 0: half the interval that the device asks for, at least 5 s */
  guint         request_ms;    /* 5000: until the device answers a request */
  gboolean      alarms;        /* subscribe to them as soon as media flows */
  gboolean      no_stream;     /* sign in, for requests only, and play nothing */
} DvripSessionConfig;

typedef struct {
  DvripPhase    phase;
  DvripTopology topology;       /* what is in use, or worked */
  char          stream_type[16];
  guint64       bytes;          /* received, all sockets */
  guint64       packets;
  guint64       units;
  guint64       keepalives_sent;
  guint64       keepalives_missed;
  gint64        last_byte_us;   /* monotonic; -1: never */
  gint64        last_unit_us;   /* monotonic, of the last whole video unit; -1: never */
  guint64       requests_sent;  /* besides the stream: PTZ, alarms … */
  guint64       requests_unanswered;
  guint64       replies_late;   /* or that nobody had asked for */
  guint64       talk_sent;      /* packets of 40 ms */
  guint         alive_interval; /* seconds, as the device said it */
  guint         channels;       /* of the device; 0: not said */
  int           ret;            /* the device's last refusal; 0: none */
  char          local_address[46], remote_address[46];
  guint16       local_port, remote_port;   /* of the media socket */
} DvripSessionStats;

typedef struct _DvripSession DvripSession;

/* Callbacks come on the network thread, one at a time, none after @ended. They may call back into
 * the session. */
typedef struct {
  void (*phase) (DvripSession *self, DvripPhase phase, gpointer user_data);
  /* @unit: (transfer full) */
  void (*unit)  (DvripSession *self, DvripUnit *unit, gpointer user_data);
  /* Once for each request. */
  void (*reply) (DvripSession *self, const DvripReply *reply, gpointer user_data);
  void (*alarm) (DvripSession *self, const DvripAlarm *alarm, gpointer user_data);
  /* Exactly once. @error: (nullable): why, in WALL_ERROR; %NULL after dvrip_session_close(). */
  void (*ended) (DvripSession *self, DvripEndedBy by, const GError *error, gpointer user_data);
} DvripSessionCallbacks;

void          dvrip_session_config_init  (DvripSessionConfig          *config);
void          dvrip_session_config_clear (DvripSessionConfig          *config);

DvripSession *dvrip_session_new          (const DvripSessionConfig    *config,
                                          const DvripSessionCallbacks *callbacks,
                                          gpointer                     user_data,
                                          GDestroyNotify               notify);
DvripSession *dvrip_session_ref          (DvripSession                *self);
void          dvrip_session_unref        (DvripSession                *self);

/* From any thread; each returns at once. */
void          dvrip_session_start        (DvripSession                *self);
void          dvrip_session_close        (DvripSession                *self);
void          dvrip_session_abandon      (DvripSession                *self);
guint         dvrip_session_request      (DvripSession                *self,
                                          const DvripRequest          *request,
                                          DvripOutcome                *out_refusal);
gboolean      dvrip_session_talk         (DvripSession                *self,
                                          GBytes                      *alaw);
void          dvrip_session_get_stats    (DvripSession                *self,
                                          DvripSessionStats           *out_stats);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DvripSession, dvrip_session_unref)

G_END_DECLS
