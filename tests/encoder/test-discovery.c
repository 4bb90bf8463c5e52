/* test-discovery.c
 *
 * The answer to those who look for devices, on loopback.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>
#include <unistd.h>

#include "box.h"
#include "encoder-device.h"
#include "raw-probe.h"

static EncoderServer *
start_box (guint    channels,
           gboolean ports_per_channel)
{
  EncoderConfig config;

  box_config (&config, channels);
  config.ports_per_channel = ports_per_channel;
  config.max_connections = 10;
  config.discovery = ENCODER_ANNOUNCE_ON;
  config.discovery_port = -1;
  return box_start (&config);
}

static void
test_answer (void)
{
  g_autoptr (EncoderServer) server = start_box (3, FALSE);
  guint16 port = encoder_device_get_discovery_port (server);
  int fd = raw_probe_socket ();
  g_autofree char *text = NULL;
  g_autofree char *expected =
    g_strdup_printf ("{ \"NetWork.NetCommon\" : { \"GateWay\" : \"0x00000000\", "
                     "\"HostIP\" : \"0x0100007F\", \"HostName\" : \"%s\", \"HttpPort\" : 0, "
                     "\"MAC\" : \"00:00:00:00:00:00\", \"MaxBps\" : 0, \"MonMode\" : \"TCP\", "
                     "\"SSLPort\" : 0, \"Submask\" : \"0x000000FF\", \"TCPMaxConn\" : 10, "
                     "\"TCPPort\" : %u, \"TransferPlan\" : \"Quality\", \"UDPPort\" : 0, "
                     "\"UseHSDownLoad\" : false, \"BuildDate\" : \"*\", \"ChannelNum\" : 3, "
                     "\"DeviceType\" : 24, \"NetConnectState\" : 0, \"OtherFunction\" : \"\", "
                     "\"SN\" : \"????????????????\", \"Version\" : \"*\" }, \"Ret\" : 100, "
                     "\"SessionID\" : \"0x00000000\" }",
                     g_get_host_name (), encoder_server_get_port (server, 1));

  raw_probe_ask (fd, "127.0.0.1", port);
  text = raw_probe_read (fd, "127.0.0.1", port);
  if (!g_pattern_match_simple (expected, text))
    g_assert_cmpstr (text, ==, expected);
  close (fd);
}

/* A box behind each port, and none behind a closed door. */
static void
test_ports (void)
{
  g_autoptr (EncoderServer) server = start_box (3, TRUE);
  guint16 port = encoder_device_get_discovery_port (server);
  int fd = raw_probe_socket ();

  encoder_server_set_fault (server, 2, ENCODER_FAULT_REFUSE);
  raw_probe_ask (fd, "127.0.0.1", port);
  for (guint channel = 1; channel <= 3; channel += 2) {
    g_autofree char *text = raw_probe_read (fd, "127.0.0.1", port);
    g_autofree char *expected =
      g_strdup_printf ("\"TCPPort\" : %u,", encoder_server_get_port (server, channel));

    g_assert_nonnull (strstr (text, expected));
    g_assert_nonnull (strstr (text, "\"ChannelNum\" : 1"));
  }
  g_assert_true (raw_probe_is_quiet (fd, 200));
  close (fd);
}

static void
test_others (void)
{
  static const struct {
    const char *data;
    gsize       size;
  } others[] = {
    { "", 0 },
    { "\xff", 1 },
    { "\xff\0\0\0\0\0\0\0\0\0\0\0\0\0\xfa\x05\0\0\0", 19 },
    { "\xff\0\0\0\0\0\0\0\0\0\0\0\0\0\xfa\x05\1\0\0\0", 20 },
    { "\xff\1\0\0\0\0\0\0\0\0\0\0\0\0\xfb\x05\2\0\0\0\n", 22 },
    { "M-SEARCH * HTTP/1.1\r\n", 21 },
  };
  g_autoptr (EncoderServer) server = start_box (1, FALSE);
  guint16 port = encoder_device_get_discovery_port (server);
  int fd = raw_probe_socket ();
  g_autofree char *large = g_malloc0 (20000);
  g_autofree char *text = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    raw_probe_send (fd, "127.0.0.1", port, others[i].data, others[i].size);
  memcpy (large, "\xff\0\0\0\0\0\0\0\0\0\0\0\0\0\xfa\x05", 16);
  raw_probe_send (fd, "127.0.0.1", port, large, 20000);
  g_assert_true (raw_probe_is_quiet (fd, 200));
  raw_probe_ask (fd, "127.0.0.1", port);
  text = raw_probe_read (fd, "127.0.0.1", port);
  close (fd);
}

/* Nobody is flooded in its name. */
static void
test_bounded (void)
{
  g_autoptr (EncoderServer) server = start_box (20, TRUE);
  guint16 port = encoder_device_get_discovery_port (server);
  int fd = raw_probe_socket ();
  EncoderCounters counters;

  for (guint i = 0; i < 200; i++)
    raw_probe_ask (fd, "127.0.0.1", port);
  do
    encoder_server_get_counters (server, &counters);
  while (counters.found < 100);
  while (!raw_probe_is_quiet (fd, 100))
    g_free (raw_probe_read (fd, "127.0.0.1", port));
  encoder_server_get_counters (server, &counters);
  g_assert_cmpuint (counters.found, <, 3000);
  close (fd);
}

static void
test_off (void)
{
  EncoderConfig config;
  g_autoptr (EncoderServer) silent = NULL;
  g_autoptr (EncoderServer) off = NULL;

  /* On loopback nobody looks, unless it is asked for. */
  box_config (&config, 1);
  config.discovery_port = -1;
  silent = box_start (&config);
  g_assert_cmpuint (encoder_device_get_discovery_port (silent), ==, 0);

  config.listen = "0.0.0.0";
  config.discovery = ENCODER_ANNOUNCE_OFF;
  off = box_start (&config);
  g_assert_cmpuint (encoder_device_get_discovery_port (off), ==, 0);
}

/* The port may be shared with others who look and answer. */
static void
test_shared (void)
{
  g_autoptr (EncoderServer) first = start_box (1, FALSE);
  guint16 port = encoder_device_get_discovery_port (first);
  g_autoptr (EncoderServer) second = NULL;
  EncoderConfig config;

  box_config (&config, 1);
  config.discovery = ENCODER_ANNOUNCE_ON;
  config.discovery_port = port;
  second = box_start (&config);
  g_assert_cmpuint (encoder_device_get_discovery_port (second), ==, port);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/encoder/discovery/answer", test_answer);
  g_test_add_func ("/encoder/discovery/ports", test_ports);
  g_test_add_func ("/encoder/discovery/others", test_others);
  g_test_add_func ("/encoder/discovery/bounded", test_bounded);
  g_test_add_func ("/encoder/discovery/off", test_off);
  g_test_add_func ("/encoder/discovery/shared", test_shared);

  return g_test_run ();
}
