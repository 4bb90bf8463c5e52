/* wall-stream.h
 *
 * Which of the two streams of a channel is meant.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  WALL_STREAM_MAIN,  /* "main": the channel's full size and rate */
  WALL_STREAM_SUB,   /* "sub": a smaller picture of the same */
} WallStream;

/* What stands in the file of devices where neither of them is fixed. */
#define WALL_STREAM_AUTO "auto"

const char *wall_stream_to_nick (WallStream  stream);
gboolean    wall_stream_is_word (const char *word);

G_END_DECLS
