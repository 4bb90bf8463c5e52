/* wall-reason.h
 *
 * Why a connection is not what one wants it to be: one word that travels from the socket to the
 * badge.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The codes of WALL_ERROR. Everywhere below the words on a tile a reason travels either as this
 * enum or, where types cannot be shared (messages of elements, the report), as its nick. */
typedef enum {
  WALL_REASON_NONE,              /* "none" */
  WALL_REASON_REFUSED,           /* "refused": the port is closed */
  WALL_REASON_NO_ROUTE,          /* "no-route": host or network unreachable */
  WALL_REASON_TIMED_OUT,         /* "timed-out": no answer to the connection attempt in time */
  WALL_REASON_NAME_NOT_FOUND,    /* "name-not-found" */
  WALL_REASON_RESET,             /* "reset": RST from the device */
  WALL_REASON_CLOSED_BY_DEVICE,  /* "closed-by-device": FIN from the device, unasked */
  WALL_REASON_NOT_DVRIP,         /* "not-dvrip": something else answers on that port */
  WALL_REASON_WRONG_PASSWORD,    /* "wrong-password": 203, 106, 204 */
  WALL_REASON_PASSWORD_NEEDED,   /* "password-needed": none is known */
  WALL_REASON_LOCKED_OUT,        /* "locked-out": 205, 206 */
  WALL_REASON_NO_PERMISSION,     /* "no-permission": 107 */
  WALL_REASON_NO_SUCH_CHANNEL,   /* "no-such-channel" */
  WALL_REASON_CHANNEL_OFFLINE,   /* "channel-offline": 121, the recorder's camera is away */
  WALL_REASON_TOO_MANY,          /* "too-many-connections" */
  WALL_REASON_REJECTED,          /* "rejected": another return code, or none */
  WALL_REASON_SILENT,            /* "silent": connected, and then no answer or no media */
  WALL_REASON_BAD_DATA,          /* "bad-data": outside the protocol or beyond a limit */
  WALL_REASON_NO_PICTURE,        /* "no-picture": media comes, no picture comes out of it */
  WALL_REASON_NO_DECODER,        /* "no-decoder": it is played here, but for a missing package */
  WALL_REASON_UNSUPPORTED,       /* "unsupported": a kind of picture that is never played here */
  WALL_REASON_WRONG_SERVICE,     /* "wrong-service": what answers speaks another protocol */
  WALL_REASON_NO_SUCH_STREAM,    /* "no-such-stream": the path of a URL names none (404) */
  WALL_REASON_TLS_FAILED,        /* "tls-failed": no secure connection could be agreed on */
  WALL_REASON_CERTIFICATE_CHANGED, /* "certificate-changed": not the one that was trusted first */
  WALL_REASON_BAD_ADDRESS,       /* "bad-address": the URI itself is wrong */
  WALL_REASON_LOCAL,             /* "local": this computer is out of something (files, memory) */
} WallReason;

#define WALL_N_REASONS (WALL_REASON_LOCAL + 1)

#define WALL_ERROR (wall_error_quark ())
GQuark      wall_error_quark       (void);

const char *wall_reason_to_nick    (WallReason    reason);
gboolean    wall_reason_from_nick  (const char   *nick,
                                    WallReason   *out_reason);
WallReason  wall_reason_from_error (const GError *error);
const char *wall_reason_get_sentence (WallReason  reason);

G_END_DECLS
