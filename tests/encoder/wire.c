/* wire.c
 *
 * What an encoder really sends, byte by byte.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wire.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#define DEADLINE_MS 20000

/* More is not waited for: lengths may be lies. */
#define LIE 65536

static guint32
get32 (const guint8 *data)
{
  return (guint32) data[0] | (guint32) data[1] << 8 | (guint32) data[2] << 16 |
         (guint32) data[3] << 24;
}

/* Returns FALSE at the end of the connection. */
static gboolean
read_fully (RawClient *client,
            guint8    *data,
            gsize      size)
{
  while (size > 0) {
    struct pollfd poll_fd = { .fd = client->fd, .events = POLLIN };
    ssize_t n;

    g_assert_cmpint (poll (&poll_fd, 1, DEADLINE_MS), ==, 1);
    n = recv (client->fd, data, size, 0);
    if (n <= 0)
      return FALSE;
    data += n;
    size -= (gsize) n;
  }

  return TRUE;
}

/* Returns: (nullable): %NULL at the end of the connection, or where no packet begins; one whose
 * length is a lie has no payload */
WirePacket *
wire_read (RawClient *client)
{
  g_autoptr (WirePacket) packet = g_new0 (WirePacket, 1);

  packet->payload = g_byte_array_new ();
  if (!read_fully (client, packet->head, sizeof packet->head) || packet->head[0] != 0xff)
    return NULL;

  packet->session = get32 (packet->head + 4);
  packet->sequence = get32 (packet->head + 8);
  packet->id = (guint16) (packet->head[14] | packet->head[15] << 8);
  packet->length = get32 (packet->head + 16);
  if (packet->length > LIE)
    return g_steal_pointer (&packet);

  g_byte_array_set_size (packet->payload, packet->length);
  if (!read_fully (client, packet->payload->data, packet->length))
    return NULL;

  return g_steal_pointer (&packet);
}

void
wire_packet_free (WirePacket *packet)
{
  g_byte_array_unref (packet->payload);
  g_free (packet);
}

WirePacket *
wire_ask (RawClient  *client,
          guint16     id,
          const char *json)
{
  WirePacket *answer;

  raw_client_send (client, client->session, 40, id, json);
  answer = wire_read (client);
  g_assert_nonnull (answer);
  g_assert_cmpuint (answer->id, ==, id + 1);
  return answer;
}

RawClient *
wire_sign_in (EncoderServer *server,
              WirePacket   **out_answer)
{
  RawClient *client = raw_client_new (encoder_server_get_port (server, 1));
  WirePacket *answer = wire_ask (client, 1000, "{ \"EncryptType\" : \"MD5\", "
                                               "\"PassWord\" : \"6QNMIQGe\", "
                                               "\"UserName\" : \"admin\" }");

  client->session = answer->session;
  if (out_answer)
    *out_answer = answer;
  else
    wire_packet_free (answer);

  return client;
}

void
wire_start (RawClient  *client,
            const char *stream)
{
  g_autoptr (WirePacket) answer = NULL;

  raw_client_send_monitor (client, 1413, "Claim", 0, stream);
  answer = wire_read (client);
  g_assert_nonnull (answer);
  g_assert_cmpuint (answer->id, ==, 1414);
  raw_client_send_monitor (client, 1410, "Start", 0, stream);
}

WireStream *
wire_read_stream (RawClient *client,
                  guint      n_packets)
{
  WireStream *stream = g_new0 (WireStream, 1);

  stream->packets = g_ptr_array_new_with_free_func ((GDestroyNotify) wire_packet_free);
  stream->others = g_ptr_array_new_with_free_func ((GDestroyNotify) wire_packet_free);
  stream->bytes = g_byte_array_new ();

  while (stream->packets->len < n_packets) {
    WirePacket *packet = wire_read (client);

    if (!packet) {
      stream->has_ended = TRUE;
      break;
    }
    if (packet->id == 1412) {
      g_ptr_array_add (stream->packets, packet);
      g_byte_array_append (stream->bytes, packet->payload->data, packet->payload->len);
      if (packet->length > LIE)
        break;
    } else {
      g_ptr_array_add (stream->others, packet);
    }
  }

  return stream;
}

void
wire_stream_free (WireStream *stream)
{
  g_ptr_array_unref (stream->packets);
  g_ptr_array_unref (stream->others);
  g_byte_array_unref (stream->bytes);
  g_free (stream);
}

/* The whole units, as their lengths say it, as far as there are headers. */
GArray *
wire_split (WireStream *stream)
{
  GArray *units = g_array_new (FALSE, FALSE, sizeof (WireUnit));
  const guint8 *data = stream->bytes->data;
  gsize left = stream->bytes->len;

  while (left >= 16 && memcmp (data, "\0\0\1", 3) == 0 && data[3] >= 0xf9) {
    WireUnit unit = { .kind = data[3], .data = data };
    gboolean is_long = unit.kind == 0xfc || unit.kind == 0xfe;

    unit.header_size = is_long ? 16 : 8;
    unit.size = unit.header_size + (is_long ? get32 (data + 12)
                                    : unit.kind == 0xfd ? get32 (data + 4)
                                                        : (guint32) (data[6] | data[7] << 8));
    if (unit.size > left)
      break;
    g_array_append_val (units, unit);
    data += unit.size;
    left -= unit.size;
  }

  return units;
}
