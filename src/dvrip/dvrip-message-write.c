/* dvrip-message-write.c
 *
 * Control messages as they go out: JSON spaced as the vendor's own programs write it, and "\n\0".
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-message.h"

#include "dvrip-hash.h"

static void append_node (GString *text, JsonNode *node);

static void
append_leaf (GString *text, JsonNode *node)
{
  g_autofree char *leaf = json_to_string (node, FALSE);

  g_string_append (text, leaf);
}

static void
append_name (GString *text, const char *name)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), name);

  append_leaf (text, node);
}

static void
append_object (GString *text, JsonObject *object)
{
  g_autoptr (GList) names = json_object_get_members (object);

  g_string_append (text, "{ ");
  for (GList *at = names; at; at = at->next) {
    append_name (text, at->data);
    g_string_append (text, " : ");
    append_node (text, json_object_get_member (object, at->data));
    g_string_append (text, at->next ? ", " : " ");
  }
  g_string_append_c (text, '}');
}

static void
append_array (GString *text, JsonArray *array)
{
  guint length = json_array_get_length (array);

  g_string_append (text, "[ ");
  for (guint i = 0; i < length; i++) {
    append_node (text, json_array_get_element (array, i));
    g_string_append (text, i + 1 < length ? ", " : " ");
  }
  g_string_append_c (text, ']');
}

static void
append_node (GString *text, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    append_object (text, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    append_array (text, json_node_get_array (node));
  else
    append_leaf (text, node);
}

/* Eight digits: some clients count on the width. */
static void
set_session (JsonObject *object, guint32 session_id)
{
  g_autofree char *text = g_strdup_printf ("0x%08X", session_id);

  json_object_set_string_member (object, "SessionID", text);
}

static GBytes *
write_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return dvrip_message_write_json (node);
}

/**
 * dvrip_message_write_json:
 * @node: any JSON
 *
 * Returns: (transfer full): the payload, with its terminator "\n\0" counted
 */
GBytes *
dvrip_message_write_json (JsonNode *node)
{
  GString *text = g_string_new (NULL);

  append_node (text, node);
  g_string_append_len (text, "\n", 2);

  return g_string_free_to_bytes (text);
}

/**
 * dvrip_message_write_login:
 * @user: in UTF-8
 * @password: in UTF-8; may be empty
 *
 * Returns: (transfer full): the payload. It holds what is as good as the password: never log it.
 */
GBytes *
dvrip_message_write_login (const char *user,
                           const char *password)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *valid_user = g_utf8_make_valid (user, -1);
  char hash[DVRIP_HASH_LENGTH + 1];

  dvrip_hash_password (password, hash);
  json_object_set_string_member (object, "EncryptType", "MD5");
  json_object_set_string_member (object, "LoginType", "DVRIP-Web");
  json_object_set_string_member (object, "PassWord", hash);
  json_object_set_string_member (object, "UserName", valid_user);

  return write_object (object);
}

/**
 * dvrip_message_write_named:
 * @name: what is asked for: "SystemInfo", "ChannelTitle", "OPTimeQuery" …
 * @session_id: as the device gave it
 *
 * Returns: (transfer full): the payload of a request without parameters
 */
GBytes *
dvrip_message_write_named (const char *name,
                           guint32     session_id)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "Name", name);
  set_session (object, session_id);

  return write_object (object);
}

/**
 * dvrip_message_write_logout:
 *
 * Returns: (transfer full): the payload
 */
GBytes *
dvrip_message_write_logout (guint32 session_id)
{
  return dvrip_message_write_named ("", session_id);
}

/**
 * dvrip_message_write_keepalive:
 *
 * Returns: (transfer full): the payload
 */
GBytes *
dvrip_message_write_keepalive (guint32 session_id)
{
  return dvrip_message_write_named ("KeepAlive", session_id);
}

/**
 * dvrip_message_write_operation:
 * @name: of the operation, and of the member that holds its parameters: "OPMonitor" …
 * @operation: (transfer full): what stands in that member
 *
 * Returns: (transfer full): the payload of a request with parameters
 */
GBytes *
dvrip_message_write_operation (const char *name,
                               JsonObject *operation,
                               guint32     session_id)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "Name", name);
  json_object_set_object_member (object, name, operation);
  set_session (object, session_id);

  return write_object (object);
}

/**
 * dvrip_message_write_monitor:
 * @action: "Claim", "Start" or "Stop"
 * @monitor: which stream; the same in all three, or the device answers 103
 *
 * Returns: (transfer full): the payload; "CombinMode" is the vendor's own spelling
 */
GBytes *
dvrip_message_write_monitor (const char         *action,
                             const DvripMonitor *monitor,
                             guint32             session_id)
{
  JsonObject *operation = json_object_new ();
  JsonObject *parameter = json_object_new ();

  json_object_set_int_member (parameter, "Channel", monitor->channel);
  json_object_set_string_member (parameter, "CombinMode", "NONE");
  json_object_set_string_member (parameter, "StreamType", monitor->stream_type);
  json_object_set_string_member (parameter, "TransMode", "TCP");
  json_object_set_string_member (operation, "Action", action);
  json_object_set_object_member (operation, "Parameter", parameter);

  return dvrip_message_write_operation ("OPMonitor", operation, session_id);
}

/**
 * dvrip_message_write_reply:
 * @name: of the request
 * @ret: a return code
 *
 * Returns: (transfer full): the payload of a server's reply that says no more than how it went
 */
GBytes *
dvrip_message_write_reply (const char *name,
                           int         ret,
                           guint32     session_id)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "Name", name);
  json_object_set_int_member (object, "Ret", ret);
  set_session (object, session_id);

  return write_object (object);
}
