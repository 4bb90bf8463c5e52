/* encoder-card.c
 *
 * Asks the kernel for its network cards.
 * Callable from any thread; takes microseconds, and keeps nothing, because cards come and go.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-card.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <linux/if_packet.h>
#include <netinet/in.h>
#include <string.h>

static guint32
get_ip (const struct sockaddr *address)
{
  struct sockaddr_in in;

  if (!address || address->sa_family != AF_INET)
    return 0;

  memcpy (&in, address, sizeof in);
  return GUINT32_FROM_LE (in.sin_addr.s_addr);
}

static void
read_mac (const struct ifaddrs *cards,
          const char           *name,
          EncoderCard          *card)
{
  for (const struct ifaddrs *at = cards; at; at = at->ifa_next) {
    struct sockaddr_ll link;

    if (!at->ifa_addr || at->ifa_addr->sa_family != AF_PACKET || strcmp (at->ifa_name, name) != 0)
      continue;

    memcpy (&link, at->ifa_addr, sizeof link);
    if (link.sll_halen == 6)
      g_snprintf (card->mac, sizeof card->mac, "%02x:%02x:%02x:%02x:%02x:%02x", link.sll_addr[0],
                  link.sll_addr[1], link.sll_addr[2], link.sll_addr[3], link.sll_addr[4],
                  link.sll_addr[5]);
  }
}

/**
 * encoder_card_find:
 * @address: of this computer, in numbers
 * @out_card: (out caller-allocates): what is known; no card has an address of IPv6 here, because
 *   the protocol has no place for it
 */
void
encoder_card_find (const char  *address,
                   EncoderCard *out_card)
{
  struct ifaddrs *cards = NULL;
  struct in_addr in = { 0 };

  *out_card = (EncoderCard) { 0 };
  g_strlcpy (out_card->mac, "00:00:00:00:00:00", sizeof out_card->mac);
  if (inet_pton (AF_INET, address, &in) != 1)
    return;

  out_card->address = GUINT32_FROM_LE (in.s_addr);
  if (getifaddrs (&cards) < 0)
    return;

  for (const struct ifaddrs *at = cards; at; at = at->ifa_next) {
    if (out_card->address == 0 || get_ip (at->ifa_addr) != out_card->address)
      continue;

    out_card->netmask = get_ip (at->ifa_netmask);
    read_mac (cards, at->ifa_name, out_card);
    break;
  }
  freeifaddrs (cards);
}

/**
 * encoder_card_to_hex:
 * @out_text: (out caller-allocates): "0x6700A8C0" for 192.168.0.103
 */
void
encoder_card_to_hex (guint32 value,
                     char    out_text[11])
{
  g_snprintf (out_text, 11, "0x%08X", value);
}
