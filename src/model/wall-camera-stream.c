/* wall-camera-stream.c
 *
 * Which stream a camera is to play: the main one while it has the wall to itself, else the sub
 * stream where the device has one; and what was learnt of streams that cannot be had. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-camera-private.h"

#include <string.h>

/**
 * wall_stream_to_nick:
 *
 * Returns: (transfer none): the word for it in addresses, files and the report
 */
const char *
wall_stream_to_nick (WallStream stream)
{
  return stream == WALL_STREAM_MAIN ? "main" : "sub";
}

/**
 * wall_stream_is_word:
 *
 * Returns: whether it says which stream is to be played
 */
gboolean
wall_stream_is_word (const char *word)
{
  return g_str_equal (word, "main") || g_str_equal (word, "sub") ||
         g_str_equal (word, WALL_STREAM_AUTO);
}

static WallStream
get_other (WallStream stream)
{
  return stream == WALL_STREAM_MAIN ? WALL_STREAM_SUB : WALL_STREAM_MAIN;
}

/* A device that was found to have no sub stream is not asked for one by each of its channels. */
static gboolean
lacks (WallCamera *self,
       WallStream  stream)
{
  return self->lacking & (1u << stream) ||
         (stream == WALL_STREAM_SUB && self->device->sub == WALL_DEVICE_HAS_NO_SUB);
}

/* Returns: whether the file of devices says which one it is to be */
static gboolean
is_fixed (WallCamera *self)
{
  return !g_str_equal (wall_camera_config_get_stream (self->config), WALL_STREAM_AUTO);
}

/**
 * wall_camera_has_streams:
 *
 * Returns: whether there is more than one to choose from
 */
gboolean
wall_camera_has_streams (WallCamera *self)
{
  const WallScheme *scheme = wall_device_get_scheme (self->device);

  return scheme && scheme->has_channels;
}

/**
 * wall_camera_pick_stream:
 *
 * Returns: the stream that is to be played now
 */
WallStream
wall_camera_pick_stream (WallCamera *self)
{
  const char *word = wall_camera_config_get_stream (self->config);
  gboolean is_main = self->is_enlarged || !self->is_sub_in_grid;
  WallStream wanted = is_main ? WALL_STREAM_MAIN : WALL_STREAM_SUB;

  if (is_fixed (self))
    return g_str_equal (word, "sub") ? WALL_STREAM_SUB : WALL_STREAM_MAIN;

  return lacks (self, wanted) && !lacks (self, get_other (wanted)) ? get_other (wanted) : wanted;
}

/**
 * wall_camera_lack_stream:
 * @stream: that cannot be had
 *
 * Keeps that the device does not give it, or that nothing here can show it.
 *
 * Returns: whether another one is to be played instead
 */
gboolean
wall_camera_lack_stream (WallCamera *self,
                         WallStream  stream)
{
  self->lacking |= 1u << stream;

  return wall_camera_has_streams (self) && !is_fixed (self) && !lacks (self, get_other (stream));
}

/**
 * wall_camera_prove_stream:
 *
 * The stream that is played lives. What was refused before both were is not believed any more.
 */
void
wall_camera_prove_stream (WallCamera *self)
{
  const guint both = 1u << WALL_STREAM_MAIN | 1u << WALL_STREAM_SUB;

  if (!wall_camera_has_streams (self))
    return;

  self->lacking = self->lacking == both ? 0 : self->lacking & ~(1u << self->stream);
  if (self->stream == WALL_STREAM_SUB)
    self->device->sub = WALL_DEVICE_HAS_SUB;
  else if (self->lacking & 1u << WALL_STREAM_SUB && self->device->sub == WALL_DEVICE_SUB_UNKNOWN)
    self->device->sub = WALL_DEVICE_HAS_NO_SUB;
}

/**
 * wall_camera_forget_streams:
 *
 * What was learnt may be wrong: the configuration changed, or a person wants it tried again.
 */
void
wall_camera_forget_streams (WallCamera *self)
{
  self->lacking = 0;
  if (self->device->sub == WALL_DEVICE_HAS_NO_SUB)
    self->device->sub = WALL_DEVICE_SUB_UNKNOWN;
}

/**
 * wall_camera_is_unplayable:
 * @reason: why an attempt failed that was alone
 *
 * Returns: whether that is about the stream, so that the other one may be had
 */
gboolean
wall_camera_is_unplayable (WallReason reason)
{
  return reason == WALL_REASON_REJECTED || reason == WALL_REASON_NO_DECODER ||
         reason == WALL_REASON_NO_PERMISSION;
}

/**
 * wall_camera_set_enlarged:
 * @is_enlarged: whether it has the wall to itself
 *
 * Then it shows its main stream, unless the file of devices says otherwise.
 */
void
wall_camera_set_enlarged (WallCamera *self,
                          gboolean    is_enlarged)
{
  g_return_if_fail (WALL_IS_CAMERA (self));

  self->is_enlarged = !!is_enlarged;
  wall_camera_follow_stream (self);
}

/**
 * wall_camera_set_sub_in_grid:
 * @is_sub_in_grid: whether the sub stream is played while the camera is one of several
 */
void
wall_camera_set_sub_in_grid (WallCamera *self,
                             gboolean    is_sub_in_grid)
{
  g_return_if_fail (WALL_IS_CAMERA (self));

  self->is_sub_in_grid = !!is_sub_in_grid;
  wall_camera_follow_stream (self);
}

/**
 * wall_camera_get_stream:
 *
 * Returns: the stream that is played, or was last
 */
WallStream
wall_camera_get_stream (WallCamera *self)
{
  g_return_val_if_fail (WALL_IS_CAMERA (self), WALL_STREAM_MAIN);

  return self->stream;
}
