/* wall-source-http-private.h
 *
 * What the files of a HTTP source share: the object and the exchange of requests and answers
 * (wall-source-http), where to connect (-connection), what the answers bring (-body).
 * Network thread, where nothing else is said.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "wall-foreign.h"
#include "wall-http-answer.h"
#include "wall-multipart.h"
#include "wall-tls-pin.h"

G_BEGIN_DECLS

/* The network thread serves others between two reads. */
#define WALL_SOURCE_HTTP_READ_SIZE (64 * 1024)

#define WALL_TYPE_SOURCE_HTTP (wall_source_http_get_type ())
G_DECLARE_FINAL_TYPE (WallSourceHttp, wall_source_http, WALL, SOURCE_HTTP, WallForeign)

struct _WallSourceHttp {
  WallForeign    parent_instance;

  /* Set before anything runs. */
  GstElement    *pictures;      /* an appsrc, owned by the bin */
  GstCaps       *caps;
  WallTlsPin    *pin;

  /* The exchange. */
  SoupSession   *session;       /* (nullable): made for one server */
  SoupMessage   *message;       /* (nullable): what is asked */
  GUri          *origin, *uri;  /* what the user named; what is asked for */
  GSocket       *socket;        /* (nullable): the connection, for an orderly close */
  GSource       *banner;        /* (nullable): looks at what its first bytes are */
  guint          redirects;
  gboolean       is_refused;    /* the password, by this server */
  gboolean       speaks_http;   /* what answers there; else it is not known */
  gboolean       is_in_doubt;   /* something came, and no answer of HTTP was made of it */
  gboolean       has_played;    /* an answer brought a stream */

  /* What an answer brings. */
  GInputStream  *body;          /* (nullable) */
  WallHttpKind   kind;
  WallMultipart *parts;         /* (nullable): of a multipart body */
  GByteArray    *picture;       /* (nullable): of the other kind */
  guint64        length;        /* that was claimed for it; 0: not */
  guint          n_foreign;     /* answers without a picture since the last one with */
  gint64         asked_us;
  gint64         picture_us;    /* when the picture that is coming began; -1: none is */
  GSource       *timer;         /* (nullable): a doubt, the next question, the end of the close */
  gsize          drained;
  guint8        *buffer;        /* of WALL_SOURCE_HTTP_READ_SIZE */
};

void     wall_source_http_ask          (WallSourceHttp *self);
void     wall_source_http_fail         (WallSourceHttp *self,
                                        const GError   *error);
gboolean wall_source_http_is_over      (WallSourceHttp *self);
gboolean wall_source_http_has_password (WallSourceHttp *self);
void     wall_source_http_refuse_kind  (WallSourceHttp *self);

/* The connection. */
void     wall_source_http_connect      (WallForeign    *foreign,
                                        GPtrArray      *addresses);
void     wall_source_http_follow       (WallSourceHttp *self,
                                        GUri           *to);
void     wall_source_http_listen       (WallSourceHttp *self);
void     wall_source_http_disconnect   (WallSourceHttp *self);
void     wall_source_http_forget_message (WallSourceHttp *self);
void     wall_source_http_set_timer    (WallSourceHttp *self,
                                        guint           ms,
                                        GSourceFunc     function);

/* The body. */
void     wall_source_http_begin_body   (WallSourceHttp *self,
                                        GInputStream   *body);
void     wall_source_http_drain        (WallSourceHttp *self);
void     wall_source_http_drop_body    (WallSourceHttp *self);

G_END_DECLS
