/* probe-client.c
 *
 * Who uses a probe, for tests: keeps what it is told, and sees that nothing is told out of turn.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "probe-client.h"

static void
on_step (WallProbe     *probe,
         WallProbeStep  step,
         gboolean       is_done,
         ProbeClient   *self)
{
  g_assert_false (self->has_failed || self->is_done);
  g_assert_cmpint (step, ==, is_done ? self->done : self->begun);
  g_test_message ("step %d %s: %s", step, is_done ? "done" : "begins",
                  wall_probe_get_words (probe, step));
  self->told++;
  if (is_done)
    self->done++;
  else
    self->begun++;
  g_assert_cmpint (self->begun - self->done, ==, is_done ? 0 : 1);

  if (!is_done && (int) step == self->cancel_at)
    wall_probe_cancel (probe);
}

static void
on_failed (WallProbe   *probe,
           WallReason   reason,
           const char  *sentence,
           ProbeClient *self)
{
  g_assert_false (self->has_failed || self->is_done);
  g_assert_nonnull (sentence);
  g_test_message ("failed: %s: %s", wall_reason_to_nick (reason), sentence);
  self->told++;
  self->has_failed = TRUE;
  self->reason = reason;
  self->sentence = g_strdup (sentence);
}

static void
on_done (WallProbe   *probe,
         ProbeClient *self)
{
  g_assert_false (self->has_failed || self->is_done);
  g_assert_cmpint (self->done, ==, WALL_PROBE_N_STEPS);
  self->told++;
  self->is_done = TRUE;
}

/**
 * probe_client_prepare:
 * @request: what is typed
 *
 * Makes a probe that has not been started.
 */
void
probe_client_prepare (ProbeClient            *self,
                      const WallProbeRequest *request)
{
  *self = (ProbeClient) { .probe = wall_probe_new (request), .cancel_at = -1 };
  g_signal_connect (self->probe, "step", G_CALLBACK (on_step), self);
  g_signal_connect (self->probe, "failed", G_CALLBACK (on_failed), self);
  g_signal_connect (self->probe, "done", G_CALLBACK (on_done), self);
}

/**
 * probe_client_start:
 * @request: what is typed
 *
 * Makes a probe and starts it; nothing may be told before the main loop runs.
 */
void
probe_client_start (ProbeClient            *self,
                    const WallProbeRequest *request)
{
  probe_client_prepare (self, request);
  wall_probe_start (self->probe);
  g_assert_cmpuint (self->told, ==, 0);
}

/**
 * probe_client_assert_done:
 *
 * Waits for the end, which must be a good one.
 */
void
probe_client_assert_done (ProbeClient *self)
{
  wait_for (self->is_done || self->has_failed);
  g_assert_false (self->has_failed);
}

/**
 * probe_client_assert_failed:
 *
 * Waits for the end, which must come at that step and for that reason, with words for a person.
 */
void
probe_client_assert_failed (ProbeClient   *self,
                            WallProbeStep  step,
                            WallReason     reason)
{
  wait_for (self->is_done || self->has_failed);
  g_assert_true (self->has_failed);
  g_assert_cmpstr (wall_reason_to_nick (self->reason), ==, wall_reason_to_nick (reason));
  g_assert_cmpint (self->done, ==, (int) step);
  g_assert_cmpuint (strlen (self->sentence), >, 20);
}

/**
 * probe_client_count:
 *
 * Returns: how many channels are listed
 */
guint
probe_client_count (ProbeClient *self)
{
  return g_list_model_get_n_items (wall_probe_get_channels (self->probe));
}

/**
 * probe_client_get_channel:
 * @index: from 0
 *
 * Returns: (transfer none): the channel there
 */
WallProbeChannel *
probe_client_get_channel (ProbeClient *self,
                          guint        index)
{
  g_autoptr (WallProbeChannel) channel =
    g_list_model_get_item (wall_probe_get_channels (self->probe), index);

  g_assert_nonnull (channel);
  return channel;
}

/**
 * probe_client_clear:
 *
 * Lets go of the probe, which must be the end of it.
 */
void
probe_client_clear (ProbeClient *self)
{
  if (self->probe)
    g_assert_finalize_object (self->probe);
  g_free (self->sentence);
  *self = (ProbeClient) { 0 };
}
