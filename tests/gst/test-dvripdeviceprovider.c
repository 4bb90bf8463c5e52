/* test-dvripdeviceprovider.c
 *
 * Devices on the network, as other applications find them: watched and looked at once.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <gst/gst.h>

#include "gstdvripplugin.h"
#include "udp-device.h"

#define LONG_US (30 * G_TIME_SPAN_SECOND)

#define TEXT(name) \
  "{\"NetWork.NetCommon\":{\"HostName\":\"" name "\",\"SN\":\"7f3a\",\"TCPPort\":4000," \
  "\"ChannelNum\":16,\"MAC\":\"02:00:00:00:00:07\",\"Version\":\"V4\"}}"

static const char *const loopback[] = { "127.0.0.1", NULL };

static GstDeviceProvider *
get_provider (guint16 port)
{
  GstDeviceProvider *provider = gst_device_provider_factory_get_by_name ("dvripdeviceprovider");

  g_assert_nonnull (provider);
  g_object_set (provider, "port", (guint) port, "targets", loopback, "interval", 600u,
                "duration", 500u, NULL);

  return provider;
}

/* The device answers in the main loop meanwhile. */
static GstMessage *
wait_for_message (GstBus         *bus,
                  GstMessageType  type)
{
  gint64 end_us = g_get_monotonic_time () + LONG_US;
  GstMessage *message = NULL;

  while (!message && g_get_monotonic_time () < end_us) {
    g_main_context_iteration (NULL, FALSE);
    message = gst_bus_timed_pop_filtered (bus, 5 * GST_MSECOND, type);
  }
  g_assert_nonnull (message);

  return message;
}

static void
assert_device (GstDevice  *device,
               const char *name)
{
  g_autoptr (GstStructure) properties = gst_device_get_properties (device);
  g_autofree char *shown = gst_device_get_display_name (device);
  g_autoptr (GstElement) element = gst_object_ref_sink (gst_device_create_element (device, NULL));
  g_autofree char *uri = gst_uri_handler_get_uri (GST_URI_HANDLER (element));
  guint channels = 0;

  g_assert_cmpstr (shown, ==, name);
  g_assert_cmpstr (gst_structure_get_string (properties, "dvrip.serial"), ==, "7f3a");
  g_assert_cmpstr (gst_structure_get_string (properties, "dvrip.mac"), ==, "02:00:00:00:00:07");
  g_assert_true (gst_structure_get_uint (properties, "dvrip.channels", &channels));
  g_assert_cmpuint (channels, ==, 16);
  g_assert_nonnull (strstr (uri, "127.0.0.1:4000/1"));
}

static void
test_monitor (void)
{
  g_autoptr (UdpDevice) udp = udp_device_new (0, TEXT ("gate"));
  GstDeviceProvider *provider = get_provider (udp->port);
  g_autoptr (GstDeviceMonitor) monitor = gst_device_monitor_new ();
  g_autoptr (GstBus) bus = gst_device_monitor_get_bus (monitor);
  GstMessage *message;
  GstDevice *device, *old;

  gst_device_monitor_add_filter (monitor, "Source/Network", NULL);
  g_assert_true (gst_device_monitor_start (monitor));

  message = wait_for_message (bus, GST_MESSAGE_DEVICE_ADDED);
  gst_message_parse_device_added (message, &device);
  assert_device (device, "gate");
  gst_object_unref (device);
  gst_message_unref (message);

  udp->text = TEXT ("yard");
  message = wait_for_message (bus, GST_MESSAGE_DEVICE_CHANGED);
  gst_message_parse_device_changed (message, &device, &old);
  assert_device (device, "yard");
  assert_device (old, "gate");
  gst_object_unref (device);
  gst_object_unref (old);
  gst_message_unref (message);

  udp->text = NULL;
  message = wait_for_message (bus, GST_MESSAGE_DEVICE_REMOVED);
  gst_message_unref (message);
  gst_device_monitor_stop (monitor);
  gst_object_unref (provider);
}

static gpointer
look (gpointer provider)
{
  return gst_device_provider_get_devices (provider);
}

/* Who does not watch waits for one round; here in a thread, so that the device can answer. */
static void
test_look_once (void)
{
  g_autoptr (UdpDevice) udp = udp_device_new (0, TEXT ("gate"));
  g_autoptr (GstDeviceProvider) provider = get_provider (udp->port);
  gint64 end_us = g_get_monotonic_time () + LONG_US;
  GThread *thread;
  GList *devices;

  g_object_set (provider, "duration", 1000u, NULL);
  thread = g_thread_new ("look", look, provider);
  while (udp->probes == 0 && g_get_monotonic_time () < end_us)
    g_main_context_iteration (NULL, FALSE);
  devices = g_thread_join (thread);

  g_assert_cmpuint (g_list_length (devices), ==, 1);
  assert_device (devices->data, "gate");
  g_list_free_full (devices, gst_object_unref);
}

/* An application that only wants a webcam does not make this computer ask around. */
static void
test_is_not_asked_by_accident (void)
{
  g_autoptr (GstDeviceProviderFactory) factory =
    gst_device_provider_factory_find ("dvripdeviceprovider");

  g_assert_nonnull (factory);
  g_assert_true (gst_device_provider_factory_has_classes (factory, "Source/Network"));
  g_assert_false (gst_device_provider_factory_has_classes (factory, "Video/Source"));
}

static void
test_starts_and_stops_at_once (void)
{
  g_autoptr (UdpDevice) udp = udp_device_new (0, TEXT ("gate"));
  g_autoptr (GstDeviceProvider) provider = get_provider (udp->port);
  gint64 began_us = g_get_monotonic_time ();

  g_object_set (provider, "duration", 60000u, NULL);
  for (guint i = 0; i < 50; i++) {
    g_assert_true (gst_device_provider_start (provider));
    gst_device_provider_stop (provider);
  }
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, 10 * G_USEC_PER_SEC);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  gst_dvrip_register_static ();

  g_test_add_func ("/gst/dvripdeviceprovider/monitor", test_monitor);
  g_test_add_func ("/gst/dvripdeviceprovider/look-once", test_look_once);
  g_test_add_func ("/gst/dvripdeviceprovider/is-not-asked-by-accident",
                   test_is_not_asked_by_accident);
  g_test_add_func ("/gst/dvripdeviceprovider/starts-and-stops-at-once",
                   test_starts_and_stops_at_once);

  return g_test_run ();
}
