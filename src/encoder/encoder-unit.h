/* encoder-unit.h
 *
 * One unit as it goes over the wire: its header, and its payload, which may be shared.
 * Callable from any thread; a unit belongs to one thread at a time, its bytes to any number.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dvrip-unit-reader.h"

G_BEGIN_DECLS

#define ENCODER_UNIT_DATE_TIME_OFFSET 8

typedef struct {
  DvripUnitKind kind;
  guint8        header[16];   /* of I and PICTURE units the time is filled in when they are sent */
  guint8        header_size;
  const guint8 *payload;      /* (transfer none): memory of the loop, or of @bytes */
  guint32       payload_size;
  GBytes       *bytes;        /* (nullable): keeps the payload; without it, the loop does */
} EncoderUnit;

typedef struct {
  DvripVideoCodec codec;      /* UNKNOWN: JPEG pictures */
  guint           width, height;
  int             rate_num, rate_den;
  const char     *encoder;    /* what made it, in a word: "x264enc", "passed through" */
} EncoderLoopInfo;

void     encoder_unit_init_video (EncoderUnit           *self,
                                  const EncoderLoopInfo *info,
                                  gboolean               is_key,
                                  const guint8          *payload,
                                  gsize                  size);
void     encoder_unit_init_sound (EncoderUnit           *self,
                                  const guint8          *payload,
                                  gsize                  size);
void     encoder_unit_take_bytes (EncoderUnit           *self,
                                  GBytes                *bytes);
void     encoder_unit_clear      (EncoderUnit           *self);
gboolean encoder_unit_is_key     (const EncoderUnit     *self);
gboolean encoder_unit_is_video   (const EncoderUnit     *self);

const char *encoder_codec_to_words (DvripVideoCodec codec);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EncoderUnit, encoder_unit_clear)

G_END_DECLS
