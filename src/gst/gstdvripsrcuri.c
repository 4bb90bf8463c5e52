/* gstdvripsrcuri.c
 *
 * The element "dvripsrc" as a handler of addresses.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "config.h"

#include "gstdvripsrc-private.h"
#include "gstdvripuri.h"

static gboolean
set_uri (GstDvripSrc *self,
         const char  *uri,
         GError     **error)
{
  gboolean is_idle, is_set = FALSE;

  GST_OBJECT_LOCK (self);
  is_idle = self->link == NULL && GST_STATE (self) <= GST_STATE_READY;
  if (is_idle)
    is_set = gst_dvrip_settings_set_uri (&self->settings, uri, error);
  GST_OBJECT_UNLOCK (self);

  if (!is_idle)
    g_set_error_literal (error, GST_URI_ERROR, GST_URI_ERROR_BAD_STATE,
                         "The address cannot change while the element runs");

  return is_set;
}

static GstURIType
get_uri_type (GType type)
{
  return GST_URI_SRC;
}

static const gchar *const *
get_protocols (GType type)
{
  static const gchar *const protocols[] = { GST_DVRIP_URI_SCHEME, NULL };

  return protocols;
}

static gchar *
get_handler_uri (GstURIHandler *handler)
{
  return gst_dvrip_src_dup_uri (GST_DVRIP_SRC (handler));
}

static gboolean
set_handler_uri (GstURIHandler *handler,
                 const gchar   *uri,
                 GError       **error)
{
  return set_uri (GST_DVRIP_SRC (handler), uri, error);
}

void
gst_dvrip_src_uri_handler_init (gpointer g_iface,
                                gpointer iface_data)
{
  GstURIHandlerInterface *iface = g_iface;

  iface->get_type = get_uri_type;
  iface->get_protocols = get_protocols;
  iface->get_uri = get_handler_uri;
  iface->set_uri = set_handler_uri;
}

/* Returns: (transfer full) (nullable): the address, without a password */
char *
gst_dvrip_src_dup_uri (GstDvripSrc *self)
{
  char *uri;

  GST_OBJECT_LOCK (self);
  uri = gst_dvrip_settings_get_uri (&self->settings);
  GST_OBJECT_UNLOCK (self);

  return uri;
}
