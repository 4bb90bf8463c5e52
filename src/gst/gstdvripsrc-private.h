/* gstdvripsrc-private.h
 *
 * What the files of the element "dvripsrc" share: its struct, and the doors from one to another.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "gstdvriplink.h"
#include "gstdvripsettings.h"
#include "gstdvripsrc.h"

G_BEGIN_DECLS

struct _GstDvripSrc {
  GstPushSrc       parent_instance;

  /* Guarded by the object lock. */
  GstDvripSettings settings;
  GstDvripLink    *link;          /* between start and stop */
  gboolean         is_close_told; /* that there is nothing to close */

  GstClockTime     last_pts;      /* streaming thread */
};

/* gstdvripsrc.c */
GstDvripLink *gst_dvrip_src_ref_link (GstDvripSrc *self);

/* gstdvripsrcuri.c */
void          gst_dvrip_src_uri_handler_init (gpointer     g_iface,
                                              gpointer     iface_data);
char         *gst_dvrip_src_dup_uri          (GstDvripSrc *self);

G_END_DECLS
