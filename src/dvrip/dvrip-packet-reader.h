/* dvrip-packet-reader.h
 *
 * Bytes in, whole packets out. Grows with the bytes that came, never with a length that was
 * claimed.
 * Pure: callable from any thread, one thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "dvrip-header.h"

G_BEGIN_DECLS

typedef struct _DvripPacketReader DvripPacketReader;

typedef enum {
  DVRIP_READ_MORE,    /* push more bytes */
  DVRIP_READ_READY,
  DVRIP_READ_ERROR,   /* final: the connection is of no more use */
} DvripRead;

DvripPacketReader *dvrip_packet_reader_new      (void);
void               dvrip_packet_reader_free     (DvripPacketReader  *self);
void               dvrip_packet_reader_push     (DvripPacketReader  *self,
                                                 const guint8       *data,
                                                 gsize               size);
DvripRead          dvrip_packet_reader_pop      (DvripPacketReader  *self,
                                                 DvripHeader        *out_header,
                                                 GBytes            **out_payload,
                                                 GError            **error);
gboolean           dvrip_packet_reader_is_inside (DvripPacketReader *self);
gsize              dvrip_packet_reader_get_allocated (DvripPacketReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DvripPacketReader, dvrip_packet_reader_free)

G_END_DECLS
