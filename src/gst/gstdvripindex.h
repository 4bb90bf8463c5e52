/* gstdvripindex.h
 *
 * Where the key frames of a recording are, and how long it is.
 * Streaming thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "gstdvripcounter.h"
#include "gstdvripfile.h"

G_BEGIN_DECLS

typedef struct {
  guint64         offset;   /* of a key frame's unit */
  GstDvripCounter counter;  /* before it is counted */
} GstDvripIndexEntry;

typedef enum {
  GST_DVRIP_INDEX_BEFORE,   /* the last key frame that is not later */
  GST_DVRIP_INDEX_AFTER,    /* the first one that is not earlier */
  GST_DVRIP_INDEX_NEAREST,
} GstDvripIndexSnap;

typedef struct {
  GArray         *entries;      /* of GstDvripIndexEntry, by offset and by time */
  guint           n_skipped;    /* key frames since the last entry */
  guint           spacing;      /* as many between two entries, so that they do not grow for ever */

  GstDvripFile    file;         /* how far it was looked at */
  GstDvripCounter counter;
  gboolean        is_complete;

  DvripUnitHeader sound;        /* of the first sound that can be played; no size: there is none */
  gint64          last_clock;   /* the camera's, at the last key frame there is; -1: not known */
} GstDvripIndex;

void          gst_dvrip_index_init         (GstDvripIndex      *self);
void          gst_dvrip_index_clear        (GstDvripIndex      *self);
GstFlowReturn gst_dvrip_index_open         (GstDvripIndex      *self,
                                            GstPad             *pad);
GstFlowReturn gst_dvrip_index_advance      (GstDvripIndex      *self);
GstFlowReturn gst_dvrip_index_find         (GstDvripIndex      *self,
                                            GstClockTime        time,
                                            GstDvripIndexSnap   snap,
                                            GstDvripIndexEntry *out_entry);
GstClockTime  gst_dvrip_index_get_duration (const GstDvripIndex *self);

GstClockTime  gst_dvrip_index_entry_get_time (const GstDvripIndexEntry *self);

G_END_DECLS
