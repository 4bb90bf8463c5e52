/* session-client.h
 *
 * A session under test, and what it has told so far.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "dvrip-session.h"
#include "fake-device.h"

G_BEGIN_DECLS

typedef struct {
  DvripSession       *session;
  DvripSessionConfig  config;    /* may be changed before session_client_start() */

  /* Guarded by @lock, @cond tells of every change. */
  GMutex              lock;
  GCond               cond;
  DvripPhase          phase;
  GPtrArray          *units;     /* (element-type DvripUnit) */
  GPtrArray          *replies;   /* (element-type ClientReply) */
  GPtrArray          *alarms;    /* (element-type utf8): "2 VideoMotion Start 2023…" */
  guint               n_ended;
  guint               n_after_end;
  guint               n_notified;
  DvripEndedBy        by;
  GError             *error;
  gint64              begun_us;  /* of the start */
  gint64              asked_us;  /* of the start or the close, whichever came later */
  gint64              ended_us;

  /* Called on the network thread with every unit or phase. */
  void              (*hook) (gpointer client);
} SessionClient;

typedef struct {
  guint        request;
  DvripOutcome outcome;
  int          ret;
  GBytes      *picture;   /* (nullable) */
  char        *text;      /* "ptz none 100" */
  gint64       time_us;
} ClientReply;

SessionClient *session_client_new         (guint16        port);
void           session_client_free        (SessionClient *self);
void           session_client_prepare     (SessionClient *self);
void           session_client_start       (SessionClient *self);
void           session_client_close       (SessionClient *self);
void           session_client_wait_phase  (SessionClient *self, DvripPhase phase);
void           session_client_wait_units  (SessionClient *self, guint n_units);
guint          session_client_ask         (SessionClient *self, DvripRequestKind kind);
guint          session_client_turn        (SessionClient *self, const char *command);
void           session_client_wait_alarms (SessionClient *self, guint n_alarms);
void           session_client_wait_reply  (SessionClient *self, guint request);
void           session_client_assert_reply (SessionClient *self, guint request, const char *text);
void           session_client_wait_ended  (SessionClient *self);
void           session_client_wait_notified (SessionClient *self);
double         session_client_get_seconds (SessionClient *self);

/* Sockets that the process has open now. */
guint          count_sockets              (void);
void           wait_for_sockets           (guint          n_sockets);

#define assert_ended_well(client)                                             \
  G_STMT_START {                                                              \
    session_client_wait_ended (client);                                       \
    g_assert_no_error ((client)->error);                                      \
    g_assert_cmpint ((client)->by, ==, DVRIP_ENDED_BY_US);                    \
  } G_STMT_END

#define assert_ended(client, ended_by, reason)                                \
  G_STMT_START {                                                              \
    session_client_wait_ended (client);                                       \
    g_assert_error ((client)->error, WALL_ERROR, (int) (reason));             \
    g_assert_cmpint ((client)->by, ==, (ended_by));                           \
  } G_STMT_END

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SessionClient, session_client_free)

G_END_DECLS
