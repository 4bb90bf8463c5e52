/* gstdvripstatistics.c
 *
 * The words and the numbers of an attempt, as structures that any application can read.
 * Pure but for the posting; callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "config.h"

#include "gstdvripstatistics.h"

static const char *
topology_to_string (DvripTopology topology)
{
  static const char *const names[] = {
    [DVRIP_TOPOLOGY_AUTO] = "auto",
    [DVRIP_TOPOLOGY_ONE_SOCKET] = "one-socket",
    [DVRIP_TOPOLOGY_TWO_SOCKETS] = "two-sockets",
  };

  return names[topology];
}

/* What there is to tell while nothing was begun. */
static const DvripSessionStats idle_stats = { .last_byte_us = -1, .last_unit_us = -1 };

/**
 * gst_dvrip_phase_to_string:
 *
 * Returns: (transfer none): the phase in one word, never translated
 */
const char *
gst_dvrip_phase_to_string (DvripPhase phase)
{
  static const char *const names[] = {
    [DVRIP_PHASE_IDLE] = "idle",
    [DVRIP_PHASE_LOOKUP] = "lookup",
    [DVRIP_PHASE_CONNECT] = "connect",
    [DVRIP_PHASE_LOGIN] = "login",
    [DVRIP_PHASE_CLAIM] = "claim",
    [DVRIP_PHASE_START] = "start",
    [DVRIP_PHASE_MEDIA] = "media",
    [DVRIP_PHASE_VISIT] = "visit",
    [DVRIP_PHASE_CLOSING] = "closing",
    [DVRIP_PHASE_ENDED] = "ended",
  };

  return names[phase];
}

/**
 * gst_dvrip_ended_by_to_string:
 *
 * Returns: (transfer none): who ended a session, in one word, never translated
 */
const char *
gst_dvrip_ended_by_to_string (DvripEndedBy by)
{
  static const char *const names[] = {
    [DVRIP_ENDED_BY_US] = "us",
    [DVRIP_ENDED_BY_DEVICE] = "device",
    [DVRIP_ENDED_BY_DEADLINE] = "deadline",
  };

  return names[by];
}

/**
 * gst_dvrip_statistics_new:
 * @stats: (nullable): of the session, %NULL if there is none
 * @queue: (nullable): guarded by the caller
 * @video_units: that came since the attempt began
 *
 * Returns: (transfer full): what the property "statistics" says
 */
GstStructure *
gst_dvrip_statistics_new (const DvripSessionStats *stats,
                          GstDvripQueue           *queue,
                          guint64                  video_units)
{
  const guint64 dropped = queue != NULL ? gst_dvrip_queue_get_dropped (queue) : 0;
  const guint bytes = queue != NULL ? gst_dvrip_queue_get_bytes (queue) : 0;
  const guint length = queue != NULL ? gst_dvrip_queue_get_length (queue) : 0;

  if (stats == NULL)
    stats = &idle_stats;

  return gst_structure_new (
    "application/x-dvripsrc-stats",
    "phase", G_TYPE_STRING, gst_dvrip_phase_to_string (stats->phase),
    "topology", G_TYPE_STRING, topology_to_string (stats->topology),
    "stream-type", G_TYPE_STRING, stats->stream_type,
    "bytes", G_TYPE_UINT64, stats->bytes,
    "packets", G_TYPE_UINT64, stats->packets,
    "units", G_TYPE_UINT64, stats->units,
    "video-units", G_TYPE_UINT64, video_units,
    "units-dropped", G_TYPE_UINT64, dropped,
    "queued-bytes", G_TYPE_UINT, bytes,
    "queued-units", G_TYPE_UINT, length,
    "keepalives-sent", G_TYPE_UINT64, stats->keepalives_sent,
    "keepalives-missed", G_TYPE_UINT64, stats->keepalives_missed,
    "requests-sent", G_TYPE_UINT64, stats->requests_sent,
    "requests-unanswered", G_TYPE_UINT64, stats->requests_unanswered,
    "replies-late", G_TYPE_UINT64, stats->replies_late,
    "talk-sent", G_TYPE_UINT64, stats->talk_sent,
    "last-byte-time", G_TYPE_INT64, stats->last_byte_us,
    "last-unit-time", G_TYPE_INT64, stats->last_unit_us,
    "alive-interval", G_TYPE_UINT, stats->alive_interval,
    "channels", G_TYPE_UINT, stats->channels,
    "local-address", G_TYPE_STRING, stats->local_address,
    "remote-address", G_TYPE_STRING, stats->remote_address,
    "local-port", G_TYPE_UINT, (guint) stats->local_port,
    "remote-port", G_TYPE_UINT, (guint) stats->remote_port,
    NULL);
}

/**
 * gst_dvrip_closed_post:
 * @element: who posts
 * @by: who ended it
 * @error: (nullable): why, %NULL if it was asked to
 *
 * Posts the element message "dvrip-closed": there is no socket any more.
 */
void
gst_dvrip_closed_post (GstElement   *element,
                       DvripEndedBy  by,
                       const GError *error)
{
  WallReason reason = error != NULL ? wall_reason_from_error (error) : WALL_REASON_NONE;
  GstStructure *structure =
    gst_structure_new ("dvrip-closed",
                       "ended-by", G_TYPE_STRING, gst_dvrip_ended_by_to_string (by),
                       "reason", G_TYPE_STRING, wall_reason_to_nick (reason),
                       NULL);

  gst_element_post_message (element, gst_message_new_element (GST_OBJECT (element), structure));
}
