/* raw-client.c
 *
 * A client of the protocol on a plain blocking socket.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "raw-client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define DEADLINE_SECONDS 20

/* As long as others go on coming, no read runs into its deadline. */
#define SOUNDS_AT_MOST   (25 * DEADLINE_SECONDS)

static guint32
get32 (const guint8 *data)
{
  return data[0] | data[1] << 8 | data[2] << 16 | (guint32) data[3] << 24;
}

static void
put32 (guint8 *data,
       guint32 value)
{
  for (int i = 0; i < 4; i++)
    data[i] = (guint8) (value >> 8 * i);
}

RawClient *
raw_client_new (guint16 port)
{
  RawClient *self = g_new0 (RawClient, 1);
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };
  struct timeval deadline = { .tv_sec = DEADLINE_SECONDS };

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  self->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (self->fd, >=, 0);
  setsockopt (self->fd, SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof deadline);
  if (connect (self->fd, (struct sockaddr *) &address, sizeof address) < 0) {
    g_assert_cmpint (errno, ==, ECONNREFUSED);
    raw_client_free (self);
    return NULL;
  }

  return self;
}

void
raw_client_free (RawClient *self)
{
  close (self->fd);
  g_clear_pointer (&self->other, g_bytes_unref);
  g_free (self);
}

void
raw_client_send_bytes (RawClient     *self,
                       gconstpointer  data,
                       gsize          size)
{
  g_assert_cmpint (send (self->fd, data, size, MSG_NOSIGNAL), ==, (gssize) size);
}

void
raw_client_send (RawClient  *self,
                 guint32     session,
                 guint32     sequence,
                 guint16     id,
                 const char *json)
{
  gsize length = strlen (json) + 2;
  g_autofree guint8 *packet = g_malloc0 (20 + length);

  packet[0] = 0xff;
  put32 (packet + 4, session);
  put32 (packet + 8, sequence);
  packet[14] = (guint8) id;
  packet[15] = (guint8) (id >> 8);
  put32 (packet + 16, (guint32) length);
  memcpy (packet + 20, json, length - 2);
  packet[20 + length - 2] = '\n';
  raw_client_send_bytes (self, packet, 20 + length);
}

static void
read_fully (RawClient *self,
            guint8    *data,
            gsize      size)
{
  while (size > 0) {
    ssize_t n = recv (self->fd, data, size, 0);

    if (n <= 0)
      g_error ("No more bytes: %s", n < 0 ? g_strerror (errno) : "end of the connection");
    data += n;
    size -= (gsize) n;
  }
}

RawPacket *
raw_client_read (RawClient *self)
{
  RawPacket *packet = g_new0 (RawPacket, 1);
  guint8 *payload;

  read_fully (self, packet->head, 20);
  g_assert_cmphex (packet->head[0], ==, 0xff);
  g_assert_cmphex (packet->head[1], ==, 0x01);
  g_assert_cmphex (packet->head[2], ==, 0x00);
  g_assert_cmphex (packet->head[3], ==, 0x00);
  packet->session = get32 (packet->head + 4);
  packet->sequence = get32 (packet->head + 8);
  packet->id = (guint16) (packet->head[14] | packet->head[15] << 8);
  packet->length = get32 (packet->head + 16);
  g_assert_cmpuint (packet->length, <=, 65536);
  payload = g_malloc (packet->length + 1);
  read_fully (self, payload, packet->length);
  packet->payload = g_bytes_new_take (payload, packet->length);

  return packet;
}

void
raw_packet_free (RawPacket *packet)
{
  g_bytes_unref (packet->payload);
  g_free (packet);
}

/* Checks the manners of a reply, and returns its text without the terminator. */
char *
raw_client_ask (RawClient  *self,
                guint16     id,
                const char *json)
{
  guint32 sequence = g_random_int ();
  g_autoptr (RawPacket) packet = NULL;
  const char *text;
  gsize size;

  raw_client_send (self, self->session, sequence, id, json);
  packet = raw_client_read (self);
  text = g_bytes_get_data (packet->payload, &size);
  g_assert_cmpuint (packet->id, ==, id + 1);
  g_assert_cmpuint (packet->sequence, ==, sequence);
  g_assert_cmphex (packet->head[12], ==, 0);
  g_assert_cmphex (packet->head[13], ==, 0);
  g_assert_cmpuint (size, >=, 2);
  g_assert_cmpmem (text + size - 2, 2, "\n\0", 2);
  g_assert_cmpuint (strlen (text), ==, size - 1);
  if (self->session)
    g_assert_cmphex (packet->session, ==, self->session);
  else
    self->session = packet->session;

  return g_strndup (text, size - 2);
}

void
raw_client_login (RawClient *self)
{
  g_autofree char *reply =
    raw_client_ask (self, 1000, "{ \"EncryptType\" : \"MD5\", \"LoginType\" : \"DVRIP-Web\", "
                                "\"PassWord\" : \"6QNMIQGe\", \"UserName\" : \"admin\" }");

  g_assert_nonnull (strstr (reply, "\"Ret\" : 100"));
  g_assert_cmphex (self->session, !=, 0);
}

void
raw_client_use_session (RawClient *self,
                        RawClient *control)
{
  self->session = control->session;
}

static char *
format_monitor (RawClient  *self,
                const char *action,
                guint       channel,
                const char *stream)
{
  return g_strdup_printf ("{ \"Name\" : \"OPMonitor\", \"OPMonitor\" : { \"Action\" : \"%s\", "
                          "\"Parameter\" : { \"Channel\" : %u, \"CombinMode\" : \"NONE\", "
                          "\"StreamType\" : \"%s\", \"TransMode\" : \"TCP\" } }, "
                          "\"SessionID\" : \"0x%X\" }", action, channel, stream, self->session);
}

void
raw_client_send_monitor (RawClient  *self,
                         guint16     id,
                         const char *action,
                         guint       channel,
                         const char *stream)
{
  g_autofree char *json = format_monitor (self, action, channel, stream);

  raw_client_send (self, self->session, 77, id, json);
}

/* Returns the return code. */
int
raw_client_claim (RawClient  *self,
                  guint       channel,
                  const char *stream)
{
  g_autofree char *json = format_monitor (self, "Claim", channel, stream);
  g_autofree char *reply = raw_client_ask (self, 1413, json);
  const char *ret = strstr (reply, "\"Ret\" : ");

  g_assert_nonnull (ret);
  return (int) g_ascii_strtoll (ret + strlen ("\"Ret\" : "), NULL, 10);
}

/* The next media packet; others are kept aside. */
static RawPacket *
read_media (RawClient *self)
{
  for (;;) {
    RawPacket *packet = raw_client_read (self);

    if (packet->id == 1412) {
      g_assert_cmpuint (packet->sequence, ==, self->media_sequence);
      g_assert_cmphex (packet->session, ==, self->session);
      g_assert_cmpuint (packet->length, >, 0);
      g_assert_cmpuint (packet->length, <=, 8192);
      g_assert_cmphex (packet->head[13], ==, 0);
      self->media_sequence++;
      return packet;
    }

    g_clear_pointer (&self->other, g_bytes_unref);
    self->other = g_bytes_ref (packet->payload);
    self->other_id = packet->id;
    raw_packet_free (packet);
  }
}

static void
read_unit_header (RawUnit *unit)
{
  const guint8 *data = unit->bytes->data;

  g_assert_cmpuint (unit->bytes->len, >=, 8);
  g_assert_cmpmem (data, 3, "\0\0\1", 3);
  unit->kind = data[3];
  unit->header_size = unit->kind == 0xfc || unit->kind == 0xfe ? 16 : 8;
  if (unit->header_size == 16)
    unit->payload_size = get32 (data + 12);
  else
    unit->payload_size = unit->kind == 0xfd ? get32 (data + 4) : (guint32) (data[6] | data[7] << 8);
}

/* Whole units only, each in packets of its own: 8192 bytes, but for the last. */
RawUnit *
raw_client_read_unit (RawClient *self)
{
  RawUnit *unit = g_new0 (RawUnit, 1);
  gsize size = 0;

  unit->bytes = g_byte_array_new ();
  do {
    g_autoptr (RawPacket) packet = read_media (self);

    g_byte_array_append (unit->bytes, g_bytes_get_data (packet->payload, NULL), packet->length);
    if (size == 0)
      read_unit_header (unit);
    size = unit->header_size + unit->payload_size;
    g_assert_cmpuint (unit->bytes->len, <=, size);
    if (unit->bytes->len < size)
      g_assert_cmpuint (packet->length, ==, 8192);
  } while (unit->bytes->len < size);

  return unit;
}

RawUnit *
raw_client_read_video (RawClient *self)
{
  for (guint n_sounds = 0; ; n_sounds++) {
    RawUnit *unit = raw_client_read_unit (self);

    if (unit->kind != 0xfa)
      return unit;
    g_assert_cmpuint (n_sounds, <, SOUNDS_AT_MOST);
    raw_unit_free (unit);
  }
}

/* 160×96 at 25/s with sound, from a key frame on. */
void
raw_client_expect_stream (RawClient *self)
{
  g_autoptr (RawUnit) first = raw_client_read_unit (self);
  guint sounds = 0;

  g_assert_cmphex (first->kind, ==, 0xfc);
  g_assert_cmphex (first->bytes->data[4], ==, 0x02);
  g_assert_cmpuint (first->bytes->data[5], ==, 25);
  g_assert_cmpuint (first->bytes->data[6], ==, 160 / 8);
  g_assert_cmpuint (first->bytes->data[7], ==, 96 / 8);
  g_assert_cmpmem (first->bytes->data + 16, 5, "\0\0\0\1\x67", 5);

  for (guint i = 0; i < 60; i++) {
    g_autoptr (RawUnit) unit = raw_client_read_unit (self);

    if (unit->kind == 0xfa) {
      g_assert_cmpmem (unit->bytes->data, 8, "\0\0\1\xfa\x0e\x02\x40\x01", 8);
      g_assert_cmpuint (unit->bytes->len, ==, 328);
      g_assert_cmpint (memcmp (unit->bytes->data + 8, unit->bytes->data + 9, 319), !=, 0);
      sounds++;
    }
  }
  g_assert_cmpuint (sounds, >=, 25);
  g_assert_cmpuint (sounds, <=, 35);
}

void
raw_client_skip_units (RawClient *self,
                       guint      n)
{
  while (n-- > 0)
    raw_unit_free (raw_client_read_unit (self));
}

void
raw_unit_free (RawUnit *unit)
{
  g_byte_array_unref (unit->bytes);
  g_free (unit);
}

/* Whether neither a byte nor an end comes. */
gboolean
raw_client_is_quiet (RawClient *self,
                     guint      ms)
{
  struct pollfd poll_fd = { .fd = self->fd, .events = POLLIN };

  return poll (&poll_fd, 1, (int) ms) == 0;
}

void
raw_client_shutdown (RawClient *self)
{
  g_assert_cmpint (shutdown (self->fd, SHUT_WR), ==, 0);
}

static ssize_t
read_to_end (RawClient *self)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_SECONDS * G_USEC_PER_SEC;
  guint8 buffer[4096];
  ssize_t n;

  do {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    n = recv (self->fd, buffer, sizeof buffer, 0);
  } while (n > 0);

  return n;
}

void
raw_client_expect_fin (RawClient *self)
{
  g_assert_cmpint (read_to_end (self), ==, 0);
}

void
raw_client_expect_reset (RawClient *self)
{
  g_assert_cmpint (read_to_end (self), ==, -1);
  g_assert_cmpint (errno, ==, ECONNRESET);
}
