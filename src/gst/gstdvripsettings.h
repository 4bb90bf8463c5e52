/* gstdvripsettings.h
 *
 * What a dvripsrc is told: by its properties, or as an address in one string.
 * Not locked: the element guards it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gst/gst.h>

#include "dvrip-session.h"

G_BEGIN_DECLS

/* The ids of these properties; the element's own follow. */
typedef enum {
  GST_DVRIP_SETTING_URI = 1,
  GST_DVRIP_SETTING_HOST,
  GST_DVRIP_SETTING_PORT,
  GST_DVRIP_SETTING_CHANNEL,
  GST_DVRIP_SETTING_STREAM,
  GST_DVRIP_SETTING_USER,
  GST_DVRIP_SETTING_PASSWORD,
  GST_DVRIP_SETTING_TOPOLOGY,
  GST_DVRIP_SETTING_STREAM_TYPE,
  GST_DVRIP_SETTING_ALARMS,
  GST_DVRIP_SETTING_NO_STREAM,
  GST_DVRIP_SETTING_LOOKUP_TIMEOUT,
  GST_DVRIP_SETTING_CONNECT_TIMEOUT,
  GST_DVRIP_SETTING_LOGIN_TIMEOUT,
  GST_DVRIP_SETTING_CLAIM_TIMEOUT,
  GST_DVRIP_SETTING_START_TIMEOUT,
  GST_DVRIP_SETTING_UNIT_TIMEOUT,
  GST_DVRIP_SETTING_SILENCE_TIMEOUT,
  GST_DVRIP_SETTING_REQUEST_TIMEOUT,
} GstDvripSetting;

#define GST_DVRIP_N_SETTINGS (GST_DVRIP_SETTING_REQUEST_TIMEOUT + 1)

typedef struct {
  DvripSessionConfig config;
  char              *bad_uri; /* (nullable): why the address cannot be used, in words */
} GstDvripSettings;

#define GST_TYPE_DVRIP_STREAM   (gst_dvrip_stream_get_type ())
#define GST_TYPE_DVRIP_TOPOLOGY (gst_dvrip_topology_get_type ())
GType    gst_dvrip_stream_get_type      (void);
GType    gst_dvrip_topology_get_type    (void);

void     gst_dvrip_settings_install     (GObjectClass           *object_class);
void     gst_dvrip_settings_init        (GstDvripSettings       *self);
void     gst_dvrip_settings_clear       (GstDvripSettings       *self);
gboolean gst_dvrip_settings_set         (GstDvripSettings       *self,
                                         guint                   setting,
                                         const GValue           *value);
gboolean gst_dvrip_settings_get         (const GstDvripSettings *self,
                                         guint                   setting,
                                         GValue                 *out_value);
gboolean gst_dvrip_settings_set_uri     (GstDvripSettings       *self,
                                         const char             *uri,
                                         GError                **error);
char    *gst_dvrip_settings_get_uri     (const GstDvripSettings *self);
gboolean gst_dvrip_settings_copy_config (const GstDvripSettings *self,
                                         DvripSessionConfig     *out_config,
                                         GError                **error);

G_END_DECLS
