/* gstdvripplugin.c
 *
 * Registers the elements, as a loadable module or linked in. Starts no thread and opens nothing:
 * a scan of the registry may run it in a process of its own.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "config.h"

#include "gstdvripplugin.h"

#include <glib/gi18n-lib.h>

#include "gstdvriptypefind.h"

#define PACKAGE "watchwall"
#define PACKAGE_ORIGIN "https://watchwall.org"

static gboolean
plugin_init (GstPlugin *plugin)
{
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");

  return GST_ELEMENT_REGISTER (dvripdemux, plugin) && GST_ELEMENT_REGISTER (dvripsrc, plugin) &&
         GST_TYPE_FIND_REGISTER (dvrip, plugin) &&
         GST_DEVICE_PROVIDER_REGISTER (dvripdeviceprovider, plugin);
}

GST_PLUGIN_DEFINE (GST_VERSION_MAJOR,
                   GST_VERSION_MINOR,
                   dvrip,
                   "Plays DVRIP (Sofia, XMEye, NETsurveillance) cameras and recorders",
                   plugin_init,
                   PACKAGE_VERSION,
                   "LGPL",
                   "Watchwall",
                   PACKAGE_ORIGIN)

/**
 * gst_dvrip_register_static:
 *
 * Makes the elements known to this process, without the module. Call it after gst_init(); further
 * calls do nothing. What the registry found in the plugin folder under the same names is replaced.
 */
void
gst_dvrip_register_static (void)
{
  static gsize once;

  if (!g_once_init_enter (&once))
    return;

  gst_plugin_dvrip_register ();
  g_once_init_leave (&once, 1);
}
