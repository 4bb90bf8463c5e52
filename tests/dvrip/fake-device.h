/* fake-device.h
 *
 * A scripted DVRIP device on loopback, on a thread of its own: every deviation that devices were
 * seen to show, and every fault, as a switch.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gio/gio.h>

#include "dvrip-unit-reader.h"

G_BEGIN_DECLS

typedef enum {
  FAKE_NEVER,
  FAKE_AT_ACCEPT,
  FAKE_AT_LOGIN,
  FAKE_AT_CLAIM,
  FAKE_AT_START,
  FAKE_AT_MEDIA,   /* after @fault_after units and a part of the next */
} FakeStep;

typedef enum {
  FAKE_WORKS,
  FAKE_REFUSES,    /* with 103 */
  FAKE_IS_SILENT,  /* accepts, and sends no media */
  FAKE_CLOSES,     /* the socket on which it was claimed */
} FakeManner;

typedef enum {
  FAKE_NEWLINE_NUL,
  FAKE_NEWLINE,
  FAKE_NUL,
  FAKE_NO_TERMINATOR,
} FakeTerminator;

#define FAKE_NO_RET (-1)

typedef struct {
  /* Faults: what it does when it comes to that step, instead of what it should. */
  FakeStep       silent_at;
  FakeStep       close_at;
  FakeStep       reset_at;
  guint          fault_after;
  gboolean       drips;            /* from @fault_after units on: a byte of a unit every 20 ms */
  gboolean       drips_packet;     /* the same, within one packet */
  const char    *banner;           /* sent instead of an answer to the login */
  gsize          banner_size;      /* 0: its length */
  const char    *login_text;       /* sent as the answer to the login, as it is */
  gboolean       never_closes;     /* does not answer our FIN */
  gboolean       floods;           /* and goes on sending after it */
  gboolean       no_keepalive;     /* does not answer it */
  gboolean       no_goodbye;       /* does not answer Stop and Logout */
  gboolean       bad_unit;         /* after @fault_after units, one that claims too much */
  guint32        bad_length;       /* after @fault_after units, a packet that claims this much */

  /* Return codes, 0 for 100. */
  int            login_ret, claim_ret, start_ret;

  /* What it can do. */
  FakeManner     one_socket;
  FakeManner     two_sockets;
  const char    *types;            /* comma-separated; %NULL: all */
  FakeManner     other_types;      /* FAKE_WORKS stands for FAKE_REFUSES here */
  guint          channels;
  int            alive_interval;   /* 0: not said */

  /* Deviations of devices. */
  gboolean       version_zero;
  FakeTerminator terminator;
  gboolean       own_sequence;
  const char    *session_format;   /* %NULL: "0x%08X" */
  gboolean       no_session_text;  /* in the header only */
  gboolean       start_reply_on_one_socket, start_reply_on_media, no_start_reply;
  gboolean       start_reply_late; /* after the first media */
  gboolean       alarms;           /* 1504 between everything */
  gboolean       reserved_bytes;
  gsize          packet_size;      /* 0: 8192; G_MAXSIZE: a whole unit */
  guint          units_per_packet; /* 0: 1 */
  gboolean       starts_inside;
  gboolean       info_units;
  gboolean       is_4k;
  gboolean       echoes_sequence;

  /* What it makes of requests besides the stream. */
  int            action_ret;       /* 0: 100 */
  guint          n_ignored;        /* the first ones, of a connection */
  guint16        ignored_id;       /* and all of these */
  guint          n_late;           /* the next ones, answered after @late_ms */
  guint          late_ms;
  int            late_ret;         /* of those; 0: 100 */
  gboolean       answers_wrong_id;
  gboolean       answers_garbage;
  gboolean       never_reads;      /* once it streams, and has little room for what comes */
  gboolean       babbles;          /* answers to what nobody asked, between everything */
} FakeOptions;

/* What was said into its loudspeaker, 40 ms. */
typedef struct {
  guint8 first, last;
  gint64 time_us;
} FakeWord;

typedef struct {
  guint accepted;
  guint open;        /* now */
  guint most_open;
  guint logins;
  guint keepalives;
  guint fins;        /* ended by the client's FIN, with nothing wrong */
  guint resets;      /* ended by the client's RST */
  guint stops, logouts;
  guint actions;     /* requests besides the stream */
} FakeCounts;

typedef struct _FakeDevice FakeDevice;

FakeDevice *fake_device_new        (const FakeOptions *options);
void        fake_device_free       (FakeDevice        *self);
guint16     fake_device_get_port   (FakeDevice        *self);
void        fake_device_get_counts (FakeDevice        *self,
                                    FakeCounts        *out_counts);
char       *fake_device_dup_log    (FakeDevice        *self);

GArray     *fake_device_dup_words  (FakeDevice        *self);

/* What it sends as a snapshot. */
GBytes     *fake_picture_new       (void);

/* The unit that is number @index of every stream, byte for byte. */
GBytes     *fake_unit_new          (guint              index,
                                    const FakeOptions *options);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeDevice, fake_device_free)

G_END_DECLS
