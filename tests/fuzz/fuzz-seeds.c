/* fuzz-seeds.c
 *
 * Writes what a real encoder sends into a folder for each fuzz target: where fuzzing begins.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gst/gst.h>
#include <string.h>
#include <unistd.h>

#include "box.h"
#include "encoder-device.h"
#include "raw-client.h"
#include "raw-probe.h"

#define N_UNITS 40

static const char *folder;

static void
save (const char *target, const char *name, gconstpointer data, gsize size)
{
  g_autofree char *path = g_build_filename (folder, target, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0755), ==, 0);
  g_file_set_contents (path, data, (gssize) size, &error);
  g_assert_no_error (error);
}

static void
append_packet (GByteArray *bytes, const RawPacket *packet)
{
  g_byte_array_append (bytes, packet->head, sizeof packet->head);
  g_byte_array_append (bytes, g_bytes_get_data (packet->payload, NULL),
                       (guint) g_bytes_get_size (packet->payload));
}

/* What came over one connection, as packets and as the payloads of media alone. */
static void
record_stream (guint16 port, const char *stream)
{
  g_autoptr (RawClient) client = raw_client_new (port);
  g_autoptr (GByteArray) packets = g_byte_array_new ();
  g_autoptr (GByteArray) media = g_byte_array_new ();

  raw_client_login (client);
  g_assert_cmpint (raw_client_claim (client, 0, stream), ==, 100);
  raw_client_send_monitor (client, 1410, "Start", 0, stream);
  for (guint i = 0; i < N_UNITS; i++) {
    g_autoptr (RawPacket) packet = raw_client_read (client);

    append_packet (packets, packet);
    if (packet->id != 1412)
      continue;
    g_byte_array_append (media, g_bytes_get_data (packet->payload, NULL),
                         (guint) g_bytes_get_size (packet->payload));
    if (i == 0)
      save ("header", stream, packet->head, sizeof packet->head);
    if (i == 1)
      save ("header", "unit", media->data, 16);
  }

  save ("packet-reader", stream, packets->data, packets->len);
  save ("unit-reader", stream, media->data, media->len);
  save ("demux", stream, media->data, media->len);
}

static void
record_reply (RawClient *client, guint16 id, const char *name)
{
  g_autofree char *request = g_strdup_printf ("{\"Name\":\"%s\",\"SessionID\":\"0x%08X\"}", name,
                                              client->session);
  g_autofree char *reply = raw_client_ask (client, id, request);

  save ("message", name, reply, strlen (reply));
}

static void
record_replies (guint16 port)
{
  static const char login[] =
    "{\"EncryptType\":\"MD5\",\"LoginType\":\"DVRIP-Web\",\"PassWord\":\"6QNMIQGe\","
    "\"UserName\":\"admin\"}";
  static const char monitor[] =
    "{\"Name\":\"OPMonitor\",\"OPMonitor\":{\"Action\":\"Claim\",\"Parameter\":{\"Channel\":0,"
    "\"CombinMode\":\"NONE\",\"StreamType\":\"Main\",\"TransMode\":\"TCP\"}},\"SessionID\":\"0x6\"}";
  g_autoptr (RawClient) client = raw_client_new (port);
  g_autofree char *reply = raw_client_ask (client, 1000, login);

  save ("message", "login", login, strlen (login));
  save ("message", "monitor", monitor, strlen (monitor));
  save ("message", "login-reply", reply, strlen (reply));
  client->session = (guint32) g_ascii_strtoull (strstr (reply, "0x") + 2, NULL, 16);
  record_reply (client, 1006, "KeepAlive");
  record_reply (client, 1020, "SystemInfo");
  record_reply (client, 1048, "ChannelTitle");
  record_reply (client, 1452, "OPTimeQuery");
}

static void
record_snapshot (guint16 port)
{
  static const char request[] = "{\"Name\":\"OPSNAP\",\"OPSNAP\":{\"Channel\":0}}";
  g_autoptr (RawClient) client = raw_client_new (port);
  g_autoptr (GByteArray) picture = g_byte_array_new ();

  raw_client_login (client);
  raw_client_send (client, client->session, 2, 1560, request);
  do {
    g_autoptr (RawPacket) packet = raw_client_read (client);

    g_assert_cmpuint (packet->id, ==, 1561);
    g_byte_array_append (picture, g_bytes_get_data (packet->payload, NULL),
                         (guint) g_bytes_get_size (packet->payload));
  } while (memcmp (picture->data + picture->len - 2, "\xff\xd9", 2) != 0);

  save ("snapshot", "picture", picture->data, picture->len);
}

static void
record_discovery (guint16 port)
{
  int fd = raw_probe_socket ();
  guint8 packet[2048];
  gssize size;

  raw_probe_ask (fd, "127.0.0.1", port);
  size = read (fd, packet, sizeof packet);
  g_assert_cmpint (size, >, 20);
  save ("discovery", "reply", packet, (gsize) size);
  close (fd);
}

static void
record_all (void)
{
  EncoderServer *server;
  EncoderConfig config;
  guint16 port;

  box_config (&config, 1);
  config.discovery = ENCODER_ANNOUNCE_ON;
  config.discovery_port = -1;
  server = box_start (&config);
  port = encoder_server_get_port (server, 1);
  record_discovery (encoder_device_get_discovery_port (server));
  record_replies (port);
  record_stream (port, "Main");
  record_stream (port, "Extra1");
  record_snapshot (port);
  encoder_server_free (server);
}

/* As cameras with a web server, or an RTSP one, send it. */
static void
write_others (void)
{
  static const char multipart[] =
    "--wall\r\nContent-Type: image/jpeg\r\nContent-Length: 23\r\n\r\n"
    "\xff\xd8\xff\xc0\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00"
    "\xff\xda\x00\x02\x12\x34\xff\xd9\r\n--wall\r\n\r\n\xff\xd8\xff\xd9\r\n--wall--\r\n ";
  static const char rtsp[] =
    "RTSP/1.0 401 Unauthorized\r\nCSeq: 2\r\nWWW-Authenticate: Digest realm=\"a\", nonce=\"b\"\r\n"
    "\r\nRTSP/1.0 200 OK\r\nCSeq: 3\r\nContent-Type: application/sdp\r\nContent-Length: 5\r\n\r\n"
    "v=0\r\n$\x00\x00\x04\x80\x60\x00\x01RTSP/1.0 200 OK\r\nCSeq: 4\r\nSession: 1\r\n\r\n$\x01\x00\x00";

  static const char h264[] =
    "\0\0\0\1\x67\x42\xc0\x0a\xda\x0f\0\0\0\1\x68\xce\x3c\x80\0\0\0\1\x65\x88\x84\x21\0\0\1\x41";

  save ("multipart", "two", multipart, sizeof multipart - 1);
  save ("rtsp-reader", "answers", rtsp, sizeof rtsp - 1);
  save ("probe-guess", "rtsp", rtsp, sizeof rtsp - 1);
  save ("probe-guess", "h264", h264, sizeof h264 - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);
  folder = argv[1];
  record_all ();
  write_others ();

  return 0;
}
