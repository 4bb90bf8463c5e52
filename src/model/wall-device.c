/* wall-device.c
 *
 * A device: scheme, host, port and user. Owns the password, the certificate that is trusted, the
 * login gate (one rejected login stops all its cameras), and what worked last time; what becomes of
 * its attempts is in wall-slot.c, where its password comes from in wall-device-password.c. Main
 * thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device.h"

#include "wall-device-private.h"
#include "wall-password.h"

G_DEFINE_FINAL_TYPE (WallDevice, wall_device, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ID,
  PROP_URI,
  PROP_USER,
  PROP_CERTIFICATE,
  PROP_TOPOLOGY,
  PROP_STREAM_TYPE,
  N_PROPS,
};

enum {
  SIGNAL_PASSWORD_CHANGED,
  SIGNAL_REJECTED,
  SIGNAL_REOPENED,
  SIGNAL_UNREACHABLE,
  SIGNAL_TRUSTED,
  SIGNAL_DOUBTED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
wall_device_finalize (GObject *object)
{
  WallDevice *self = WALL_DEVICE (object);

  wall_password_free (self->password);
  g_free (self->id);
  g_free (self->uri);
  g_clear_pointer (&self->address, wall_address_free);
  g_free (self->user);
  g_free (self->certificate);
  g_free (self->topology);
  g_free (self->stream_type);
  G_OBJECT_CLASS (wall_device_parent_class)->finalize (object);
}

static void
wall_device_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  WallDevice *self = WALL_DEVICE (object);

  switch (id) {
  case PROP_ID:
    g_value_set_string (value, self->id);
    break;
  case PROP_URI:
    g_value_set_string (value, self->uri);
    break;
  case PROP_USER:
    g_value_set_string (value, self->user);
    break;
  case PROP_CERTIFICATE:
    g_value_set_string (value, self->certificate);
    break;
  case PROP_TOPOLOGY:
    g_value_set_string (value, self->topology);
    break;
  case PROP_STREAM_TYPE:
    g_value_set_string (value, self->stream_type);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

/* Another device, or somebody else who signs in: what was refused, and what worked, was before. */
static void
begin_anew (WallDevice *self)
{
  self->edition++;
  self->failed_last = FALSE;
  g_clear_pointer (&self->topology, g_free);
  g_clear_pointer (&self->stream_type, g_free);
  wall_login_gate_reopen (&self->gate);
}

static void
replace (WallDevice *self,
         char      **field,
         guint       id,
         const char *text)
{
  if (g_strcmp0 (*field, text) == 0)
    return;

  g_free (*field);
  *field = g_strdup (text);
  if (id == PROP_URI) {
    g_clear_pointer (&self->address, wall_address_free);
    self->address = text ? wall_address_parse (text, NULL) : NULL;
    self->is_one_socket_proven = FALSE;
    self->takes_one_stream = FALSE;
    self->sub = WALL_DEVICE_SUB_UNKNOWN;
  }
  if (id == PROP_URI || id == PROP_USER)
    begin_anew (self);
  if (id == PROP_CERTIFICATE)
    self->pin_edition++;
  self->gate.is_open = wall_device_is_anonymous (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[id]);
}

static void
wall_device_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  WallDevice *self = WALL_DEVICE (object);
  const char *text = g_value_get_string (value);

  switch (id) {
  case PROP_ID:
    replace (self, &self->id, id, text);
    break;
  case PROP_URI:
    replace (self, &self->uri, id, text);
    break;
  case PROP_USER:
    replace (self, &self->user, id, text);
    break;
  case PROP_CERTIFICATE:
    replace (self, &self->certificate, id, text);
    break;
  case PROP_TOPOLOGY:
    replace (self, &self->topology, id, text);
    break;
  case PROP_STREAM_TYPE:
    replace (self, &self->stream_type, id, text);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

#define FLAGS (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY)

static void
wall_device_class_init (WallDeviceClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);

  object_class->finalize = wall_device_finalize;
  object_class->get_property = wall_device_get_property;
  object_class->set_property = wall_device_set_property;

  properties[PROP_ID] =
    g_param_spec_string ("id", NULL, NULL, NULL, FLAGS | G_PARAM_CONSTRUCT_ONLY);
  properties[PROP_URI] = g_param_spec_string ("uri", NULL, NULL, NULL, FLAGS);
  properties[PROP_USER] = g_param_spec_string ("user", NULL, NULL, NULL, FLAGS);
  properties[PROP_CERTIFICATE] = g_param_spec_string ("certificate", NULL, NULL, NULL, FLAGS);
  properties[PROP_TOPOLOGY] = g_param_spec_string ("topology", NULL, NULL, NULL, FLAGS);
  properties[PROP_STREAM_TYPE] = g_param_spec_string ("stream-type", NULL, NULL, NULL, FLAGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_PASSWORD_CHANGED] =
    g_signal_new ("password-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REJECTED] =
    g_signal_new ("rejected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REOPENED] =
    g_signal_new ("reopened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_UNREACHABLE] =
    g_signal_new ("unreachable", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                  G_TYPE_UINT);
  signals[SIGNAL_TRUSTED] =
    g_signal_new ("trusted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DOUBTED] =
    g_signal_new ("doubted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
wall_device_init (WallDevice *self)
{
}

/**
 * wall_device_new:
 * @id: stable and unique in its store, never shown
 *
 * Returns: (transfer full): a device without an address
 */
WallDevice *
wall_device_new (const char *id)
{
  return g_object_new (WALL_TYPE_DEVICE, "id", id, NULL);
}

/**
 * wall_device_get_host:
 *
 * Returns: (transfer none) (nullable): a name or a numeric address; %NULL while "uri" is not one
 */
const char *
wall_device_get_host (WallDevice *self)
{
  return self->address ? self->address->host : NULL;
}

/**
 * wall_device_get_port:
 *
 * Returns: the TCP port, 0 while "uri" is not one
 */
guint16
wall_device_get_port (WallDevice *self)
{
  return self->address ? self->address->port : 0;
}

/**
 * wall_device_get_user:
 *
 * Returns: (transfer none) (nullable): who signs in, %NULL: nobody does, or it is not known who
 */
const char *
wall_device_get_user (WallDevice *self)
{
  return self->user;
}

/**
 * wall_device_get_certificate:
 *
 * Returns: (transfer none) (nullable): the one that is trusted, "sha256:…"; %NULL: the first seen
 */
const char *
wall_device_get_certificate (WallDevice *self)
{
  return self->certificate;
}

/**
 * wall_device_get_scheme:
 *
 * Returns: (nullable): what it speaks; %NULL while "uri" is not one
 */
const WallScheme *
wall_device_get_scheme (WallDevice *self)
{
  return self->address ? self->address->scheme : NULL;
}

/**
 * wall_device_is_anonymous:
 *
 * Returns: whether nobody signs in: what it refuses to one camera says nothing of its others, and no
 * account can be locked
 */
gboolean
wall_device_is_anonymous (WallDevice *self)
{
  return self->address && !self->address->scheme->has_channels && self->user == NULL;
}

/**
 * wall_device_dup_channel_uri:
 * @channel: from 1
 * @stream: "main" or "sub"
 *
 * Returns: (transfer full) (nullable): the URI of a stream, without user and password; %NULL while
 * the device has no address
 */
char *
wall_device_dup_channel_uri (WallDevice *self,
                             guint       channel,
                             const char *stream)
{
  if (self->address == NULL)
    return NULL;

  return wall_address_build_channel (self->address, channel, stream);
}

/**
 * wall_device_dup_path_uri:
 * @path: (nullable): path and query, already encoded
 *
 * Returns: (transfer full) (nullable): the URI of a stream, without user and password; %NULL while
 * the device has no address
 */
char *
wall_device_dup_path_uri (WallDevice *self,
                          const char *path)
{
  if (self->address == NULL)
    return NULL;

  return wall_address_build (self->address, path);
}

/**
 * wall_device_get_verdict:
 *
 * Returns: why nobody may sign in, %WALL_REASON_NONE when one may
 */
WallReason
wall_device_get_verdict (WallDevice *self)
{
  return self->gate.verdict;
}

/**
 * wall_device_is_barred:
 * @now_us: monotonic
 *
 * Returns: whether its verdict stands; that of a lock-out ends after half an hour
 */
gboolean
wall_device_is_barred (WallDevice *self,
                       gint64      now_us)
{
  gint64 reopens_us = wall_device_get_reopens_us (self);

  return self->gate.verdict != WALL_REASON_NONE && (reopens_us < 0 || now_us < reopens_us);
}

/**
 * wall_device_failed_last:
 *
 * Returns: whether its last attempt failed, so that others go first
 */
gboolean
wall_device_failed_last (WallDevice *self)
{
  return self->failed_last;
}

/**
 * wall_device_get_reopens_us:
 *
 * Returns: monotonic, when a device that locked the account is asked again; -1: it did not lock it
 */
gint64
wall_device_get_reopens_us (WallDevice *self)
{
  return self->gate.verdict == WALL_REASON_LOCKED_OUT ? self->gate.reopens_us : -1;
}

/**
 * wall_device_reopen:
 *
 * A click: one login may go, alone; the others follow once the device took it.
 */
void
wall_device_reopen (WallDevice *self)
{
  wall_login_gate_reopen (&self->gate);
}

/**
 * wall_device_bars:
 * @reason: why an attempt failed
 *
 * Returns: whether that concerns the account, and so every camera of the device
 */
gboolean
wall_device_bars (WallDevice *self,
                  WallReason  reason)
{
  if (reason == WALL_REASON_PASSWORD_NEEDED && wall_device_is_anonymous (self))
    return FALSE;

  return wall_login_gate_is_verdict (reason);
}

/**
 * wall_device_trust:
 * @seen: the certificate of a connection that signed in and gave a picture; "": none, or one that
 *   the system vouches for
 *
 * The first one that is seen is trusted from then on.
 *
 * Returns: %FALSE if another one is trusted
 */
gboolean
wall_device_trust (WallDevice *self,
                   const char *seen)
{
  if (*seen == '\0')
    return TRUE;
  if (self->certificate)
    return g_ascii_strcasecmp (self->certificate, seen) == 0;

  replace (self, &self->certificate, PROP_CERTIFICATE, seen);
  g_signal_emit (self, signals[SIGNAL_TRUSTED], 0);
  return TRUE;
}

/**
 * wall_device_doubt:
 *
 * A click on a camera whose certificate changed: what was kept may have been put right since.
 */
void
wall_device_doubt (WallDevice *self)
{
  g_signal_emit (self, signals[SIGNAL_DOUBTED], 0);
}

/**
 * wall_device_remember:
 * @topology: as the element says it; "": not known
 * @stream_type: likewise
 * @is_live: there was a picture
 *
 * Keeps what worked, so that the next attempt begins with it. A device that was live with one socket
 * a stream is not taken for one that needs two because it failed once, as while it restarts.
 */
void
wall_device_remember (WallDevice *self,
                      const char *topology,
                      const char *stream_type,
                      gboolean    is_live)
{
  self->is_one_socket_proven |= is_live && g_str_equal (topology, "one-socket");
  if (*topology != '\0' && !(self->is_one_socket_proven && g_str_equal (topology, "two-sockets")))
    replace (self, &self->topology, PROP_TOPOLOGY, topology);
  if (*stream_type != '\0')
    replace (self, &self->stream_type, PROP_STREAM_TYPE, stream_type);
}
