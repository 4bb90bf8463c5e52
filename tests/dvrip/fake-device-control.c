/* fake-device-control.c
 *
 * What the fake device answers, and when it does something else instead.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "fake-device-private.h"

#define FIRST_SESSION_ID 0x57u

void
fake_device_note (FakeDevice *device,
                  const char *what,
                  const char *type)
{
  g_mutex_lock (&device->lock);
  if (device->log->len > 0)
    g_string_append_c (device->log, ' ');
  g_string_append (device->log, what);
  if (type)
    g_string_append_printf (device->log, ":%s", type);
  g_mutex_unlock (&device->lock);
}

void
fake_connection_send_raw (FakeConnection *self,
                          const void *data,
                          gsize size)
{
  const char *bytes = data;

  while (self->socket && size > 0) {
    gssize n = g_socket_send_with_blocking (self->socket, bytes, size, TRUE, NULL, NULL);

    if (n <= 0)
      return;
    bytes += n;
    size -= (gsize) n;
  }
}

void
fake_connection_send (FakeConnection *self,
                      guint16 id,
                      const void *data,
                      gsize size)
{
  const FakeOptions *options = &self->device->options;
  gboolean is_odd = options->reserved_bytes;
  guint32 sequence = options->echoes_sequence ? self->asked_sequence : self->sequence;
  DvripHeader header = {
    .version = options->version_zero ? 0 : 1,
    .reserved = { is_odd ? 1 : 0, is_odd ? 0x80 : 0 },
    .session_id = self->session_id,
    .sequence = options->own_sequence ? 1000 + sequence : sequence,
    .total_packets = is_odd ? 3 : 0,
    .id = id,
    .length = (guint32) size,
  };
  g_autofree guint8 *packet = g_malloc (DVRIP_HEADER_SIZE + size);

  self->sequence++;
  dvrip_header_write (&header, packet);
  memcpy (packet + DVRIP_HEADER_SIZE, data, size);
  fake_connection_send_raw (self, packet, DVRIP_HEADER_SIZE + size);
}

static void
send_text (FakeConnection *self,
           guint16 id,
           GString *text)
{
  static const char *const ends[] = {
    [FAKE_NEWLINE_NUL] = "\n", [FAKE_NEWLINE] = "\n", [FAKE_NUL] = "", [FAKE_NO_TERMINATOR] = "",
  };
  FakeTerminator terminator = self->device->options.terminator;
  gboolean has_nul = terminator == FAKE_NEWLINE_NUL || terminator == FAKE_NUL;

  g_string_append (text, ends[terminator]);
  fake_connection_send (self, id, text->str, text->len + has_nul);
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void
append_session (FakeConnection *self,
                GString *text)
{
  const char *format = self->device->options.session_format;

  if (self->device->options.no_session_text)
    return;

  g_string_append (text, ", \"SessionID\" : \"");
  g_string_append_printf (text, format ? format : "0x%08X", self->session_id);
  g_string_append_c (text, '"');
}
#pragma GCC diagnostic pop

void
fake_connection_send_reply (FakeConnection *self,
                            guint16 id,
                            const char *name,
                            int ret)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, "{ \"Name\" : \"%s\"", name);
  if (ret != FAKE_NO_RET)
    g_string_append_printf (text, ", \"Ret\" : %d", ret ? ret : 100);
  append_session (self, text);
  g_string_append (text, " }");
  send_text (self, id, text);
}

static void
send_login_reply (FakeConnection *self)
{
  const FakeOptions *options = &self->device->options;
  g_autoptr (GString) text = g_string_new ("{ \"DeviceType \" : \"HVR\"");

  g_string_append_printf (text, ", \"ChannelNum\" : %u", options->channels);
  if (options->alive_interval)
    g_string_append_printf (text, ", \"AliveInterval\" : %d", options->alive_interval);
  if (options->login_ret != FAKE_NO_RET)
    g_string_append_printf (text, ", \"Ret\" : %d", options->login_ret ? options->login_ret : 100);
  append_session (self, text);
  g_string_append (text, " }");
  send_text (self, DVRIP_ID_LOGIN_REPLY, text);
}

static void
send_banner (FakeConnection *self)
{
  const FakeOptions *options = &self->device->options;
  gsize length = strlen (options->banner);
  gsize size = options->banner_size ? options->banner_size : length;

  for (gsize at = 0; at < size; at += length)
    fake_connection_send_raw (self, options->banner, MIN (length, size - at));
}

/* Returns: whether a fault takes the place of the answer */
gboolean
fake_connection_play_fault (FakeConnection *self,
                            FakeStep step)
{
  const FakeOptions *options = &self->device->options;

  if (options->silent_at == step)
    self->is_deaf = TRUE;
  else if (options->close_at == step || options->reset_at == step)
    fake_connection_close (self, options->reset_at == step);
  else
    return FALSE;

  return TRUE;
}

static void
handle_login (FakeConnection *self)
{
  COUNT (self->device, logins);
  fake_device_note (self->device, "login", NULL);
  if (fake_connection_play_fault (self, FAKE_AT_LOGIN))
    return;

  if (self->device->options.banner) {
    send_banner (self);
    return;
  }

  if (self->device->options.login_text) {
    const char *text = self->device->options.login_text;

    fake_connection_send (self, DVRIP_ID_LOGIN_REPLY, text, strlen (text));
    return;
  }

  self->is_logged_in = TRUE;
  self->session_id = FIRST_SESSION_ID + self->device->n_sessions++;
  send_login_reply (self);
}

static gboolean
knows_type (FakeDevice *device,
            const char *type)
{
  g_auto (GStrv) types = NULL;

  if (!device->options.types)
    return TRUE;

  types = g_strsplit (device->options.types, ",", -1);
  return g_strv_contains ((const char *const *) types, type);
}

static FakeManner
get_manner (FakeConnection *self,
            const char *type,
            gboolean is_one_socket)
{
  const FakeOptions *options = &self->device->options;
  FakeManner manner = is_one_socket ? options->one_socket : options->two_sockets;

  if (manner != FAKE_WORKS || knows_type (self->device, type))
    return manner;

  return options->other_types == FAKE_WORKS ? FAKE_REFUSES : options->other_types;
}

static void
handle_claim (FakeConnection *self,
              const DvripMonitorRequest *request)
{
  FakeManner manner = get_manner (self, request->stream_type, self->is_logged_in);

  fake_device_note (self->device, self->is_logged_in ? "claim1" : "claim2", request->stream_type);
  if (fake_connection_play_fault (self, FAKE_AT_CLAIM))
    return;

  if (manner == FAKE_CLOSES) {
    fake_connection_close (self, FALSE);
    return;
  }

  self->is_claimed = manner != FAKE_REFUSES && self->device->options.claim_ret == 0;
  g_free (self->type);
  self->type = g_strdup (request->stream_type);
  fake_connection_send_reply (self, DVRIP_ID_CLAIM_REPLY, "OPMonitor",
                              manner == FAKE_REFUSES ? 103 : self->device->options.claim_ret);
}

static FakeConnection *
find_claimed (FakeConnection *self,
              const char *type)
{
  GPtrArray *connections = self->device->connections;

  for (guint i = connections->len; i > 0; i--) {
    FakeConnection *connection = g_ptr_array_index (connections, i - 1);

    if (connection->socket && connection->is_claimed &&
        connection->session_id == self->session_id && g_str_equal (connection->type, type))
      return connection;
  }

  return NULL;
}

static void
reply_to_start (FakeConnection *self,
                FakeConnection *media)
{
  const FakeOptions *options = &self->device->options;
  gboolean is_due = self != media || options->start_reply_on_one_socket || options->start_ret != 0;

  if (is_due && !options->no_start_reply && !options->start_reply_late)
    fake_connection_send_reply (self, DVRIP_ID_MONITOR_REPLY, "OPMonitor", options->start_ret);
  if (self != media && options->start_reply_on_media)
    fake_connection_send_reply (media, DVRIP_ID_MONITOR_REPLY, "OPMonitor", options->start_ret);
}

static void
handle_start (FakeConnection *self,
              const DvripMonitorRequest *request)
{
  FakeConnection *media = find_claimed (self, request->stream_type);

  fake_device_note (self->device, "start", request->stream_type);
  if (fake_connection_play_fault (self, FAKE_AT_START))
    return;

  if (!self->is_logged_in || !media) {
    fake_connection_send_reply (self, DVRIP_ID_MONITOR_REPLY, "OPMonitor", 103);
    return;
  }

  reply_to_start (self, media);
  if (self->device->options.start_ret <= 0 &&
      get_manner (media, media->type, media == self) == FAKE_WORKS)
    fake_connection_stream (media);
}

static void
handle_stop (FakeConnection *self,
             const DvripMonitorRequest *request)
{
  FakeConnection *media = find_claimed (self, request->stream_type);

  COUNT (self->device, stops);
  fake_device_note (self->device, "stop", NULL);
  if (self->device->options.no_goodbye)
    return;

  if (media && media->ticker)
    g_source_destroy (media->ticker);
  fake_connection_send_reply (self, DVRIP_ID_MONITOR_REPLY, "OPMonitor", 100);
}

static void
handle_monitor (FakeConnection *self,
                guint16 id,
                JsonObject *message)
{
  DvripMonitorRequest request;

  g_assert_true (dvrip_message_read_monitor_request (message, &request, NULL));
  if (id == DVRIP_ID_CLAIM)
    handle_claim (self, &request);
  else if (g_str_equal (request.action, "Start"))
    handle_start (self, &request);
  else
    handle_stop (self, &request);
  dvrip_monitor_request_clear (&request);
}

void
fake_connection_handle (FakeConnection *self,
                        const DvripHeader *header,
                        JsonObject *message)
{
  const FakeOptions *options = &self->device->options;

  self->asked_sequence = header->sequence;
  if (!self->is_logged_in)
    self->session_id = header->session_id;
  if (fake_connection_act (self, header, message))
    return;

  switch (header->id) {
  case DVRIP_ID_LOGIN:
    handle_login (self);
    break;
  case DVRIP_ID_CLAIM:
  case DVRIP_ID_MONITOR:
    handle_monitor (self, header->id, message);
    break;
  case DVRIP_ID_KEEPALIVE:
    COUNT (self->device, keepalives);
    if (!options->no_keepalive)
      fake_connection_send_reply (self, DVRIP_ID_KEEPALIVE_REPLY, "KeepAlive", 100);
    break;
  case DVRIP_ID_LOGOUT:
    COUNT (self->device, logouts);
    fake_device_note (self->device, "logout", NULL);
    if (!options->no_goodbye)
      fake_connection_send_reply (self, DVRIP_ID_LOGOUT_REPLY, "", 100);
    break;
  default:
    g_assert_not_reached ();
  }
}
