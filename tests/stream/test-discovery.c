/* test-discovery.c
 *
 * The list of devices that are found: what comes, changes, goes and stays in it. The devices are
 * sockets on loopback that answer with bytes written out here; the provider is the real one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gst/gst.h>

#include "gstdvripplugin.h"
#include "player-client.h"
#include "udp-device.h"
#include "wall-discovery.h"

#define TEXT(name, serial, channels) \
  "{\"NetWork.NetCommon\":{\"HostName\":\"" name "\",\"SN\":\"" serial "\",\"TCPPort\":4000," \
  "\"ChannelNum\":" #channels "},\"Ret\":100}"

typedef struct {
  UdpDevice     *device;
  WallDiscovery *discovery;
  guint          changes, rounds;
} Fixture;

static const char *const loopback[] = { "127.0.0.1", NULL };
static const char *const nowhere[] = { NULL };

static guint
count (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->discovery));
}

static WallDiscovered *
get_first (Fixture *self)
{
  g_autoptr (WallDiscovered) found =
    g_list_model_get_item (G_LIST_MODEL (self->discovery), 0);

  g_assert_true (WALL_IS_DISCOVERED (found));
  return found;
}

static void
on_changed (Fixture *self)
{
  self->changes++;
}

static void
on_searching (Fixture *self)
{
  if (!wall_discovery_is_searching (self->discovery))
    self->rounds++;
}

/* So seldom that a device which answers late on a busy computer is not taken for gone. */
static void
slow_down (void)
{
  g_autoptr (GstDeviceProvider) provider =
    gst_device_provider_factory_get_by_name ("dvripdeviceprovider");

  g_object_set (provider, "interval", 800u, "duration", 700u, NULL);
}

/* There is one provider in a process. */
static void
set_provider (guint16            port,
              const char *const *targets)
{
  g_autoptr (GstDeviceProvider) provider =
    gst_device_provider_factory_get_by_name ("dvripdeviceprovider");

  g_object_set (provider, "port", (guint) port, "targets", targets, "interval", 200u,
                "duration", 150u, NULL);
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->device = udp_device_new (0, TEXT ("gate", "7f3a", 16));
  set_provider (self->device->port, loopback);
  self->discovery = wall_discovery_new ();
  g_signal_connect_swapped (self->discovery, "items-changed", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->discovery, "notify::is-searching", G_CALLBACK (on_searching),
                            self);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (self->discovery);
  udp_device_free (self->device);
}

static void
test_lists_what_answers (Fixture       *self,
                         gconstpointer  data)
{
  g_autofree char *text = NULL;

  g_assert_cmpuint (count (self), ==, 0);
  wall_discovery_start (self->discovery);
  g_assert_true (wall_discovery_is_searching (self->discovery));
  wait_for (count (self) == 1);

  text = wall_discovered_dup_text (get_first (self));
  g_assert_cmpstr (wall_discovered_get_name (get_first (self)), ==, "gate");
  g_assert_cmpstr (wall_discovered_get_serial (get_first (self)), ==, "7f3a");
  g_assert_cmpstr (wall_discovered_get_address (get_first (self)), ==, "127.0.0.1");
  g_assert_cmpuint (wall_discovered_get_port (get_first (self)), ==, 4000);
  g_assert_cmpuint (wall_discovered_get_channels (get_first (self)), ==, 16);
  g_assert_cmpstr (text, ==, "127.0.0.1:4000");
  g_assert_null (wall_discovery_get_trouble (self->discovery));
}

/* Asked again and again, it stays one device, the same object, in its place. */
static void
test_follows_a_change (Fixture       *self,
                       gconstpointer  data)
{
  WallDiscovered *found;

  slow_down ();
  wall_discovery_start (self->discovery);
  wait_for (count (self) == 1 && self->rounds >= 1);
  found = get_first (self);

  self->device->text = TEXT ("yard", "7f3a", 4);
  wait_for (g_str_equal (wall_discovered_get_name (found), "yard"));
  g_assert_cmpuint (wall_discovered_get_channels (found), ==, 4);
  g_assert_true (get_first (self) == found);
  g_assert_cmpuint (self->changes, ==, 1);
}

static void
test_forgets_who_is_silent (Fixture       *self,
                            gconstpointer  data)
{
  wall_discovery_start (self->discovery);
  wait_for (count (self) == 1);

  self->device->text = NULL;
  wait_for (count (self) == 0);
  self->device->text = TEXT ("gate", "7f3a", 16);
  wait_for (count (self) == 1);
}

/* What a watch has found is there at once in the next one, and goes if it is gone. */
static void
test_keeps_the_list_when_stopped (Fixture       *self,
                                  gconstpointer  data)
{
  guint probes;

  wall_discovery_start (self->discovery);
  wait_for (count (self) == 1);
  wall_discovery_stop (self->discovery);
  g_assert_false (wall_discovery_is_searching (self->discovery));
  probes = self->device->probes;
  self->device->text = NULL;
  self->rounds = 0;

  wall_discovery_start (self->discovery);
  g_assert_cmpuint (count (self), ==, 1);
  wait_for (count (self) == 0);
  g_assert_cmpuint (self->device->probes, >, probes);
  g_assert_cmpuint (self->rounds, >=, 3);
}

static void
test_two_may_watch (Fixture       *self,
                    gconstpointer  data)
{
  Fixture other = { .discovery = wall_discovery_new () };

  wall_discovery_start (self->discovery);
  wait_for (count (self) == 1);
  wall_discovery_start (other.discovery);
  g_assert_cmpuint (count (&other), ==, 1);
  wall_discovery_stop (self->discovery);

  self->device->text = NULL;
  wait_for (count (&other) == 0);
  g_assert_cmpuint (count (self), ==, 1);
  g_assert_finalize_object (other.discovery);
}

static void
test_says_when_there_is_no_network (Fixture       *self,
                                    gconstpointer  data)
{
  set_provider (self->device->port, nowhere);
  wall_discovery_start (self->discovery);
  wait_for (wall_discovery_get_trouble (self->discovery));
  g_assert_cmpuint (count (self), ==, 0);

  wall_discovery_stop (self->discovery);
  set_provider (self->device->port, loopback);
  wall_discovery_start (self->discovery);
  wait_for (count (self) == 1 && !wall_discovery_get_trouble (self->discovery));
}

static void
test_can_be_dropped_while_searching (Fixture       *self,
                                     gconstpointer  data)
{
  for (guint i = 0; i < 20; i++) {
    WallDiscovery *discovery = wall_discovery_new ();

    wall_discovery_start (discovery);
    g_main_context_iteration (NULL, FALSE);
    g_assert_finalize_object (discovery);
  }
}

#define ADD(name, test) \
  g_test_add ("/stream/discovery/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  gst_dvrip_register_static ();

  ADD ("lists-what-answers", test_lists_what_answers);
  ADD ("follows-a-change", test_follows_a_change);
  ADD ("forgets-who-is-silent", test_forgets_who_is_silent);
  ADD ("keeps-the-list-when-stopped", test_keeps_the_list_when_stopped);
  ADD ("two-may-watch", test_two_may_watch);
  ADD ("says-when-there-is-no-network", test_says_when_there_is_no_network);
  ADD ("can-be-dropped-while-searching", test_can_be_dropped_while_searching);

  return g_test_run ();
}
