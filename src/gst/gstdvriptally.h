/* gstdvriptally.h
 *
 * What went through the demuxer, counted. Streaming thread; read from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

typedef enum {
  GST_DVRIP_TALLY_VIDEO,     /* pictures passed on */
  GST_DVRIP_TALLY_KEY,       /* those of them that are key frames */
  GST_DVRIP_TALLY_AUDIO,     /* sound passed on */
  GST_DVRIP_TALLY_INFO,      /* F9 units */
  GST_DVRIP_TALLY_SERVICE,   /* marked as pictures, but none */
  GST_DVRIP_TALLY_DOUBTFUL,  /* key frames with a size or codec not believed */
  GST_DVRIP_TALLY_SKIPPED,   /* pictures before a key frame, or beside the video */
  GST_DVRIP_TALLY_UNPLAYED,  /* sound that nobody can play */
  GST_DVRIP_TALLY_LOST,      /* places where something was missing or damaged */
  GST_DVRIP_N_TALLIES
} GstDvripTallyKind;

typedef struct {
  gsize counts[GST_DVRIP_N_TALLIES];  /* atomic */
} GstDvripTally;

void          gst_dvrip_tally_add     (GstDvripTally     *self,
                                       GstDvripTallyKind  kind);
GstStructure *gst_dvrip_tally_to_structure (GstDvripTally *self);

G_END_DECLS
