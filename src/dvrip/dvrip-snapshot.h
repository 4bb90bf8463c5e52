/* dvrip-snapshot.h
 *
 * Payloads of the answers to a snapshot in, whole pictures or words out, however they were cut.
 * Pure: callable from any thread, one thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "dvrip-packet-reader.h"

G_BEGIN_DECLS

#define DVRIP_MAX_SNAPSHOT (8u << 20)

typedef struct _DvripSnapshotReader DvripSnapshotReader;

DvripSnapshotReader *dvrip_snapshot_reader_new  (void);
void                 dvrip_snapshot_reader_free (DvripSnapshotReader  *self);
DvripRead            dvrip_snapshot_reader_push (DvripSnapshotReader  *self,
                                                 GBytes               *payload,
                                                 GBytes              **out_picture,
                                                 GError              **error);
void                 dvrip_snapshot_reader_drop (DvripSnapshotReader  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DvripSnapshotReader, dvrip_snapshot_reader_free)

G_END_DECLS
