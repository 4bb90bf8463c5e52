/* dvrip-session-media.c
 *
 * While media flows: units out, the keepalive, and the deadlines of a unit and of silence.
 * Network thread only.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-session-private.h"

#define MIN_KEEPALIVE_MS 5000

static gboolean on_watch (gpointer data);

static gboolean
is_video (const DvripUnit *unit)
{
  return unit->header.kind == DVRIP_UNIT_I || unit->header.kind == DVRIP_UNIT_P ||
         unit->header.kind == DVRIP_UNIT_PICTURE;
}

static void
deliver_unit (DvripSession *self,
              DvripUnit *unit)
{
  g_mutex_lock (&self->stats_lock);
  self->stats.units++;
  if (is_video (unit))
    self->stats.last_unit_us = g_get_monotonic_time ();
  g_mutex_unlock (&self->stats_lock);

  dvrip_session_emit_unit (self, unit);
}

static void
deliver_units (DvripSession *self)
{
  g_autoptr (GError) error = NULL;
  DvripUnit *unit = NULL;
  DvripRead read;

  while ((read = dvrip_unit_reader_pop (self->units, &unit, &error)) == DVRIP_READ_READY)
    deliver_unit (self, g_steal_pointer (&unit));

  if (read == DVRIP_READ_ERROR)
    dvrip_session_fail (self, DVRIP_ENDED_BY_US, g_steal_pointer (&error));
}

static gint64
earlier (gint64 a_us,
         gint64 b_us)
{
  if (a_us < 0 || b_us < 0)
    return MAX (a_us, b_us);

  return MIN (a_us, b_us);
}

/* Returns: since when a packet or a unit is begun and not whole, -1: none is */
static gint64
get_begun_us (DvripSession *self)
{
  gint64 begun_us = dvrip_unit_reader_get_begun_us (self->units);

  begun_us = earlier (begun_us, dvrip_wire_get_begun_us (self->media));
  if (self->control != self->media)
    begun_us = earlier (begun_us, dvrip_wire_get_begun_us (self->control));

  return begun_us;
}

/* What begins after this was set is due one such period after it at the earliest, so the watch need
 * not be set anew for every packet. */
static void
set_watch (DvripSession *self,
           gint64 now_us,
           gint64 due_us)
{
  gint64 period_us = (gint64) MIN (self->config.unit_ms, self->config.silence_ms) * 1000;
  gint64 wait_us = CLAMP (due_us - now_us, 0, period_us);

  dvrip_session_set_timer (self, &self->watch, (guint) (wait_us / 1000 + 1), on_watch);
}

static gboolean
on_watch (gpointer data)
{
  DvripSession *self = data;
  gint64 now_us = g_get_monotonic_time ();
  gint64 begun_us = get_begun_us (self);
  gint64 silence_due_us = self->last_media_us + (gint64) self->config.silence_ms * 1000;
  gint64 unit_due_us = begun_us < 0 ? G_MAXINT64 : begun_us + (gint64) self->config.unit_ms * 1000;

  if (now_us >= silence_due_us)
    dvrip_session_fail (self, DVRIP_ENDED_BY_US,
                        g_error_new (WALL_ERROR, WALL_REASON_SILENT, "No media for %u ms",
                                     self->config.silence_ms));
  else if (now_us >= unit_due_us)
    dvrip_session_fail (self, DVRIP_ENDED_BY_US,
                        g_error_new (WALL_ERROR, WALL_REASON_SILENT,
                                     "A unit was not whole %u ms after its first byte",
                                     self->config.unit_ms));
  else
    set_watch (self, now_us, MIN (silence_due_us, unit_due_us));

  return G_SOURCE_REMOVE;
}

static void
begin_media (DvripSession *self)
{
  gint64 now_us = g_get_monotonic_time ();

  dvrip_session_clear_source (&self->deadline);
  g_clear_error (&self->first_error);
  self->last_media_us = now_us;
  g_mutex_lock (&self->stats_lock);
  self->stats.ret = 0;
  g_mutex_unlock (&self->stats_lock);
  dvrip_session_set_phase (self, DVRIP_PHASE_MEDIA);
  set_watch (self, now_us, G_MAXINT64);
  dvrip_session_begin_requests (self);
}

/* A media packet, on whichever socket it came. Before Start it belongs to nothing that we asked
 * for. */
void
dvrip_session_handle_media (DvripSession *self,
                            DvripWire *wire,
                            GBytes *payload)
{
  gint64 begun_us = dvrip_wire_get_begun_us (wire);
  gint64 now_us = g_get_monotonic_time ();

  if (!self->is_monitoring || g_bytes_get_size (payload) == 0)
    return;

  if (self->stats.phase == DVRIP_PHASE_START)
    begin_media (self);

  self->last_media_us = now_us;
  dvrip_unit_reader_push (self->units, payload, begun_us < 0 ? now_us : begun_us);
  deliver_units (self);
}

/* Bytes of a large packet that is not yet whole are no silence; its own deadline runs. */
void
dvrip_session_note_media (DvripSession *self,
                          DvripWire *wire)
{
  if (wire == self->media && dvrip_wire_get_begun_us (wire) >= 0)
    self->last_media_us = g_get_monotonic_time ();
}

/* An answer that does not come is counted and no more: what decides is whether media flows. */
static gboolean
on_keepalive (gpointer data)
{
  DvripSession *self = data;
  g_autoptr (GBytes) payload = dvrip_message_write_keepalive (self->session_id);
  gboolean sends = !dvrip_wire_is_congested (self->control);

  g_mutex_lock (&self->stats_lock);
  self->stats.keepalives_missed += self->awaits_keepalive;
  self->stats.keepalives_sent += sends;
  g_mutex_unlock (&self->stats_lock);

  if (sends) {
    self->awaits_keepalive = TRUE;
    dvrip_session_send (self, self->control, DVRIP_ID_KEEPALIVE, payload);
  }

  return G_SOURCE_CONTINUE;
}

/* Devices drop a session after two or three of their intervals without one. */
void
dvrip_session_start_keepalive (DvripSession *self)
{
  guint ms = self->config.keepalive_ms;

  if (ms == 0)
    ms = MAX (self->stats.alive_interval * 500, MIN_KEEPALIVE_MS);

  self->awaits_keepalive = FALSE;
  dvrip_session_set_timer (self, &self->keepalive, ms, on_keepalive);
}
