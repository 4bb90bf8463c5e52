/* wall-stream-kind.h
 *
 * What a stream of bytes is that nobody announced.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* So many bytes tell, whatever it is. */
#define WALL_STREAM_KIND_ENOUGH (2 * 1024 * 1024)

typedef enum {
  WALL_STREAM_KIND_UNKNOWN,  /* more must come */
  WALL_STREAM_KIND_FOREIGN,  /* nothing that can be played */
  WALL_STREAM_KIND_MPEG_TS,
  WALL_STREAM_KIND_H264,
  WALL_STREAM_KIND_H265,
} WallStreamKind;

WallStreamKind wall_stream_kind (const guint8 *data,
                                 gsize         size,
                                 gsize        *out_offset);

G_END_DECLS
