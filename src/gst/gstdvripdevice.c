/* gstdvripdevice.c
 *
 * A DVRIP device that was found on a local network: its properties, and an element that plays its
 * first channel.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvripdevice.h"

struct _GstDvripDevice {
  GstDevice parent_instance;
};

G_DEFINE_FINAL_TYPE (GstDvripDevice, gst_dvrip_device, GST_TYPE_DEVICE)

static GstElement *
gst_dvrip_device_create_element (GstDevice  *device,
                                 const char *name)
{
  g_autoptr (GstStructure) properties = gst_device_get_properties (device);
  const char *uri = gst_structure_get_string (properties, "dvrip.uri");
  GstElement *element = gst_element_factory_make ("dvripsrc", name);

  if (element)
    gst_uri_handler_set_uri (GST_URI_HANDLER (element), uri, NULL);

  return element;
}

static void
gst_dvrip_device_class_init (GstDvripDeviceClass *klass)
{
  GST_DEVICE_CLASS (klass)->create_element = gst_dvrip_device_create_element;
}

static void
gst_dvrip_device_init (GstDvripDevice *self)
{
}

static const char *
or_nothing (const char *text)
{
  return text ? text : "";
}

static GstStructure *
describe (const DvripDevice *found)
{
  g_autofree char *uri = g_strdup_printf ("dvrip://%s:%u", found->address, found->port);

  return gst_structure_new ("dvrip-device",
                            "dvrip.uri", G_TYPE_STRING, uri,
                            "dvrip.address", G_TYPE_STRING, found->address,
                            "dvrip.port", G_TYPE_UINT, (guint) found->port,
                            "dvrip.name", G_TYPE_STRING, or_nothing (found->name),
                            "dvrip.serial", G_TYPE_STRING, or_nothing (found->serial),
                            "dvrip.mac", G_TYPE_STRING, or_nothing (found->mac),
                            "dvrip.version", G_TYPE_STRING, or_nothing (found->version),
                            "dvrip.channels", G_TYPE_UINT, found->channels,
                            NULL);
}

/**
 * gst_dvrip_device_new:
 * @found: what the device said of itself
 *
 * Returns: (transfer floating): the device, whose properties begin with "dvrip."
 */
GstDevice *
gst_dvrip_device_new (const DvripDevice *found)
{
  g_autoptr (GstStructure) properties = describe (found);
  g_autoptr (GstCaps) caps = gst_caps_new_empty_simple ("application/x-dvrip");
  const char *name = found->name ? found->name : found->address;

  return g_object_new (GST_TYPE_DVRIP_DEVICE,
                       "display-name", name,
                       "caps", caps,
                       "device-class", GST_DVRIP_DEVICE_CLASS,
                       "properties", properties,
                       NULL);
}
