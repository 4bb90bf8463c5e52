/* encoder-talk.c
 *
 * Hears what a client says: one at a time behind a port, claimed, started, and then unit by unit. A
 * unit that is as it should be is answered with one of the box's own sound, as long as the client
 * reads: two people talk. Said while it is not open, a client is told so (504), once.
 * What is said is counted, and heard by those who watch the box's first channel, as if a microphone
 * stood beside the loudspeaker; a second of it is kept for that and no more.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-request-private.h"

#include <string.h>

#include "dvrip-json.h"

#define UNIT_HEADER_SIZE 8

/* Units of 40 ms. So many are waited for before one listens, because they do not come like
 * clockwork. */
#define SOUND_SIZE 320
#define EARLY      3
#define SILENCE    0xd5

static gboolean
is_claimed_by (const EncoderTalk    *talk,
               const EncoderSession *session)
{
  return talk->client && talk->client->session == session;
}

static gboolean
is_known_format (JsonObject *operation)
{
  JsonObject *format = dvrip_json_get_object (operation, "AudioFormat");
  const char *type = format ? dvrip_json_get_string (format, "EncodeType") : NULL;

  return !type || strcmp (type, "G711_ALAW") == 0;
}

static int
check_claim (const EncoderRequest *request,
             JsonObject           *operation)
{
  EncoderClient *client = request->client;
  const EncoderPort *port = client->port;
  const EncoderTalk *talk = &port->talk;

  if (!operation)
    return DVRIP_RET_BAD_MESSAGE;
  if (client->session && client->session != request->session)
    return DVRIP_RET_ILLEGAL_REQUEST;
  if (!encoder_client_take_slot (client))
    return client->server->at_limit;
  if (!encoder_user_may_any (request->session->user, ENCODER_RIGHT_TALK, port->first,
                             port->n_channels))
    return DVRIP_RET_NO_PERMISSION;
  if (talk->client && (talk->client != client || talk->is_started))
    return ENCODER_RET_TALK_OPEN;
  if (!is_known_format (operation))
    return ENCODER_RET_NO_FEATURE;

  return DVRIP_RET_OK;
}

/**
 * encoder_handle_talk_claim:
 *
 * Lets this socket be the one that talks. There are clients that claim with "Start" and then speak.
 */
void
encoder_handle_talk_claim (EncoderRequest *request)
{
  EncoderClient *client = request->client;
  EncoderTalk *talk = &client->port->talk;
  JsonObject *operation = dvrip_json_get_object (request->message, "OPTalk");
  int ret = check_claim (request, operation);

  if (ret == DVRIP_RET_OK) {
    client->session = request->session;
    client->has_talk_refusal = FALSE;
    talk->client = client;
    talk->answers = 0;
    talk->is_combined = g_strcmp0 (dvrip_json_get_string (operation, "Action"), "Start") == 0;
    talk->is_started = talk->is_combined;
  }
  encoder_request_answer_ret (request, "OPTalk", ret);
}

static int
start (EncoderTalk          *talk,
       const EncoderSession *session)
{
  if (!is_claimed_by (talk, session))
    return ENCODER_RET_TALK_CLOSED;
  if (talk->is_started && !talk->is_combined)
    return ENCODER_RET_TALK_OPEN;

  talk->is_started = TRUE;
  talk->is_combined = FALSE;
  return DVRIP_RET_OK;
}

static int
stop (EncoderTalk          *talk,
      const EncoderSession *session)
{
  if (!is_claimed_by (talk, session) || !talk->is_started)
    return ENCODER_RET_TALK_CLOSED;

  talk->is_started = FALSE;
  talk->client = NULL;
  return DVRIP_RET_OK;
}

/**
 * encoder_handle_talk:
 *
 * Starts what is claimed, here or on another socket of the session, and stops it. That a client
 * pauses changes nothing here: it says so, and then it is silent.
 */
void
encoder_handle_talk (EncoderRequest *request)
{
  EncoderTalk *talk = &request->client->port->talk;
  JsonObject *operation = dvrip_json_get_object (request->message, "OPTalk");
  const char *action = operation ? dvrip_json_get_string (operation, "Action") : NULL;
  int ret = DVRIP_RET_ILLEGAL_REQUEST;

  if (!action)
    ret = DVRIP_RET_BAD_MESSAGE;
  else if (strcmp (action, "Start") == 0)
    ret = start (talk, request->session);
  else if (strcmp (action, "Stop") == 0)
    ret = stop (talk, request->session);
  else if (strcmp (action, "PauseUpload") == 0 || strcmp (action, "ResumeUpload") == 0)
    ret = is_claimed_by (talk, request->session) ? DVRIP_RET_OK : ENCODER_RET_TALK_CLOSED;

  encoder_request_answer_ret (request, "OPTalk", ret);
}

/* Returns the size of the unit that @data begins with, 0 if there is none: A-law of 8 kHz. */
static gsize
measure_unit (const guint8 *data,
              gsize         size)
{
  gsize payload_size;

  if (size < UNIT_HEADER_SIZE || memcmp (data, "\0\0\1\xfa\x0e\x02", 6) != 0)
    return 0;

  payload_size = (gsize) (data[6] | data[7] << 8);
  if (payload_size == 0 || payload_size > size - UNIT_HEADER_SIZE)
    return 0;

  return UNIT_HEADER_SIZE + payload_size;
}

/* What the box hears itself. Only to those who read: it is not worth a queue. */
static void
answer_unit (EncoderTalk *talk)
{
  EncoderClient *client = talk->client;
  EncoderTone *tone = client->server->channels[client->port->first].tone;
  const EncoderUnit *unit;
  g_autoptr (GByteArray) bytes = NULL;
  g_autoptr (GBytes) payload = NULL;

  if (!tone || !encoder_sender_is_empty (encoder_connection_get_sender (client->connection)))
    return;

  unit = encoder_tone_get_unit (tone, talk->answers);
  bytes = g_byte_array_sized_new (unit->header_size + unit->payload_size);
  g_byte_array_append (bytes, unit->header, unit->header_size);
  g_byte_array_append (bytes, unit->payload, unit->payload_size);
  payload = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  encoder_client_send_pieces (client, client->session->id, talk->answers++,
                              DVRIP_ID_TALK_DATA_REPLY, payload);
}

static void
keep (EncoderTalk  *talk,
      const guint8 *payload,
      gsize         size)
{
  EncoderUnit *unit = &talk->said[talk->n_said % ENCODER_TALK_SAID];

  if (size != SOUND_SIZE)
    return;

  encoder_unit_clear (unit);
  encoder_unit_init_sound (unit, payload, size);
  encoder_unit_take_bytes (unit, g_bytes_new (payload, size));
  talk->n_said++;
}

static void
refuse (EncoderClient     *client,
        const DvripHeader *header)
{
  g_autoptr (GBytes) payload = NULL;

  if (client->has_talk_refusal)
    return;

  client->has_talk_refusal = TRUE;
  payload = dvrip_message_write_reply ("OPTalk", ENCODER_RET_TALK_CLOSED, client->session->id);
  encoder_connection_send (client->connection, client->session->id, header->sequence,
                           ENCODER_ID_TALK + 1, payload);
}

/**
 * encoder_talk_receive:
 * @payload: of a packet with sound
 *
 * Takes in what is said: whole units, one or more a packet. What is not such a unit is counted, and
 * the rest of its packet dropped.
 */
void
encoder_talk_receive (EncoderClient     *client,
                      const DvripHeader *header,
                      GBytes            *payload)
{
  EncoderTalk *talk = &client->port->talk;
  gsize size;
  const guint8 *data = g_bytes_get_data (payload, &size);

  if (!client->session)
    return;
  if (talk->client != client || !talk->is_started) {
    refuse (client, header);
    return;
  }

  do {
    gsize unit_size = measure_unit (data, size);

    if (unit_size == 0) {
      talk->bad++;
      return;
    }

    talk->units++;
    talk->bytes += unit_size - UNIT_HEADER_SIZE;
    keep (talk, data + UNIT_HEADER_SIZE, unit_size - UNIT_HEADER_SIZE);
    answer_unit (talk);
    data += unit_size;
    size -= unit_size;
  } while (size > 0);
}

/**
 * encoder_talk_leave:
 *
 * The client has gone or is signed out: somebody else may talk.
 */
void
encoder_talk_leave (EncoderClient *client)
{
  EncoderTalk *talk = &client->port->talk;

  if (talk->client != client)
    return;

  talk->client = NULL;
  talk->is_started = FALSE;
}

static const EncoderUnit *
get_silence (void)
{
  static EncoderUnit unit;
  static guint8 payload[SOUND_SIZE];

  if (unit.payload_size == 0) {
    memset (payload, SILENCE, sizeof payload);
    encoder_unit_init_sound (&unit, payload, sizeof payload);
  }

  return &unit;
}

/**
 * encoder_talk_hear:
 * @client: who watches a channel, and is to get 40 ms of its sound
 *
 * Returns: (transfer none) (nullable): what is said to the box, or silence between words; %NULL if
 *   nobody talks, or this is not the channel on which it is heard
 */
const EncoderUnit *
encoder_talk_hear (EncoderClient *client)
{
  EncoderWatch *watch = &client->watch;
  const EncoderTalk *talk = &client->port->talk;
  guint64 missing = watch->is_hearing ? 1 : EARLY;

  if (!talk->is_started || watch->channel != client->port->first) {
    watch->is_hearing = FALSE;
    watch->heard = talk->n_said;
    return NULL;
  }

  if (talk->n_said > watch->heard + ENCODER_TALK_SAID)
    watch->heard = talk->n_said - EARLY;
  watch->is_hearing = talk->n_said >= watch->heard + missing;
  if (!watch->is_hearing)
    return get_silence ();

  return &talk->said[watch->heard++ % ENCODER_TALK_SAID];
}

/**
 * encoder_talk_clear:
 *
 * Forgets what was said.
 */
void
encoder_talk_clear (EncoderTalk *talk)
{
  for (guint i = 0; i < ENCODER_TALK_SAID; i++)
    encoder_unit_clear (&talk->said[i]);
}
