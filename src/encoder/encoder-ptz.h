/* encoder-ptz.h
 *
 * A camera that turns, as arithmetic: where it looks, and how commands move it over time.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ENCODER_PTZ_MAX_ZOOM    8.0
#define ENCODER_PTZ_MAX_STEP    8
#define ENCODER_PTZ_MAX_PRESET  255

/* What stands in "Preset" beside a direction. */
#define ENCODER_PTZ_START       65535
#define ENCODER_PTZ_STOP        (-1)

typedef struct _EncoderPtz EncoderPtz;

typedef struct {
  double   pan;        /* -1 left to 1 right */
  double   tilt;       /* -1 down to 1 up */
  double   zoom;       /* 1 to ENCODER_PTZ_MAX_ZOOM times */
  double   focus;      /* -1 near to 1 far */
  double   iris;       /* -1 small to 1 large */
  gboolean is_moving;
  gboolean is_menu;    /* the menu stands in the picture */
  guint    n_presets;
} EncoderPtzPosition;

typedef enum {
  ENCODER_PTZ_DONE,
  ENCODER_PTZ_UNKNOWN_COMMAND,
  ENCODER_PTZ_BAD_PRESET,      /* not a number from 1 to 255 */
  ENCODER_PTZ_NO_PRESET,       /* nothing is kept under that number */
} EncoderPtzResult;

EncoderPtz       *encoder_ptz_new          (void);
void              encoder_ptz_free         (EncoderPtz         *self);
EncoderPtzResult  encoder_ptz_handle       (EncoderPtz         *self,
                                            const char         *command,
                                            gint64              preset,
                                            gint64              step,
                                            gint64              now_us);
void              encoder_ptz_set_menu     (EncoderPtz         *self,
                                            gboolean            is_menu);
void              encoder_ptz_get_position (EncoderPtz         *self,
                                            gint64              now_us,
                                            EncoderPtzPosition *out_position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncoderPtz, encoder_ptz_free)

G_END_DECLS
