/* fuzz-discovery.c
 *
 * Packets to those who look for devices: whatever is read is printable and has a port to connect to.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "fuzz.h"

#include "dvrip-discovery.h"

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  return 0;
}

static void
check_text (const char *text)
{
  if (!text)
    return;

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (text, -1), <=, 128);
  for (; *text != '\0'; text = g_utf8_next_char (text))
    g_assert_false (g_unichar_iscntrl (g_utf8_get_char (text)));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DvripDevice) device = dvrip_discovery_read_reply (data, size, "192.0.2.1", &error);

  g_assert_cmpint (device == NULL, ==, error != NULL);
  if (!device) {
    dvrip_discovery_is_probe (data, size);
    return 0;
  }

  g_assert_false (dvrip_discovery_is_probe (data, size));
  g_assert_cmpuint (device->port, !=, 0);
  g_assert_cmpstr (device->address, ==, "192.0.2.1");
  if (device->said_address)
    g_assert_true (g_hostname_is_ip_address (device->said_address));
  check_text (device->name);
  check_text (device->serial);
  check_text (device->mac);
  check_text (device->version);

  return 0;
}
