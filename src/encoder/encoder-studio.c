/* encoder-studio.c
 *
 * Makes or loads the loops of all channels before the server listens, as many at a time as there
 * are processors.
 * Called by whoever starts the server, in its thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-server-private.h"

#include <glib/gi18n-lib.h>
#include <gst/gst.h>

#include "encoder-encoding.h"
#include "encoder-feeds.h"
#include "encoder-file-source.h"
#include "encoder-test-source.h"

typedef struct {
  guint channel, stream;
} Job;

typedef struct {
  EncoderServer *server;
  GMutex         lock;
  GError        *error;   /* the first; guarded by @lock */
} Studio;

static gboolean
is_test (const EncoderChannel *channel)
{
  return g_strcmp0 (channel->source, "test") == 0;
}

/* The channel whose loops this one shares: the first that shows the same file. Test pictures are
 * each channel's own, because its number is in them. */
static guint
find_original (EncoderServer *server,
               guint          channel)
{
  if (is_test (&server->channels[channel]))
    return channel;

  for (guint i = 0; i < channel; i++) {
    if (g_strcmp0 (server->channels[i].source, server->channels[channel].source) == 0)
      return i;
  }

  return channel;
}

static void
run_job (gpointer data,
         gpointer user_data)
{
  g_autofree Job *job = data;
  Studio *studio = user_data;
  EncoderServer *server = studio->server;
  EncoderChannel *channel = &server->channels[job->channel];
  const EncoderFormat *format = &server->formats[job->stream];
  g_autoptr (GError) error = NULL;

  if (g_cancellable_is_cancelled (server->cancellable))
    return;

  if (is_test (channel))
    channel->loops[job->stream] = encoder_test_source_make (job->channel + 1, format,
                                                            server->cache_dir,
                                                            server->cancellable, &error);
  else
    channel->loops[job->stream] = encoder_file_source_make (channel->source, job->stream == 0,
                                                            format, server->cache_dir,
                                                            server->cancellable, &error);
  if (!error)
    return;

  g_mutex_lock (&studio->lock);
  if (!studio->error) {
    studio->error = g_steal_pointer (&error);
    g_cancellable_cancel (server->cancellable);
  }
  g_mutex_unlock (&studio->lock);
}

static void
share_loops (EncoderServer *server)
{
  for (guint i = 0; i < server->n_channels; i++) {
    guint original = find_original (server, i);

    if (encoder_feeds_is_live (server->channels[i].source))
      continue;

    for (guint stream = 0; original != i && stream < ENCODER_N_STREAMS; stream++)
      server->channels[i].loops[stream] =
        encoder_loop_ref (server->channels[original].loops[stream]);
    if (is_test (&server->channels[i]))
      server->channels[i].tone = encoder_tone_new (i + 1);
  }
}

static void
run_jobs (Studio *studio)
{
  EncoderServer *server = studio->server;
  GThreadPool *pool = g_thread_pool_new (run_job, studio, (int) g_get_num_processors (), FALSE,
                                         NULL);

  for (guint i = 0; i < server->n_channels; i++) {
    if (encoder_feeds_is_live (server->channels[i].source))
      continue;

    for (guint stream = 0; find_original (server, i) == i && stream < ENCODER_N_STREAMS; stream++) {
      Job *job = g_new0 (Job, 1);

      *job = (Job) { i, stream };
      g_thread_pool_push (pool, job, NULL);
    }
  }

  g_thread_pool_free (pool, FALSE, TRUE);
}

/**
 * encoder_studio_make_loops:
 *
 * Fills in the loops and the sound of all channels. Takes as long as the encoding takes; cancelling
 * the server's cancellable ends it soon.
 *
 * Returns: whether all are there
 */
gboolean
encoder_studio_make_loops (EncoderServer  *server,
                           GError        **error)
{
  Studio studio = { .server = server };

  if (!gst_init_check (NULL, NULL, error))
    return FALSE;
  for (guint i = 0; i < ENCODER_N_STREAMS; i++) {
    if (server->formats[i].codec != ENCODER_CODEC_ANY &&
        !encoder_encoding_check (&server->formats[i], error))
      return FALSE;
  }

  g_mutex_init (&studio.lock);
  run_jobs (&studio);
  g_mutex_clear (&studio.lock);
  if (studio.error) {
    g_propagate_error (error, studio.error);
    return FALSE;
  }
  if (g_cancellable_set_error_if_cancelled (server->cancellable, error))
    return FALSE;

  share_loops (server);
  return encoder_feeds_make (server, error);
}
