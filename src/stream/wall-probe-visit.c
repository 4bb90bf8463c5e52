/* wall-probe-visit.c
 *
 * One login at a device with channels: a `dvripsrc` that plays nothing and asks. What the device does
 * not answer, or answers with nonsense, is done without: what counts is that it lets us in.
 * Main thread; no call blocks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-probe-visit.h"

#include <string.h>

#include "wall-attempt.h"
#include "wall-failure.h"
#include "wall-foreign-words.h"
#include "wall-source-private.h"

/* Both questions together have the time that the policy has for an answer. */
#define REQUEST_MS 2500

/* The element ends its close within a second. */
#define CLOSE_MS 1500

/* More of a text would fit into no line. */
#define MAX_TEXT 64

struct _WallProbeVisit {
  const WallProbeVisitEvents *events;
  gpointer listener;

  GError *start_error;      /* (nullable): it cannot even begin */
  WallAttempt *attempt;     /* (nullable) */
  guint idle_id, close_id;
  guint n_open;             /* questions */
  gboolean is_signed_in;
  gboolean is_told;
  guint inputs;             /* of the system information; 0: not said */
  WallProbeFacts facts;
};

/* A device may say anything: the first line, as far as it is text. */
static char *
clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text ? text : "", -1);
  glong length = 0;

  for (char *at = valid; *at; at = g_utf8_next_char (at), length++) {
    if (g_unichar_iscntrl (g_utf8_get_char (at)) || length == MAX_TEXT) {
      *at = '\0';
      break;
    }
  }

  return g_strdup (g_strstrip (valid));
}

static char *
clean_or_null (const char *text)
{
  char *cleaned = clean (text);

  if (*cleaned == '\0')
    g_clear_pointer (&cleaned, g_free);

  return cleaned;
}

static void
note_channels (WallProbeVisit *self)
{
  g_autoptr (GstStructure) statistics = wall_attempt_dup_statistics (self->attempt);

  if (statistics)
    gst_structure_get_uint (statistics, "channels", &self->facts.channels);
}

/* What the login says counts; some devices leave it out. */
static void
settle_channels (WallProbeVisit *self)
{
  guint titles = self->facts.titles ? g_strv_length (self->facts.titles) : 0;

  if (self->facts.channels == 0)
    self->facts.channels = self->inputs > 0 ? self->inputs : titles;
  self->facts.channels = CLAMP (self->facts.channels, 1, WALL_PROBE_MAX_CHANNELS);
}

static gboolean
on_close_deadline (gpointer data)
{
  WallProbeVisit *self = data;

  self->close_id = 0;
  wall_attempt_bring_down (self->attempt);

  return G_SOURCE_REMOVE;
}

static void
close_attempt (WallProbeVisit *self)
{
  if (wall_attempt_close (self->attempt))
    self->close_id = g_timeout_add (CLOSE_MS, on_close_deadline, self);
  else
    wall_attempt_bring_down (self->attempt);
}

/* Closed first, since a listener may let go of it. */
static void
tell (WallProbeVisit *self)
{
  if (self->is_told)
    return;

  self->is_told = TRUE;
  settle_channels (self);
  close_attempt (self);
  self->events->told (self->listener, &self->facts);
}

static void
ask (WallProbeVisit *self)
{
  self->n_open = (wall_attempt_ask (self->attempt, "system-info") != 0) +
                 (wall_attempt_ask (self->attempt, "channel-titles") != 0);
}

static void
on_progress (WallProbeVisit *self,
             GstMessage     *message)
{
  g_autofree char *code = NULL;
  GstProgressType type;

  gst_message_parse_progress (message, &type, &code, NULL);
  if (type != GST_PROGRESS_TYPE_COMPLETE)
    return;

  if (g_strcmp0 (code, "connect") == 0) {
    self->events->connected (self->listener);
  } else if (g_strcmp0 (code, "login") == 0) {
    self->is_signed_in = TRUE;
    note_channels (self);
    ask (self);
    self->events->signed_in (self->listener);
  }
}

static void
take_titles (WallProbeVisit     *self,
             const GstStructure *reply)
{
  const GValue *value = gst_structure_get_value (reply, "titles");
  char **titles = value ? g_value_get_boxed (value) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (!titles || self->facts.titles)
    return;

  for (guint i = 0; titles[i] && i < WALL_PROBE_MAX_CHANNELS; i++) {
    g_autofree char *title = clean (titles[i]);

    g_strv_builder_add (builder, title);
  }
  self->facts.titles = g_strv_builder_end (builder);
}

static void
take_info (WallProbeVisit     *self,
           const GstStructure *reply)
{
  guint video = 0, digital = 0;

  if (self->facts.model || self->facts.serial)
    return;

  self->facts.model = clean_or_null (gst_structure_get_string (reply, "model"));
  self->facts.serial = clean_or_null (gst_structure_get_string (reply, "serial"));
  gst_structure_get_uint (reply, "video-inputs", &video);
  gst_structure_get_uint (reply, "digital-channels", &digital);
  self->inputs = video + digital;
}

static void
on_reply (WallProbeVisit *self,
          GstMessage     *message)
{
  const GstStructure *reply = gst_message_get_structure (message);
  guint request = 0;

  gst_structure_get_uint (reply, "request", &request);
  if (request == 0)
    return;

  take_titles (self, reply);
  take_info (self, reply);
  if (self->n_open > 0)
    self->n_open--;
  if (self->n_open == 0 && self->is_signed_in)
    tell (self);
}

static void
on_error (WallProbeVisit *self,
          GstMessage     *message)
{
  g_autoptr (GError) error = NULL;

  if (self->is_told)
    return;
  if (self->is_signed_in) {
    tell (self);
    return;
  }

  gst_message_parse_error (message, &error, NULL);
  self->is_told = TRUE;
  self->events->failed (self->listener, wall_failure_get_reason (message), error->message);
}

/* Where nothing else was said, this is the end of it. */
static void
on_closed (WallProbeVisit *self)
{
  if (self->is_told) {
    wall_attempt_bring_down (self->attempt);
  } else if (self->is_signed_in) {
    tell (self);
  }
}

static void
on_message (gpointer    listener,
            GstMessage *message,
            gboolean    is_of_origin)
{
  WallProbeVisit *self = listener;
  GstMessageType type = GST_MESSAGE_TYPE (message);

  if (type == GST_MESSAGE_ERROR)
    on_error (self, message);
  else if (type == GST_MESSAGE_PROGRESS && is_of_origin && !self->is_told)
    on_progress (self, message);
  else if (gst_message_has_name (message, "dvrip-reply") && !self->is_told)
    on_reply (self, message);
  else if (gst_message_has_name (message, "dvrip-closed"))
    on_closed (self);
}

static void
on_first_picture (gpointer listener)
{
}

static void
on_gone (gpointer listener)
{
  WallProbeVisit *self = listener;

  self->events->gone (self->listener);
}

static const WallAttemptEvents attempt_events = {
  .message = on_message,
  .first_picture = on_first_picture,
  .gone = on_gone,
};

static gboolean
on_cannot_start (gpointer data)
{
  WallProbeVisit *self = data;
  g_autoptr (GError) error = g_steal_pointer (&self->start_error);

  self->idle_id = 0;
  self->is_told = TRUE;
  self->events->failed (self->listener, error->code, error->message);

  return G_SOURCE_REMOVE;
}

static GstElement *
make_source (const WallPlayerConfig  *config,
             GError                 **error)
{
  g_autoptr (GstElement) source = wall_source_make_dvrip (config, error);
  g_autoptr (GstElement) origin = source ? wall_source_get_origin (source) : NULL;

  if (origin)
    g_object_set (origin, "no-stream", TRUE, "request-timeout", REQUEST_MS, NULL);

  return g_steal_pointer (&source);
}

/**
 * wall_probe_visit_new:
 * @config: where to; it is copied
 * @events: what the listener is told; it is not copied
 *
 * Returns: (transfer full): a visit that has begun
 */
WallProbeVisit *
wall_probe_visit_new (const WallPlayerConfig     *config,
                      const WallProbeVisitEvents *events,
                      gpointer                    listener)
{
  WallProbeVisit *self = g_new0 (WallProbeVisit, 1);
  g_autoptr (GstElement) source = make_source (config, &self->start_error);
  g_autoptr (GstElement) sink =
    source ? wall_source_make_element ("fakesink", NULL, &self->start_error) : NULL;

  self->events = events;
  self->listener = listener;
  if (!sink) {
    self->idle_id = g_idle_add_full (G_PRIORITY_DEFAULT, on_cannot_start, self, NULL);
    return self;
  }

  gst_object_ref_sink (sink);
  self->attempt = wall_attempt_new (source, sink, &attempt_events, self);
  wall_attempt_start (self->attempt);

  return self;
}

/**
 * wall_probe_visit_free:
 * @self: (transfer full): a visit, which ends alone if it has not
 */
void
wall_probe_visit_free (WallProbeVisit *self)
{
  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_handle_id (&self->close_id, g_source_remove);
  g_clear_pointer (&self->attempt, wall_attempt_forget);
  g_clear_error (&self->start_error);
  g_strfreev (self->facts.titles);
  g_free (self->facts.model);
  g_free (self->facts.serial);
  g_free (self);
}
