/* dvrip-session-private.h
 *
 * What the files of the session share: its struct, and the doors from one file to another.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "dvrip-plan.h"
#include "dvrip-request-queue.h"
#include "dvrip-session.h"
#include "dvrip-snapshot.h"
#include "dvrip-wire.h"

G_BEGIN_DECLS

typedef enum {
  DVRIP_TALK_OFF,
  DVRIP_TALK_ON,
  DVRIP_TALK_ENDING,   /* what was said before the stop is still sent */
} DvripTalkState;

struct _DvripSession {
  gatomicrefcount       ref_count;
  DvripSessionConfig    config;           /* never changes */

  /* Guarded by @callback_lock, which is held while a callback runs. */
  GRecMutex             callback_lock;
  DvripSessionCallbacks callbacks;
  gpointer              user_data;
  GDestroyNotify        notify;           /* (nullable): until @user_data was given back */
  guint                 depth;            /* callbacks that run now */
  gboolean              is_mute;          /* abandoned or ended: no callback any more */
  gboolean              is_held;          /* abandoned: an exit waits for it */

  /* Guarded by @stats_lock. */
  GMutex                stats_lock;
  DvripSessionStats     stats;

  /* Guarded by @request_lock. */
  GMutex                request_lock;
  GQueue                asked;            /* of DvripPending: for the network thread to take */
  guint                 n_open;           /* requests whose outcome is open */
  gboolean              is_refusing;      /* requests: the end has begun */
  gboolean              is_talk_open;     /* what is said is kept for sending */
  GByteArray           *said;             /* A-law */

  /* Everything below belongs to the network thread. */
  gboolean              is_started;
  gboolean              is_ended;
  DvripPlan             plan;
  GError               *first_error;      /* (nullable): why the first way did not work */
  GCancellable         *cancellable;      /* (nullable): of the lookup or connect under way */
  GPtrArray            *addresses;        /* (nullable) */
  GSource              *deadline;         /* (nullable): of the phase */

  DvripWire            *control;          /* (nullable) */
  DvripWire            *media;            /* (nullable): @control itself with one socket */
  guint32               session_id;
  guint32               sequence;
  gsize                 unread_reply;     /* bytes received since the login was sent */
  gboolean              is_logged_in;
  gboolean              is_monitoring;    /* Start was sent */

  GSource              *keepalive;        /* (nullable) */
  gboolean              awaits_keepalive;
  GSource              *watch;            /* (nullable): unit and silence */
  DvripUnitReader      *units;            /* (nullable) */
  gint64                last_media_us;

  DvripRequestQueue    *requests;
  GSource              *request_timer;    /* (nullable): of the one that is due next */
  guint32               asked_sequence;   /* of the login or claim that waits for its answer */
  DvripSnapshotReader  *snapshots;
  DvripPtz              move;             /* how to stop what turns; without a command: nothing */
  gboolean              is_stopping;      /* it was asked to stop */
  gboolean              wants_alarms;
  guint                 n_alarms;         /* in the second since @alarms_us */
  gint64                alarms_us;
  gboolean              has_no_key_frames; /* on request */
  gint64                key_frame_us;     /* when one was asked for */

  DvripTalkState        talk;
  GSource              *talk_timer;       /* (nullable): of the next 40 ms */
  gint64                talk_due_us;
  DvripPending         *talk_stop;        /* (nullable): while @talk is ENDING */

  gboolean              is_closing;
  gboolean              is_draining;      /* our FIN is sent */
  gboolean              reconnects;       /* after this close, with the plan's next way */
  gsize                 drained;
  DvripEndedBy          ended_by;
  GError               *error;            /* (nullable): what @ended will say */
};

/* dvrip-session.c */
void     dvrip_session_set_phase       (DvripSession *self, DvripPhase phase);
void     dvrip_session_emit_unit       (DvripSession *self, DvripUnit *unit);
void     dvrip_session_emit_reply      (DvripSession *self, const DvripReply *reply);
void     dvrip_session_emit_alarm      (DvripSession *self, const DvripAlarm *alarm);
void     dvrip_session_invoke          (DvripSession *self, GSourceFunc function);
void     dvrip_session_end             (DvripSession *self);
void     dvrip_session_clear_source    (GSource **source);
void     dvrip_session_set_timer       (DvripSession *self, GSource **timer, guint ms,
                                        GSourceFunc function);
void     dvrip_session_send            (DvripSession *self, DvripWire *wire, guint16 id,
                                        GBytes *payload);

/* dvrip-session-connect.c */
void     dvrip_session_begin           (DvripSession *self);
void     dvrip_session_connect_control (DvripSession *self);
void     dvrip_session_connect_media   (DvripSession *self);

/* dvrip-session-control.c */
void     dvrip_session_login           (DvripSession *self);
void     dvrip_session_claim           (DvripSession *self);
void     dvrip_session_handle_reply    (DvripSession *self, const DvripHeader *header,
                                        GBytes *payload);
GBytes  *dvrip_session_write_monitor   (DvripSession *self, const char *action);

/* dvrip-session-media.c */
void     dvrip_session_start_keepalive (DvripSession *self);
void     dvrip_session_handle_media    (DvripSession *self, DvripWire *wire, GBytes *payload);
void     dvrip_session_note_media      (DvripSession *self, DvripWire *wire);

/* dvrip-session-request.c */
void     dvrip_session_take_requests   (DvripSession *self);
void     dvrip_session_begin_requests  (DvripSession *self);
void     dvrip_session_end_requests    (DvripSession *self);
void     dvrip_session_send_request    (DvripSession *self, DvripPending *pending,
                                        guint16 message_id);
void     dvrip_session_pump_requests   (DvripSession *self);
void     dvrip_session_answer_request  (DvripSession *self, DvripPending *pending,
                                        const DvripReply *said);
void     dvrip_session_finish_request  (DvripSession *self, DvripPending *pending,
                                        DvripOutcome outcome, int ret, GBytes *picture);

/* dvrip-session-answer.c */
void     dvrip_session_handle_answer   (DvripSession *self, const DvripHeader *header,
                                        GBytes *payload);
void     dvrip_session_handle_silence  (DvripSession *self, DvripPending *pending);

/* dvrip-session-ptz.c */
void     dvrip_session_prepare_ptz     (DvripSession *self, DvripPending *pending);
void     dvrip_session_note_ptz        (DvripSession *self, const DvripPending *pending);
void     dvrip_session_note_ptz_answer (DvripSession *self, const DvripPending *pending,
                                        gboolean is_done);
void     dvrip_session_repeat_stop     (DvripSession *self, const DvripPending *pending);
void     dvrip_session_say_stop        (DvripSession *self);
void     dvrip_session_leave_move      (DvripSession *self);
void     dvrip_session_stop_left_move  (DvripSession *self);

/* dvrip-session-talk.c */
void     dvrip_session_begin_talk      (DvripSession *self);
void     dvrip_session_start_talk      (DvripSession *self, DvripPending *pending);
void     dvrip_session_stop_talk       (DvripSession *self, DvripPending *pending);
void     dvrip_session_hush_talk       (DvripSession *self);
void     dvrip_session_drop_talk       (DvripSession *self);
void     dvrip_session_say_talk_stop   (DvripSession *self);

/* dvrip-session-exit.c */
void     dvrip_session_exit_hold       (void);
void     dvrip_session_exit_release    (void);

/* dvrip-session-close.c */
void     dvrip_session_fail            (DvripSession *self, DvripEndedBy by, GError *error);
void     dvrip_session_retry_refused   (DvripSession *self, GError *error);
void     dvrip_session_retry_silent    (DvripSession *self, GError *error);
void     dvrip_session_begin_close     (DvripSession *self);
void     dvrip_session_closing_reply   (DvripSession *self, guint16 id);
void     dvrip_session_closing_bytes   (DvripSession *self, gsize size);
void     dvrip_session_wire_gone       (DvripSession *self, DvripWire *wire, const GError *error);

G_END_DECLS
