/* wall-foreign-tell.c
 *
 * What a pipeline is told by a foreign source, in the messages that `dvripsrc` posts as well.
 * Network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-foreign-private.h"

#include <glib/gi18n-lib.h>

#include "wall-foreign-words.h"

/* What the pipeline is told that a phase is about. */
static const struct {
  const char *name;
  const char *code;    /* of the progress; %NULL: none is made */
  const char *begun;
  const char *done;
} phases[] = {
  [WALL_FOREIGN_IDLE] = { "idle", NULL, NULL, NULL },
  [WALL_FOREIGN_LOOKUP] = { "lookup", "connect", N_("Looking up the address of the device"),
                            N_("Connected") },
  [WALL_FOREIGN_CONNECT] = { "connect", "connect", N_("Connecting to the device"),
                             N_("Connected") },
  [WALL_FOREIGN_LOGIN] = { "login", "login", N_("Signing in"), N_("Signed in") },
  [WALL_FOREIGN_START] = { "start", "start", N_("Asking for the stream"),
                           N_("The stream has begun") },
  [WALL_FOREIGN_MEDIA] = { "media", NULL, NULL, NULL },
  [WALL_FOREIGN_CLOSING] = { "closing", NULL, NULL, NULL },
  [WALL_FOREIGN_ENDED] = { "ended", NULL, NULL, NULL },
};

/* Whoever brings the pipeline down waits for that: it may be freed then, and must not hear more. */
static void
tell (WallForeign *self,
      GstMessage  *message)
{
  WallForeignPrivate *priv = wall_foreign_get_private (self);

  g_mutex_lock (&priv->running);
  if (priv->is_stopped)
    gst_message_unref (message);
  else
    gst_element_post_message (GST_ELEMENT (self), message);
  g_mutex_unlock (&priv->running);
}

/**
 * wall_foreign_tell_progress:
 * @phase: what it is about; nothing is told of those that are no step
 * @text: for the user
 */
void
wall_foreign_tell_progress (WallForeign      *self,
                            GstProgressType   type,
                            WallForeignPhase  phase,
                            const char       *text)
{
  if (!phases[phase].code)
    return;

  tell (self, gst_message_new_progress (GST_OBJECT (self), type, phases[phase].code, text));
}

/**
 * wall_foreign_tell_phase:
 * @last: the phase that is over
 * @phase: the one that begins
 *
 * Whatever has begun is told to be complete; two phases may be of one step.
 */
void
wall_foreign_tell_phase (WallForeign      *self,
                         WallForeignPhase  last,
                         WallForeignPhase  phase)
{
  if (phases[phase].code && g_strcmp0 (phases[last].code, phases[phase].code) == 0) {
    wall_foreign_tell_progress (self, GST_PROGRESS_TYPE_CONTINUE, phase, _(phases[phase].begun));
    return;
  }

  if (phases[last].code)
    wall_foreign_tell_progress (self, GST_PROGRESS_TYPE_COMPLETE, last, _(phases[last].done));
  if (phases[phase].code)
    wall_foreign_tell_progress (self, GST_PROGRESS_TYPE_START, phase, _(phases[phase].begun));
}

/**
 * wall_foreign_tell_error:
 * @ret: what the device answered, as the protocol numbers it; 0: nothing
 * @sentence: for the user
 * @debug: (nullable): for the log
 */
void
wall_foreign_tell_error (WallForeign *self,
                         WallReason   reason,
                         int          ret,
                         const char  *sentence,
                         const char  *debug)
{
  const char *nick = wall_reason_to_nick (reason);
  g_autoptr (GError) error = g_error_new_literal (GST_RESOURCE_ERROR, wall_foreign_code (reason),
                                                  sentence);
  g_autofree char *text = g_strdup_printf ("%s (reason %s, status %d)", debug ? debug : "", nick,
                                           ret);

  tell (self, gst_message_new_error_with_details (
    GST_OBJECT (self), error, text,
    gst_structure_new ("details", "reason", G_TYPE_STRING, nick, "ret", G_TYPE_INT, ret, NULL)));
}

/**
 * wall_foreign_tell_closed:
 * @ended_by: "us", "device" or "deadline"
 * @reason: why, %WALL_REASON_NONE if it was asked to
 *
 * There is no socket any more.
 */
void
wall_foreign_tell_closed (WallForeign *self,
                          const char  *ended_by,
                          WallReason   reason)
{
  tell (self, gst_message_new_element (
    GST_OBJECT (self), gst_structure_new ("dvrip-closed",
                                          "ended-by", G_TYPE_STRING, ended_by,
                                          "reason", G_TYPE_STRING, wall_reason_to_nick (reason),
                                          NULL)));
}

/**
 * wall_foreign_phase_to_string:
 *
 * Returns: (transfer none): the phase in one word, never translated
 */
const char *
wall_foreign_phase_to_string (WallForeignPhase phase)
{
  return phases[phase].name;
}
