/* encoder-request-snapshot.c
 *
 * Answers with the current picture of a channel's main stream, as raw JPEG. It is decoded and
 * encoded in threads of their own; the network thread only begins it and sends what comes of it.
 * A live picture that nobody watches is started for it.
 * Bounded: one a client, sixteen at a time; beyond that, and when it takes too long, the answer is
 * 108, as recorders give it.
 * Belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-request-private.h"

#include "dvrip-json.h"
#include "encoder-feeds.h"
#include "encoder-snapshot.h"

#define MAX_SNAPSHOTS 16

/* How long a live picture may take to begin, and how long one waits for a newer key frame than the
 * one that is there. */
#define MAX_WAIT_US (5 * G_USEC_PER_SEC)
#define FRESH_US    G_USEC_PER_SEC

struct _EncoderSnapshot {
  EncoderServer   *server;    /* (nullable): has ended */
  EncoderClient   *client;    /* (nullable): has gone */
  guint32          session_id, sequence;
  guint            channel;
  gint64           since_us;

  EncoderFeed     *feed;      /* (nullable): whose next key frame it waits for */
  GBytes          *before;    /* (nullable): the key frame that was there; compared only */

  EncoderLoopInfo  info;
  EncoderLoop     *loop;      /* (nullable): or else */
  guint            index;
  GBytes          *unit;
};

static void
stop_waiting (EncoderSnapshot *self)
{
  if (self->feed)
    encoder_feed_remove_watcher (self->feed, self->server->channels[self->channel].outputs[0]);
  self->feed = NULL;
  g_clear_pointer (&self->before, g_bytes_unref);
}

static void
free_snapshot (gpointer data)
{
  EncoderSnapshot *self = data;

  g_clear_pointer (&self->loop, encoder_loop_unref);
  g_clear_pointer (&self->before, g_bytes_unref);
  g_clear_pointer (&self->unit, g_bytes_unref);
  g_free (self);
}

static void
send_ret (EncoderSnapshot *self,
          int              ret)
{
  g_autoptr (GBytes) payload = dvrip_message_write_reply ("OPSNAP", ret, self->session_id);

  encoder_connection_send (self->client->connection, self->session_id, self->sequence,
                           ENCODER_ID_SNAPSHOT + 1, payload);
}

/* Takes it off the list and answers; the client may be gone by then. */
static void
finish (EncoderSnapshot *self,
        GBytes          *jpeg,
        int              ret)
{
  if (!self->server)
    return;

  stop_waiting (self);
  g_ptr_array_remove_fast (self->server->snapshots, self);
  if (!self->client)
    return;

  self->client->snapshot = NULL;
  if (!encoder_connection_is_open (self->client->connection))
    return;

  if (jpeg) {
    self->server->counters.snapshots++;
    encoder_client_send_pieces (self->client, self->session_id, self->sequence,
                                ENCODER_ID_SNAPSHOT + 1, jpeg);
  } else {
    send_ret (self, ret);
  }
  encoder_connection_flush (self->client->connection);
}

static void
make_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  EncoderSnapshot *self = task_data;
  GError *error = NULL;
  GBytes *jpeg = self->loop ? encoder_snapshot_of_loop (self->loop, self->index, &error)
                            : encoder_snapshot_of_unit (&self->info, self->unit, &error);

  if (jpeg)
    g_task_return_pointer (task, jpeg, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
on_made (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  EncoderSnapshot *self = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) jpeg = g_task_propagate_pointer (G_TASK (result), &error);

  if (!jpeg)
    g_message ("%s", error->message);
  finish (self, jpeg, DVRIP_RET_TIMEOUT);
}

static void
make (EncoderSnapshot *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_made, NULL);

  g_task_set_task_data (task, self, free_snapshot);
  g_task_run_in_thread (task, make_in_thread);
}

/* Which picture of the loop stands where the shared clock does. */
static void
begin_loop (EncoderSnapshot *self,
            EncoderLoop     *loop)
{
  const EncoderLoopInfo *info = encoder_loop_get_info (loop);
  guint64 passed_us = (guint64) (self->since_us - self->server->started_us);
  guint64 passed = passed_us * (guint64) info->rate_num /
                   (G_USEC_PER_SEC * (guint64) info->rate_den);

  self->loop = encoder_loop_ref (loop);
  self->index = (guint) (passed % encoder_loop_get_length (loop));
  make (self);
}

static void
begin_feed (EncoderSnapshot *self,
            EncoderFeed     *feed)
{
  guint output = self->server->channels[self->channel].outputs[0];
  const EncoderFeedUnit *key = encoder_feed_get_key (feed, output);

  self->feed = feed;
  self->before = key ? g_bytes_ref (key->unit.bytes) : NULL;
  encoder_feed_add_watcher (feed, output);
}

/* Returns whether it waits no longer. */
static gboolean
check (EncoderSnapshot *self,
       gint64           now_us)
{
  const EncoderFeedUnit *key =
    encoder_feed_get_key (self->feed, self->server->channels[self->channel].outputs[0]);
  gint64 waited_us = now_us - self->since_us;

  if (key && (key->unit.bytes != self->before || waited_us > FRESH_US)) {
    self->info = key->info;
    self->unit = g_bytes_ref (key->unit.bytes);
    stop_waiting (self);
    make (self);
    return TRUE;
  }

  if (waited_us <= MAX_WAIT_US && !encoder_feed_is_away (self->feed))
    return FALSE;

  finish (self, NULL, encoder_feed_is_away (self->feed) ? DVRIP_RET_CHANNEL_OFFLINE
                                                        : DVRIP_RET_TIMEOUT);
  free_snapshot (self);
  return TRUE;
}

static void
begin (EncoderRequest *request,
       guint           channel)
{
  EncoderServer *server = request->client->server;
  EncoderSnapshot *self = g_new0 (EncoderSnapshot, 1);

  *self = (EncoderSnapshot) {
    .server = server,
    .client = request->client,
    .session_id = request->session->id,
    .sequence = request->header->sequence,
    .channel = channel,
    .since_us = g_get_monotonic_time (),
  };
  request->client->snapshot = self;
  g_ptr_array_add (server->snapshots, self);
  if (server->channels[channel].loops[0])
    begin_loop (self, server->channels[channel].loops[0]);
  else
    begin_feed (self, server->channels[channel].feeds[0]);
}

/**
 * encoder_handle_snapshot:
 *
 * Answers with a picture, later.
 */
void
encoder_handle_snapshot (EncoderRequest *request)
{
  EncoderClient *client = request->client;
  JsonObject *operation = dvrip_json_get_object (request->message, "OPSNAP");
  gint64 number = 0;
  guint channel;
  int ret = DVRIP_RET_OK;

  if (operation)
    dvrip_json_get_int (operation, "Channel", &number);
  if (!operation)
    ret = DVRIP_RET_BAD_MESSAGE;
  else if (!encoder_request_find_channel (request, number, &channel))
    ret = ENCODER_RET_NOT_FOUND;
  else if (!encoder_user_may (request->session->user, ENCODER_RIGHT_LIVE, channel))
    ret = DVRIP_RET_NO_PERMISSION;
  else if (client->snapshot || client->server->snapshots->len >= MAX_SNAPSHOTS)
    ret = DVRIP_RET_TIMEOUT;

  if (ret == DVRIP_RET_OK)
    begin (request, channel);
  else
    encoder_request_answer_ret (request, "OPSNAP", ret);
}

/**
 * encoder_snapshot_forget:
 *
 * The client is gone: nobody waits for its picture.
 */
void
encoder_snapshot_forget (EncoderClient *client)
{
  if (client->snapshot)
    client->snapshot->client = NULL;
  client->snapshot = NULL;
}

/**
 * encoder_snapshots_check:
 * @now_us: monotonic
 *
 * Goes on with those that wait for a live picture.
 */
void
encoder_snapshots_check (EncoderServer *server,
                         gint64         now_us)
{
  for (guint i = server->snapshots->len; i-- > 0; ) {
    EncoderSnapshot *self = g_ptr_array_index (server->snapshots, i);

    if (self->feed)
      check (self, now_us);
  }
}

/**
 * encoder_snapshots_close:
 *
 * The server ends; what is still being made will be thrown away.
 */
void
encoder_snapshots_close (EncoderServer *server)
{
  for (guint i = 0; i < server->snapshots->len; i++) {
    EncoderSnapshot *self = g_ptr_array_index (server->snapshots, i);
    gboolean was_waiting = self->feed != NULL;

    stop_waiting (self);
    if (self->client)
      encoder_snapshot_forget (self->client);
    self->server = NULL;
    if (was_waiting)
      free_snapshot (self);
  }
  g_clear_pointer (&server->snapshots, g_ptr_array_unref);
}
