/* gstdvrippull.h
 *
 * Plays a recording that can be read anywhere, from any time on.
 * Each function says which thread may call it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "gstdvripindex.h"
#include "gstdvriprouter.h"

G_BEGIN_DECLS

typedef struct {
  GstElement      *element;
  GstPad          *sink;
  GstDvripRouter  *router;

  /* Streaming thread, or whoever holds the sink pad's stream lock. */
  gboolean         is_open;
  gboolean         is_seeking;   /* the wanted segment has not begun */
  GstSegment       wanted;
  GstSeekFlags     flags;        /* with which it was asked for */
  guint32          seqnum;       /* of what asked for it */
  GstDvripIndex    index;
  GstDvripFile     file;
  GstDvripCounter  counter;

  /* Guarded by the element's object lock: queries come from any thread. */
  gboolean         is_active;
  gboolean         is_seekable;
  GstClockTime     duration;
  GstClockTime     position;
  guint32          last_seek;    /* its sequence number */
} GstDvripPull;

void     gst_dvrip_pull_init     (GstDvripPull   *self,
                                  GstElement     *element,
                                  GstPad         *sink,
                                  GstDvripRouter *router);
void     gst_dvrip_pull_clear    (GstDvripPull   *self);
gboolean gst_dvrip_pull_is_possible (GstPad      *pad);
gboolean gst_dvrip_pull_activate (GstDvripPull   *self,
                                  gboolean        is_active);
gboolean gst_dvrip_pull_resume   (GstDvripPull   *self);
gboolean gst_dvrip_pull_is_active (GstDvripPull  *self);
gboolean gst_dvrip_pull_seek     (GstDvripPull   *self,
                                  GstEvent       *event);
gboolean gst_dvrip_pull_query    (GstDvripPull   *self,
                                  GstQuery       *query);

G_END_DECLS
