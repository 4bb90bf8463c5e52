/* encoder-camera-mode.c
 *
 * Brings each mode next to what is wanted and takes the one that misses least: the size counts most,
 * then the rate (a webcam has few raw pictures a second where they are large), then the work.
 * Callable from any thread after gst_init().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-camera-mode.h"

#include <math.h>

static const struct {
  const char       *media_type;
  EncoderCameraKind kind;
  double            work;
} kinds[] = {
  { "video/x-raw", ENCODER_CAMERA_RAW, 1.0 },
  { "image/jpeg", ENCODER_CAMERA_JPEG, 2.0 },
  { "video/x-h264", ENCODER_CAMERA_H264, 3.0 },
  { "video/x-h265", ENCODER_CAMERA_H265, 3.0 },
};

#define TOO_SMALL 30.0
#define TOO_LARGE 10.0
#define TOO_SLOW  20.0

static gboolean
find_kind (GstCaps *caps,
           guint    index,
           gsize   *out_kind)
{
  GstCapsFeatures *features = gst_caps_get_features (caps, index);

  if (gst_caps_features_is_any (features) ||
      !gst_caps_features_is_equal (features, GST_CAPS_FEATURES_MEMORY_SYSTEM_MEMORY))
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (gst_structure_has_name (gst_caps_get_structure (caps, index), kinds[i].media_type)) {
      *out_kind = i;
      return TRUE;
    }
  }

  return FALSE;
}

/* Whether the protocol, and whoever asked for the stream, take it as it comes. */
static gboolean
may_pass (EncoderCameraKind    kind,
          const EncoderFormat *wanted)
{
  switch (kind) {
  case ENCODER_CAMERA_H264:
    return wanted->codec == ENCODER_CODEC_ANY || wanted->codec == ENCODER_CODEC_H264;
  case ENCODER_CAMERA_H265:
    return wanted->codec == ENCODER_CODEC_ANY || wanted->codec == ENCODER_CODEC_H265;
  case ENCODER_CAMERA_JPEG:
    return wanted->codec == ENCODER_CODEC_JPEG;
  case ENCODER_CAMERA_RAW:
  default:
    return FALSE;
  }
}

static void
bring_near (GstStructure        *structure,
            const EncoderFormat *wanted,
            EncoderCameraMode   *mode)
{
  int width = 0, height = 0, num, den, rate_num = 0, rate_den = 1;

  encoder_format_get_rate (wanted, &num, &den);
  gst_structure_fixate_field_nearest_int (structure, "width", (int) wanted->width);
  gst_structure_fixate_field_nearest_int (structure, "height", (int) wanted->height);
  gst_structure_fixate_field_nearest_fraction (structure, "framerate", num, den);
  gst_structure_get_int (structure, "width", &width);
  gst_structure_get_int (structure, "height", &height);
  gst_structure_get_fraction (structure, "framerate", &rate_num, &rate_den);
  mode->width = (guint) MAX (0, width);
  mode->height = (guint) MAX (0, height);
  mode->fps = rate_num > 0 && rate_den > 0 ? rate_num / (double) rate_den : 0.0;
}

static double
miss (const EncoderCameraMode *mode,
      double                   work,
      const EncoderFormat     *wanted)
{
  double sum = mode->is_passed ? 0.0 : work;
  double area = wanted->width * (double) wanted->height;
  double ratio = MAX (1.0, mode->width * (double) mode->height) / area;

  if (mode->width < wanted->width || mode->height < wanted->height)
    sum += TOO_SMALL - 5.0 * log2 (MIN (1.0, ratio));
  else if (mode->width > wanted->width || mode->height > wanted->height)
    sum += TOO_LARGE + log2 (ratio);
  if (mode->fps > 0.0 && mode->fps < wanted->fps * 0.95)
    sum += TOO_SLOW * (1.0 - mode->fps / wanted->fps);

  return sum;
}

/**
 * encoder_camera_mode_choose:
 * @offered: what the camera's pad can have
 * @wanted: the stream
 * @out_mode: (out caller-allocates): the mode
 *
 * Returns: whether there is one that can be used
 */
gboolean
encoder_camera_mode_choose (GstCaps             *offered,
                            const EncoderFormat *wanted,
                            EncoderCameraMode   *out_mode)
{
  EncoderCameraMode best = { 0 };
  double best_miss = HUGE_VAL;

  for (guint i = 0; !gst_caps_is_any (offered) && i < gst_caps_get_size (offered); i++) {
    g_autoptr (GstStructure) structure = NULL;
    EncoderCameraMode mode = { 0 };
    gsize kind;

    if (!find_kind (offered, i, &kind))
      continue;

    structure = gst_structure_copy (gst_caps_get_structure (offered, i));
    bring_near (structure, wanted, &mode);
    mode.kind = kinds[kind].kind;
    mode.is_passed = may_pass (mode.kind, wanted) && mode.width == wanted->width &&
                     mode.height == wanted->height;
    if (miss (&mode, kinds[kind].work, wanted) >= best_miss)
      continue;

    best_miss = miss (&mode, kinds[kind].work, wanted);
    gst_clear_caps (&best.caps);
    best = mode;
    best.caps = gst_caps_new_full (g_steal_pointer (&structure), NULL);
  }

  if (!best.caps)
    return FALSE;

  *out_mode = best;
  return TRUE;
}

void
encoder_camera_mode_clear (EncoderCameraMode *self)
{
  gst_clear_caps (&self->caps);
}
