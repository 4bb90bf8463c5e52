/* gstdvripplugin.h
 *
 * The elements of the plugin "dvrip", for programs that link them in instead of loading the module.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

GST_ELEMENT_REGISTER_DECLARE (dvripdemux)
GST_ELEMENT_REGISTER_DECLARE (dvripsrc)
GST_DEVICE_PROVIDER_REGISTER_DECLARE (dvripdeviceprovider)

void gst_dvrip_register_static (void);

G_END_DECLS
