/* test-deviations.c
 *
 * What devices send between login and picture, with every deviation that was seen in captures,
 * through packet reader, message parser and unit reader together: the answer is always the same.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "dvrip-message.h"
#include "unit-stream.h"

/* How a device departs from the plain profile; zeros depart nowhere. */
typedef struct {
  const char *name;
  guint8 version;
  guint8 reserved[2];
  guint32 sequence_step;
  const char *terminator;
  gsize terminator_size;
  const char *session_id;
  gsize packet_size;            /* 0: a packet a unit */
  gboolean has_monitor_reply;   /* 1411 between the media */
  gboolean has_alarms;
  gboolean has_several_units;   /* packets are cut without regard to units */
  gsize n_skipped;              /* media begins inside a unit */
} Device;

static const Device devices[] = {
  { .name = "plain",
    .version = 1, .terminator = "\n\0", .terminator_size = 2, .packet_size = 8192 },
  { .name = "version-0",
    .version = 0, .terminator = "\n\0", .terminator_size = 2, .packet_size = 8192 },
  { .name = "newline-only",
    .version = 1, .terminator = "\n", .terminator_size = 1, .packet_size = 8192 },
  { .name = "nul-only",
    .version = 1, .terminator = "\0", .terminator_size = 1, .packet_size = 8192 },
  { .name = "no-terminator",
    .version = 1, .terminator = "", .terminator_size = 0, .packet_size = 8192 },
  { .name = "more-nuls",
    .version = 1, .terminator = "\n\0\0\0", .terminator_size = 4, .packet_size = 8192 },
  { .name = "reserved-bytes",
    .version = 1, .reserved = { 1, 0x80 }, .terminator = "\n\0", .terminator_size = 2,
    .packet_size = 8192 },
  { .name = "small-packets",
    .version = 1, .terminator = "\n\0", .terminator_size = 2, .packet_size = 1400 },
  { .name = "large-packets",
    .version = 1, .terminator = "\n\0", .terminator_size = 2, .packet_size = 32768 },
  { .name = "a-packet-a-unit",
    .version = 1, .terminator = "\n\0", .terminator_size = 2, .packet_size = 0 },
  { .name = "a-packet-a-byte",
    .version = 1, .terminator = "\n\0", .terminator_size = 2, .packet_size = 1 },
  { .name = "monitor-reply-on-the-media-socket",
    .version = 1, .terminator = "\n\0", .terminator_size = 2, .packet_size = 8192,
    .has_monitor_reply = TRUE },
  { .name = "alarms-between",
    .version = 1, .terminator = "\n\0", .terminator_size = 2, .packet_size = 1000,
    .has_alarms = TRUE },
  { .name = "several-units-in-a-packet",
    .version = 1, .terminator = "\n\0", .terminator_size = 2, .packet_size = 700,
    .has_several_units = TRUE },
  { .name = "all-units-in-a-packet",
    .version = 1, .terminator = "\n\0", .terminator_size = 2, .packet_size = 1u << 20,
    .has_several_units = TRUE },
  { .name = "begins-inside-a-unit",
    .version = 1, .terminator = "\n\0", .terminator_size = 2, .packet_size = 700,
    .has_several_units = TRUE, .n_skipped = 100 },
  { .name = "own-sequence",
    .version = 1, .terminator = "\n\0", .terminator_size = 2, .packet_size = 8192,
    .sequence_step = 0x7fffffff },
  { .name = "short-session-id",
    .version = 1, .terminator = "\n\0", .terminator_size = 2, .packet_size = 8192,
    .session_id = "0x57" },
  { .name = "all-at-once",
    .version = 0, .reserved = { 0xff, 0xff }, .terminator = "", .packet_size = 333,
    .session_id = "0x0000000057", .has_monitor_reply = TRUE, .has_alarms = TRUE,
    .has_several_units = TRUE, .n_skipped = 3001, .sequence_step = 3 },
};

typedef struct {
  const Device *device;
  GByteArray *bytes;
  guint32 sequence;
} Wire;

static void
put_packet (Wire *wire, guint16 id, const guint8 *payload, gsize size)
{
  DvripHeader header = {
    .version = wire->device->version, .session_id = 0x57, .sequence = wire->sequence, .id = id,
    .reserved = { wire->device->reserved[0], wire->device->reserved[1] }, .length = size,
  };
  guint8 data[DVRIP_HEADER_SIZE];

  wire->sequence += wire->device->sequence_step;
  dvrip_header_write (&header, data);
  g_byte_array_append (wire->bytes, data, sizeof data);
  g_byte_array_append (wire->bytes, payload, size);
}

static void
put_json (Wire *wire, guint16 id, const char *fields)
{
  const char *session_id = wire->device->session_id ? wire->device->session_id : "0x00000057";
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, "{ %s, \"Ret\" : 100, \"SessionID\" : \"%s\" }", fields, session_id);
  g_string_append_len (text, wire->device->terminator, (gssize) wire->device->terminator_size);
  put_packet (wire, id, (const guint8 *) text->str, text->len);
}

/* Pieces that look like JSON are media all the same: only the id counts. */
static void
put_media (Wire *wire, const guint8 *data, gsize size)
{
  gsize piece = wire->device->packet_size > 0 ? wire->device->packet_size : size;

  for (gsize at = 0; at < size; at += piece) {
    put_packet (wire, DVRIP_ID_MONITOR_DATA, data + at, MIN (piece, size - at));
    if (wire->device->has_alarms && at % 3000 == 0)
      put_json (wire, DVRIP_ID_ALARM,
                "\"AlarmInfo\" : { \"Channel\" : 0 }, \"Name\" : \"AlarmInfo\"");
    if (wire->device->has_monitor_reply && at == 0)
      put_json (wire, DVRIP_ID_MONITOR_REPLY, "\"Name\" : \"OPMonitor\"");
  }
}

static const struct { DvripUnitKind kind; guint32 size; } units[] = {
  { DVRIP_UNIT_I, 20000 }, { DVRIP_UNIT_AUDIO, 320 }, { DVRIP_UNIT_P, 900 },
  { DVRIP_UNIT_INFO, 40 }, { DVRIP_UNIT_P, 5000 }, { DVRIP_UNIT_AUDIO, 320 },
  { DVRIP_UNIT_I, 33000 }, { DVRIP_UNIT_P, 1 },
};

static void
put_stream (Wire *wire)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  gsize starts[G_N_ELEMENTS (units) + 1];

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++) {
    starts[i] = all->len;
    unit_stream_append (all, units[i].kind, units[i].size);
  }
  starts[G_N_ELEMENTS (units)] = all->len;

  if (wire->device->has_several_units) {
    put_media (wire, all->data + wire->device->n_skipped, all->len - wire->device->n_skipped);
    return;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    put_media (wire, all->data + starts[i], starts[i + 1] - starts[i]);
}

static GByteArray *
make_wire (const Device *device)
{
  Wire wire = { device, g_byte_array_new (), 0xfffffff0 };

  put_json (&wire, DVRIP_ID_LOGIN_REPLY, "\"AliveInterval\" : 21, \"DeviceType \" : \"IPC\"");
  put_json (&wire, DVRIP_ID_CLAIM_REPLY, "\"Name\" : \"OPMonitor\"");
  put_stream (&wire);

  return wire.bytes;
}

static void
check_message (GBytes *payload)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) message = dvrip_message_parse (payload, &error);
  guint32 session_id;

  g_assert_no_error (error);
  g_assert_cmpint (dvrip_message_get_ret (message), ==, DVRIP_RET_OK);
  g_assert_true (dvrip_message_get_session_id (message, &session_id));
  g_assert_cmphex (session_id, ==, 0x57);
}

/* Returns how many control messages there were. */
static guint
read_packets (DvripPacketReader *packets, DvripUnitReader *reader, GPtrArray *out_units)
{
  guint n_messages = 0;

  for (;;) {
    g_autoptr (GBytes) payload = NULL;
    g_autoptr (GError) error = NULL;
    DvripHeader header;
    DvripRead read = dvrip_packet_reader_pop (packets, &header, &payload, &error);

    g_assert_no_error (error);
    if (read == DVRIP_READ_MORE)
      return n_messages;

    if (!dvrip_header_is_media (header.id)) {
      check_message (payload);
      n_messages++;
      continue;
    }
    dvrip_unit_reader_push (reader, payload, 1);
    g_assert_cmpint (unit_stream_drain (reader, out_units), ==, DVRIP_READ_MORE);
  }
}

static void
check_units (const Device *device, GPtrArray *read)
{
  gsize first = device->n_skipped > 0 ? 1 : 0;

  g_assert_cmpuint (read->len, ==, G_N_ELEMENTS (units) - first);
  for (gsize i = 0; i < read->len; i++) {
    const DvripUnit *unit = read->pdata[i];
    g_autoptr (GByteArray) expected = g_byte_array_new ();

    unit_stream_append (expected, units[first + i].kind, units[first + i].size);
    g_assert_cmpmem (g_bytes_get_data (unit->bytes, NULL), g_bytes_get_size (unit->bytes),
                     expected->data, expected->len);
    g_assert_cmpint (unit->is_discont, ==, i == 0 && first > 0);
  }
}

static void
test_deviation (gconstpointer data)
{
  static const gsize reads[] = { 1, 7, 20, 1448, 65536, 1u << 20 };
  const Device *device = data;
  g_autoptr (GByteArray) wire = make_wire (device);
  guint n_expected = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (reads); i++) {
    g_autoptr (DvripPacketReader) packets = dvrip_packet_reader_new ();
    g_autoptr (DvripUnitReader) reader = dvrip_unit_reader_new ();
    g_autoptr (GPtrArray) read = unit_stream_new_units ();
    guint n_messages = 0;

    for (gsize at = 0; at < wire->len; at += reads[i]) {
      dvrip_packet_reader_push (packets, wire->data + at, MIN (reads[i], wire->len - at));
      n_messages += read_packets (packets, reader, read);
    }
    g_assert_false (dvrip_packet_reader_is_inside (packets));
    check_units (device, read);
    g_assert_cmpuint (n_messages, >=, 2);
    n_expected = n_expected > 0 ? n_expected : n_messages;
    g_assert_cmpuint (n_messages, ==, n_expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (devices); i++) {
    g_autofree char *path = g_strconcat ("/dvrip/deviations/plays-", devices[i].name, NULL);

    g_test_add_data_func (path, &devices[i], test_deviation);
  }

  return g_test_run ();
}
