/* wall-notifier.c
 *
 * Tells the desktop of cameras that are lost, or need a person, while nobody sees it on the wall.
 * It is never the only channel: tile and header bar say it all, and who looks at the tile is not told
 * again. There is one notification for the whole wall: what happens within a few seconds is gathered,
 * the next one comes a minute later at the earliest, cameras that are back leave it quietly, and with
 * the last of them it is withdrawn. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-notifier.h"

#include <glib/gi18n-lib.h>

#include "wall-camera-follower.h"
#include "wall-camera.h"
#include "wall-notice-text.h"
#include "wall-settings.h"

#define ID "cameras"
#define GATHER_MS 3000
#define QUIET_MS (60 * 1000)

/* What is known of a camera that is lost. */
typedef enum {
  NEW,
  SEEN,  /* somebody looked at its tile */
  TOLD,
} Knowledge;

struct _WallNotifier {
  GObject parent_instance;

  GApplication       *application;  /* it owns this */
  GtkWindow          *window;       /* weak (nullable) */
  WallCameraFollower *cameras;
  GHashTable         *lost;         /* WallCamera, owned by @cameras: Knowledge */
  guint               gather_ms;
  guint               quiet_ms;
  gint64              told_us;      /* monotonic: the last one that was new */
  guint               tell_id;
  gboolean            is_quiet;     /* what is new waits until the quiet time is over */
  gboolean            is_sent;
  gboolean            is_shorter;   /* than what was sent */
  gboolean            is_on;
};

G_DEFINE_FINAL_TYPE (WallNotifier, wall_notifier, G_TYPE_OBJECT)

static gboolean
is_seen (WallNotifier *self,
         WallCamera   *camera)
{
  WallCameraStatus status;

  wall_camera_get_status (camera, &status);

  return self->window && gtk_window_is_active (self->window) && status.is_shown;
}

/* Of those that nobody has heard of, those are told that nobody sees; returns whether there are any. */
static gboolean
take_new (WallNotifier *self)
{
  gboolean is_any = FALSE;
  GHashTableIter each;
  gpointer camera, knowledge;

  g_hash_table_iter_init (&each, self->lost);
  while (g_hash_table_iter_next (&each, &camera, &knowledge)) {
    Knowledge now = is_seen (self, camera) || !self->is_on ? SEEN : TOLD;

    if (GPOINTER_TO_INT (knowledge) != NEW)
      continue;

    g_hash_table_iter_replace (&each, GINT_TO_POINTER (now));
    is_any |= now == TOLD;
  }

  return is_any;
}

static GPtrArray *
list_told (WallNotifier *self)
{
  GPtrArray *cameras = wall_camera_follower_get_cameras (self->cameras);
  GPtrArray *told = g_ptr_array_new ();

  for (guint i = 0; i < cameras->len; i++) {
    gpointer camera = g_ptr_array_index (cameras, i);
    gpointer knowledge;

    if (g_hash_table_lookup_extended (self->lost, camera, NULL, &knowledge)
        && GPOINTER_TO_INT (knowledge) == TOLD)
      g_ptr_array_add (told, camera);
  }

  return told;
}

static void
withdraw (WallNotifier *self)
{
  if (self->is_sent)
    g_application_withdraw_notification (self->application, ID);
  self->is_sent = FALSE;
}

static void
send (WallNotifier *self,
      GPtrArray    *told,
      gboolean      is_new)
{
  g_autofree char *title = wall_notice_title (told);
  g_autofree char *body = wall_notice_body (told);
  g_autoptr (GNotification) notification = g_notification_new (title);

  g_notification_set_body (notification, body);
  g_notification_set_priority (notification, is_new ? G_NOTIFICATION_PRIORITY_HIGH
                                                    : G_NOTIFICATION_PRIORITY_LOW);
  g_application_send_notification (self->application, ID, notification);
  self->is_sent = TRUE;
}

static gboolean
has_new (WallNotifier *self)
{
  GHashTableIter each;
  gpointer knowledge;

  g_hash_table_iter_init (&each, self->lost);
  while (g_hash_table_iter_next (&each, NULL, &knowledge))
    if (GPOINTER_TO_INT (knowledge) == NEW)
      return TRUE;

  return FALSE;
}

/* How long nothing new may be told. */
static guint
get_quiet_ms (WallNotifier *self)
{
  gint64 since_ms = (g_get_monotonic_time () - self->told_us) / 1000;

  if (self->told_us < 0 || since_ms >= self->quiet_ms)
    return 0;

  return self->quiet_ms - (guint) since_ms;
}

static void
tell (WallNotifier *self)
{
  gboolean is_new = get_quiet_ms (self) == 0 && take_new (self);
  g_autoptr (GPtrArray) told = list_told (self);

  if (is_new)
    self->told_us = g_get_monotonic_time ();
  if (told->len == 0)
    withdraw (self);
  else if (is_new || self->is_shorter)
    send (self, told, is_new);
  self->is_shorter = FALSE;
}

static gboolean
on_tell (gpointer user_data)
{
  WallNotifier *self = user_data;

  self->tell_id = 0;
  tell (self);
  self->is_quiet = has_new (self);
  if (self->is_quiet)
    self->tell_id = g_timeout_add (get_quiet_ms (self), on_tell, self);

  return G_SOURCE_REMOVE;
}

static void
tell_soon (WallNotifier *self)
{
  if (self->tell_id > 0 && !self->is_quiet)
    return;

  g_clear_handle_id (&self->tell_id, g_source_remove);
  self->is_quiet = FALSE;
  self->tell_id = g_timeout_add (self->gather_ms, on_tell, self);
}

/* Nothing stale is left lying about: with the last camera that is back it goes at once. */
static void
forget (WallNotifier *self,
        WallCamera   *camera)
{
  g_autoptr (GPtrArray) told = NULL;

  if (!g_hash_table_remove (self->lost, camera))
    return;

  told = list_told (self);
  if (told->len == 0)
    withdraw (self);
  else {
    self->is_shorter = TRUE;
    tell_soon (self);
  }
}

static void
on_changed (WallNotifier *self,
            WallCamera   *camera)
{
  WallCameraStatus status;

  wall_camera_get_status (camera, &status);
  if (!wall_notice_is_lost (&status))
    forget (self, camera);
  else if (!g_hash_table_contains (self->lost, camera)) {
    g_hash_table_insert (self->lost, camera, GINT_TO_POINTER (NEW));
    tell_soon (self);
  }
}

static void
dispose (GObject *object)
{
  WallNotifier *self = WALL_NOTIFIER (object);

  wall_camera_follower_set_list (self->cameras, NULL);
  g_clear_handle_id (&self->tell_id, g_source_remove);
  g_clear_weak_pointer (&self->window);

  G_OBJECT_CLASS (wall_notifier_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  WallNotifier *self = WALL_NOTIFIER (object);

  g_object_unref (self->cameras);
  g_hash_table_unref (self->lost);

  G_OBJECT_CLASS (wall_notifier_parent_class)->finalize (object);
}

static void
wall_notifier_class_init (WallNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
wall_notifier_init (WallNotifier *self)
{
  self->cameras = wall_camera_follower_new ();
  g_signal_connect_swapped (self->cameras, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->cameras, "gone", G_CALLBACK (forget), self);
  self->lost = g_hash_table_new (NULL, NULL);
  self->gather_ms = GATHER_MS;
  self->quiet_ms = QUIET_MS;
  self->told_us = -1;
  self->is_on = TRUE;
}

/**
 * wall_notifier_new:
 * @application: (transfer none): which tells the desktop; it outlives this
 * @window: (transfer none) (nullable): the wall; %NULL: nobody looks at it
 * @cameras: (transfer none): of WallCamera
 *
 * Returns: (transfer full): what tells of lost cameras as long as it lives
 */
WallNotifier *
wall_notifier_new (GApplication *application,
                   GtkWindow    *window,
                   GListModel   *cameras)
{
  WallNotifier *self = g_object_new (WALL_TYPE_NOTIFIER, NULL);

  self->application = application;
  g_set_weak_pointer (&self->window, window);
  wall_camera_follower_set_list (self->cameras, cameras);

  return self;
}

static void
on_setting (WallNotifier *self,
            const char   *key,
            GSettings    *settings)
{
  GHashTableIter each;
  gpointer camera;

  self->is_on = g_settings_get_boolean (settings, WALL_SETTINGS_NOTIFICATIONS);
  if (self->is_on)
    return;

  g_hash_table_iter_init (&each, self->lost);
  while (g_hash_table_iter_next (&each, &camera, NULL))
    g_hash_table_iter_replace (&each, GINT_TO_POINTER (SEEN));
  withdraw (self);
}

/**
 * wall_notifier_follow:
 * @self: a notifier
 * @settings: (transfer none): where it says whether the desktop is to be told
 */
void
wall_notifier_follow (WallNotifier *self,
                      GSettings    *settings)
{
  g_return_if_fail (WALL_IS_NOTIFIER (self));

  g_signal_connect_object (settings, "changed::" WALL_SETTINGS_NOTIFICATIONS,
                           G_CALLBACK (on_setting), self, G_CONNECT_SWAPPED);
  on_setting (self, WALL_SETTINGS_NOTIFICATIONS, settings);
}

/**
 * wall_notifier_set_pace:
 * @self: a notifier
 * @gather_ms: so long what happens is gathered
 * @quiet_ms: so long nothing new is told after something was
 */
void
wall_notifier_set_pace (WallNotifier *self,
                        guint         gather_ms,
                        guint         quiet_ms)
{
  g_return_if_fail (WALL_IS_NOTIFIER (self));

  self->gather_ms = gather_ms;
  self->quiet_ms = quiet_ms;
}
