/* dvrip-header.c
 *
 * The 20 bytes in front of every packet, little-endian, and the limits on what they may claim.
 * Pure: no sockets, no logging, callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-header.h"

#include <string.h>

#include "wall-reason.h"

/* Clients write version 0, devices 1; no other was ever seen. Telnet, for one, greets with 0xff as
 * well, and is told from DVRIP here. */
#define NEWEST_VERSION 1

static guint16
get_u16 (const guint8 *data)
{
  return (guint16) (data[0] | data[1] << 8);
}

static guint32
get_u32 (const guint8 *data)
{
  return get_u16 (data) | (guint32) get_u16 (data + 2) << 16;
}

static void
put_u16 (guint8 *data, guint16 value)
{
  data[0] = value & 0xff;
  data[1] = value >> 8;
}

static void
put_u32 (guint8 *data, guint32 value)
{
  put_u16 (data, value & 0xffff);
  put_u16 (data + 2, value >> 16);
}

static gboolean
check_length (guint16 id, guint32 length, GError **error)
{
  guint32 limit = dvrip_header_get_limit (id);

  if (length <= limit)
    return TRUE;

  g_set_error (error, WALL_ERROR, WALL_REASON_BAD_DATA,
               "Packet %u claims %u bytes, the limit is %u", id, length, limit);
  return FALSE;
}

/**
 * dvrip_header_is_media:
 * @id: a message id
 *
 * Tells binary packets from JSON. The id alone decides: a piece of a picture may well start with a
 * brace.
 *
 * Returns: %TRUE for live pictures, playback, downloads and talk
 */
gboolean
dvrip_header_is_media (guint16 id)
{
  return id == DVRIP_ID_MONITOR_DATA || id == DVRIP_ID_PLAYBACK_DATA ||
         id == DVRIP_ID_DOWNLOAD_DATA || id == DVRIP_ID_TALK_DATA ||
         id == DVRIP_ID_TALK_DATA_REPLY;
}

/**
 * dvrip_header_get_limit:
 * @id: a message id
 *
 * Returns: how many bytes the payload of such a packet may have; the answer to a snapshot may be a
 *   picture
 */
guint32
dvrip_header_get_limit (guint16 id)
{
  gboolean is_large = dvrip_header_is_media (id) || id == DVRIP_ID_SNAPSHOT_REPLY;

  return is_large ? DVRIP_MAX_MEDIA : DVRIP_MAX_CONTROL;
}

/**
 * dvrip_header_check_start:
 * @data: the first bytes of a packet
 * @size: how many there are; none is enough
 * @error: %WALL_REASON_NOT_DVRIP
 *
 * Judges a packet by as much of it as has come, so that a peer of another protocol is known by its
 * first byte and not by the twentieth.
 *
 * Returns: %FALSE if this cannot become a DVRIP packet
 */
gboolean
dvrip_header_check_start (const guint8  *data,
                          gsize          size,
                          GError       **error)
{
  if (size >= 1 && data[0] != DVRIP_HEADER_MAGIC) {
    g_set_error (error, WALL_ERROR, WALL_REASON_NOT_DVRIP,
                 "Packet starts with 0x%02x, not with 0x%02x", data[0], DVRIP_HEADER_MAGIC);
    return FALSE;
  }

  if (size >= 2 && data[1] > NEWEST_VERSION) {
    g_set_error (error, WALL_ERROR, WALL_REASON_NOT_DVRIP,
                 "Packet claims version %u, the newest known is %d", data[1], NEWEST_VERSION);
    return FALSE;
  }

  return TRUE;
}

/**
 * dvrip_header_parse:
 * @data: the 20 bytes
 * @out_header: (out caller-allocates): what they say; written on success only
 * @error: %WALL_REASON_NOT_DVRIP for a wrong start, %WALL_REASON_BAD_DATA beyond a limit
 *
 * Reads a header. The reserved bytes are whatever the device makes of them: captures of several
 * clients and devices contradict each other.
 *
 * Returns: %TRUE if this is a header that may be followed
 */
gboolean
dvrip_header_parse (const guint8   data[DVRIP_HEADER_SIZE],
                    DvripHeader   *out_header,
                    GError       **error)
{
  if (!dvrip_header_check_start (data, DVRIP_HEADER_SIZE, error))
    return FALSE;
  if (!check_length (get_u16 (data + 14), get_u32 (data + 16), error))
    return FALSE;

  *out_header = (DvripHeader) {
    .version = data[1],
    .reserved = { data[2], data[3] },
    .session_id = get_u32 (data + 4),
    .sequence = get_u32 (data + 8),
    .total_packets = data[12],
    .current_packet = data[13],
    .id = get_u16 (data + 14),
    .length = get_u32 (data + 16),
  };

  return TRUE;
}

/**
 * dvrip_header_write:
 * @header: what to write
 * @out_data: (out caller-allocates): the 20 bytes
 *
 * Writes a header as it goes over the wire.
 */
void
dvrip_header_write (const DvripHeader *header,
                    guint8             out_data[DVRIP_HEADER_SIZE])
{
  out_data[0] = DVRIP_HEADER_MAGIC;
  out_data[1] = header->version;
  memcpy (out_data + 2, header->reserved, 2);
  put_u32 (out_data + 4, header->session_id);
  put_u32 (out_data + 8, header->sequence);
  out_data[12] = header->total_packets;
  out_data[13] = header->current_packet;
  put_u16 (out_data + 14, header->id);
  put_u32 (out_data + 16, header->length);
}
