/* wall-player-course.c
 *
 * The course of an attempt: what its pipeline says, its deadlines, and its end, which comes exactly
 * once.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-player-private.h"

#include <glib/gi18n-lib.h>

#include "wall-failure.h"

/* Bytes that came so long ago do not count as coming. */
#define BYTES_COME_US (3 * G_USEC_PER_SEC)

static void
set_activity (WallPlayer *self,
              const char *activity)
{
  g_free (self->activity);
  self->activity = g_strdup (activity);
}

/* No phase is skipped, none comes twice; a listener may close the player on the way. */
static void
advance (WallPlayer      *self,
         WallPlayerPhase  phase)
{
  while (self->phase < phase)
    wall_player_set_phase (self, self->phase + 1);
}

static void
end (WallPlayer *self)
{
  g_clear_handle_id (&self->close_id, g_source_remove);
  wall_video_sink_set_func (self->sink, NULL, NULL);
  wall_player_set_phase (self, WALL_PLAYER_CLOSED);
  wall_player_emit_closed (self);
}

static void
bring_down (WallPlayer *self)
{
  wall_player_get_stats (self, &self->stats);
  wall_attempt_bring_down (self->attempt);
}

static gboolean
on_close_deadline (gpointer user_data)
{
  WallPlayer *self = user_data;

  self->close_id = 0;
  bring_down (self);

  return G_SOURCE_REMOVE;
}

static void
wait_for_close (WallPlayer *self)
{
  g_clear_handle_id (&self->close_id, g_source_remove);
  self->close_id = g_timeout_add (self->deadlines.close_ms, on_close_deadline, self);
}

static void
fail (WallPlayer *self,
      WallReason  reason,
      const char *message,
      const char *debug)
{
  if (self->has_failed || self->phase >= WALL_PLAYER_CLOSING)
    return;

  self->has_failed = TRUE;
  self->reason = reason;
  wall_player_emit_failed (self, reason, message, debug);
  wall_player_begin_close (self);
}

/* Whether the device sends anything at all; of a source that does not count, it is believed. */
static gboolean
has_bytes_coming (WallPlayer *self,
                  gint64      now_us,
                  gint64      last_picture_us)
{
  g_autoptr (GstStructure) statistics = wall_attempt_dup_statistics (self->attempt);
  gint64 last_byte_us;

  if (!statistics || !gst_structure_get_int64 (statistics, "last-byte-time", &last_byte_us))
    return TRUE;

  return last_byte_us > last_picture_us && now_us - last_byte_us < BYTES_COME_US;
}

static void
give_up (WallPlayer *self)
{
  WallAttemptCounts counts;
  const char *message;

  wall_attempt_get_counts (self->attempt, &counts);
  if (counts.pictures > 0)
    message = _("The device sends, but no picture comes out of it.");
  else if (counts.fed_units > 0)
    message = _("No picture could be made from what the device sends.");
  else
    message = _("The device sent no key frame in time.");

  fail (self, WALL_REASON_NO_PICTURE, message, NULL);
}

static WallPatienceVerdict
judge (WallPlayer *self)
{
  gint64 now_us = g_get_monotonic_time ();
  WallAttemptCounts counts;

  wall_attempt_get_counts (self->attempt, &counts);

  return wall_patience_tick (&self->patience, &(WallPatienceFacts) {
    .fed_units = counts.fed_units,
    .last_picture_us = counts.last_picture_us,
    .has_bytes_coming = has_bytes_coming (self, now_us, counts.last_picture_us),
  }, now_us);
}

static gboolean
on_tick (gpointer user_data)
{
  g_autoptr (WallPlayer) self = g_object_ref (user_data);

  switch (judge (self)) {
  case WALL_PATIENCE_WAIT:
    return G_SOURCE_CONTINUE;
  case WALL_PATIENCE_HINT:
    set_activity (self, _("Waiting for a key frame…"));
    return G_SOURCE_CONTINUE;
  case WALL_PATIENCE_RESET:
    wall_attempt_reset_decoder (self->attempt);
    return G_SOURCE_CONTINUE;
  case WALL_PATIENCE_GIVE_UP:
    self->tick_id = 0;
    give_up (self);
    return G_SOURCE_REMOVE;
  default:
    g_return_val_if_reached (G_SOURCE_CONTINUE);
  }
}

static void
begin_waiting (WallPlayer *self)
{
  if (self->phase >= WALL_PLAYER_WAITING)
    return;

  wall_patience_begin (&self->patience, &self->deadlines.patience, g_get_monotonic_time ());
  self->tick_id = g_timeout_add (self->deadlines.patience.tick_ms, on_tick, self);
  set_activity (self, _("Waiting for the first picture…"));
  advance (self, WALL_PLAYER_WAITING);
}

static void
on_progress (WallPlayer *self,
             GstMessage *message)
{
  g_autofree char *code = NULL;
  g_autofree char *text = NULL;
  GstProgressType type;

  gst_message_parse_progress (message, &type, &code, &text);
  if (self->phase < WALL_PLAYER_WAITING)
    set_activity (self, text);

  if (g_strcmp0 (code, "connect") == 0 && type == GST_PROGRESS_TYPE_COMPLETE)
    advance (self, WALL_PLAYER_SIGNING_IN);
  else if (g_strcmp0 (code, "start") == 0 && type == GST_PROGRESS_TYPE_COMPLETE)
    begin_waiting (self);
}

/* An element that says why it failed, and holds the connection, closes it itself. Once it is closed
 * for a reason, an error without one is only what came of that. */
static void
on_error (WallPlayer *self,
          GstMessage *message,
          gboolean    is_of_origin)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *debug = NULL;

  if (self->phase >= WALL_PLAYER_CLOSING ||
      (self->is_origin_closed && !wall_failure_has_reason (message)))
    return;

  gst_message_parse_error (message, &error, &debug);
  self->has_origin_ended = is_of_origin && wall_failure_has_reason (message);
  fail (self, wall_failure_get_reason (message), error->message, debug);
}

static gboolean
on_error_deadline (gpointer user_data)
{
  g_autoptr (WallPlayer) self = g_object_ref (user_data);

  self->close_id = 0;
  fail (self, self->reason, _("The connection was closed."), NULL);

  return G_SOURCE_REMOVE;
}

/* The connection may be gone before the streaming thread has said why: its words are waited for. */
static void
on_origin_closed (WallPlayer *self,
                  GstMessage *message)
{
  const GstStructure *structure = gst_message_get_structure (message);
  WallReason reason = WALL_REASON_NONE;

  if (self->is_origin_closed)
    return;

  self->is_origin_closed = TRUE;
  g_free (self->ended_by);
  self->ended_by = g_strdup (gst_structure_get_string (structure, "ended-by"));
  wall_reason_from_nick (gst_structure_get_string (structure, "reason"), &reason);
  if (self->reason == WALL_REASON_NONE)
    self->reason = reason;

  if (self->phase == WALL_PLAYER_CLOSING) {
    bring_down (self);
  } else {
    if (self->reason == WALL_REASON_NONE)
      self->reason = WALL_REASON_CLOSED_BY_DEVICE;
    self->close_id = g_timeout_add (self->deadlines.error_ms, on_error_deadline, self);
  }
}

static void
on_message (gpointer    listener,
            GstMessage *message,
            gboolean    is_of_origin)
{
  g_autoptr (WallPlayer) self = g_object_ref (listener);
  GstMessageType type = GST_MESSAGE_TYPE (message);

  if (type == GST_MESSAGE_ERROR)
    on_error (self, message, is_of_origin);
  else if (type == GST_MESSAGE_EOS)
    fail (self, WALL_REASON_CLOSED_BY_DEVICE, _("The device ended the stream."), NULL);
  else if (type == GST_MESSAGE_PROGRESS && is_of_origin)
    on_progress (self, message);
  else if (type == GST_MESSAGE_ELEMENT && is_of_origin &&
           gst_message_has_name (message, "dvrip-closed"))
    on_origin_closed (self, message);
}

static void
on_first_picture (gpointer listener)
{
  g_autoptr (WallPlayer) self = g_object_ref (listener);

  begin_waiting (self);
  if (self->phase == WALL_PLAYER_WAITING)
    set_activity (self, _("Playing"));
  advance (self, WALL_PLAYER_PLAYING);
}

static void
on_gone (gpointer listener)
{
  g_autoptr (WallPlayer) self = g_object_ref (listener);

  end (self);
}

const WallAttemptEvents wall_player_events = {
  .message = on_message,
  .first_picture = on_first_picture,
  .gone = on_gone,
};

static gboolean
on_cannot_start (gpointer user_data)
{
  g_autoptr (WallPlayer) self = g_object_ref (user_data);

  self->idle_id = 0;
  self->ended_by = g_strdup ("us");
  fail (self, self->start_error->code, self->start_error->message, NULL);
  end (self);

  return G_SOURCE_REMOVE;
}

/**
 * wall_player_begin_close:
 *
 * Ends the attempt in order, if nothing has begun to end it. A source that cannot close in order is
 * ended by us, at once.
 */
void
wall_player_begin_close (WallPlayer *self)
{
  gboolean will_tell;

  if (self->phase >= WALL_PLAYER_CLOSING)
    return;

  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_handle_id (&self->close_id, g_source_remove);
  set_activity (self, _("Closing…"));
  wall_player_set_phase (self, WALL_PLAYER_CLOSING);
  if (!self->attempt)
    return;

  will_tell = self->is_origin_closed || self->has_origin_ended ||
              wall_attempt_close (self->attempt);
  if (!will_tell)
    self->ended_by = g_strdup ("us");
  if (will_tell && !self->is_origin_closed)
    wait_for_close (self);
  else
    bring_down (self);
}

/**
 * wall_player_refuse:
 *
 * It cannot even begin: told by the main loop, as every other failure is.
 */
void
wall_player_refuse (WallPlayer *self)
{
  self->idle_id = g_idle_add (on_cannot_start, self);
}
