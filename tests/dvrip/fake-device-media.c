/* fake-device-media.c
 *
 * The pictures of the fake device, and how it breaks off sending them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "fake-device-private.h"

#define TICK_MS 5

static void
put_payload (guint8 *data,
             gsize size,
             guint index)
{
  static const guint8 start[] = { 0, 0, 0, 1, 0x65 };

  /* Looks like the start of a unit, too: what follows lengths is not fooled by it. */
  static const guint8 trap[] = { 0, 0, 1, 0xfc, 0xff, 0xff };

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i * 7 + index * 13);
  memcpy (data, start, sizeof start);
  memcpy (data + size - sizeof trap, trap, sizeof trap);
}

GBytes *
fake_unit_new (guint index,
               const FakeOptions *options)
{
  gboolean is_info = options->info_units && index % 5 == 1;
  gboolean is_key = index % 10 == 0;
  DvripUnitHeader header = {
    .kind = is_info ? DVRIP_UNIT_INFO : is_key ? DVRIP_UNIT_I : DVRIP_UNIT_P,
    .payload_size = is_info ? 40 : is_key ? 20000 : 3000,
    .codec = is_key ? DVRIP_VIDEO_H264 : 0,
    .width = is_key ? (options->is_4k ? 3840 : 640) : 0,
    .height = is_key ? (options->is_4k ? 2160 : 360) : 0,
    .fps = is_key ? 25 : 0,
  };
  guint8 head[16];
  gsize head_size = dvrip_unit_header_write (&header, head);
  gsize size = head_size + header.payload_size;
  guint8 *data = g_malloc (size);

  memcpy (data, head, head_size);
  put_payload (data + head_size, header.payload_size, index);

  return g_bytes_new_take (data, size);
}

static void
send_alarm (FakeConnection *self)
{
  static const char alarm[] = "{\"AlarmInfo\":{\"Channel\":0,\"Event\":\"VideoMotion\"},"
                              "\"Name\":\"AlarmInfo\",\"SessionID\":\"0x57\"}\n";

  if (self->device->options.alarms)
    fake_connection_send (self, DVRIP_ID_ALARM, alarm, sizeof alarm);
}

static void
send_in_packets (FakeConnection *self,
                 const guint8 *data,
                 gsize size)
{
  gsize packet_size = self->device->options.packet_size;

  if (packet_size == 0)
    packet_size = 8192;

  for (gsize at = 0; at < size; at += MIN (packet_size, size - at)) {
    send_alarm (self);
    fake_connection_babble (self);
    fake_connection_send (self, DVRIP_ID_MONITOR_DATA, data + at, MIN (packet_size, size - at));
  }
}

static void
send_units (FakeConnection *self)
{
  const FakeOptions *options = &self->device->options;
  g_autoptr (GByteArray) data = g_byte_array_new ();

  if (options->starts_inside && self->next_unit == 0) {
    g_autoptr (GBytes) tail = fake_unit_new (9, options);
    gsize size;
    const guint8 *bytes = g_bytes_get_data (tail, &size);

    /* Without the trap at its end, which would be believed before there is anything to follow. */
    g_byte_array_append (data, bytes + 1000, (guint) (size - 1006));
  }

  for (guint i = 0; i < MAX (options->units_per_packet, 1); i++) {
    g_autoptr (GBytes) unit = fake_unit_new (self->next_unit++, options);

    g_byte_array_append (data, g_bytes_get_data (unit, NULL), (guint) g_bytes_get_size (unit));
  }

  send_in_packets (self, data->data, data->len);
}

static void
send_half_unit (FakeConnection *self)
{
  g_autoptr (GBytes) unit = fake_unit_new (self->next_unit, &self->device->options);

  fake_connection_send (self, DVRIP_ID_MONITOR_DATA, g_bytes_get_data (unit, NULL),
                        g_bytes_get_size (unit) / 2);
}

static void
send_bad_unit (FakeConnection *self)
{
  static const guint8 unit[] = { 0, 0, 1, 0xfd, 0xff, 0xff, 0xff, 0x7f, 1, 2, 3, 4 };

  fake_connection_send (self, DVRIP_ID_MONITOR_DATA, unit, sizeof unit);
}

static void
send_bad_packet (FakeConnection *self)
{
  DvripHeader header = {
    .version = 1,
    .id = DVRIP_ID_MONITOR_DATA,
    .length = self->device->options.bad_length,
  };
  guint8 data[DVRIP_HEADER_SIZE];

  dvrip_header_write (&header, data);
  fake_connection_send_raw (self, data, sizeof data);
}

static void
begin_drip (FakeConnection *self)
{
  g_autoptr (GBytes) unit = fake_unit_new (0, &self->device->options);

  self->drip = g_byte_array_new ();
  if (self->device->options.drips_packet) {
    DvripHeader header = {
      .version = 1,
      .id = DVRIP_ID_MONITOR_DATA,
      .length = (guint32) g_bytes_get_size (unit),
    };
    guint8 head[DVRIP_HEADER_SIZE];

    dvrip_header_write (&header, head);
    fake_connection_send_raw (self, head, sizeof head);
  }
  g_byte_array_append (self->drip, g_bytes_get_data (unit, NULL),
                       (guint) g_bytes_get_size (unit));
}

static void
send_drip (FakeConnection *self)
{
  if (!self->drip)
    begin_drip (self);

  if (self->drip->len == 0)
    return;

  if (self->device->options.drips_packet)
    fake_connection_send_raw (self, self->drip->data, 1);
  else
    fake_connection_send (self, DVRIP_ID_MONITOR_DATA, self->drip->data, 1);
  g_byte_array_remove_index (self->drip, 0);
}

/* Returns: whether a fault took the place of the next unit */
static gboolean
play_fault (FakeConnection *self)
{
  const FakeOptions *options = &self->device->options;

  if (self->next_unit < options->fault_after)
    return FALSE;

  if (options->drips || options->drips_packet)
    send_drip (self);
  else if (options->bad_unit || options->bad_length) {
    options->bad_unit ? send_bad_unit (self) : send_bad_packet (self);
    g_source_destroy (self->ticker);
  } else if (options->silent_at == FAKE_AT_MEDIA)
    g_source_destroy (self->ticker);
  else if (options->close_at == FAKE_AT_MEDIA || options->reset_at == FAKE_AT_MEDIA) {
    send_half_unit (self);
    fake_connection_close (self, options->reset_at == FAKE_AT_MEDIA);
  } else
    return FALSE;

  return TRUE;
}

static gboolean
on_tick (gpointer data)
{
  FakeConnection *self = data;

  if (!play_fault (self))
    send_units (self);

  if (self->socket && self->next_unit == 2 && self->device->options.start_reply_late)
    fake_connection_send_reply (self, DVRIP_ID_MONITOR_REPLY, "OPMonitor", 100);

  return G_SOURCE_CONTINUE;
}

void
fake_connection_stream (FakeConnection *self)
{
  if (self->ticker)
    return;

  if (self->device->options.never_reads)
    g_source_destroy (self->source);

  self->ticker = g_timeout_source_new (TICK_MS);
  g_source_set_callback (self->ticker, on_tick, self, NULL);
  g_source_attach (self->ticker, self->device->context);
}
