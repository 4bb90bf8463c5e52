/* test-prober-cards.c
 *
 * Looking for devices on two network cards, and on none.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-prober.h"
#include "two-networks.h"
#include "udp-device.h"
#include "wall-io-thread.h"
#include "wall-reason.h"

#define TEXT "{\"NetWork.NetCommon\":{\"HostName\":\"camera\",\"HostIP\":\"0x0101A8C0\"}}"

typedef struct {
  GMainLoop *loop;
  GPtrArray *devices;
  GError    *error;
} Search;

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Search *search = data;

  search->devices = dvrip_prober_run_finish (result, &search->error);
  g_main_loop_quit (search->loop);
}

static void
run (Search *search)
{
  const DvripProberConfig config = { .interval_ms = 50, .duration_ms = 1200 };

  search->loop = g_main_loop_new (NULL, FALSE);
  dvrip_prober_run_async (&config, NULL, NULL, NULL, on_done, search);
  g_main_loop_run (search->loop);
  g_main_loop_unref (search->loop);
}

static void
test_no_cards (void)
{
  Search search = { 0 };

  run (&search);
  g_assert_error (search.error, WALL_ERROR, WALL_REASON_NO_ROUTE);
  g_clear_error (&search.error);
}

static gboolean
has_address (GPtrArray  *devices,
             const char *address)
{
  for (guint i = 0; i < devices->len; i++) {
    const DvripDevice *device = g_ptr_array_index (devices, i);

    g_assert_cmpstr (device->name, ==, "camera");
    /* It is set up for another network, and is where its packet came from. */
    g_assert_cmpstr (device->said_address, ==, "192.168.1.1");
    if (g_str_equal (device->address, address))
      return TRUE;
  }

  return FALSE;
}

static void
search_both (guint16 reply_to)
{
  g_autoptr (UdpDevice) device = udp_device_new (34569, TEXT);
  Search search = { 0 };

  device->reply_to = reply_to;
  run (&search);
  g_assert_no_error (search.error);
  g_assert_cmpuint (search.devices->len, ==, 2);
  g_assert_true (has_address (search.devices, "10.1.0.2"));
  g_assert_true (has_address (search.devices, "10.2.0.2"));
  /* Of two cards: to its own and to everybody, from two sockets, three times. */
  g_assert_cmpuint (device->probes, ==, 2 * 2 * 2 * 3);
  g_ptr_array_unref (search.devices);
}

/* Where the test began there is no card at first, and the network thread stays there. */
static void
test_two_cards (void)
{
  two_networks_lay ();
  two_networks_enter (FALSE);
  search_both (0);
  /* There are devices that answer to the well-known port, whoever asked. */
  search_both (34569);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  wall_io_thread_get_context ();

  g_test_add_func ("/dvrip/prober-cards/none", test_no_cards);
  g_test_add_func ("/dvrip/prober-cards/two", test_two_cards);

  return g_test_run ();
}
