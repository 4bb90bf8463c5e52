/* raw-client.h
 *
 * A client of the protocol on a plain blocking socket, which knows bytes and nothing else: what it
 * sends and expects is written out here and in the tests, not made by the code under test.
 * Every wait ends after a deadline, and fails the test.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  guint8  head[20];
  guint32 session, sequence, length;
  guint16 id;
  GBytes *payload;
} RawPacket;

typedef struct {
  guint8      kind;
  GByteArray *bytes;      /* header and payload */
  guint32     payload_size;
  gsize       header_size;
} RawUnit;

typedef struct {
  int     fd;
  guint32 session;
  guint32 media_sequence;  /* what the next media packet must have */
  GBytes *other;           /* (nullable): the last packet that was not media among units */
  guint16 other_id;
} RawClient;

RawClient *raw_client_new          (guint16      port);
void       raw_client_free         (RawClient   *self);
void       raw_client_send         (RawClient   *self,
                                    guint32      session,
                                    guint32      sequence,
                                    guint16      id,
                                    const char  *json);
void       raw_client_send_bytes   (RawClient   *self,
                                    gconstpointer data,
                                    gsize        size);
RawPacket *raw_client_read         (RawClient   *self);
void       raw_packet_free         (RawPacket   *packet);
char      *raw_client_ask          (RawClient   *self,
                                    guint16      id,
                                    const char  *json);
void       raw_client_login        (RawClient   *self);
void       raw_client_use_session  (RawClient   *self,
                                    RawClient   *control);
void       raw_client_send_monitor (RawClient   *self,
                                    guint16      id,
                                    const char  *action,
                                    guint        channel,
                                    const char  *stream);
int        raw_client_claim        (RawClient   *self,
                                    guint        channel,
                                    const char  *stream);
RawUnit   *raw_client_read_unit    (RawClient   *self);
RawUnit   *raw_client_read_video   (RawClient   *self);
void       raw_client_expect_stream (RawClient  *self);
void       raw_client_skip_units   (RawClient   *self,
                                    guint        n);
void       raw_unit_free           (RawUnit     *unit);
gboolean   raw_client_is_quiet     (RawClient   *self,
                                    guint        ms);
void       raw_client_shutdown     (RawClient   *self);
void       raw_client_expect_fin   (RawClient   *self);
void       raw_client_expect_reset (RawClient   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawClient, raw_client_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawPacket, raw_packet_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RawUnit, raw_unit_free)

G_END_DECLS
