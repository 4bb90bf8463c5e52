/* fake-device-private.h
 *
 * What the files of the fake device share.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "dvrip-message.h"
#include "fake-device.h"

G_BEGIN_DECLS

struct _FakeDevice {
  FakeOptions        options;
  GMainContext      *context;
  GMainLoop         *loop;
  GThread           *thread;
  GSocket           *listener;
  GSource           *listener_source;
  GPtrArray         *connections;
  guint16            port;
  guint32            n_sessions;

  GMutex             lock;      /* of the following */
  FakeCounts         counts;
  GString           *log;
  GArray            *words;     /* of FakeWord */
};

typedef struct {
  FakeDevice        *device;
  GSocket           *socket;
  GSource           *source;    /* (nullable) */
  GSource           *ticker;    /* (nullable): sends the next unit */
  DvripPacketReader *reader;
  guint32            session_id;
  guint32            sequence;
  guint32            asked_sequence;
  guint              n_actions;
  guint              n_babbled;
  gboolean           is_logged_in;
  gboolean           is_claimed;
  gboolean           is_deaf;   /* reads and never answers again */
  char              *type;      /* (nullable): what is claimed on it */
  guint              next_unit;
  GByteArray        *drip;      /* (nullable): the rest of what drips */
} FakeConnection;

#define COUNT(device, field)              \
  G_STMT_START {                          \
    g_mutex_lock (&(device)->lock);       \
    (device)->counts.field++;             \
    g_mutex_unlock (&(device)->lock);     \
  } G_STMT_END

void fake_device_note           (FakeDevice *self, const char *what, const char *type);

void fake_connection_send       (FakeConnection *self, guint16 id, const void *data, gsize size);
void fake_connection_send_raw   (FakeConnection *self, const void *data, gsize size);
void fake_connection_send_reply (FakeConnection *self, guint16 id, const char *name, int ret);
void fake_connection_close      (FakeConnection *self, gboolean resets);
void fake_connection_stream     (FakeConnection *self);
void fake_connection_handle     (FakeConnection *self, const DvripHeader *header,
                                 JsonObject *message);
gboolean fake_connection_act    (FakeConnection *self, const DvripHeader *header,
                                 JsonObject *message);
void fake_connection_babble     (FakeConnection *self);
void fake_connection_hear       (FakeConnection *self, GBytes *payload);
gboolean fake_connection_play_fault (FakeConnection *self, FakeStep step);

G_END_DECLS
