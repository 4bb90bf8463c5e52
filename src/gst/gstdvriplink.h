/* gstdvriplink.h
 *
 * One attempt of a dvripsrc: its session on the network thread, the queue between the threads, and
 * what the bus is told about them. It outlives the element when the orderly close does.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

#include "dvrip-session.h"

G_BEGIN_DECLS

typedef struct _GstDvripLink GstDvripLink;

GstDvripLink *gst_dvrip_link_new            (GstElement               *element,
                                             const DvripSessionConfig *config,
                                             const char               *where);
GstDvripLink *gst_dvrip_link_ref            (GstDvripLink             *self);
void          gst_dvrip_link_unref          (GstDvripLink             *self);
void          gst_dvrip_link_start          (GstDvripLink             *self);
void          gst_dvrip_link_set_playing    (GstDvripLink             *self,
                                             gboolean                  is_playing);
void          gst_dvrip_link_set_flushing   (GstDvripLink             *self,
                                             gboolean                  is_flushing);
DvripUnit    *gst_dvrip_link_pull           (GstDvripLink             *self);
void          gst_dvrip_link_close          (GstDvripLink             *self);
void          gst_dvrip_link_abandon        (GstDvripLink             *self);
guint         gst_dvrip_link_request        (GstDvripLink             *self,
                                             const DvripRequest       *request,
                                             DvripOutcome             *out_refusal);
gboolean      gst_dvrip_link_talk           (GstDvripLink             *self,
                                             GBytes                   *alaw);
GstStructure *gst_dvrip_link_get_statistics (GstDvripLink             *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstDvripLink, gst_dvrip_link_unref)

G_END_DECLS
