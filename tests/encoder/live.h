/* live.h
 *
 * Some pictures of a stream as a client gets them, and what can be read in each.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-live-picture.h"
#include "encoder-loop.h"
#include "raw-client.h"

G_BEGIN_DECLS

typedef struct {
  GBytes *payload;
  guint8  header[16];
  gboolean is_key;
  gint64  arrival_us;  /* since 1970 */
  guint64 stamp_us;    /* what the picture says of its time; 0: nothing */
} LivePicture;

RawClient *live_watch      (guint16         port,
                            guint           channel,
                            const char     *stream);
GPtrArray *live_record     (RawClient      *client,
                            guint           n,
                            DvripVideoCodec codec);
GPtrArray *live_decode     (GPtrArray      *recording,
                            DvripVideoCodec codec,
                            const guint     size[2]);

G_END_DECLS
