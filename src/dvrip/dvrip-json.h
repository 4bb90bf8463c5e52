/* dvrip-json.h
 *
 * The one gate through which JSON enters, and getters that any type of value may stand behind.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

char       *dvrip_json_clean      (GBytes      *payload,
                                   GError     **error);

JsonObject *dvrip_json_get_object (JsonObject  *object,
                                   const char  *name);
JsonArray  *dvrip_json_get_array  (JsonObject  *object,
                                   const char  *name);
const char *dvrip_json_get_string (JsonObject  *object,
                                   const char  *name);
gboolean    dvrip_json_get_int    (JsonObject  *object,
                                   const char  *name,
                                   gint64      *out_value);

G_END_DECLS
