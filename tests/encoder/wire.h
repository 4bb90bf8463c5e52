/* wire.h
 *
 * What an encoder really sends, byte by byte, without a word on whether it should: for faults and
 * deviations. On the socket of a RawClient.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-server.h"
#include "raw-client.h"

G_BEGIN_DECLS

typedef struct {
  guint8      head[20];
  guint32     session, sequence, length;   /* as the header says it */
  guint16     id;
  GByteArray *payload;                     /* what came of it */
} WirePacket;

/* What was received of a stream. */
typedef struct {
  GPtrArray  *packets;     /* of WirePacket: media */
  GPtrArray  *others;      /* of WirePacket: answers */
  GByteArray *bytes;       /* all payloads of media, one behind the other */
  gboolean    has_ended;   /* the encoder closed it */
} WireStream;

typedef struct {
  guint8        kind;
  const guint8 *data;      /* header and payload, within the stream's bytes */
  gsize         header_size, size;
} WireUnit;

RawClient  *wire_sign_in      (EncoderServer *server,
                               WirePacket   **out_answer);
WirePacket *wire_ask          (RawClient     *client,
                               guint16        id,
                               const char    *json);
void        wire_start        (RawClient     *client,
                               const char    *stream);
WirePacket *wire_read         (RawClient     *client);
void        wire_packet_free  (WirePacket    *packet);
WireStream *wire_read_stream  (RawClient     *client,
                               guint          n_packets);
GArray     *wire_split        (WireStream    *stream);
void        wire_stream_free  (WireStream    *stream);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WirePacket, wire_packet_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WireStream, wire_stream_free)

G_END_DECLS
