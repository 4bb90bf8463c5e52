/* test-prober.c
 *
 * Looking for devices on loopback.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "dvrip-prober.h"
#include "udp-device.h"
#include "wall-reason.h"

static const char *const loopback[] = { "127.0.0.1", NULL };

typedef struct {
  DvripProberConfig config;
  GMainLoop        *loop;
  GPtrArray        *devices;   /* (nullable) */
  GError           *error;
  guint             found;
  gboolean          has_ended;
} Search;

static void
on_found (const DvripDevice *device,
          gpointer           data)
{
  Search *search = data;

  g_assert_false (search->has_ended);
  g_assert_cmpstr (device->address, ==, "127.0.0.1");
  search->found++;
}

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Search *search = data;

  search->devices = dvrip_prober_run_finish (result, &search->error);
  search->has_ended = TRUE;
  g_main_loop_quit (search->loop);
}

static void
run (Search       *search,
     GCancellable *cancellable)
{
  search->loop = g_main_loop_new (NULL, FALSE);
  dvrip_prober_run_async (&search->config, on_found, search, cancellable, on_done, search);
  g_main_loop_run (search->loop);
  g_main_loop_unref (search->loop);
}

static void
clear (Search *search)
{
  g_clear_pointer (&search->devices, g_ptr_array_unref);
  g_clear_error (&search->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, clear)

/* Both sockets ask three times, and it is still one device. */
static void
test_finds_once (void)
{
  g_autoptr (UdpDevice) device =
    udp_device_new (0, "{\"NetWork.NetCommon\":{\"HostName\":\"gate\",\"TCPPort\":4000}}");
  g_auto (Search) search = { .config = { device->port, loopback, 3, 20, 400 } };
  const DvripDevice *found;

  run (&search, NULL);
  g_assert_no_error (search.error);
  g_assert_cmpuint (search.devices->len, ==, 1);
  g_assert_cmpuint (search.found, ==, 1);
  found = g_ptr_array_index (search.devices, 0);
  g_assert_cmpstr (found->name, ==, "gate");
  g_assert_cmpuint (found->port, ==, 4000);
  /* The port is the device's, so that here one socket can ask only. */
  g_assert_cmpuint (device->probes, ==, 3);
}

static void
test_asks_again (void)
{
  g_autoptr (UdpDevice) device = udp_device_new (0, "{\"NetWork.NetCommon\":{}}");
  g_auto (Search) search = { .config = { device->port, loopback, 3, 20, 400 } };

  device->deaf_to = 2;
  run (&search, NULL);
  g_assert_no_error (search.error);
  g_assert_cmpuint (search.devices->len, ==, 1);
}

static void
test_nobody (void)
{
  g_autoptr (UdpDevice) device = udp_device_new (0, NULL);
  g_auto (Search) search = { .config = { device->port, loopback, 1, 20, 100 } };

  run (&search, NULL);
  g_assert_no_error (search.error);
  g_assert_cmpuint (search.devices->len, ==, 0);
  g_assert_cmpuint (device->probes, ==, 1);
}

static void
test_hostile (void)
{
  static const char *const texts[] = { "", "{", "[[[[[[[[[[", "{\"NetWork.NetCommon\":7}" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (UdpDevice) device = udp_device_new (0, texts[i]);
    g_auto (Search) search = { .config = { device->port, loopback, 1, 20, 100 } };

    run (&search, NULL);
    g_assert_no_error (search.error);
    g_assert_cmpuint (search.devices->len, ==, 0);
    g_assert_cmpuint (device->probes, ==, 1);
  }
}

static gboolean
on_cancel (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Search) search = { .config = { 0, loopback, 3, 1000, 60000 } };
  g_auto (Search) before = { .config = { 0, loopback, 3, 1000, 60000 } };

  g_timeout_add (20, on_cancel, cancellable);
  run (&search, cancellable);
  g_assert_error (search.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  run (&before, cancellable);
  g_assert_error (before.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Nothing that could be asked: said at once. */
static void
test_no_network (void)
{
  static const char *const nowhere[] = { NULL };
  static const char *const bad[] = { "not an address", NULL };
  g_auto (Search) search = { .config = { 0, nowhere, 3, 1000, 60000 } };
  g_auto (Search) other = { .config = { 0, bad, 3, 1000, 60000 } };

  run (&search, NULL);
  g_assert_error (search.error, WALL_ERROR, WALL_REASON_NO_ROUTE);
  run (&other, NULL);
  g_assert_error (other.error, WALL_ERROR, WALL_REASON_NO_ROUTE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dvrip/prober/finds-once", test_finds_once);
  g_test_add_func ("/dvrip/prober/asks-again", test_asks_again);
  g_test_add_func ("/dvrip/prober/nobody", test_nobody);
  g_test_add_func ("/dvrip/prober/hostile", test_hostile);
  g_test_add_func ("/dvrip/prober/cancelled", test_cancelled);
  g_test_add_func ("/dvrip/prober/no-network", test_no_network);

  return g_test_run ();
}
