/* wall-status-text.c
 *
 * What a tile says of its camera, as words.
 * Pure but for the time of day; main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-status-text.h"

#include <glib/gi18n-lib.h>

#include "wall-reason-text.h"
#include "wall-time-text.h"

/* A state that passes quickly is not worth a number. */
#define SHOW_SECONDS_FROM_US (2 * G_USEC_PER_SEC)

static gint64
whole_seconds (gint64 duration_us)
{
  return MAX (duration_us, 0) / G_USEC_PER_SEC;
}

/**
 * wall_duration_text:
 * @duration_us: microseconds
 *
 * A length of time in its largest fitting unit, rounded down: "40 s", "3 min", "7 h", "2 d".
 *
 * Returns: (transfer full): translated
 */
char *
wall_duration_text (gint64 duration_us)
{
  gint64 seconds = whole_seconds (duration_us);

  if (seconds < 60)
    /* Translators: seconds, as short as the unit is known */
    return g_strdup_printf (_("%d s"), (int) seconds);
  if (seconds < 60 * 60)
    /* Translators: minutes */
    return g_strdup_printf (_("%d min"), (int) (seconds / 60));
  if (seconds < 48 * 60 * 60)
    /* Translators: hours */
    return g_strdup_printf (_("%d h"), (int) (seconds / (60 * 60)));

  /* Translators: days */
  return g_strdup_printf (_("%d d"), (int) MIN (seconds / (24 * 60 * 60), G_MAXINT));
}

static char *
with_duration (const char *words,
               gint64      duration_us)
{
  g_autofree char *duration = NULL;

  if (duration_us < 0)
    return g_strdup (words);

  duration = wall_duration_text (duration_us);

  /* Translators: what is the case, and for how long: "Stalled 4 s" */
  return g_strdup_printf (C_("state and duration", "%s %s"), words, duration);
}

static char *
passing (const char             *words,
         const WallCameraStatus *status)
{
  if (status->state_age_us < SHOW_SECONDS_FROM_US)
    return g_strdup (words);

  return with_duration (words, status->state_age_us);
}

static char *
late_text (const WallCameraStatus *status)
{
  if (status->picture_age_us < 0)
    return g_strdup (_("Late"));

  /* Translators: the age of the picture in seconds and tenths */
  return g_strdup_printf (_("Late %.1f s"), (double) status->picture_age_us / G_USEC_PER_SEC);
}

static char *
live_text (const WallCameraStatus *status)
{
  if (status->notices & WALL_NOTICE_DAMAGED)
    return g_strdup (_("Damaged"));
  if (status->notices & WALL_NOTICE_UNCHANGED)
    return with_duration (_("Unchanged"), status->unchanged_us);
  if (!status->is_shown)
    return g_strdup (_("Receiving"));
  if (status->notices & WALL_NOTICE_REDUCED)
    /* Translators: %.1f is the number of pictures a second */
    return g_strdup_printf (_("Reduced %.1f/s"), status->fps);

  return g_strdup (_("Live"));
}

static char *
retry_text (const WallCameraStatus *status)
{
  g_autofree char *duration = NULL;

  if (status->retry_in_us <= 0)
    return status->reason == WALL_REASON_NONE
             ? g_strdup (_("Retry soon"))
             : g_strdup_printf (_("Retry soon – %s"), wall_reason_get_words (status->reason));

  /* Rounded up: "Retry in 0 s" is never true. */
  duration = wall_duration_text (status->retry_in_us + G_USEC_PER_SEC - 1);
  if (status->reason == WALL_REASON_NONE)
    return g_strdup_printf (_("Retry in %s"), duration);

  /* Translators: a length of time, and in a few words why the camera was lost */
  return g_strdup_printf (_("Retry in %s – %s"), duration, wall_reason_get_words (status->reason));
}

static char *
attention_text (const WallCameraStatus *status)
{
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) until = NULL;
  g_autofree char *time = NULL;

  if (status->reason != WALL_REASON_LOCKED_OUT || status->retry_in_us <= 0)
    return wall_reason_dup_title (status->reason, status->codec);

  now = g_date_time_new_now_local ();
  until = g_date_time_add (now, status->retry_in_us);
  time = wall_time_text (until, FALSE);

  /* Translators: a time of day such as 14:32 */
  return g_strdup_printf (_("Locked out until %s"), time);
}

/**
 * wall_badge_text:
 * @status: a camera's status
 *
 * The words on the badge, as the design's table has them. "Live" is said of a camera only while it
 * is shown.
 *
 * Returns: (transfer full): translated, never empty
 */
char *
wall_badge_text (const WallCameraStatus *status)
{
  switch (status->state) {
  case WALL_LINK_IDLE:
    return g_strdup (_("Not started"));
  case WALL_LINK_QUEUED:
    return g_strdup (_("Queued"));
  case WALL_LINK_CONNECTING:
    return passing (_("Connecting…"), status);
  case WALL_LINK_SIGNING_IN:
    return passing (status->is_anonymous ? _("Asking for video…") : _("Signing in…"), status);
  case WALL_LINK_WAITING_PICTURE:
    return passing (_("Waiting for picture…"), status);
  case WALL_LINK_LIVE:
    return live_text (status);
  case WALL_LINK_LATE:
    return late_text (status);
  case WALL_LINK_STALLED:
    return with_duration (_("Stalled"), status->picture_age_us);
  case WALL_LINK_CLOSING:
    return g_strdup (_("Closing…"));
  case WALL_LINK_WAITING_RETRY:
    return retry_text (status);
  case WALL_LINK_NEEDS_ATTENTION:
    return attention_text (status);
  case WALL_LINK_OFF:
    return g_strdup (_("Off"));
  }

  return g_strdup (_("Unknown"));
}

static char *
short_retry_text (const WallCameraStatus *status)
{
  WallCameraStatus without_reason = *status;

  without_reason.reason = WALL_REASON_NONE;

  return retry_text (&without_reason);
}

/**
 * wall_badge_short_text:
 * @status: a camera's status
 *
 * For a badge that has no room for the words of wall_badge_text(): what is left out is said by the
 * message in the tile and by the tooltip.
 *
 * Returns: (transfer full): translated, never empty
 */
char *
wall_badge_short_text (const WallCameraStatus *status)
{
  switch (status->state) {
  case WALL_LINK_CONNECTING:
    return g_strdup (_("Connecting…"));
  case WALL_LINK_SIGNING_IN:
    return g_strdup (status->is_anonymous ? _("Asking…") : _("Signing in…"));
  case WALL_LINK_WAITING_PICTURE:
    return g_strdup (_("Waiting…"));
  case WALL_LINK_WAITING_RETRY:
    return short_retry_text (status);
  case WALL_LINK_NEEDS_ATTENTION:
    return wall_reason_dup_title (status->reason, status->codec);
  case WALL_LINK_IDLE:
  case WALL_LINK_QUEUED:
  case WALL_LINK_LIVE:
  case WALL_LINK_LATE:
  case WALL_LINK_STALLED:
  case WALL_LINK_CLOSING:
  case WALL_LINK_OFF:
    break;
  }

  return wall_badge_text (status);
}

static char *
figure (gint64 duration_us)
{
  return duration_us < G_USEC_PER_SEC ? g_strdup ("") : wall_duration_text (duration_us);
}

/**
 * wall_badge_figure_text:
 * @status: a camera's status
 *
 * For a badge with room for no word at all, beside its symbol: how long it is so, or until it is
 * tried again.
 *
 * Returns: (transfer full): translated; empty where the symbol has to say it alone
 */
char *
wall_badge_figure_text (const WallCameraStatus *status)
{
  switch (status->state) {
  case WALL_LINK_CONNECTING:
  case WALL_LINK_SIGNING_IN:
  case WALL_LINK_WAITING_PICTURE:
    return status->state_age_us < SHOW_SECONDS_FROM_US ? g_strdup ("")
                                                       : figure (status->state_age_us);
  case WALL_LINK_LIVE:
    return status->notices & WALL_NOTICE_UNCHANGED && !(status->notices & WALL_NOTICE_DAMAGED)
             ? figure (status->unchanged_us) : g_strdup ("");
  case WALL_LINK_LATE:
  case WALL_LINK_STALLED:
    return figure (status->picture_age_us);
  case WALL_LINK_WAITING_RETRY:
    return status->retry_in_us <= 0 ? g_strdup ("")
                                    : figure (status->retry_in_us + G_USEC_PER_SEC - 1);
  case WALL_LINK_NEEDS_ATTENTION:
  case WALL_LINK_IDLE:
  case WALL_LINK_QUEUED:
  case WALL_LINK_CLOSING:
  case WALL_LINK_OFF:
    break;
  }

  return g_strdup ("");
}

static const char *
live_sentence (const WallCameraStatus *status)
{
  if (status->notices & WALL_NOTICE_DAMAGED)
    return _("Some pictures cannot be decoded: data is lost on the way or the encoder is at fault. "
             "Check the network and the camera.");
  if (status->notices & WALL_NOTICE_UNCHANGED)
    return _("Pictures arrive, but each is the same as the one before. Move something in front of "
             "the camera; if the picture stays the same, restart the camera.");
  if (!status->is_shown)
    return _("Video arrives. It is not called live because it is not shown now.");
  if (status->notices & WALL_NOTICE_REDUCED)
    return _("This computer is overloaded and shows fewer pictures than arrive. Watch fewer "
             "cameras, or a smaller stream of them.");

  return _("A picture of this camera was painted a moment ago.");
}

static char *
lost_sentence (const WallCameraStatus *status)
{
  g_autofree char *why = wall_reason_dup_sentence (status->reason, status->codec);

  if (status->state == WALL_LINK_CLOSING)
    return g_strdup (why);

  /* Translators: a sentence that says why, then what happens next */
  return g_strdup_printf (_("%s It is tried again by itself; click the tile to try now."), why);
}

/**
 * wall_status_sentence:
 * @status: a camera's status
 *
 * What is the case, and what can be done, in whole sentences.
 *
 * Returns: (transfer full): translated, never empty
 */
char *
wall_status_sentence (const WallCameraStatus *status)
{
  switch (status->state) {
  case WALL_LINK_IDLE:
    return g_strdup (_("This camera was not started yet."));
  case WALL_LINK_QUEUED:
    return g_strdup (_("Waits for its turn to connect, so that the network is not flooded."));
  case WALL_LINK_CONNECTING:
    return g_strdup (_("The device is being called."));
  case WALL_LINK_SIGNING_IN:
    return g_strdup (status->is_anonymous
                       ? _("The device answers; it is asked for its video, without a password.")
                       : _("The device answers; user and password are being checked."));
  case WALL_LINK_WAITING_PICTURE:
    return g_strdup (status->is_anonymous
                       ? _("The device agreed. A picture can be shown from the next whole one on.")
                       : _("Signed in. A picture can be shown from the next key frame on."));
  case WALL_LINK_LIVE:
    return g_strdup (live_sentence (status));
  case WALL_LINK_LATE:
    return g_strdup (_("The newest picture is older than it should be."));
  case WALL_LINK_STALLED:
    return g_strdup (_("No new picture arrives: what is shown is old. "
                       "The connection is renewed by itself."));
  case WALL_LINK_CLOSING:
  case WALL_LINK_WAITING_RETRY:
    return lost_sentence (status);
  case WALL_LINK_NEEDS_ATTENTION:
    return wall_reason_dup_sentence (status->reason, status->codec);
  case WALL_LINK_OFF:
    return g_strdup (_("Switched off. It is not connected until it is switched on again."));
  }

  return g_strdup (_("Unknown"));
}

/**
 * wall_old_picture_text:
 * @painted_at_us: the time of day the picture was painted, as g_get_real_time() counts
 * @now_us: the time of day
 *
 * What a picture that is not live any more carries: when it was painted.
 *
 * Returns: (transfer full): translated
 */
char *
wall_old_picture_text (gint64 painted_at_us,
                       gint64 now_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (painted_at_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc ? g_date_time_to_local (utc) : NULL;
  g_autofree char *time = NULL;

  if (local == NULL)
    return g_strdup (_("Old picture"));

  if (now_us - painted_at_us < 12 * G_TIME_SPAN_HOUR)
    time = wall_time_text (local, TRUE);
  else
    time = wall_day_text (local);

  /* Translators: the time of day the last picture was painted */
  return g_strdup_printf (_("Picture of %s"), time);
}

/* The text, ready to take one part more. */
static GString *
next_part (GString *text)
{
  if (text->len > 0)
    g_string_append (text, WALL_SUMS_SEPARATOR);

  return text;
}

#define APPEND(count, format) \
  if (count > 0) \
    g_string_append_printf (next_part (text), format, count)

/**
 * wall_sums_text:
 * @sums: how many cameras are in which state
 *
 * The sum of states for the header bar, "23 live · 1 stalled · 1 offline": what there is none of is
 * left out.
 *
 * Returns: (transfer full): translated; empty when there is no camera
 */
char *
wall_sums_text (const WallCameraSums *sums)
{
  GString *text = g_string_new (NULL);

  APPEND (sums->live, g_dngettext (GETTEXT_PACKAGE, "%u live", "%u live", sums->live));
  APPEND (sums->receiving, g_dngettext (GETTEXT_PACKAGE, "%u receiving", "%u receiving",
                                        sums->receiving));
  APPEND (sums->late, g_dngettext (GETTEXT_PACKAGE, "%u late", "%u late", sums->late));
  APPEND (sums->stalled, g_dngettext (GETTEXT_PACKAGE, "%u stalled", "%u stalled",
                                        sums->stalled));
  APPEND (sums->connecting, g_dngettext (GETTEXT_PACKAGE, "%u connecting", "%u connecting",
                                        sums->connecting));
  APPEND (sums->offline, g_dngettext (GETTEXT_PACKAGE, "%u offline", "%u offline",
                                        sums->offline));
  APPEND (sums->attention, g_dngettext (GETTEXT_PACKAGE, "%u needs attention", "%u need attention",
                                        sums->attention));
  APPEND (sums->off, g_dngettext (GETTEXT_PACKAGE, "%u off", "%u off", sums->off));

  return g_string_free (text, FALSE);
}
