/* gstdvripfile.h
 *
 * Walks along the units of a recording that can be read anywhere.
 * Streaming thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

#include "dvrip-unit-reader.h"

G_BEGIN_DECLS

/* As much of each unit is looked at without reading it. */
#define GST_DVRIP_FILE_PEEK 64

typedef struct {
  guint64         offset;      /* of its header */
  DvripUnitHeader header;
  guint8          data[GST_DVRIP_FILE_PEEK];  /* what follows the header */
  gsize           size;        /* of that */
  gboolean        is_discont;  /* something before it was skipped */
} GstDvripFileUnit;

typedef struct {
  GstPad  *pad;       /* pulled from; not owned */
  guint64  length;    /* of the recording, bytes */
  guint64  at;        /* where the next unit should begin */
  gboolean is_found;  /* units were found, so that lengths lead from one to the next */
} GstDvripFile;

void          gst_dvrip_file_init     (GstDvripFile           *self,
                                       GstPad                 *pad);
void          gst_dvrip_file_go_to    (GstDvripFile           *self,
                                       guint64                 offset);
GstFlowReturn gst_dvrip_file_next     (GstDvripFile           *self,
                                       GstDvripFileUnit       *out_unit);
GstFlowReturn gst_dvrip_file_read     (GstDvripFile           *self,
                                       const GstDvripFileUnit *unit,
                                       GstBuffer             **out_payload);
gint64        gst_dvrip_file_find_last_clock (GstDvripFile    *self);

G_END_DECLS
