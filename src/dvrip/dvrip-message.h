/* dvrip-message.h
 *
 * Control messages: what is written as JSON into a packet's payload, and read out of one.
 * Pure: no sockets, no logging, callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "wall-reason.h"

G_BEGIN_DECLS

#define DVRIP_MAX_JSON_DEPTH 32
#define DVRIP_DEFAULT_ALIVE_INTERVAL 20

typedef enum {
  DVRIP_RET_NONE = 0,             /* the reply has no return code */
  DVRIP_RET_OK = 100,
  DVRIP_RET_ILLEGAL_REQUEST = 103,
  DVRIP_RET_NOT_LOGGED_IN = 105,
  DVRIP_RET_BAD_LOGIN = 106,
  DVRIP_RET_NO_PERMISSION = 107,
  DVRIP_RET_TIMEOUT = 108,
  DVRIP_RET_BAD_MESSAGE = 117,
  DVRIP_RET_CHANNEL_OFFLINE = 121,
  DVRIP_RET_WRONG_PASSWORD = 203,
  DVRIP_RET_ILLEGAL_USER = 204,
  DVRIP_RET_LOCKED = 205,
  DVRIP_RET_BLACKLISTED = 206,
} DvripRet;

typedef enum {
  DVRIP_STREAM_MAIN,
  DVRIP_STREAM_SUB,
} DvripStream;

/* The words of a Claim, Start or Stop, as they stand on the wire. */
typedef struct {
  guint       channel;      /* from 0 */
  const char *stream_type;  /* "Main", "Extra1", "Extra" */
} DvripMonitor;

/* Return codes. */
const char *dvrip_ret_to_string         (int ret);
WallReason  dvrip_ret_to_reason         (int ret);

/* Writers: the payload, with its terminator "\n\0" counted. */
GBytes     *dvrip_message_write_login      (const char *user, const char *password);
GBytes     *dvrip_message_write_named      (const char *name, guint32 session_id);
GBytes     *dvrip_message_write_logout     (guint32 session_id);
GBytes     *dvrip_message_write_keepalive  (guint32 session_id);
GBytes     *dvrip_message_write_operation  (const char *name, JsonObject *operation,
                                            guint32 session_id);
GBytes     *dvrip_message_write_monitor    (const char *action, const DvripMonitor *monitor,
                                            guint32 session_id);
GBytes     *dvrip_message_write_json       (JsonNode *node);
GBytes     *dvrip_message_write_reply      (const char *name, int ret, guint32 session_id);

/* Readers. */
JsonObject *dvrip_message_parse            (GBytes *payload, GError **error);
int         dvrip_message_get_ret          (JsonObject *message);
gboolean    dvrip_message_get_session_id   (JsonObject *message, guint32 *out_session_id);

typedef struct {
  int      ret;
  guint32  session_id;
  gboolean has_session_id;
  guint    alive_interval;  /* seconds */
  guint    channels;        /* 0: not said */
  char    *device_type;     /* (nullable) */
} DvripLoginReply;

void        dvrip_message_read_login_reply (JsonObject *message, DvripLoginReply *out_reply);
void        dvrip_login_reply_clear        (DvripLoginReply *reply);
char      **dvrip_message_read_titles      (JsonObject *message, GError **error);
char       *dvrip_message_read_time        (JsonObject *message, GError **error);

/* What a device says of itself. A text that it leaves out is %NULL, a number is 0. */
typedef struct {
  char   *model;
  char   *hardware;
  char   *software;
  char   *serial;
  char   *build_time;        /* as it wrote it */
  guint   video_inputs;      /* channels of its own */
  guint   digital_channels;  /* cameras on the network that it records */
  guint   audio_inputs;
  guint   alarm_inputs;
  guint64 running_minutes;   /* since it started */
} DvripSystemInfo;

gboolean    dvrip_message_read_system_info (JsonObject *message, DvripSystemInfo *out_info, GError **error);
void        dvrip_system_info_clear        (DvripSystemInfo *info);

typedef struct {
  char  *user;
  char  *hash;              /* the login hash, or what stands there */
  char  *encrypt_type;
} DvripLoginRequest;

typedef struct {
  char  *action;            /* "Claim", "Start", "Stop" … */
  guint  channel;
  char  *stream_type;
} DvripMonitorRequest;

gboolean    dvrip_message_read_login_request   (JsonObject *message, DvripLoginRequest *out,
                                                GError **error);
void        dvrip_login_request_clear          (DvripLoginRequest *request);
gboolean    dvrip_message_read_monitor_request (JsonObject *message, DvripMonitorRequest *out,
                                                GError **error);
void        dvrip_monitor_request_clear        (DvripMonitorRequest *request);

G_END_DECLS
