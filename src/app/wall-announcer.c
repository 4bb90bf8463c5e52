/* wall-announcer.c
 *
 * Says in words which cameras were lost, and which are live again, for somebody who hears the wall
 * instead of seeing it. What happens within a moment is one sentence, the next one leaves time to
 * listen, and what was over before it could be said is not said. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-announcer.h"

#include "wall-camera-follower.h"
#include "wall-camera.h"
#include "wall-notice-text.h"

#define GATHER_MS 2000
#define QUIET_MS 6000

struct _WallAnnouncer {
  GObject parent_instance;

  WallCameraFollower *cameras;
  GHashTable         *told_lost;  /* of WallCamera, owned by @cameras */
  guint               gather_ms;
  guint               quiet_ms;
  gint64              said_us;    /* monotonic; -1: nothing yet */
  guint               say_id;
};

G_DEFINE_FINAL_TYPE (WallAnnouncer, wall_announcer, G_TYPE_OBJECT)

enum {
  SIGNAL_SAY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Whether the words of before are wrong by now. */
static gboolean
is_news (WallAnnouncer *self,
         WallCamera    *camera)
{
  WallCameraStatus status;

  wall_camera_get_status (camera, &status);
  if (g_hash_table_contains (self->told_lost, camera))
    return status.state == WALL_LINK_LIVE || status.state == WALL_LINK_OFF;

  return wall_notice_is_lost (&status);
}

/* (element-type WallCamera): what is remembered as lost, or as well, from now on. */
static GPtrArray *
take_news (WallAnnouncer *self,
           gboolean       is_lost)
{
  GPtrArray *cameras = wall_camera_follower_get_cameras (self->cameras);
  GPtrArray *news = g_ptr_array_new ();

  for (guint i = 0; i < cameras->len; i++) {
    WallCamera *camera = g_ptr_array_index (cameras, i);
    gboolean was_lost = g_hash_table_contains (self->told_lost, camera);

    if (was_lost != is_lost && is_news (self, camera))
      g_ptr_array_add (news, camera);
  }
  for (guint i = 0; i < news->len; i++)
    if (is_lost)
      g_hash_table_add (self->told_lost, g_ptr_array_index (news, i));
    else
      g_hash_table_remove (self->told_lost, g_ptr_array_index (news, i));

  return news;
}

/* Somebody who switched a camera off knows it. */
static void
drop_switched_off (GPtrArray *cameras)
{
  for (guint i = cameras->len; i > 0; i--) {
    WallCameraStatus status;

    wall_camera_get_status (g_ptr_array_index (cameras, i - 1), &status);
    if (status.state == WALL_LINK_OFF)
      g_ptr_array_remove_index (cameras, i - 1);
  }
}

static gboolean
on_say (gpointer user_data)
{
  WallAnnouncer *self = user_data;
  g_autoptr (GPtrArray) lost = take_news (self, TRUE);
  g_autoptr (GPtrArray) back = take_news (self, FALSE);
  g_autoptr (GString) words = g_string_new (NULL);

  self->say_id = 0;
  drop_switched_off (back);
  if (lost->len > 0) {
    g_autofree char *title = wall_notice_title (lost);
    g_autofree char *body = wall_notice_body (lost);

    g_string_append_printf (words, "%s\n%s", title, body);
  }
  if (back->len > 0) {
    g_autofree char *title = wall_notice_back (back);

    g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "", title);
  }
  if (words->len > 0) {
    self->said_us = g_get_monotonic_time ();
    g_signal_emit (self, signals[SIGNAL_SAY], 0, words->str);
  }

  return G_SOURCE_REMOVE;
}

static void
say_soon (WallAnnouncer *self)
{
  gint64 quiet_ms = 0;

  if (self->say_id > 0)
    return;

  if (self->said_us >= 0)
    quiet_ms = self->quiet_ms - (g_get_monotonic_time () - self->said_us) / 1000;
  self->say_id = g_timeout_add ((guint) MAX ((gint64) self->gather_ms, quiet_ms), on_say, self);
}

static void
on_changed (WallAnnouncer *self,
            WallCamera    *camera)
{
  if (is_news (self, camera))
    say_soon (self);
}

static void
on_gone (WallAnnouncer *self,
         WallCamera    *camera)
{
  g_hash_table_remove (self->told_lost, camera);
}

static void
dispose (GObject *object)
{
  WallAnnouncer *self = WALL_ANNOUNCER (object);

  wall_camera_follower_set_list (self->cameras, NULL);
  g_clear_handle_id (&self->say_id, g_source_remove);

  G_OBJECT_CLASS (wall_announcer_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  WallAnnouncer *self = WALL_ANNOUNCER (object);

  g_object_unref (self->cameras);
  g_hash_table_unref (self->told_lost);

  G_OBJECT_CLASS (wall_announcer_parent_class)->finalize (object);
}

static void
wall_announcer_class_init (WallAnnouncerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;

  /* The words, translated; several lines. */
  signals[SIGNAL_SAY] = g_signal_new ("say", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
wall_announcer_init (WallAnnouncer *self)
{
  self->cameras = wall_camera_follower_new ();
  g_signal_connect_swapped (self->cameras, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->cameras, "gone", G_CALLBACK (on_gone), self);
  self->told_lost = g_hash_table_new (NULL, NULL);
  self->gather_ms = GATHER_MS;
  self->quiet_ms = QUIET_MS;
  self->said_us = -1;
}

/**
 * wall_announcer_new:
 * @cameras: (transfer none): of WallCamera
 *
 * Returns: (transfer full): what has something to say, by its signal "say", as long as it lives
 */
WallAnnouncer *
wall_announcer_new (GListModel *cameras)
{
  WallAnnouncer *self = g_object_new (WALL_TYPE_ANNOUNCER, NULL);

  wall_camera_follower_set_list (self->cameras, cameras);

  return self;
}

/**
 * wall_announcer_set_pace:
 * @self: an announcer
 * @gather_ms: so long what happens is gathered
 * @quiet_ms: so long nothing is said after something was
 *
 * Holds for what waits already, too.
 */
void
wall_announcer_set_pace (WallAnnouncer *self,
                         guint          gather_ms,
                         guint          quiet_ms)
{
  g_return_if_fail (WALL_IS_ANNOUNCER (self));

  self->gather_ms = gather_ms;
  self->quiet_ms = quiet_ms;
  if (self->say_id == 0)
    return;

  g_clear_handle_id (&self->say_id, g_source_remove);
  say_soon (self);
}
