/* wall-device.c
 *
 * A device: host, port and user. Owns the password, the login gate (one rejected login stops all
 * its channels), its slots (at most two logins under way), and what worked last time. Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-device.h"

#include "wall-address.h"
#include "wall-device-private.h"
#include "wall-login-gate.h"

struct _WallDevice {
  GObject parent_instance;

  char *id;
  char *uri;
  WallAddress *address;   /* (nullable): of @uri */
  char *user;
  char *password;
  guint edition;          /* counts the passwords */
  char *topology;
  gboolean is_one_socket_proven;
  char *stream_type;

  WallLoginGate gate;
  gboolean failed_last;   /* its last attempt did not get as far as media */
};

G_DEFINE_FINAL_TYPE (WallDevice, wall_device, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ID,
  PROP_URI,
  PROP_USER,
  PROP_TOPOLOGY,
  PROP_STREAM_TYPE,
  N_PROPS,
};

enum {
  SIGNAL_REJECTED,
  SIGNAL_REOPENED,
  SIGNAL_UNREACHABLE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
forget_password (WallDevice *self)
{
  /* Memory that is given back is read by others, in core dumps for one. */
  if (self->password)
    explicit_bzero (self->password, strlen (self->password));
  g_clear_pointer (&self->password, g_free);
}

static void
wall_device_finalize (GObject *object)
{
  WallDevice *self = WALL_DEVICE (object);

  forget_password (self);
  g_free (self->id);
  g_free (self->uri);
  g_clear_pointer (&self->address, wall_address_free);
  g_free (self->user);
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
  }
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
  properties[PROP_TOPOLOGY] = g_param_spec_string ("topology", NULL, NULL, NULL, FLAGS);
  properties[PROP_STREAM_TYPE] = g_param_spec_string ("stream-type", NULL, NULL, NULL, FLAGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_REJECTED] =
    g_signal_new ("rejected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REOPENED] =
    g_signal_new ("reopened", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_UNREACHABLE] =
    g_signal_new ("unreachable", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                  G_TYPE_UINT);
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
 * Returns: (transfer none) (nullable): who signs in
 */
const char *
wall_device_get_user (WallDevice *self)
{
  return self->user;
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

  return wall_address_build (self->address->host, self->address->port, channel, stream);
}

/**
 * wall_device_set_password:
 * @password: (nullable): %NULL: none is known, so the empty one is tried, once
 *
 * An edit: what the device refused before may be tried again, by one login alone. The same password
 * again counts as an edit too, since the device's may have changed.
 */
void
wall_device_set_password (WallDevice *self,
                          const char *password)
{
  char *copy = g_strdup (password);

  forget_password (self);
  self->password = copy;
  self->edition++;
  wall_device_reopen (self);
  g_signal_emit (self, signals[SIGNAL_REOPENED], 0);
}

/**
 * wall_device_get_password:
 *
 * Returns: (transfer none) (nullable): the password, never to be written anywhere
 */
const char *
wall_device_get_password (WallDevice *self)
{
  return self->password;
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
 * wall_device_may_begin:
 * @now_us: monotonic
 *
 * Returns: whether one more attempt may begin now
 */
gboolean
wall_device_may_begin (WallDevice *self,
                       gint64      now_us)
{
  return wall_login_gate_may_begin (&self->gate, now_us);
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

/**
 * wall_slot_is_unreachable:
 *
 * Returns: whether @reason is about the way to the device, and so is the same for all its channels
 */
gboolean
wall_slot_is_unreachable (WallReason reason)
{
  return reason == WALL_REASON_REFUSED || reason == WALL_REASON_NO_ROUTE ||
         reason == WALL_REASON_TIMED_OUT || reason == WALL_REASON_NAME_NOT_FOUND;
}

/**
 * wall_slot_begin:
 * @self: of no attempt
 * @device: wall_device_may_begin() said so
 *
 * An attempt begins.
 */
void
wall_slot_begin (WallSlot   *self,
                 WallDevice *device)
{
  g_return_if_fail (self->device == NULL);

  *self = (WallSlot){ g_object_ref (device), device->edition, TRUE };
  wall_login_gate_begin (&device->gate);
}

static void
end_login (WallSlot *self)
{
  if (self->is_login)
    wall_login_gate_end_login (&self->device->gate);
  self->is_login = FALSE;
}

static void
prove (WallDevice *device)
{
  gboolean was_proven = device->gate.is_proven;

  wall_login_gate_accept (&device->gate);
  if (!was_proven)
    g_signal_emit (device, signals[SIGNAL_REOPENED], 0);
}

/**
 * wall_slot_accept:
 *
 * The device signed this attempt in and began to send.
 */
void
wall_slot_accept (WallSlot *self)
{
  WallDevice *device = self->device;

  device->failed_last = FALSE;
  end_login (self);
  prove (device);
}

/* Only who is signed in is told this. */
static gboolean
is_after_login (WallReason reason)
{
  return reason == WALL_REASON_NO_SUCH_CHANNEL || reason == WALL_REASON_CHANNEL_OFFLINE;
}

/**
 * wall_slot_fail:
 * @reason: why the attempt failed, as the player says it
 * @now_us: monotonic
 *
 * An attempt failed. Its slot stays taken until wall_slot_close().
 *
 * Returns: the reason to tell people: a wrong password is a needed one where none is known; %NONE
 * when the attempt was refused with a password that is not the device's any more
 */
WallReason
wall_slot_fail (WallSlot   *self,
                WallReason  reason,
                gint64      now_us)
{
  WallDevice *device = self->device;

  if (reason == WALL_REASON_WRONG_PASSWORD && device->password == NULL)
    reason = WALL_REASON_PASSWORD_NEEDED;

  device->failed_last = !is_after_login (reason);
  if (is_after_login (reason))
    prove (device);
  if (wall_slot_is_unreachable (reason))
    g_signal_emit (device, signals[SIGNAL_UNREACHABLE], 0, reason);
  if (!wall_login_gate_is_verdict (reason))
    return reason;
  if (self->edition != device->edition)
    return WALL_REASON_NONE;

  wall_login_gate_reject (&device->gate, reason, now_us);
  g_signal_emit (device, signals[SIGNAL_REJECTED], 0);
  return reason;
}

/**
 * wall_slot_close:
 *
 * The last socket of the attempt is closed: its slot is free. Nothing happens without an attempt.
 */
void
wall_slot_close (WallSlot *self)
{
  if (self->device == NULL)
    return;

  end_login (self);
  wall_login_gate_close (&self->device->gate);
  g_clear_object (&self->device);
}
