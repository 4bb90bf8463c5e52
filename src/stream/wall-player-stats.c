/* wall-player-stats.c
 *
 * Reads the statistics of a source: whatever it does not say stays as it was.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wall-player-stats.h"

static void
read_string (const GstStructure *statistics,
             const char         *field,
             char               *out_value,
             gsize               size)
{
  const char *value = gst_structure_get_string (statistics, field);

  if (value)
    g_strlcpy (out_value, value, size);
}

static void
read_port (const GstStructure *statistics,
           const char         *field,
           guint16            *out_port)
{
  guint port;

  if (gst_structure_get_uint (statistics, field, &port) && port <= G_MAXUINT16)
    *out_port = (guint16) port;
}

/**
 * wall_player_stats_read:
 * @self: (inout): filled with what @statistics say
 * @statistics: as `dvripsrc` has them
 */
void
wall_player_stats_read (WallPlayerStats    *self,
                        const GstStructure *statistics)
{
  gst_structure_get_uint64 (statistics, "video-units", &self->units);
  gst_structure_get_uint64 (statistics, "bytes", &self->bytes);
  gst_structure_get_int64 (statistics, "last-unit-time", &self->last_unit_us);
  gst_structure_get_int64 (statistics, "last-byte-time", &self->last_byte_us);
  read_string (statistics, "topology", self->topology, sizeof self->topology);
  read_string (statistics, "stream-type", self->stream_type, sizeof self->stream_type);
  read_string (statistics, "local-address", self->local_address, sizeof self->local_address);
  read_string (statistics, "remote-address", self->remote_address, sizeof self->remote_address);
  read_string (statistics, "certificate", self->certificate, sizeof self->certificate);
  read_port (statistics, "local-port", &self->local_port);
  read_port (statistics, "remote-port", &self->remote_port);
}
