/* encoder-ptz.c
 *
 * A camera that turns, as arithmetic. A direction moves until the same command stops it or the end
 * of the axis does, as real heads do when the stop is lost; a preset is approached on a straight
 * line; a tour goes from preset to preset.
 * Callable from any thread: one lock around the state, nothing is called with it held.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-ptz.h"

#include <math.h>
#include <string.h>

enum { PAN, TILT, ZOOM, FOCUS, IRIS, N_AXES };

/* From end to end at step 5: 4 s; a preset is reached in at most 1.5 s. */
static const struct {
  double least, most, home;
  double speed;               /* at step 1, units a second */
  double preset_speed;
} axes[N_AXES] = {
  [PAN] = { -1, 1, 0, 0.1, 2 / 1.5 },
  [TILT] = { -1, 1, 0, 0.1, 2 / 1.5 },
  [ZOOM] = { 1, ENCODER_PTZ_MAX_ZOOM, 1, 0.35, 7 / 1.5 },
  [FOCUS] = { -1, 1, 0, 0.1, 2 / 1.5 },
  [IRIS] = { -1, 1, 0, 0.1, 2 / 1.5 },
};

#define DEFAULT_STEP 5
#define AUTO_PAN_STEP 3
#define TOUR_DWELL_US (5 * G_USEC_PER_SEC)

typedef enum {
  MODE_FREE,      /* each axis at its velocity */
  MODE_AUTO_PAN,  /* pan turns round at its ends */
  MODE_GOTO,      /* to @target, within @duration_us */
  MODE_TOUR,      /* the same, and then to the next preset */
} Mode;

struct _EncoderPtz {
  GMutex   lock;               /* guards everything below */
  Mode     mode;
  gint64   since_us;           /* when the head stood at @from */
  double   from[N_AXES];
  double   velocity[N_AXES];
  double   target[N_AXES];
  gint64   duration_us;
  guint    tour_preset;
  gboolean is_menu;
  gboolean is_set[ENCODER_PTZ_MAX_PRESET + 1];
  double   presets[ENCODER_PTZ_MAX_PRESET + 1][N_AXES];
};

static const struct {
  const char *command;
  int         direction[N_AXES];
} moves[] = {
  { "DirectionUp", { [TILT] = 1 } },
  { "DirectionDown", { [TILT] = -1 } },
  { "DirectionLeft", { [PAN] = -1 } },
  { "DirectionRight", { [PAN] = 1 } },
  { "DirectionLeftUp", { [PAN] = -1, [TILT] = 1 } },
  { "DirectionLeftDown", { [PAN] = -1, [TILT] = -1 } },
  { "DirectionRightUp", { [PAN] = 1, [TILT] = 1 } },
  { "DirectionRightDown", { [PAN] = 1, [TILT] = -1 } },
  { "ZoomTile", { [ZOOM] = 1 } },
  { "ZoomWide", { [ZOOM] = -1 } },
  { "FocusNear", { [FOCUS] = -1 } },
  { "FocusFar", { [FOCUS] = 1 } },
  { "IrisSmall", { [IRIS] = -1 } },
  { "IrisLarge", { [IRIS] = 1 } },
};

static double
to_seconds (gint64 time_us)
{
  return (double) MAX (0, time_us) / G_USEC_PER_SEC;
}

/* A position on a line that turns round at both ends. */
static double
bounce (double position,
        double least,
        double most)
{
  double span = most - least;
  double at = fmod (position - least, 2 * span);

  if (at < 0)
    at += 2 * span;

  return least + (at <= span ? at : 2 * span - at);
}

static double
axis_at (const EncoderPtz *self,
         guint             axis,
         gint64            now_us)
{
  double passed = to_seconds (now_us - self->since_us);
  double moved = self->from[axis] + self->velocity[axis] * passed;

  switch (self->mode) {
  case MODE_GOTO:
  case MODE_TOUR:
    if (passed * G_USEC_PER_SEC >= self->duration_us)
      return self->target[axis];
    return self->from[axis] + (self->target[axis] - self->from[axis]) *
           passed * G_USEC_PER_SEC / self->duration_us;
  case MODE_AUTO_PAN:
    if (axis == PAN)
      return bounce (moved, axes[axis].least, axes[axis].most);
    return self->from[axis];
  case MODE_FREE:
  default:
    return CLAMP (moved, axes[axis].least, axes[axis].most);
  }
}

/* From where it is now on, at rest but for what the caller sets. */
static void
settle (EncoderPtz *self,
        gint64      now_us)
{
  double at[N_AXES];

  for (guint axis = 0; axis < N_AXES; axis++)
    at[axis] = axis_at (self, axis, now_us);
  memcpy (self->from, at, sizeof at);
  if (self->mode != MODE_FREE)
    memset (self->velocity, 0, sizeof self->velocity);
  self->mode = MODE_FREE;
  self->since_us = now_us;
}

static void
approach (EncoderPtz *self,
          Mode        mode,
          guint       preset,
          gint64      now_us)
{
  double seconds = 0;

  settle (self, now_us);
  memset (self->velocity, 0, sizeof self->velocity);
  memcpy (self->target, self->presets[preset], sizeof self->target);
  for (guint axis = 0; axis < N_AXES; axis++)
    seconds = MAX (seconds,
                   fabs (self->target[axis] - self->from[axis]) / axes[axis].preset_speed);
  self->mode = mode;
  self->duration_us = (gint64) (seconds * G_USEC_PER_SEC);
}

/* The next one that is kept, after @preset and round; 0: none. */
static guint
find_next (const EncoderPtz *self,
           guint             preset)
{
  for (guint i = 1; i <= ENCODER_PTZ_MAX_PRESET; i++) {
    guint next = (preset - 1 + i) % ENCODER_PTZ_MAX_PRESET + 1;

    if (self->is_set[next])
      return next;
  }

  return 0;
}

/* Goes on with a tour up to now. */
static void
advance (EncoderPtz *self,
         gint64      now_us)
{
  while (self->mode == MODE_TOUR &&
         now_us - self->since_us >= self->duration_us + TOUR_DWELL_US) {
    gint64 left_us = self->since_us + self->duration_us + TOUR_DWELL_US;

    self->tour_preset = find_next (self, self->tour_preset);
    if (self->tour_preset > 0)
      approach (self, MODE_TOUR, self->tour_preset, left_us);
    else
      settle (self, left_us);
  }
}

static gboolean
move (EncoderPtz *self,
      const char *command,
      gint64      preset,
      gint64      step,
      gint64      now_us)
{
  double speed = (double) (step < 1 ? DEFAULT_STEP : MIN (step, ENCODER_PTZ_MAX_STEP));

  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++) {
    if (strcmp (command, moves[i].command) != 0)
      continue;

    settle (self, now_us);
    for (guint axis = 0; axis < N_AXES; axis++)
      self->velocity[axis] = preset == ENCODER_PTZ_STOP
                               ? 0
                               : moves[i].direction[axis] * speed * axes[axis].speed;
    return TRUE;
  }

  return FALSE;
}

static EncoderPtzResult
handle_preset (EncoderPtz *self,
               const char *command,
               gint64      preset,
               gint64      now_us)
{
  if (preset < 1 || preset > ENCODER_PTZ_MAX_PRESET)
    return ENCODER_PTZ_BAD_PRESET;

  if (strcmp (command, "SetPreset") == 0) {
    for (guint axis = 0; axis < N_AXES; axis++)
      self->presets[preset][axis] = axis_at (self, axis, now_us);
    self->is_set[preset] = TRUE;
    return ENCODER_PTZ_DONE;
  }

  if (!self->is_set[preset])
    return ENCODER_PTZ_NO_PRESET;

  if (strcmp (command, "ClearPreset") == 0)
    self->is_set[preset] = FALSE;
  else
    approach (self, MODE_GOTO, (guint) preset, now_us);

  return ENCODER_PTZ_DONE;
}

static EncoderPtzResult
start_tour (EncoderPtz *self,
            gint64      now_us)
{
  self->tour_preset = find_next (self, ENCODER_PTZ_MAX_PRESET);
  if (self->tour_preset == 0)
    return ENCODER_PTZ_NO_PRESET;

  approach (self, MODE_TOUR, self->tour_preset, now_us);
  return ENCODER_PTZ_DONE;
}

static void
start_auto_pan (EncoderPtz *self,
                gint64      now_us)
{
  settle (self, now_us);
  memset (self->velocity, 0, sizeof self->velocity);
  self->mode = MODE_AUTO_PAN;
  self->velocity[PAN] = AUTO_PAN_STEP * axes[PAN].speed;
}

static EncoderPtzResult
handle_locked (EncoderPtz *self,
               const char *command,
               gint64      preset,
               gint64      step,
               gint64      now_us)
{
  advance (self, now_us);
  if (move (self, command, preset, step, now_us))
    return ENCODER_PTZ_DONE;
  if (strcmp (command, "SetPreset") == 0 || strcmp (command, "GotoPreset") == 0 ||
      strcmp (command, "ClearPreset") == 0)
    return handle_preset (self, command, preset, now_us);
  if (strcmp (command, "StartTour") == 0)
    return start_tour (self, now_us);

  if (strcmp (command, "AutoPanOn") == 0) {
    start_auto_pan (self, now_us);
    return ENCODER_PTZ_DONE;
  }

  if (strcmp (command, "StopTour") == 0 || strcmp (command, "AutoPanOff") == 0) {
    settle (self, now_us);
    memset (self->velocity, 0, sizeof self->velocity);
    return ENCODER_PTZ_DONE;
  }

  return ENCODER_PTZ_UNKNOWN_COMMAND;
}

static gboolean
is_moving (const EncoderPtz *self,
           gint64            now_us)
{
  for (guint axis = 0; axis < N_AXES; axis++) {
    double at = axis_at (self, axis, now_us);

    if (self->mode == MODE_FREE && ((self->velocity[axis] > 0 && at < axes[axis].most) ||
                                    (self->velocity[axis] < 0 && at > axes[axis].least)))
      return TRUE;
  }

  if (self->mode == MODE_FREE)
    return FALSE;

  return self->mode == MODE_AUTO_PAN || now_us - self->since_us < self->duration_us;
}

/**
 * encoder_ptz_new:
 *
 * Returns: (transfer full): a head that looks straight ahead, without presets
 */
EncoderPtz *
encoder_ptz_new (void)
{
  EncoderPtz *self = g_new0 (EncoderPtz, 1);

  g_mutex_init (&self->lock);
  for (guint axis = 0; axis < N_AXES; axis++)
    self->from[axis] = axes[axis].home;

  return self;
}

void
encoder_ptz_free (EncoderPtz *self)
{
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * encoder_ptz_handle:
 * @command: as it stands on the wire: "DirectionLeftUp", "ZoomTile", "GotoPreset" …
 * @preset: a preset's number; beside a direction %ENCODER_PTZ_STOP ends it, anything else begins it
 * @step: the speed, 1 to 8; below that, the usual one
 * @now_us: monotonic; never less than at the call before
 *
 * Carries out a command. A stop ends whatever moves, for whichever direction it is sent: there are
 * clients that always name the same one.
 *
 * Returns: whether it could be done
 */
EncoderPtzResult
encoder_ptz_handle (EncoderPtz *self,
                    const char *command,
                    gint64      preset,
                    gint64      step,
                    gint64      now_us)
{
  EncoderPtzResult result;

  g_mutex_lock (&self->lock);
  result = handle_locked (self, command, preset, step, now_us);
  g_mutex_unlock (&self->lock);

  return result;
}

/**
 * encoder_ptz_set_menu:
 *
 * Opens or closes the menu in the picture.
 */
void
encoder_ptz_set_menu (EncoderPtz *self,
                      gboolean    is_menu)
{
  g_mutex_lock (&self->lock);
  self->is_menu = is_menu;
  g_mutex_unlock (&self->lock);
}

/**
 * encoder_ptz_get_position:
 * @now_us: monotonic
 * @out_position: (out caller-allocates): where it looks at that moment
 */
void
encoder_ptz_get_position (EncoderPtz         *self,
                          gint64              now_us,
                          EncoderPtzPosition *out_position)
{
  guint n_presets = 0;

  g_mutex_lock (&self->lock);
  advance (self, now_us);
  for (guint i = 1; i <= ENCODER_PTZ_MAX_PRESET; i++)
    n_presets += self->is_set[i] ? 1 : 0;
  *out_position = (EncoderPtzPosition) {
    .pan = axis_at (self, PAN, now_us),
    .tilt = axis_at (self, TILT, now_us),
    .zoom = axis_at (self, ZOOM, now_us),
    .focus = axis_at (self, FOCUS, now_us),
    .iris = axis_at (self, IRIS, now_us),
    .is_moving = is_moving (self, now_us),
    .is_menu = self->is_menu,
    .n_presets = n_presets,
  };
  g_mutex_unlock (&self->lock);
}
