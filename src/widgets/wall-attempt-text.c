/* wall-attempt-text.c
 *
 * The history of a camera's attempts to connect, in words: a line each, the newest first.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-attempt-text.h"

#include <glib/gi18n-lib.h>

#include "wall-reason-text.h"
#include "wall-status-text.h"

/* How far an attempt came. */
static const char *
get_reached (WallLinkState state)
{
  switch (state) {
  case WALL_LINK_SIGNING_IN:
    return _("connected");
  case WALL_LINK_WAITING_PICTURE:
    return _("signed in");
  case WALL_LINK_LIVE:
  case WALL_LINK_LATE:
  case WALL_LINK_STALLED:
    return _("picture received");
  case WALL_LINK_IDLE:
  case WALL_LINK_QUEUED:
  case WALL_LINK_CONNECTING:
  case WALL_LINK_CLOSING:
  case WALL_LINK_WAITING_RETRY:
  case WALL_LINK_NEEDS_ATTENTION:
  case WALL_LINK_OFF:
  default:
    return _("not connected");
  }
}

static char *
dup_clock (const WallAttemptRecord *attempt)
{
  g_autoptr (GDateTime) started =
    g_date_time_new_from_unix_local (attempt->started_at / G_USEC_PER_SEC);

  return started ? g_date_time_format (started, "%X") : g_strdup ("");
}

static char *
dup_outcome (const WallAttemptRecord *attempt)
{
  if (attempt->ended_us < 0)
    return g_strdup (_("under way"));
  if (attempt->reason == WALL_REASON_NONE)
    return g_strdup (_("ended on request"));

  return g_strdup (wall_reason_get_words (attempt->reason));
}

static void
append_attempt (GString                 *text,
                const WallAttemptRecord *attempt,
                gint64                   now_us)
{
  g_autofree char *clock = dup_clock (attempt);
  g_autofree char *outcome = dup_outcome (attempt);
  g_autofree char *duration =
    wall_duration_text ((attempt->ended_us < 0 ? now_us : attempt->ended_us) - attempt->started_us);

  if (text->len > 0)
    g_string_append_c (text, '\n');
  /* Translators: time of day, how long it took, how far it came, and why it ended */
  g_string_append_printf (text, _("%s – %s, %s, %s"), clock, duration,
                          get_reached (attempt->reached), outcome);
  if (attempt->message)
    g_string_append_printf (text, "\n    %s", attempt->message);
}

/**
 * wall_attempt_text:
 * @log: the attempts of a camera
 * @now_us: monotonic
 *
 * Returns: (transfer full): the attempts, the newest first; "" without any
 */
char *
wall_attempt_text (WallAttemptLog *log,
                   gint64          now_us)
{
  GString *text = g_string_new (NULL);

  for (guint i = wall_attempt_log_get_size (log); i-- > 0; )
    append_attempt (text, wall_attempt_log_get (log, i), now_us);

  return g_string_free (text, FALSE);
}
