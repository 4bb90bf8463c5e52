/* gstdvripuri.h
 *
 * dvrip://[user[:password]@]host[:port]/channel?stream=main|sub, read and written.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

#include "dvrip-message.h"

G_BEGIN_DECLS

#define GST_DVRIP_URI_SCHEME  "dvrip"
#define GST_DVRIP_MAX_CHANNEL 256

typedef struct {
  char       *host;     /* without brackets */
  guint16     port;
  char       *user;     /* (nullable): not said */
  char       *password; /* (nullable): not said */
  guint       channel;  /* from 1 */
  DvripStream stream;
} GstDvripUri;

gboolean gst_dvrip_uri_parse     (const char         *text,
                                  GstDvripUri        *out_uri,
                                  GError            **error);
char    *gst_dvrip_uri_to_string (const GstDvripUri  *self);
void     gst_dvrip_uri_clear     (GstDvripUri        *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GstDvripUri, gst_dvrip_uri_clear)

G_END_DECLS
