/* gstdvriptally.c
 *
 * What went through the demuxer, counted. Streaming thread; read from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvriptally.h"

static const char *const names[GST_DVRIP_N_TALLIES] = {
  [GST_DVRIP_TALLY_VIDEO] = "video-units",
  [GST_DVRIP_TALLY_KEY] = "key-units",
  [GST_DVRIP_TALLY_AUDIO] = "audio-units",
  [GST_DVRIP_TALLY_INFO] = "info-units",
  [GST_DVRIP_TALLY_SERVICE] = "service-units",
  [GST_DVRIP_TALLY_DOUBTFUL] = "doubtful-units",
  [GST_DVRIP_TALLY_SKIPPED] = "skipped-units",
  [GST_DVRIP_TALLY_UNPLAYED] = "unplayed-units",
  [GST_DVRIP_TALLY_LOST] = "losses",
};

/**
 * gst_dvrip_tally_add:
 *
 * Counts one.
 */
void
gst_dvrip_tally_add (GstDvripTally     *self,
                     GstDvripTallyKind  kind)
{
  g_atomic_pointer_add (&self->counts[kind], 1);
}

/**
 * gst_dvrip_tally_to_structure:
 *
 * From any thread.
 *
 * Returns: (transfer full): a field for each kind, of type guint64
 */
GstStructure *
gst_dvrip_tally_to_structure (GstDvripTally *self)
{
  GstStructure *structure = gst_structure_new_empty ("application/x-dvrip-demux-statistics");

  for (guint i = 0; i < GST_DVRIP_N_TALLIES; i++) {
    guint64 count = (gsize) g_atomic_pointer_get (&self->counts[i]);

    gst_structure_set (structure, names[i], G_TYPE_UINT64, count, NULL);
  }

  return structure;
}
