/* script-server.h
 *
 * A server on loopback that does to each connection what a test tells it to, and counts.
 * Each connection has a thread of its own, in which it may block.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  struct _ScriptServer *server;
  GIOStream            *stream;
  GSocket              *socket;
  guint                 number;    /* of the connection, from 1 */
} ScriptPeer;

typedef void (*ScriptFunc) (ScriptPeer *peer);

typedef struct _ScriptServer {
  GSocketService  *service;
  guint16          port;
  ScriptFunc       script;         /* atomic */
  GTlsCertificate *certificate;    /* (nullable): TLS from the first byte on */
  gint             connections, open, requests, fins;   /* atomic */
  gint             is_stopped;     /* atomic: nobody waits any more */
  GMutex           lock;
  GString         *said;           /* by all clients; guarded by @lock */
} ScriptServer;

ScriptServer *script_server_new       (ScriptFunc       script,
                                       GTlsCertificate *certificate);
void          script_server_free      (ScriptServer    *self);
gboolean      script_server_heard     (ScriptServer    *self,
                                       const char      *text);

/* For scripts. */
gboolean      script_read_request     (ScriptPeer      *peer);
gboolean      script_send             (ScriptPeer      *peer,
                                       const char      *text);
gboolean      script_send_data        (ScriptPeer      *peer,
                                       gconstpointer    data,
                                       gsize            size);
gboolean      script_send_bytes       (ScriptPeer      *peer,
                                       GBytes          *bytes);
void          script_wait             (ScriptPeer      *peer);
void          script_pause            (ScriptPeer      *peer,
                                       guint            ms);
void          script_reset            (ScriptPeer      *peer);

G_END_DECLS
