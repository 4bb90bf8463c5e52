/* encoder-origin.h
 *
 * Where a live picture comes from: a name for people, and the pipeline that brings it.
 * Never changes once it is made: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

#include "encoder-unit.h"

G_BEGIN_DECLS

typedef struct _EncoderOrigin EncoderOrigin;

/* Kinds of origin begin their struct with this one, and are made with encoder_origin_new(). */
struct _EncoderOrigin {
  char       *name;       /* for people; without a password */
  guint       n_outputs;  /* 1: the same for Main and Extra1 */
  /* Makes the pipeline, in NULL. Its appsinks are "video0", "video1" where there are two outputs,
   * and, where there is sound, "sound", which delivers A-law. In a thread that may wait. */
  GstElement *(*make)    (EncoderOrigin  *self,
                          GError        **error);
  /* (nullable): a failure of the pipeline in words for people */
  char       *(*explain) (EncoderOrigin  *self,
                          const GError   *cause);
  /* (nullable): frees what the kind keeps */
  void        (*clear)   (EncoderOrigin  *self);
};

#define encoder_origin_new(Type) ((Type *) g_atomic_rc_box_alloc0 (sizeof (Type)))

EncoderOrigin *encoder_origin_ref   (EncoderOrigin *self);
void           encoder_origin_unref (EncoderOrigin *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncoderOrigin, encoder_origin_unref)

G_END_DECLS
