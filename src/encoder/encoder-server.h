/* encoder-server.h
 *
 * A DVRIP encoder in a box: listens, signs clients in, and sends them its channels. All of it runs
 * on the network thread of src/net; made and steered from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-deviation.h"
#include "encoder-fault-spec.h"
#include "encoder-format.h"
#include "encoder-logins.h"
#include "encoder-loop.h"
#include "encoder-users.h"

G_BEGIN_DECLS

typedef struct _EncoderServer EncoderServer;

#define ENCODER_MAX_CONNECTIONS 1024

/* Whether those who look for devices on the network get an answer. On loopback nobody can reach
 * what they would find, and a port that is known to every device is taken for nothing. */
typedef enum {
  ENCODER_ANNOUNCE_AUTO,  /* unless it listens on loopback; without the port, it goes on without */
  ENCODER_ANNOUNCE_ON,
  ENCODER_ANNOUNCE_OFF,
} EncoderAnnounce;

/* What becomes of a connection beyond the limit; any other number is the return code with which its
 * login, or its claim, is answered. */
enum {
  ENCODER_AT_LIMIT_CLOSE  = 0,  /* accepted, and then our FIN */
  ENCODER_AT_LIMIT_REFUSE = 1,  /* RST: the port does not listen while it is full */
};

typedef struct {
  const char        *listen;        /* (nullable): "127.0.0.1" */
  guint16            port;          /* 0: one that the kernel picks */
  guint              channels;      /* 1 to 128 */
  gboolean           ports_per_channel; /* channel n (from 1) on port + n - 1, a box of its own */
  const char *const *sources;       /* (nullable): "test", "test-live", addresses, files */
  EncoderFormat      main, sub;     /* 0×0: 640×360 at 25/s, 320×180 at 10/s */
  const char        *user, *password; /* (nullable): "admin" */
  EncoderUsers      *users;         /* (nullable): who may sign in, instead of that one */
  guint              lock_out;      /* seconds after five bad logins; 0: never */
  guint              max_connections; /* of one port; 0: ENCODER_MAX_CONNECTIONS */
  int                at_limit;
  EncoderAnnounce    discovery;
  int                discovery_port; /* UDP; 0: 34569; -1: one that the kernel picks */
  guint              alive_interval; /* seconds; 0: 20 */
  EncoderDeviations  deviations;
  const char        *cache_dir;     /* (nullable): a folder "watchwall" in the user's cache */
  gboolean           no_timestamps; /* pictures do not say when they were taken */
  EncoderLogins     *logins;        /* (nullable): of cameras that are passed on */
  gboolean           tries_sources; /* cameras are tried at the start, not when they are watched */
  const char        *camera_element; /* (nullable): in place of v4l2src, for tests */
  guint              idle_ms;       /* live sources run on so long unwatched; 0: 5000 */
} EncoderConfig;

/* Counters since the start; what a test asks about the clients' manners. */
typedef struct {
  guint connections, open, logins, rejected_logins, claims, starts, stops, logouts, keepalives;
  guint fins;       /* connections on which the client's FIN came, first or after ours */
  guint resets;     /* connections that the client ended by RST */
  guint over_limit; /* connections that found no room */
  guint pushes;     /* alarms told to somebody */
  guint ptz_commands;
  guint snapshots;  /* pictures sent */
  guint found;      /* answers to those who look for devices */
  guint watched;    /* streams that are sent now */
  guint64 frames;   /* video units sent */
} EncoderCounters;

EncoderServer         *encoder_server_new           (const EncoderConfig *config,
                                                     GError             **error);
/* Makes or loads the loops (may take seconds: not on a main loop that must not wait), listens. */
gboolean               encoder_server_start         (EncoderServer       *self,
                                                     GError             **error);
void                   encoder_server_cancel        (EncoderServer       *self);
/* Channels count from 1. */
guint16                encoder_server_get_port      (EncoderServer       *self,
                                                     guint                channel);
guint                  encoder_server_get_channels  (EncoderServer       *self);
const EncoderLoopInfo *encoder_server_get_loop_info (EncoderServer       *self,
                                                     guint                channel,
                                                     gboolean             is_main);
char                  *encoder_server_describe_source (EncoderServer      *self,
                                                      guint               channel);
/* Channel 0: all. */
void                   encoder_server_set_fault     (EncoderServer       *self,
                                                     guint                channel,
                                                     EncoderFault         fault);
void                   encoder_server_apply_fault   (EncoderServer       *self,
                                                     const EncoderFaultSpec *spec);
EncoderFault           encoder_server_get_fault     (EncoderServer       *self,
                                                     guint                channel);
void                   encoder_server_get_faults    (EncoderServer       *self,
                                                     guint                channel,
                                                     EncoderFaultSet     *out_faults);
void                   encoder_server_set_deviations (EncoderServer      *self,
                                                      const EncoderDeviations *deviations);
void                   encoder_server_get_deviations (EncoderServer      *self,
                                                      EncoderDeviations  *out_deviations);
void                   encoder_server_get_counters  (EncoderServer       *self,
                                                     EncoderCounters     *out_counters);
void                   encoder_server_free          (EncoderServer       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EncoderServer, encoder_server_free)

G_END_DECLS
