/* encoder-camera-mode.h
 *
 * Which of the modes that a camera offers suits a stream.
 * Callable from any thread after gst_init().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

#include "encoder-format.h"

G_BEGIN_DECLS

typedef enum {
  ENCODER_CAMERA_RAW,
  ENCODER_CAMERA_JPEG,
  ENCODER_CAMERA_H264,
  ENCODER_CAMERA_H265,
} EncoderCameraKind;

typedef struct {
  EncoderCameraKind kind;
  guint             width, height;  /* 0: the camera does not say */
  double            fps;            /* 0: the camera does not say */
  gboolean          is_passed;      /* as it comes; else it is encoded here */
  GstCaps          *caps;           /* (owned): what to ask the camera for */
} EncoderCameraMode;

gboolean encoder_camera_mode_choose (GstCaps             *offered,
                                     const EncoderFormat *wanted,
                                     EncoderCameraMode   *out_mode);
void     encoder_camera_mode_clear  (EncoderCameraMode   *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EncoderCameraMode, encoder_camera_mode_clear)

G_END_DECLS
