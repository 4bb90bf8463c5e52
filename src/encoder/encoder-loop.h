/* encoder-loop.h
 *
 * Some seconds of encoded pictures that begin with a key frame, ready to be sent again and again.
 * Never changes once it is made: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dvrip-unit-reader.h"

G_BEGIN_DECLS

#define ENCODER_UNIT_DATE_TIME_OFFSET 8

/* One unit as it goes over the wire: the header, then the payload. */
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

typedef struct _EncoderLoop        EncoderLoop;
typedef struct _EncoderLoopBuilder EncoderLoopBuilder;

EncoderLoopBuilder    *encoder_loop_builder_new    (void);
void                   encoder_loop_builder_free   (EncoderLoopBuilder    *self);
gboolean               encoder_loop_builder_add    (EncoderLoopBuilder    *self,
                                                    const guint8          *data,
                                                    gsize                  size,
                                                    gboolean               is_key,
                                                    GError               **error);
gboolean               encoder_loop_builder_is_full (EncoderLoopBuilder   *self);
EncoderLoop           *encoder_loop_builder_finish (EncoderLoopBuilder    *self,
                                                    const EncoderLoopInfo *info,
                                                    GError               **error);

EncoderLoop           *encoder_loop_ref            (EncoderLoop           *self);
void                   encoder_loop_unref          (EncoderLoop           *self);
const EncoderLoopInfo *encoder_loop_get_info       (EncoderLoop           *self);
guint                  encoder_loop_get_length     (EncoderLoop           *self);
const EncoderUnit     *encoder_loop_get_unit       (EncoderLoop           *self,
                                                    guint                  index);
guint                  encoder_loop_find_key       (EncoderLoop           *self,
                                                    guint                  index);

GVariant              *encoder_loop_to_variant     (EncoderLoop           *self);
EncoderLoop           *encoder_loop_from_variant   (GVariant              *variant,
                                                    GError               **error);
#define ENCODER_LOOP_VARIANT_TYPE "(uuuiisa(ub)ay)"

gboolean               encoder_unit_is_key         (const EncoderUnit     *unit);
gboolean               encoder_unit_is_video       (const EncoderUnit     *unit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncoderLoop, encoder_loop_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncoderLoopBuilder, encoder_loop_builder_free)

G_END_DECLS
