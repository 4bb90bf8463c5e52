/* dvrip-header.h
 *
 * The 20 bytes in front of every packet, little-endian.
 * Pure: no sockets, no logging, callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DVRIP_HEADER_SIZE   20
#define DVRIP_HEADER_MAGIC  0xff
#define DVRIP_DEFAULT_PORT  34567

/* Limits on what a header may claim (the project's own choice). */
#define DVRIP_MAX_CONTROL   (1u << 20)
#define DVRIP_MAX_MEDIA     (4u << 20)

typedef enum {
  DVRIP_ID_LOGIN         = 1000, DVRIP_ID_LOGIN_REPLY         = 1001,
  DVRIP_ID_LOGOUT        = 1002, DVRIP_ID_LOGOUT_REPLY        = 1003,
  DVRIP_ID_KEEPALIVE     = 1006, DVRIP_ID_KEEPALIVE_REPLY     = 1007,
  DVRIP_ID_SYSTEM_INFO   = 1020, DVRIP_ID_SYSTEM_INFO_REPLY   = 1021,
  DVRIP_ID_CHANNEL_TITLE = 1048, DVRIP_ID_CHANNEL_TITLE_REPLY = 1049,
  DVRIP_ID_PTZ           = 1400, DVRIP_ID_PTZ_REPLY           = 1401,
  DVRIP_ID_MONITOR       = 1410, DVRIP_ID_MONITOR_REPLY       = 1411,
  DVRIP_ID_MONITOR_DATA  = 1412,
  DVRIP_ID_CLAIM         = 1413, DVRIP_ID_CLAIM_REPLY         = 1414,
  DVRIP_ID_PLAYBACK_DATA = 1422,
  DVRIP_ID_DOWNLOAD_DATA = 1426,
  DVRIP_ID_TALK          = 1430, DVRIP_ID_TALK_REPLY          = 1431,
  DVRIP_ID_TALK_DATA     = 1432, DVRIP_ID_TALK_DATA_REPLY     = 1433,
  DVRIP_ID_TALK_CLAIM    = 1434, DVRIP_ID_TALK_CLAIM_REPLY    = 1435,
  DVRIP_ID_TIME_QUERY    = 1452, DVRIP_ID_TIME_QUERY_REPLY    = 1453,
  DVRIP_ID_GUARD         = 1500, DVRIP_ID_GUARD_REPLY         = 1501,
  DVRIP_ID_UNGUARD       = 1502, DVRIP_ID_UNGUARD_REPLY       = 1503,
  DVRIP_ID_ALARM         = 1504,
  DVRIP_ID_SNAPSHOT      = 1560, DVRIP_ID_SNAPSHOT_REPLY      = 1561,
  DVRIP_ID_KEY_FRAME     = 1562, DVRIP_ID_KEY_FRAME_REPLY     = 1563,
} DvripMessageId;

typedef struct {
  guint8  version;        /* 0 from clients, 1 from devices; either is accepted */
  guint8  reserved[2];    /* ignored */
  guint32 session_id;
  guint32 sequence;       /* each side's own counter, never a correlation id */
  guint8  total_packets;  /* media: the channel, from 0 */
  guint8  current_packet; /* media: 1 at the end of a playback */
  guint16 id;             /* a DvripMessageId, or one that we do not know */
  guint32 length;         /* of the payload, without these 20 bytes */
} DvripHeader;

gboolean dvrip_header_is_media    (guint16             id);
guint32  dvrip_header_get_limit   (guint16             id);
gboolean dvrip_header_check_start (const guint8       *data,
                                   gsize               size,
                                   GError            **error);
gboolean dvrip_header_parse       (const guint8        data[DVRIP_HEADER_SIZE],
                                   DvripHeader        *out_header,
                                   GError            **error);
void     dvrip_header_write       (const DvripHeader  *header,
                                   guint8              out_data[DVRIP_HEADER_SIZE]);

G_END_DECLS
