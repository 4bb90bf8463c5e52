/* dvrip-discovery.c
 *
 * The packets by which devices are found on a local network: a bare header asks, a header with the
 * device's network configuration answers. Anybody on the network may send them: size, depth and
 * type are checked before anything is believed, and the address that counts is the one that the
 * packet came from.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "dvrip-discovery.h"

#include <gio/gio.h>

#include "dvrip-header.h"
#include "dvrip-json.h"
#include "dvrip-message.h"

/* A name is for people to read. */
#define MAX_TEXT 128

/**
 * dvrip_discovery_write_probe:
 *
 * Returns: (transfer full): the question who is there: a header without anything
 */
GBytes *
dvrip_discovery_write_probe (void)
{
  const DvripHeader header = { .id = DVRIP_ID_DISCOVERY };
  guint8 data[DVRIP_HEADER_SIZE];

  dvrip_header_write (&header, data);
  return g_bytes_new (data, sizeof data);
}

/**
 * dvrip_discovery_write_reply:
 * @net_common: (transfer none): what stands under "NetWork.NetCommon"
 *
 * Returns: (transfer full): a device's answer
 */
GBytes *
dvrip_discovery_write_reply (JsonObject *net_common)
{
  g_autoptr (JsonObject) message = json_object_new ();
  g_autoptr (JsonNode) root = json_node_alloc ();
  g_autoptr (GBytes) text = NULL;
  DvripHeader header = { .version = 1, .id = DVRIP_ID_DISCOVERY_REPLY };
  GByteArray *packet;

  json_object_set_object_member (message, "NetWork.NetCommon", json_object_ref (net_common));
  json_object_set_int_member (message, "Ret", DVRIP_RET_OK);
  json_object_set_string_member (message, "SessionID", "0x00000000");
  json_node_init_object (root, message);
  text = dvrip_message_write_json (root);

  header.length = (guint32) g_bytes_get_size (text);
  packet = g_byte_array_sized_new (DVRIP_HEADER_SIZE + header.length);
  g_byte_array_set_size (packet, DVRIP_HEADER_SIZE);
  dvrip_header_write (&header, packet->data);
  g_byte_array_append (packet, g_bytes_get_data (text, NULL), header.length);

  return g_byte_array_free_to_bytes (packet);
}

static gboolean
read_header (const guint8  *data,
             gsize          size,
             DvripHeader   *out_header,
             GError       **error)
{
  if (size < DVRIP_HEADER_SIZE || size > DVRIP_DISCOVERY_MAX_PACKET) {
    g_set_error (error, WALL_ERROR, WALL_REASON_BAD_DATA,
                 "Discovery packet of %" G_GSIZE_FORMAT " bytes, from %d to %u are expected", size,
                 DVRIP_HEADER_SIZE, DVRIP_DISCOVERY_MAX_PACKET);
    return FALSE;
  }

  if (!dvrip_header_parse (data, out_header, error))
    return FALSE;

  if (out_header->length > size - DVRIP_HEADER_SIZE) {
    g_set_error (error, WALL_ERROR, WALL_REASON_BAD_DATA,
                 "Discovery packet claims %u bytes, %" G_GSIZE_FORMAT " came", out_header->length,
                 size - DVRIP_HEADER_SIZE);
    return FALSE;
  }

  return TRUE;
}

/**
 * dvrip_discovery_is_probe:
 *
 * Returns: whether the packet asks who is there
 */
gboolean
dvrip_discovery_is_probe (const guint8 *data,
                          gsize         size)
{
  DvripHeader header;

  return read_header (data, size, &header, NULL) && header.id == DVRIP_ID_DISCOVERY;
}

static gboolean
is_printable (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text)) {
    if (g_unichar_iscntrl (g_utf8_get_char (text)))
      return FALSE;
  }

  return TRUE;
}

static char *
read_text (JsonObject *object,
           const char *name)
{
  const char *text = dvrip_json_get_string (object, name);

  if (!text || text[0] == '\0' || !is_printable (text))
    return NULL;

  return g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_TEXT));
}

static guint
read_number (JsonObject *object,
             const char *name,
             guint       most)
{
  gint64 value;

  if (!dvrip_json_get_int (object, name, &value) || value < 0 || value > most)
    return 0;

  return (guint) value;
}

/* "0x6700A8C0" is 192.168.0.103; there are devices that write the latter. */
static char *
read_address (JsonObject *object,
              const char *name)
{
  const char *text = dvrip_json_get_string (object, name);
  gint64 value;

  if (text && g_hostname_is_ip_address (text))
    return g_strdup (text);
  if (!dvrip_json_get_int (object, name, &value) || value <= 0 || value > G_MAXUINT32)
    return NULL;

  return g_strdup_printf ("%u.%u.%u.%u", (guint) (value & 0xff), (guint) (value >> 8 & 0xff),
                          (guint) (value >> 16 & 0xff), (guint) (value >> 24));
}

static DvripDevice *
read_device (JsonObject *object,
             const char *source_address)
{
  DvripDevice *device = g_new0 (DvripDevice, 1);
  guint port = read_number (object, "TCPPort", G_MAXUINT16);

  device->address = g_strdup (source_address);
  device->said_address = read_address (object, "HostIP");
  device->port = (guint16) (port > 0 ? port : DVRIP_DEFAULT_PORT);
  device->http_port = (guint16) read_number (object, "HttpPort", G_MAXUINT16);
  device->channels = read_number (object, "ChannelNum", G_MAXUINT16);
  device->name = read_text (object, "HostName");
  device->serial = read_text (object, "SN");
  device->mac = read_text (object, "MAC");
  device->version = read_text (object, "Version");

  return device;
}

static GBytes *
read_payload (const guint8  *data,
              gsize          size,
              GError       **error)
{
  DvripHeader header;

  if (!read_header (data, size, &header, error))
    return NULL;

  if (header.id != DVRIP_ID_DISCOVERY_REPLY) {
    g_set_error (error, WALL_ERROR, WALL_REASON_BAD_DATA, "Discovery packet of another kind: %u",
                 header.id);
    return NULL;
  }

  return g_bytes_new (data + DVRIP_HEADER_SIZE, header.length);
}

/**
 * dvrip_discovery_read_reply:
 * @source_address: where the packet came from, in numbers
 * @error: %WALL_REASON_NOT_DVRIP or %WALL_REASON_BAD_DATA
 *
 * Reads the answer of a device. What it leaves out, or says in a form that makes no sense, is as if
 * it had not been said.
 *
 * Returns: (transfer full) (nullable): the device
 */
DvripDevice *
dvrip_discovery_read_reply (const guint8  *data,
                            gsize          size,
                            const char    *source_address,
                            GError       **error)
{
  g_autoptr (GBytes) payload = read_payload (data, size, error);
  g_autoptr (JsonObject) message = payload ? dvrip_message_parse (payload, error) : NULL;
  JsonObject *object = message ? dvrip_json_get_object (message, "NetWork.NetCommon") : NULL;

  if (!message)
    return NULL;

  if (!object) {
    g_set_error (error, WALL_ERROR, WALL_REASON_BAD_DATA,
                 "Discovery packet without a configuration of the network");
    return NULL;
  }

  return read_device (object, source_address);
}

/**
 * dvrip_device_copy:
 *
 * Returns: (transfer full): a copy
 */
DvripDevice *
dvrip_device_copy (const DvripDevice *device)
{
  DvripDevice *copy = g_new0 (DvripDevice, 1);

  *copy = *device;
  copy->address = g_strdup (device->address);
  copy->said_address = g_strdup (device->said_address);
  copy->name = g_strdup (device->name);
  copy->serial = g_strdup (device->serial);
  copy->mac = g_strdup (device->mac);
  copy->version = g_strdup (device->version);

  return copy;
}

void
dvrip_device_free (DvripDevice *device)
{
  g_free (device->address);
  g_free (device->said_address);
  g_free (device->name);
  g_free (device->serial);
  g_free (device->mac);
  g_free (device->version);
  g_free (device);
}
