/* gstdvripprogress.c
 *
 * Whatever begins is told to end: complete, failed, or canceled when the session falls back to
 * another way of asking.
 * One thread at a time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "config.h"

#include "gstdvripprogress.h"

#include <glib/gi18n-lib.h>

#include "gstdvriperror.h"

static const struct {
  const char *code;
  const char *begun;
  const char *done;
} steps[] = {
  [GST_DVRIP_STEP_NONE] = { "", "", "" },
  [GST_DVRIP_STEP_CONNECT] = { "connect", N_("Connecting to the device"), N_("Connected") },
  [GST_DVRIP_STEP_LOGIN] = { "login", N_("Signing in"), N_("Signed in") },
  [GST_DVRIP_STEP_CLAIM] = { "claim", N_("Asking for the channel"), N_("The channel is granted") },
  [GST_DVRIP_STEP_START] = { "start", N_("Waiting for the stream"), N_("The stream has begun") },
};

static GstDvripStep
step_of_phase (DvripPhase phase)
{
  switch (phase) {
  case DVRIP_PHASE_LOOKUP:
  case DVRIP_PHASE_CONNECT:
    return GST_DVRIP_STEP_CONNECT;
  case DVRIP_PHASE_LOGIN:
    return GST_DVRIP_STEP_LOGIN;
  case DVRIP_PHASE_CLAIM:
    return GST_DVRIP_STEP_CLAIM;
  case DVRIP_PHASE_START:
    return GST_DVRIP_STEP_START;
  case DVRIP_PHASE_IDLE:
  case DVRIP_PHASE_MEDIA:
  case DVRIP_PHASE_VISIT:
  case DVRIP_PHASE_CLOSING:
  case DVRIP_PHASE_ENDED:
  default:
    return GST_DVRIP_STEP_NONE;
  }
}

static const char *
text_of_begin (GstDvripStep step,
               DvripPhase   phase)
{
  if (phase == DVRIP_PHASE_LOOKUP)
    return _("Looking up the address of the device");

  return _(steps[step].begun);
}

static void
post (GstElement     *element,
      GstProgressType type,
      GstDvripStep    step,
      const char     *text)
{
  gst_element_post_message (element, gst_message_new_progress (GST_OBJECT (element), type,
                                                               steps[step].code, text));
}

static void
leave (GstDvripStep step,
       GstElement  *element,
       gboolean     is_done)
{
  if (step == GST_DVRIP_STEP_NONE)
    return;

  if (is_done)
    post (element, GST_PROGRESS_TYPE_COMPLETE, step, _(steps[step].done));
  else
    post (element, GST_PROGRESS_TYPE_CANCELED, step, _("Trying another way"));
}

/**
 * gst_dvrip_progress_enter:
 * @step: (inout): the step that the application believes under way
 * @element: who posts
 * @phase: the phase that begins
 *
 * Posts what a new phase means for the steps. A close says nothing here: why it came is known when
 * it has ended.
 */
void
gst_dvrip_progress_enter (GstDvripStep *step,
                          GstElement   *element,
                          DvripPhase    phase)
{
  GstDvripStep next = step_of_phase (phase);

  if (next == GST_DVRIP_STEP_NONE && phase != DVRIP_PHASE_MEDIA && phase != DVRIP_PHASE_VISIT)
    return;

  if (next != GST_DVRIP_STEP_NONE && next == *step) {
    post (element, GST_PROGRESS_TYPE_CONTINUE, next, text_of_begin (next, phase));
    return;
  }

  leave (*step, element, next == GST_DVRIP_STEP_NONE || next > *step);
  *step = next;

  if (next != GST_DVRIP_STEP_NONE)
    post (element, GST_PROGRESS_TYPE_START, next, text_of_begin (next, phase));
}

/**
 * gst_dvrip_progress_end:
 * @step: (inout): the step that the application believes under way
 * @element: who posts
 * @error: (nullable): why it ended, %NULL if it was asked to
 *
 * Ends a step that the session did not live to complete.
 */
void
gst_dvrip_progress_end (GstDvripStep *step,
                        GstElement   *element,
                        const GError *error)
{
  if (*step == GST_DVRIP_STEP_NONE)
    return;

  if (error != NULL)
    post (element, GST_PROGRESS_TYPE_ERROR, *step,
          gst_dvrip_error_sentence (wall_reason_from_error (error)));
  else
    post (element, GST_PROGRESS_TYPE_CANCELED, *step, _("Closed on request"));

  *step = GST_DVRIP_STEP_NONE;
}
