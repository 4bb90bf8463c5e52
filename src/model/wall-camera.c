/* wall-camera.c
 *
 * A channel at work: its configuration, its state and reason, its numbers, and the player of the
 * attempt under way. Main thread.
 *
 * Here is what tiles, badges and the report ask; wall-camera-link.c moves its connection.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-camera.h"

#include "wall-camera-private.h"

G_DEFINE_FINAL_TYPE (WallCamera, wall_camera, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_NUMBER,
  PROP_NAME,
  PROP_STATE,
  PROP_REASON,
  N_PROPS,
};

enum {
  SIGNAL_STATUS_CHANGED,
  SIGNAL_PICTURE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
on_config_changed (WallCamera *self,
                   GParamSpec *pspec)
{
  if (g_str_equal (pspec->name, "number"))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NUMBER]);
  else if (g_str_equal (pspec->name, "name"))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
  else if (g_str_equal (pspec->name, "enabled") && self->is_started)
    wall_camera_follow (self);
  else if (g_str_equal (pspec->name, "channel") || g_str_equal (pspec->name, "path"))
    wall_camera_restart (self);
  else if (g_str_equal (pspec->name, "stream")) {
    wall_camera_forget_streams (self);
    wall_camera_follow_stream (self);
  }
}

static void
wall_camera_dispose (GObject *object)
{
  WallCamera *self = WALL_CAMERA (object);

  wall_camera_forsake (self);
  if (self->config)
    g_signal_handlers_disconnect_by_data (self->config, self);
  if (self->device)
    g_signal_handlers_disconnect_by_data (self->device, self);
  g_clear_object (&self->config);
  g_clear_object (&self->device);

  G_OBJECT_CLASS (wall_camera_parent_class)->dispose (object);
}

static void
wall_camera_finalize (GObject *object)
{
  WallCamera *self = WALL_CAMERA (object);

  g_clear_pointer (&self->still, wall_still_unref);
  wall_attempt_log_free (self->log);
  wall_watch_free (self->watch);
  G_OBJECT_CLASS (wall_camera_parent_class)->finalize (object);
}

static void
wall_camera_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  WallCamera *self = WALL_CAMERA (object);

  switch (id) {
  case PROP_NUMBER:
    g_value_set_uint (value, wall_camera_config_get_number (self->config));
    break;
  case PROP_NAME:
    g_value_set_string (value, wall_camera_config_get_name (self->config));
    break;
  case PROP_STATE:
    g_value_set_uint (value, self->state);
    break;
  case PROP_REASON:
    g_value_set_uint (value, self->reason);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

#define FLAGS (G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY)

static void
wall_camera_class_init (WallCameraClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);

  object_class->dispose = wall_camera_dispose;
  object_class->finalize = wall_camera_finalize;
  object_class->get_property = wall_camera_get_property;

  properties[PROP_NUMBER] =
    g_param_spec_uint ("number", NULL, NULL, 0, WALL_CAMERA_MAX_NUMBER, 0, FLAGS);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, FLAGS);
  properties[PROP_STATE] =
    g_param_spec_uint ("state", NULL, NULL, 0, WALL_N_LINK_STATES - 1, 0, FLAGS);
  properties[PROP_REASON] =
    g_param_spec_uint ("reason", NULL, NULL, 0, WALL_N_REASONS - 1, 0, FLAGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_STATUS_CHANGED] =
    g_signal_new ("status-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PICTURE] =
    g_signal_new ("picture", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
wall_camera_init (WallCamera *self)
{
  self->log = wall_attempt_log_new ();
  self->watch = wall_watch_new ();
  self->is_sub_in_grid = TRUE;
  self->view = wall_view_whole ();
  self->state_since_us = g_get_monotonic_time ();
  self->retry_at_us = -1;
  self->delay_us = -1;
  self->first_decoded_us = -1;
  self->seen_clock = -1;
  self->unchanged_us = -1;
  self->stats.last_unit_us = -1;
  self->stats.last_byte_us = -1;
  self->sink_stats.last_decoded_us = -1;
  self->sink_stats.unchanged_since_us = -1;
}

static gint64
get_ticks (gint64 us,
           gint64 unit_us)
{
  return us < 0 ? -1 : us / unit_us;
}

static gint64
get_retry_in_us (WallCamera *self,
                 gint64      now_us)
{
  gint64 at_us = self->retry_at_us;

  if (self->state == WALL_LINK_NEEDS_ATTENTION && self->reason == WALL_REASON_LOCKED_OUT)
    at_us = wall_device_get_reopens_us (self->device);

  return at_us < 0 ? -1 : MAX (0, at_us - now_us);
}

static gint64
get_picture_age_us (WallCamera *self,
                    gint64      now_us)
{
  return self->seen_clock < 0 ? -1 : MAX (0, now_us + self->slept_us - self->seen_clock);
}

static WallCameraFace
make_face (WallCamera *self)
{
  gint64 now_us = g_get_monotonic_time ();
  gint64 picture_unit_us =
    self->state == WALL_LINK_LATE ? G_USEC_PER_SEC / 10 : G_USEC_PER_SEC;

  return (WallCameraFace) {
    .state = self->state,
    .reason = self->reason,
    .notices = self->notices,
    .is_shown = self->is_shown,
    .state_ticks = get_ticks (now_us - self->state_since_us, G_USEC_PER_SEC),
    .picture_ticks = get_ticks (get_picture_age_us (self, now_us), picture_unit_us),
    .retry_ticks = get_ticks (get_retry_in_us (self, now_us), G_USEC_PER_SEC),
    .unchanged_ticks = get_ticks (self->unchanged_us, G_USEC_PER_SEC),
  };
}

/* While it is live no clock shows but that of an unchanged picture. */
static gboolean
is_same_face (const WallCameraFace *a,
              const WallCameraFace *b)
{
  gboolean is_same = a->state == b->state && a->reason == b->reason && a->notices == b->notices &&
                     a->is_shown == b->is_shown && a->unchanged_ticks == b->unchanged_ticks;

  if (!is_same || a->state == WALL_LINK_LIVE || a->state == WALL_LINK_OFF)
    return is_same;

  return a->state_ticks == b->state_ticks && a->picture_ticks == b->picture_ticks &&
         a->retry_ticks == b->retry_ticks;
}

/**
 * wall_camera_announce:
 *
 * Tells whoever listens what has changed since the last call, if anything that shows has.
 */
void
wall_camera_announce (WallCamera *self)
{
  WallCameraFace face = make_face (self);
  WallCameraFace old = self->face;

  if (is_same_face (&face, &old))
    return;

  self->face = face;
  g_object_ref (self);
  if (face.state != old.state)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  if (face.reason != old.reason)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REASON]);
  g_signal_emit (self, signals[SIGNAL_STATUS_CHANGED], 0);
  g_object_unref (self);
}

/**
 * wall_camera_new:
 * @config: what it is
 * @device: what it is a channel of
 *
 * Returns: (transfer full): a camera that does nothing before wall_camera_start()
 */
WallCamera *
wall_camera_new (WallCameraConfig *config,
                 WallDevice       *device)
{
  WallCamera *self = g_object_new (WALL_TYPE_CAMERA, NULL);

  g_return_val_if_fail (WALL_IS_CAMERA_CONFIG (config), self);
  g_return_val_if_fail (WALL_IS_DEVICE (device), self);

  self->config = g_object_ref (config);
  self->device = g_object_ref (device);
  self->face = make_face (self);
  g_signal_connect_swapped (config, "notify", G_CALLBACK (on_config_changed), self);
  g_signal_connect_swapped (device, "rejected", G_CALLBACK (wall_camera_on_device_rejected), self);
  g_signal_connect_swapped (device, "reopened", G_CALLBACK (wall_camera_on_device_reopened), self);
  g_signal_connect_swapped (device, "notify::uri", G_CALLBACK (wall_camera_restart), self);
  g_signal_connect_swapped (device, "notify::user", G_CALLBACK (wall_camera_restart), self);
  g_signal_connect_swapped (device, "password-changed",
                            G_CALLBACK (wall_camera_on_password_changed), self);
  g_signal_connect_swapped (device, "notify::certificate",
                            G_CALLBACK (wall_camera_on_certificate), self);
  g_signal_connect_swapped (device, "unreachable", G_CALLBACK (wall_camera_on_device_unreachable),
                            self);
  return self;
}

/**
 * wall_camera_get_config:
 *
 * Returns: (transfer none): what it is
 */
WallCameraConfig *
wall_camera_get_config (WallCamera *self)
{
  g_return_val_if_fail (WALL_IS_CAMERA (self), NULL);

  return self->config;
}

/**
 * wall_camera_get_device:
 *
 * Returns: (transfer none): what it is a channel of
 */
WallDevice *
wall_camera_get_device (WallCamera *self)
{
  g_return_val_if_fail (WALL_IS_CAMERA (self), NULL);

  return self->device;
}

/**
 * wall_camera_get_status:
 * @out_status: (out): all that a badge says is made from this
 */
void
wall_camera_get_status (WallCamera       *self,
                        WallCameraStatus *out_status)
{
  gint64 now_us = g_get_monotonic_time ();
  WallWatchNumbers numbers;

  g_return_if_fail (WALL_IS_CAMERA (self));

  wall_watch_get_numbers (self->watch, now_us, &numbers);
  *out_status = (WallCameraStatus) {
    .state = self->state,
    .reason = self->reason,
    .notices = self->notices,
    .is_shown = self->is_shown,
    .state_age_us = MAX (0, now_us - self->state_since_us),
    .picture_age_us = get_picture_age_us (self, now_us),
    .unchanged_us = self->unchanged_us,
    .retry_in_us = get_retry_in_us (self, now_us),
    .fps = numbers.painted_fps,
    .is_anonymous = wall_device_is_anonymous (self->device),
  };
  g_strlcpy (out_status->codec, self->stats.codec, sizeof out_status->codec);
}

/**
 * wall_camera_get_numbers:
 * @out_numbers: (out): what was received, decoded and painted in this attempt, and when
 */
void
wall_camera_get_numbers (WallCamera       *self,
                         WallWatchNumbers *out_numbers)
{
  g_return_if_fail (WALL_IS_CAMERA (self));

  wall_watch_get_numbers (self->watch, g_get_monotonic_time (), out_numbers);
}

/**
 * wall_camera_set_target_size:
 * @width: of the tile's picture, device pixels; 0: pictures are counted, but not made
 * @height: likewise
 */
void
wall_camera_set_target_size (WallCamera *self,
                             int         width,
                             int         height)
{
  g_return_if_fail (WALL_IS_CAMERA (self));

  if (self->width == width && self->height == height)
    return;

  self->width = width;
  self->height = height;
  if (self->player)
    wall_video_sink_set_target_size (wall_player_get_sink (self->player), width, height);
  if (self->next.player)
    wall_video_sink_set_target_size (wall_player_get_sink (self->next.player), width, height);
}

/**
 * wall_camera_set_view:
 * @view: the part of the picture that is looked at
 *
 * The tile's pixels are made of that part alone, with all that the stream has of it.
 */
void
wall_camera_set_view (WallCamera     *self,
                      const WallView *view)
{
  g_return_if_fail (WALL_IS_CAMERA (self));

  self->view = *view;
  if (self->player)
    wall_video_sink_set_view (wall_player_get_sink (self->player), view);
  if (self->next.player)
    wall_video_sink_set_view (wall_player_get_sink (self->next.player), view);
}

/**
 * wall_camera_set_shown:
 * @is_shown: whether its pictures are painted: in the window's layout, frame clock ticking
 *
 * Decides what it is judged by: by what was painted, or else by what was received. What is not shown is
 * hardly decoded.
 */
void
wall_camera_set_shown (WallCamera *self,
                       gboolean    is_shown)
{
  gint64 now_us = g_get_monotonic_time ();

  g_return_if_fail (WALL_IS_CAMERA (self));

  if (self->is_shown == !!is_shown)
    return;

  self->is_shown = !!is_shown;
  self->whole_us = now_us;
  wall_watch_set_shown (self->watch, is_shown, now_us);
  if (self->player)
    wall_player_set_unseen (self->player, !is_shown);
  if (!is_shown && self->next.playing_us > 0)
    wall_camera_take_over (self, now_us);
  wall_camera_judge (self, now_us);
  wall_camera_announce (self);
}

/**
 * wall_camera_take_picture:
 *
 * Once there is one of the stream that takes over, those of the old one are not given any more.
 *
 * Returns: (transfer full) (nullable): the newest picture, if it was not taken yet
 */
WallPicture *
wall_camera_take_picture (WallCamera *self)
{
  WallPicture *picture;

  g_return_val_if_fail (WALL_IS_CAMERA (self), NULL);

  picture = wall_camera_take_next (self);
  if (picture || self->player == NULL || self->next.is_taken)
    return picture;

  return wall_video_sink_take_picture (wall_player_get_sink (self->player));
}

/**
 * wall_camera_note_painted:
 * @picture: as wall_camera_take_picture() gave it
 * @now_us: when it reached the screen, monotonic
 *
 * The only thing that makes a shown camera live. One that was painted before, or that is left of an
 * earlier attempt, proves nothing.
 */
void
wall_camera_note_painted (WallCamera  *self,
                          WallPicture *picture,
                          gint64       now_us)
{
  gint64 decoded_us;
  guint64 serial;

  g_return_if_fail (WALL_IS_CAMERA (self));
  g_return_if_fail (picture != NULL);

  if (wall_camera_is_next (self, picture))
    wall_camera_take_over (self, now_us);
  decoded_us = wall_picture_get_decoded_us (picture);
  serial = wall_picture_get_serial (picture);
  self->seen_clock = MAX (self->seen_clock, decoded_us + self->slept_us);
  if (decoded_us < self->attempt_us || serial <= self->seen_serial)
    return;

  self->seen_serial = serial;
  wall_watch_note_painted (self->watch, now_us);
  if (self->state == WALL_LINK_LIVE)
    return;

  wall_camera_judge (self, now_us);
  wall_camera_announce (self);
}
