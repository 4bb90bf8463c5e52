/* fake-device-actions.c
 *
 * What the fake device says to requests besides the stream: at once, late, never, or something
 * else.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <string.h>

#include "dvrip-action.h"
#include "dvrip-json.h"
#include "fake-device-private.h"

#define PICTURE_SIZE 20000

typedef struct {
  FakeConnection *connection;
  guint16         id;
  guint32         sequence;
} LateAnswer;

GBytes *
fake_picture_new (void)
{
  static const guint8 head[] = { 0xff, 0xd8, 0xff, 0xda, 0x00, 0x02 };
  static const guint8 tail[] = { 0xff, 0xd9 };
  guint8 *data = g_malloc (PICTURE_SIZE);

  for (gsize i = 0; i < PICTURE_SIZE; i++)
    data[i] = (guint8) (i * 31 % 251);
  memcpy (data, head, sizeof head);
  memcpy (data + PICTURE_SIZE - sizeof tail, tail, sizeof tail);

  return g_bytes_new_take (data, PICTURE_SIZE);
}

static void
send_picture (FakeConnection *self)
{
  g_autoptr (GBytes) picture = fake_picture_new ();
  const guint8 *data = g_bytes_get_data (picture, NULL);

  for (gsize at = 0; at < PICTURE_SIZE; at += 8192)
    fake_connection_send (self, DVRIP_ID_SNAPSHOT_REPLY, data + at, MIN (8192, PICTURE_SIZE - at));
}

/* One of many things that no device should say, each time. */
void
fake_connection_babble (FakeConnection *self)
{
  static const struct {
    guint16 id;
    const char *data;
    gsize size;
  } babble[] = {
#define SAY(id, text) { id, text, sizeof text - 1 }
    SAY (DVRIP_ID_ALARM, "{\"AlarmInfo\":{\"Channel\":{},\"Event\":[\"x\"]}}"),
    SAY (DVRIP_ID_ALARM, "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["),
    SAY (DVRIP_ID_ALARM, "\xff\xfe\0\0"),
    SAY (DVRIP_ID_ALARM, ""),
    SAY (DVRIP_ID_SNAPSHOT_REPLY, "\xff\xd8\xff\xda\0\2{{{{"),
    SAY (DVRIP_ID_SNAPSHOT_REPLY, "{\"Ret\":100}"),
    SAY (DVRIP_ID_SNAPSHOT_REPLY, "\xff\xd8\xff\xd9"),
    SAY (DVRIP_ID_PTZ_REPLY, "{\"Ret\":107}"),
    SAY (DVRIP_ID_TALK_CLAIM_REPLY, "{\"Ret\":100}"),
    SAY (DVRIP_ID_TALK_REPLY, "{\"Ret\":503}"),
    SAY (DVRIP_ID_TALK_DATA_REPLY, "\0\0\1\xfa\xff\xff\xff\xff"),
    SAY (DVRIP_ID_TALK_DATA, ""),
    SAY (DVRIP_ID_GUARD, "{\"Name\":\"\"}"),
    SAY (DVRIP_ID_LOGIN_REPLY, "{\"Ret\":203}"),
    SAY (DVRIP_ID_CLAIM_REPLY, "{\"Ret\":103}"),
    SAY (DVRIP_ID_MONITOR_REPLY, "{\"Ret\":103}"),
    SAY (0xffff, "\n"),
#undef SAY
  };
  guint i = self->n_babbled++ % G_N_ELEMENTS (babble);

  if (self->device->options.babbles && self->next_unit > 1)
    fake_connection_send (self, babble[i].id, babble[i].data, babble[i].size);
}

static const char *
get_name (guint16 id)
{
  switch (id) {
  case DVRIP_ID_PTZ:
    return "OPPTZControl";
  case DVRIP_ID_TALK:
  case DVRIP_ID_TALK_CLAIM:
    return "OPTalk";
  case DVRIP_ID_SNAPSHOT:
    return "OPSNAP";
  default:
    return "";
  }
}

static void
send_motion (FakeConnection *self)
{
  static const char alarm[] = "{ \"AlarmInfo\" : { \"Channel\" : 2, \"Event\" : \"VideoMotion\", "
                              "\"StartTime\" : \"2023-03-03 12:48:20\", \"Status\" : \"Start\" }, "
                              "\"Name\" : \"AlarmInfo\", \"SessionID\" : \"0x1c\" }\n";

  fake_connection_send (self, DVRIP_ID_ALARM, alarm, sizeof alarm);
}

static void
send_answer (FakeConnection *self,
             guint16 id,
             guint32 sequence,
             int ret)
{
  const FakeOptions *options = &self->device->options;

  self->asked_sequence = sequence;
  if (options->answers_garbage)
    fake_connection_send (self, id + 1, "\x80\x7b", 2);
  else if (id == DVRIP_ID_SNAPSHOT && ret == 0)
    send_picture (self);
  else
    fake_connection_send_reply (self, options->answers_wrong_id ? id + 2 : id + 1, get_name (id),
                                ret);

  if (id == DVRIP_ID_GUARD && ret == 0)
    send_motion (self);
}

static gboolean
on_late (gpointer data)
{
  LateAnswer *late = data;

  if (late->connection->socket)
    send_answer (late->connection, late->id, late->sequence,
                 late->connection->device->options.late_ret);

  return G_SOURCE_REMOVE;
}

static void
send_late (FakeConnection *self,
           const DvripHeader *header)
{
  LateAnswer *late = g_new (LateAnswer, 1);
  g_autoptr (GSource) source = g_timeout_source_new (self->device->options.late_ms);

  *late = (LateAnswer) { self, header->id, header->sequence };
  g_source_set_callback (source, on_late, late, g_free);
  g_source_attach (source, self->device->context);
}

static gboolean
ignores (FakeConnection *self,
         const DvripHeader *header)
{
  const FakeOptions *options = &self->device->options;

  return self->n_actions <= options->n_ignored || header->id == options->ignored_id;
}

static void
answer (FakeConnection *self,
        const DvripHeader *header)
{
  const FakeOptions *options = &self->device->options;

  self->n_actions++;
  if (ignores (self, header))
    return;

  if (self->n_actions <= options->n_ignored + options->n_late)
    send_late (self, header);
  else
    send_answer (self, header->id, header->sequence, options->action_ret);
}

static void
note_ptz (FakeConnection *self,
          JsonObject *message)
{
  JsonObject *operation = dvrip_json_get_object (message, "OPPTZControl");
  JsonObject *parameter = dvrip_json_get_object (operation, "Parameter");
  g_autofree char *text = NULL;
  gint64 preset, step;

  g_assert_true (dvrip_json_get_int (parameter, "Preset", &preset));
  g_assert_true (dvrip_json_get_int (parameter, "Step", &step));
  text = g_strdup_printf ("%s/%d/%d", dvrip_json_get_string (operation, "Command"), (int) preset,
                          (int) step);
  fake_device_note (self->device, "ptz", text);
}

static void
note (FakeConnection *self,
      guint16 id,
      JsonObject *message)
{
  JsonObject *talk = dvrip_json_get_object (message, "OPTalk");

  if (id == DVRIP_ID_PTZ)
    note_ptz (self, message);
  else if (talk)
    fake_device_note (self->device, "talk", dvrip_json_get_string (talk, "Action"));
  else if (id == DVRIP_ID_GUARD || id == DVRIP_ID_UNGUARD)
    fake_device_note (self->device, id == DVRIP_ID_GUARD ? "guard" : "unguard", NULL);
  else
    fake_device_note (self->device, id == DVRIP_ID_SNAPSHOT ? "snapshot" : "key-frame", NULL);
}

/* The first and the last byte of each are remembered, and when it came. */
void
fake_connection_hear (FakeConnection *self,
                      GBytes *payload)
{
  static const guint8 head[] = { 0, 0, 1, 0xfa, 0x0e, 2, 0x40, 1 };
  const guint8 *data = g_bytes_get_data (payload, NULL);
  FakeDevice *device = self->device;
  const FakeWord word = { data[8], data[g_bytes_get_size (payload) - 1], g_get_monotonic_time () };

  g_assert_cmpmem (data, sizeof head, head, sizeof head);
  g_assert_cmpuint (g_bytes_get_size (payload), ==, sizeof head + DVRIP_TALK_SIZE);

  g_mutex_lock (&device->lock);
  g_array_append_val (device->words, word);
  g_mutex_unlock (&device->lock);

  /* Its own microphone. */
  fake_connection_send (self, DVRIP_ID_TALK_DATA_REPLY, data, g_bytes_get_size (payload));
}

/* Returns: whether it is such a request */
gboolean
fake_connection_act (FakeConnection *self,
                     const DvripHeader *header,
                     JsonObject *message)
{
  switch (header->id) {
  case DVRIP_ID_PTZ:
  case DVRIP_ID_GUARD:
  case DVRIP_ID_UNGUARD:
  case DVRIP_ID_TALK:
  case DVRIP_ID_TALK_CLAIM:
  case DVRIP_ID_SNAPSHOT:
  case DVRIP_ID_KEY_FRAME:
    COUNT (self->device, actions);
    note (self, header->id, message);
    answer (self, header);
    return TRUE;
  default:
    return FALSE;
  }
}

GArray *
fake_device_dup_words (FakeDevice *self)
{
  GArray *words;

  g_mutex_lock (&self->lock);
  words = g_array_copy (self->words);
  g_mutex_unlock (&self->lock);

  return words;
}
