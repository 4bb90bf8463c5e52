/* test-discovery.c
 *
 * The packets by which devices are found, byte by byte, and what others send to the same port.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "dvrip-discovery.h"
#include "dvrip-message.h"

/* As it stands in captures of the vendor's application. */
static const guint8 probe[20] = { 0xff, [14] = 0xfa, [15] = 0x05 };

static GByteArray *
make_packet (guint16     id,
             const char *text,
             gsize       size)
{
  GByteArray *packet = g_byte_array_new ();
  const guint8 header[20] = { 0xff, 0x01, [14] = (guint8) id, [15] = (guint8) (id >> 8),
                              [16] = (guint8) size, [17] = (guint8) (size >> 8),
                              [18] = (guint8) (size >> 16) };

  g_byte_array_append (packet, header, sizeof header);
  g_byte_array_append (packet, (const guint8 *) text, (guint) size);
  return packet;
}

static DvripDevice *
read_text (const char  *text,
           GError     **error)
{
  g_autoptr (GByteArray) packet = make_packet (1531, text, strlen (text) + 1);

  return dvrip_discovery_read_reply (packet->data, packet->len, "192.168.0.103", error);
}

static void
test_probe (void)
{
  g_autoptr (GBytes) written = dvrip_discovery_write_probe ();
  guint8 other[20];

  g_assert_cmpmem (g_bytes_get_data (written, NULL), g_bytes_get_size (written), probe,
                   sizeof probe);
  g_assert_true (dvrip_discovery_is_probe (probe, sizeof probe));
  g_assert_false (dvrip_discovery_is_probe (probe, sizeof probe - 1));
  g_assert_false (dvrip_discovery_is_probe (NULL, 0));
  for (gsize i = 0; i < 2; i++) {
    memcpy (other, probe, sizeof probe);
    other[i == 0 ? 0 : 14] ^= 1;
    g_assert_false (dvrip_discovery_is_probe (other, sizeof other));
  }

  /* One that claims more than came. */
  memcpy (other, probe, sizeof probe);
  other[16] = 1;
  g_assert_false (dvrip_discovery_is_probe (other, sizeof other));
}

static void
test_reply (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DvripDevice) device =
    read_text ("{ \"NetWork.NetCommon\" : { \"BuildDate\" : \"2023\", \"ChannelNum\" : 4, "
               "\"DeviceType\" : 24, \"GateWay\" : \"0x0100A8C0\", \"HostIP\" : \"0x0A01A8C0\", "
               "\"HostName\" : \"Küche\", \"HttpPort\" : 80, \"MAC\" : \"00:12:31:aa:bb:cc\", "
               "\"SN\" : \"123abc\", \"TCPMaxConn\" : 10, \"TCPPort\" : 34568, "
               "\"Version\" : \"V5\" }, \"Ret\" : 100, \"SessionID\" : \"0x00000000\" }\n",
               &error);
  g_autoptr (DvripDevice) copy = NULL;

  g_assert_no_error (error);
  copy = dvrip_device_copy (device);
  g_assert_cmpstr (copy->address, ==, "192.168.0.103");
  g_assert_cmpstr (copy->said_address, ==, "192.168.1.10");
  g_assert_cmpuint (copy->port, ==, 34568);
  g_assert_cmpuint (copy->http_port, ==, 80);
  g_assert_cmpuint (copy->channels, ==, 4);
  g_assert_cmpstr (copy->name, ==, "Küche");
  g_assert_cmpstr (copy->serial, ==, "123abc");
  g_assert_cmpstr (copy->mac, ==, "00:12:31:aa:bb:cc");
  g_assert_cmpstr (copy->version, ==, "V5");
}

/* What makes no sense is as if it had not been said. */
static void
test_odd_values (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new ("{\"NetWork.NetCommon\":{\"TCPPort\":70000,"
                                           "\"HttpPort\":-1,\"ChannelNum\":\"0x10\","
                                           "\"HostIP\":\"10.0.0.7\",\"SN\":17,\"MAC\":\"\","
                                           "\"Version\":\"a\\u001b[2Jb\",\"HostName\":\"");
  g_autoptr (DvripDevice) device = NULL;
  g_autoptr (DvripDevice) empty = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, "ü");
  g_string_append (text, "\"}}");
  device = read_text (text->str, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (device->port, ==, 34567);
  g_assert_cmpuint (device->http_port, ==, 0);
  g_assert_cmpuint (device->channels, ==, 16);
  g_assert_cmpstr (device->said_address, ==, "10.0.0.7");
  g_assert_null (device->serial);
  g_assert_null (device->mac);
  g_assert_null (device->version);
  g_assert_cmpint (g_utf8_strlen (device->name, -1), ==, 128);

  empty = read_text ("{\"NetWork.NetCommon\":{}}", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (empty->port, ==, 34567);
  g_assert_null (empty->said_address);
}

static void
test_hostile (void)
{
  static const char *const texts[] = {
    "", "{}", "[]", "null", "{\"NetWork.NetCommon\":[]}", "{\"NetWork.NetCommon\":\"x\"}",
    "{\"NetWork.NetCommon\":{", "\xff\xfe", "{\"Ret\":100}",
  };
  g_autofree char *deep = g_strnfill (10000, '[');
  g_autoptr (GByteArray) large = NULL;
  g_autofree char *blanks = g_strnfill (20000, ' ');

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (read_text (texts[i], &error));
    g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_DATA);
  }

  {
    g_autoptr (GError) error = NULL;

    g_assert_null (read_text (deep, &error));
    g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_DATA);
    g_clear_error (&error);

    memcpy (blanks, "{\"NetWork.NetCommon\":{}}", 24);
    large = make_packet (1531, blanks, 20000);
    g_assert_null (dvrip_discovery_read_reply (large->data, large->len, "1.2.3.4", &error));
    g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_DATA);
    g_clear_error (&error);

    g_assert_null (dvrip_discovery_read_reply ((const guint8 *) "HTTP/1.1 200 OK\r\n\r\n...", 22,
                                               "1.2.3.4", &error));
    g_assert_error (error, WALL_ERROR, WALL_REASON_NOT_DVRIP);
  }
}

/* Cut anywhere it is refused, and never read beyond its end. */
static void
test_cut (void)
{
  const char *text = "{\"NetWork.NetCommon\":{\"HostName\":\"x\"}}\n";
  g_autoptr (GByteArray) packet = make_packet (1531, text, strlen (text) + 1);

  for (gsize size = 0; size < packet->len; size++) {
    g_autofree guint8 *cut = g_memdup2 (packet->data, size);

    g_assert_null (dvrip_discovery_read_reply (cut, size, "1.2.3.4", NULL));
  }

  g_assert_null (dvrip_discovery_read_reply (probe, sizeof probe, "1.2.3.4", NULL));
}

static void
test_write_reply (void)
{
  static const char expected[] =
    "{ \"NetWork.NetCommon\" : { \"TCPPort\" : 5 }, \"Ret\" : 100, "
    "\"SessionID\" : \"0x00000000\" }\n";
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GByteArray) packet = make_packet (1531, expected, sizeof expected);

  json_object_set_int_member (object, "TCPPort", 5);
  written = dvrip_discovery_write_reply (object);
  g_assert_cmpmem (g_bytes_get_data (written, NULL), g_bytes_get_size (written), packet->data,
                   packet->len);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dvrip/discovery/probe", test_probe);
  g_test_add_func ("/dvrip/discovery/reply", test_reply);
  g_test_add_func ("/dvrip/discovery/odd-values", test_odd_values);
  g_test_add_func ("/dvrip/discovery/hostile", test_hostile);
  g_test_add_func ("/dvrip/discovery/cut", test_cut);
  g_test_add_func ("/dvrip/discovery/write-reply", test_write_reply);

  return g_test_run ();
}
