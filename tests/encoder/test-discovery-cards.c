/* test-discovery-cards.c
 *
 * The answer to those who look for devices, on two network cards.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "box.h"
#include "encoder-device.h"
#include "raw-probe.h"
#include "two-networks.h"

#define PORT 34569

static EncoderServer *
start_box (const char *listen)
{
  EncoderConfig config;

  box_config (&config, 1);
  config.listen = listen;
  return box_start (&config);
}

static int
ask_from_away (const char *address,
               const char *card)
{
  int fd;

  two_networks_enter (FALSE);
  fd = raw_probe_socket ();
  if (card)
    g_assert_cmpint (setsockopt (fd, SOL_SOCKET, SO_BINDTODEVICE, card, (socklen_t) strlen (card)),
                     ==, 0);
  raw_probe_ask (fd, address, PORT);
  two_networks_enter (TRUE);

  return fd;
}

static void
expect (int         fd,
        const char *address,
        const char *hex,
        const char *mac)
{
  g_autofree char *text = raw_probe_read (fd, address, PORT);
  g_autofree char *ip = g_strdup_printf ("\"HostIP\" : \"%s\"", hex);
  g_autofree char *card = g_strdup_printf ("\"MAC\" : \"%s\"", mac);

  g_assert_nonnull (strstr (text, ip));
  g_assert_nonnull (strstr (text, card));
  g_assert_nonnull (strstr (text, "\"Submask\" : \"0x00FFFFFF\""));
  close (fd);
}

/* To the card's own broadcast address, to everybody, and to the box alone. */
static void
test_two_cards (void)
{
  static const char *const to_first[] = { "10.1.0.255", "255.255.255.255", "10.1.0.1" };
  static const char *const to_second[] = { "10.2.0.255", "255.255.255.255", "10.2.0.1" };
  g_autoptr (EncoderServer) server = start_box ("0.0.0.0");

  g_assert_cmpuint (encoder_device_get_discovery_port (server), ==, PORT);
  for (gsize i = 0; i < G_N_ELEMENTS (to_first); i++) {
    expect (ask_from_away (to_first[i], "away1"), "10.1.0.1", "0x0100010A", TWO_NETWORKS_MAC_1);
    expect (ask_from_away (to_second[i], "away2"), "10.2.0.1", "0x0100020A", TWO_NETWORKS_MAC_2);
  }
}

/* A box that listens on one address is not found where that one is not. */
static void
test_one_address (void)
{
  g_autoptr (EncoderServer) server = start_box ("10.1.0.1");
  int fd = ask_from_away ("10.2.0.255", NULL);

  g_assert_cmpuint (encoder_device_get_discovery_port (server), ==, PORT);
  expect (ask_from_away ("10.1.0.255", NULL), "10.1.0.1", "0x0100010A", TWO_NETWORKS_MAC_1);
  g_assert_true (raw_probe_is_quiet (fd, 200));
  close (fd);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  two_networks_lay ();

  g_test_add_func ("/encoder/discovery-cards/two", test_two_cards);
  g_test_add_func ("/encoder/discovery-cards/one-address", test_one_address);

  return g_test_run ();
}
