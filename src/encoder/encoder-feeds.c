/* encoder-feeds.c
 *
 * Makes a feed for each live source, and hands what it delivers to the clients that watch it.
 * Made by whoever starts the server; from then on it belongs to the network thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-feeds.h"

#include <string.h>

#include "encoder-camera.h"
#include "encoder-live-test.h"
#include "encoder-rtsp-source.h"

/* How long the end of the server waits for cameras and servers to be let go. */
#define WAIT_US (3 * G_USEC_PER_SEC)

typedef enum {
  SOURCE_LOOP,
  SOURCE_TEST,
  SOURCE_CAMERA,
  SOURCE_RTSP,
} SourceKind;

#define V4L2_PREFIX "v4l2:"

static SourceKind
get_kind (const char *source)
{
  if (strcmp (source, "test-live") == 0)
    return SOURCE_TEST;
  if (g_str_has_prefix (source, "rtsp://") || g_str_has_prefix (source, "rtsps://"))
    return SOURCE_RTSP;
  if (g_str_has_prefix (source, V4L2_PREFIX) || g_str_has_prefix (source, "/dev/video") ||
      g_str_has_prefix (source, "/dev/v4l/"))
    return SOURCE_CAMERA;

  return SOURCE_LOOP;
}

/**
 * encoder_feeds_is_live:
 *
 * Returns: whether the source is encoded, or passed through, while somebody watches
 */
gboolean
encoder_feeds_is_live (const char *source)
{
  return get_kind (source) != SOURCE_LOOP;
}

/* Backwards: the end of a client takes it out of the list and puts the last in its place. */
static void
deliver (EncoderFeed           *feed,
         const EncoderFeedUnit *unit,
         gpointer               user_data)
{
  EncoderServer *server = user_data;
  gint64 now_us = g_get_monotonic_time ();

  for (guint i = server->clients->len; i-- > 0; )
    encoder_watch_deliver (g_ptr_array_index (server->clients, i), feed, unit, now_us);
}

static EncoderFeed *
add_feed (EncoderServer *server,
          EncoderOrigin *origin)
{
  EncoderFeedConfig config = ENCODER_FEED_DEFAULTS;
  EncoderFeed *feed;

  config.run.has_timestamps = server->has_timestamps;
  if (server->idle_ms > 0)
    config.idle_ms = server->idle_ms;
  feed = encoder_feed_new (origin, &config, deliver, server);
  g_ptr_array_add (server->feeds, feed);

  return feed;
}

static void
make_test (EncoderServer *server,
           guint          index)
{
  EncoderChannel *channel = &server->channels[index];

  channel->tone = encoder_tone_new (index + 1);
  for (guint stream = 0; stream < ENCODER_N_STREAMS; stream++)
    channel->feeds[stream] =
      add_feed (server, encoder_live_test_new (index + 1, &server->formats[stream], channel->ptz));
}

/* One address, or a second one behind a blank, for the sub stream. */
static gboolean
make_rtsp (EncoderServer   *server,
           EncoderChannel  *channel,
           GError         **error)
{
  g_auto (GStrv) uris = g_strsplit (channel->source, " ", 2);

  for (guint stream = 0; stream < ENCODER_N_STREAMS; stream++) {
    g_auto (EncoderAddress) address = { 0 };

    if (stream > 0 && !uris[1]) {
      channel->feeds[stream] = channel->feeds[0];
      continue;
    }
    if (!encoder_address_parse (uris[stream], server->logins, &address, error))
      return FALSE;
    channel->feeds[stream] = add_feed (server, encoder_rtsp_source_new (&address));
  }

  return TRUE;
}

static void
make_camera (EncoderServer  *server,
             EncoderChannel *channel)
{
  const char *path = channel->source;
  EncoderOrigin *origin;

  if (g_str_has_prefix (path, V4L2_PREFIX))
    path += strlen (V4L2_PREFIX);
  origin = encoder_camera_new (path, server->camera_element, server->formats);
  channel->feeds[0] = channel->feeds[1] = add_feed (server, origin);
  channel->outputs[1] = 1;
}

/* The channel whose feeds this one shares: a camera is opened once. */
static const EncoderChannel *
find_original (EncoderServer *server,
               guint          index)
{
  for (guint i = 0; i < index; i++) {
    if (strcmp (server->channels[i].source, server->channels[index].source) == 0)
      return &server->channels[i];
  }

  return NULL;
}

static gboolean
make_channel (EncoderServer  *server,
              guint           index,
              GError        **error)
{
  EncoderChannel *channel = &server->channels[index];
  SourceKind kind = get_kind (channel->source);
  const EncoderChannel *original = find_original (server, index);

  if (original && kind != SOURCE_TEST) {
    for (guint stream = 0; stream < ENCODER_N_STREAMS; stream++) {
      channel->feeds[stream] = original->feeds[stream];
      channel->outputs[stream] = original->outputs[stream];
    }
    return TRUE;
  }

  switch (kind) {
  case SOURCE_TEST:
    make_test (server, index);
    return TRUE;
  case SOURCE_CAMERA:
    make_camera (server, channel);
    return TRUE;
  case SOURCE_RTSP:
    return make_rtsp (server, channel, error);
  case SOURCE_LOOP:
  default:
    return TRUE;
  }
}

/**
 * encoder_feeds_make:
 *
 * Makes the feeds of all live channels; nothing runs yet.
 *
 * Returns: whether all can be made
 */
gboolean
encoder_feeds_make (EncoderServer  *server,
                    GError        **error)
{
  for (guint i = 0; i < server->n_channels; i++) {
    if (!make_channel (server, i, error))
      return FALSE;
  }

  return TRUE;
}

/**
 * encoder_feeds_try:
 *
 * Network thread, at the start: finds out which cameras are there, if that is wanted. Test pictures
 * always are.
 */
void
encoder_feeds_try (EncoderServer *server)
{
  for (guint i = 0; server->tries_sources && i < server->n_channels; i++) {
    const EncoderChannel *channel = &server->channels[i];

    if (get_kind (channel->source) != SOURCE_CAMERA && get_kind (channel->source) != SOURCE_RTSP)
      continue;

    for (guint stream = 0; stream < ENCODER_N_STREAMS; stream++)
      encoder_feed_try (channel->feeds[stream]);
  }
}

/**
 * encoder_feeds_check:
 * @error: in %G_IO_ERROR
 *
 * Returns: whether the source can be meant: whether it is there, its run will tell
 */
gboolean
encoder_feeds_check (const char  *source,
                     GError     **error)
{
  g_auto (GStrv) uris = g_strsplit (source, " ", 2);

  for (guint i = 0; get_kind (source) == SOURCE_RTSP && uris[i]; i++) {
    g_auto (EncoderAddress) address = { 0 };

    if (!encoder_address_parse (uris[i], NULL, &address, error))
      return FALSE;
  }

  return TRUE;
}

static void
unref_run (gpointer data)
{
  encoder_feed_run_unref (data);
}

/**
 * encoder_feeds_close:
 *
 * Network thread: ends all feeds.
 *
 * Returns: (transfer full) (element-type EncoderFeedRun): what has to be waited for
 */
GPtrArray *
encoder_feeds_close (EncoderServer *server)
{
  GPtrArray *runs = g_ptr_array_new_with_free_func (unref_run);

  for (guint i = 0; i < server->feeds->len; i++) {
    EncoderFeedRun *run = encoder_feed_free (g_ptr_array_index (server->feeds, i));

    if (run)
      g_ptr_array_add (runs, run);
  }
  g_ptr_array_set_size (server->feeds, 0);

  return runs;
}

/**
 * encoder_feeds_wait:
 * @runs: (transfer full):
 *
 * Waits until all pipelines are gone, but not for ever: a driver that hangs keeps nobody.
 */
void
encoder_feeds_wait (GPtrArray *runs)
{
  gint64 deadline_us = g_get_monotonic_time () + WAIT_US;

  for (guint i = 0; i < runs->len; i++)
    encoder_feed_run_wait (g_ptr_array_index (runs, i), deadline_us);
  g_ptr_array_unref (runs);
}

/**
 * encoder_feeds_is_away:
 * @channel: from 0
 *
 * Returns: whether the stream has a live source that is away
 */
gboolean
encoder_feeds_is_away (EncoderServer *server,
                       guint          channel,
                       guint          stream)
{
  EncoderFeed *feed = server->channels[channel].feeds[stream];

  return feed && encoder_feed_is_away (feed);
}

static const char *
state_to_word (EncoderFeedState state)
{
  switch (state) {
  case ENCODER_FEED_OFF:
    return "off";
  case ENCODER_FEED_STARTING:
    return "starting";
  case ENCODER_FEED_LIVE:
    return "live";
  case ENCODER_FEED_STOPPING:
    return "stopping";
  case ENCODER_FEED_AWAY:
  case ENCODER_FEED_RETRYING:
  default:
    return "away";
  }
}

/* Of two feeds of a channel, the one of which there is more to say. */
static EncoderFeed *
pick_feed (const EncoderChannel *channel)
{
  EncoderFeed *main_feed = channel->feeds[0], *sub_feed = channel->feeds[1];

  if (encoder_feed_is_away (main_feed))
    return main_feed;
  if (encoder_feed_is_away (sub_feed) || encoder_feed_get_state (main_feed) == ENCODER_FEED_OFF)
    return sub_feed;

  return main_feed;
}

/**
 * encoder_feeds_describe:
 * @channel: from 0
 *
 * Returns: (transfer full) (nullable): a word for the state of a live channel, what it shows and, in
 *   brackets, why it is away; %NULL if it is a loop
 */
char *
encoder_feeds_describe (EncoderServer *server,
                        guint          channel)
{
  EncoderFeed *feed;
  const char *word, *reason;

  if (!server->channels[channel].feeds[0])
    return NULL;

  feed = pick_feed (&server->channels[channel]);
  word = state_to_word (encoder_feed_get_state (feed));
  reason = encoder_feed_get_reason (feed);

  return reason ? g_strdup_printf ("%s %s (%s)", word, encoder_feed_get_name (feed), reason)
                : g_strdup_printf ("%s %s", word, encoder_feed_get_name (feed));
}

typedef struct {
  guint channel;
  char *text;
} SourceCall;

static void
describe_source (EncoderServer *self,
                 gpointer       data)
{
  SourceCall *call = data;

  call->text = encoder_feeds_describe (self, call->channel - 1);
}

/**
 * encoder_server_describe_source:
 * @channel: from 1
 *
 * Returns: (transfer full) (nullable): the live source of a channel and how it is, the first word for
 *   programs: "off", "starting", "live", "stopping", "away"; %NULL for a loop
 */
char *
encoder_server_describe_source (EncoderServer *self,
                                guint          channel)
{
  SourceCall call = { channel, NULL };

  g_return_val_if_fail (channel >= 1 && channel <= self->n_channels, NULL);

  encoder_server_call (self, describe_source, &call);
  return call.text;
}
