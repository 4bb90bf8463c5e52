/* gstdvripqueue.h
 *
 * Whole units on their way from the network thread to the streaming thread, never more than two
 * seconds and 8 MiB of them.
 * Not locked: its owner guards it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

#include "dvrip-unit-reader.h"

G_BEGIN_DECLS

#define GST_DVRIP_QUEUE_MAX_US    (2 * G_USEC_PER_SEC)
#define GST_DVRIP_QUEUE_MAX_BYTES (8u << 20)

typedef struct _GstDvripQueue GstDvripQueue;

GstDvripQueue *gst_dvrip_queue_new         (void);
void           gst_dvrip_queue_free        (GstDvripQueue *self);
void           gst_dvrip_queue_push        (GstDvripQueue *self,
                                            DvripUnit     *unit);
DvripUnit     *gst_dvrip_queue_pop         (GstDvripQueue *self);
guint          gst_dvrip_queue_get_length  (GstDvripQueue *self);
gsize          gst_dvrip_queue_get_bytes   (GstDvripQueue *self);
guint64        gst_dvrip_queue_get_dropped (GstDvripQueue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstDvripQueue, gst_dvrip_queue_free)

G_END_DECLS
