/* wall-rtsp-talk.c
 *
 * What is said between an RTSP client and a device, and what it means.
 * Pure: callable from any thread, one at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-rtsp-talk.h"

#include <glib/gi18n-lib.h>

#include "wall-rtsp-alive.h"

/* So many requests may wait for their answers; clients ask one thing after the other. */
#define N_REQUESTS 8

typedef struct {
  guint    cseq;
  char     method[24];
  gboolean has_credentials;
} Request;

struct _WallRtspTalk {
  WallRtspReader *down, *up;
  WallRtspAlive  *alive;
  gboolean        has_password;
  Request         requests[N_REQUESTS];   /* a ring */
  guint           n_requests;
  guint           n_told;                 /* of these, when it was last asked for one of our own */
  WallRtspNews   *news;                   /* during a push */
  WallRtspProgress progress;
  gboolean        is_ending;              /* the client has asked for the end */
};

static const struct {
  guint      status;
  WallReason reason;
} reasons[] = {
  { 401, WALL_REASON_WRONG_PASSWORD },
  { 403, WALL_REASON_NO_PERMISSION },
  { 404, WALL_REASON_NO_SUCH_STREAM },
  { 410, WALL_REASON_NO_SUCH_STREAM },
  { 453, WALL_REASON_TOO_MANY },
  { 454, WALL_REASON_NO_SUCH_STREAM },
  { 503, WALL_REASON_TOO_MANY },
};

static gboolean
end (WallRtspTalk *self,
     WallReason    reason,
     guint         status,
     const char   *debug)
{
  self->news->reason = reason;
  self->news->status = (int) status;
  self->news->debug = debug;

  return FALSE;
}

static gboolean
reject (WallRtspTalk *self,
        guint         status,
        const char   *sentence)
{
  self->news->sentence = sentence;

  return end (self, WALL_REASON_REJECTED, status, "the device refuses a request");
}

static WallRtspVerdict
note_request (WallRtspItem *item,
              gpointer      user_data)
{
  WallRtspTalk *self = user_data;
  Request *request = &self->requests[self->n_requests % N_REQUESTS];

  if (item->kind != WALL_RTSP_REQUEST)
    return WALL_RTSP_PASS;

  wall_rtsp_alive_note (self->alive, item);
  self->is_ending |= g_str_equal (item->method, "TEARDOWN");
  self->n_requests++;
  request->cseq = item->cseq;
  request->has_credentials = item->has_credentials;
  g_strlcpy (request->method, item->method, sizeof request->method);

  return WALL_RTSP_PASS;
}

/* Returns: (nullable): what is answered; a device that leaves the number out answers the last */
static const Request *
find_request (WallRtspTalk       *self,
              const WallRtspItem *item)
{
  const Request *last = NULL;

  for (guint i = 0; i < MIN (self->n_requests, N_REQUESTS); i++) {
    const Request *request = &self->requests[(self->n_requests - 1 - i) % N_REQUESTS];

    if (!last)
      last = request;
    if (item->cseq > 0 && request->cseq == item->cseq)
      return request;
  }

  return last;
}

/* Clients offer a password only when asked, and some go on offering the same. */
static gboolean
judge_password (WallRtspTalk       *self,
                const Request      *request,
                const WallRtspItem *item)
{
  if (!self->has_password)
    return end (self, WALL_REASON_PASSWORD_NEEDED, item->status, "the device asks for a password");
  if (request->has_credentials && !item->is_stale)
    return end (self, WALL_REASON_WRONG_PASSWORD, item->status, "the password was refused");
  if (!item->is_askable)
    return reject (self, item->status, _("The device asks for the password in a way that is not "
                                         "known here. Allow Basic or Digest with MD5 in its "
                                         "settings."));

  return TRUE;
}

static gboolean
judge_refusal (WallRtspTalk       *self,
               const Request      *request,
               const WallRtspItem *item)
{
  WallReason reason = wall_rtsp_reason_of_status (item->status);

  if (self->progress == WALL_RTSP_PLAYING)
    return TRUE;
  if (item->status == 401)
    return judge_password (self, request, item);
  if (item->status == 461)
    return reject (self, item->status, _("The device does not send its stream over TCP. Allow "
                                         "that in its settings."));
  if (reason == WALL_REASON_REJECTED)
    return TRUE;

  return end (self, reason, item->status, "the device refuses a request");
}

/* Some devices forget the number in a refusal, and `rtspsrc` takes nothing without it. */
static gboolean
note_response (WallRtspTalk *self,
               WallRtspItem *item)
{
  const Request *request = find_request (self, item);

  if (!request)
    return TRUE;
  if (item->cseq == 0)
    item->add_cseq = request->cseq;
  if (item->status >= 400)
    return judge_refusal (self, request, item);
  if (item->status < 200 || item->status > 299)
    return TRUE;

  if (g_str_equal (request->method, "DESCRIBE"))
    self->progress = MAX (self->progress, WALL_RTSP_DESCRIBED);
  else if (g_str_equal (request->method, "PLAY"))
    self->progress = WALL_RTSP_PLAYING;

  return TRUE;
}

/* Frames of odd channels carry reports, which come without media as well. A client that waits for the
 * last answer has no use for frames; `rtspsrc` even stumbles over its first one then. */
static WallRtspVerdict
note_from_device (WallRtspItem *item,
                  gpointer      user_data)
{
  WallRtspTalk *self = user_data;

  if (item->kind == WALL_RTSP_RESPONSE) {
    if (wall_rtsp_alive_note (self->alive, item))
      return WALL_RTSP_HIDE;
    return note_response (self, item) ? WALL_RTSP_PASS : WALL_RTSP_STOP;
  }
  if (item->kind == WALL_RTSP_REQUEST)
    return WALL_RTSP_PASS;

  if (item->channel % 2 == 0)
    self->news->media_bytes += 4 + item->size;

  return self->is_ending ? WALL_RTSP_HIDE : WALL_RTSP_PASS;
}

static gboolean
push (WallRtspTalk   *self,
      WallRtspReader *reader,
      const guint8   *bytes,
      gsize           size,
      WallRtspFunc    func,
      GByteArray     *out_passed,
      WallRtspNews   *out_news)
{
  g_autoptr (GError) error = NULL;
  gboolean can_go_on;

  *out_news = (WallRtspNews) { .debug = "" };
  self->news = out_news;
  can_go_on = wall_rtsp_reader_push (reader, bytes, size, func, self, out_passed, &error);
  if (error)
    end (self, error->code, 0, "what the device sends is no RTSP");
  out_news->progress = self->progress;
  self->news = NULL;

  return can_go_on;
}

/**
 * wall_rtsp_talk_new:
 * @password: (nullable): what the client has to offer
 *
 * Returns: (transfer full): a conversation that has not begun
 */
WallRtspTalk *
wall_rtsp_talk_new (const char *password)
{
  WallRtspTalk *self = g_new0 (WallRtspTalk, 1);

  self->down = wall_rtsp_reader_new (TRUE);
  self->up = wall_rtsp_reader_new (FALSE);
  self->alive = wall_rtsp_alive_new (password);
  self->has_password = password != NULL;

  return self;
}

/**
 * wall_rtsp_talk_free:
 * @self: (transfer full): the conversation
 */
void
wall_rtsp_talk_free (WallRtspTalk *self)
{
  wall_rtsp_reader_free (self->down);
  wall_rtsp_reader_free (self->up);
  wall_rtsp_alive_free (self->alive);
  g_free (self);
}

/**
 * wall_rtsp_talk_from_device:
 * @bytes: what the device says next
 * @out_passed: what the client is to hear of it is added to it
 * @out_news: (out): what it means
 *
 * Returns: whether the client may hear it; else why it must end
 */
gboolean
wall_rtsp_talk_from_device (WallRtspTalk *self,
                            const guint8 *bytes,
                            gsize         size,
                            GByteArray   *out_passed,
                            WallRtspNews *out_news)
{
  return push (self, self->down, bytes, size, note_from_device, out_passed, out_news);
}

/**
 * wall_rtsp_talk_to_device:
 * @bytes: what the client says next
 * @out_passed: what the device is to hear of it is added to it
 * @out_news: (out): what it means
 *
 * Returns: whether the device may hear it
 */
gboolean
wall_rtsp_talk_to_device (WallRtspTalk *self,
                          const guint8 *bytes,
                          gsize         size,
                          GByteArray   *out_passed,
                          WallRtspNews *out_news)
{
  return push (self, self->up, bytes, size, note_request, out_passed, out_news);
}

/**
 * wall_rtsp_talk_get_interval:
 *
 * Returns: milliseconds after which to look whether the client has asked anything
 */
guint
wall_rtsp_talk_get_interval (WallRtspTalk *self)
{
  return wall_rtsp_alive_get_interval (self->alive);
}

/**
 * wall_rtsp_talk_dup_request:
 *
 * Between two things that the client says.
 *
 * Returns: (transfer full) (nullable): what the device must be asked so that it does not end the
 *   session; %NULL if the client has asked something since the last time, or is just saying
 *   something
 */
char *
wall_rtsp_talk_dup_request (WallRtspTalk *self)
{
  gboolean has_asked = self->n_requests != self->n_told;

  self->n_told = self->n_requests;
  if (has_asked || self->progress != WALL_RTSP_PLAYING || !wall_rtsp_reader_is_between (self->up))
    return NULL;

  return wall_rtsp_alive_dup_request (self->alive);
}

/**
 * wall_rtsp_reason_of_status:
 * @status: of a refusal
 *
 * Returns: what it means, %WALL_REASON_REJECTED if it means nothing in particular
 */
WallReason
wall_rtsp_reason_of_status (guint status)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++) {
    if (reasons[i].status == status)
      return reasons[i].reason;
  }

  return WALL_REASON_REJECTED;
}
