/* fake-dvrip.c
 *
 * A source that bears the name of the real one and does what a test tells it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "fake-dvrip.h"

#include <gst/base/gstpushsrc.h>

#include "fake-demux.h"
#include "fake-pictures.h"

/* Half a second: an error that comes while the player still starts its pipeline ends another way. */
#define FLOW_ERROR_UNITS 50

FakeScript fake_script;
FakeSeen fake_seen;

static GPtrArray *frames;
static GThread *main_thread;

static void
note_thread (void)
{
  if (g_thread_self () == main_thread)
    g_atomic_int_inc (&fake_seen.on_main);
}

typedef struct {
  GstPushSrc parent;
  char      *uri;
  char      *user, *password, *stream_type;
  GMutex     lock;
  GCond      cond;
  gboolean   is_flushing;
  gboolean   has_begun;
  guint64    units;
  gint64     last_us;
  gboolean   is_closed;
} FakeSrc;

typedef GstPushSrcClass FakeSrcClass;

enum {
  PROP_USER = 1,
  PROP_PASSWORD,
  PROP_STREAM_TYPE,
  PROP_STATISTICS
};

static GType fake_src_get_type (void);
static void fake_src_uri_init (gpointer iface, gpointer data);

G_DEFINE_TYPE_WITH_CODE (FakeSrc, fake_src, GST_TYPE_PUSH_SRC,
                         G_IMPLEMENT_INTERFACE (GST_TYPE_URI_HANDLER, fake_src_uri_init))

static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE (
  "src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS ("application/x-dvrip"));

static GstURIType
get_uri_type (GType type)
{
  return GST_URI_SRC;
}

static const char *const *
get_protocols (GType type)
{
  static const char *const protocols[] = { "dvrip", NULL };

  return protocols;
}

static char *
get_uri (GstURIHandler *handler)
{
  return g_strdup (((FakeSrc *) handler)->uri);
}

static gboolean
set_uri (GstURIHandler  *handler,
         const char     *uri,
         GError        **error)
{
  FakeSrc *self = (FakeSrc *) handler;

  if (g_str_has_suffix (uri, "bad")) {
    g_set_error (error, GST_URI_ERROR, GST_URI_ERROR_BAD_URI, "The channel is no number");
    return FALSE;
  }

  g_free (self->uri);
  self->uri = g_strdup (uri);

  return TRUE;
}

static void
fake_src_uri_init (gpointer iface,
                   gpointer data)
{
  GstURIHandlerInterface *handler = iface;

  handler->get_type = get_uri_type;
  handler->get_protocols = get_protocols;
  handler->get_uri = get_uri;
  handler->set_uri = set_uri;
}

static void
post_closed (FakeSrc    *self,
             const char *ended_by,
             WallReason  reason)
{
  gboolean was_closed;

  g_mutex_lock (&self->lock);
  was_closed = self->is_closed;
  self->is_closed = TRUE;
  g_mutex_unlock (&self->lock);

  if (was_closed)
    return;

  gst_element_post_message (GST_ELEMENT (self), gst_message_new_element (
    GST_OBJECT (self), gst_structure_new ("dvrip-closed", "ended-by", G_TYPE_STRING, ended_by,
                                          "reason", G_TYPE_STRING, wall_reason_to_nick (reason),
                                          NULL)));
}

static void
on_close (FakeSrc *self)
{
  g_atomic_int_inc (&fake_seen.closes);
  if (fake_script.close == FAKE_CLOSE_AT_ONCE)
    post_closed (self, "us", WALL_REASON_NONE);
}

static void
post_progress (FakeSrc    *self,
               const char *code)
{
  static const GstProgressType types[] = { GST_PROGRESS_TYPE_START, GST_PROGRESS_TYPE_COMPLETE };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    gst_element_post_message (GST_ELEMENT (self), gst_message_new_progress (
      GST_OBJECT (self), types[i], code, "A sentence on it"));
}

static GstFlowReturn
fail (FakeSrc *self)
{
  if (fake_script.closes_first)
    post_closed (self, "device", fake_script.fails_with);
  if (fake_script.has_error)
    GST_ELEMENT_ERROR_WITH_DETAILS (
      self, RESOURCE, READ, ("A sentence for the user"), ("the cause"),
      ("reason", G_TYPE_STRING, wall_reason_to_nick (fake_script.fails_with), NULL));
  if (!fake_script.closes_first && fake_script.close == FAKE_CLOSE_AT_ONCE)
    post_closed (self, "device", fake_script.fails_with);

  return GST_FLOW_ERROR;
}

/* %FALSE: flushing. */
static gboolean
wait_until (FakeSrc *self,
            gint64   end_us)
{
  gboolean is_flushing;

  g_mutex_lock (&self->lock);
  while (!self->is_flushing) {
    if (end_us < 0)
      g_cond_wait (&self->cond, &self->lock);
    else if (!g_cond_wait_until (&self->cond, &self->lock, end_us))
      break;
  }
  is_flushing = self->is_flushing;
  g_mutex_unlock (&self->lock);

  return !is_flushing;
}

static void
begin (FakeSrc *self)
{
  if (fake_script.stage >= FAKE_STAGE_SIGNING_IN)
    post_progress (self, "connect");
  if (fake_script.stage >= FAKE_STAGE_WAITING) {
    post_progress (self, "login");
    post_progress (self, "claim");
    post_progress (self, "start");
  }
}

static GstFlowReturn
create (GstPushSrc  *source,
        GstBuffer  **buffer)
{
  FakeSrc *self = (FakeSrc *) source;

  if (!self->has_begun)
    begin (self);
  self->has_begun = TRUE;

  if (fake_script.fails_with != WALL_REASON_NONE)
    return fail (self);
  if (fake_script.has_flow_error && self->units == FLOW_ERROR_UNITS)
    return GST_FLOW_ERROR;
  if (fake_script.ends && self->units == 5)
    return GST_FLOW_EOS;

  if (!wait_until (self, fake_script.stage < FAKE_STAGE_PLAYING ? -1 :
                         g_get_monotonic_time () + fake_script.interval_ms * 1000))
    return GST_FLOW_FLUSHING;

  g_mutex_lock (&self->lock);
  self->units++;
  self->last_us = g_get_monotonic_time ();
  g_mutex_unlock (&self->lock);
  g_atomic_int_inc (&fake_seen.units);
  *buffer = gst_buffer_copy (g_ptr_array_index (frames, self->units % frames->len));

  return GST_FLOW_OK;
}

static gboolean
set_flushing (GstBaseSrc *source,
              gboolean    is_flushing)
{
  FakeSrc *self = (FakeSrc *) source;

  g_mutex_lock (&self->lock);
  self->is_flushing = is_flushing;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);

  return TRUE;
}

static gboolean
unlock (GstBaseSrc *source)
{
  return set_flushing (source, TRUE);
}

static gboolean
unlock_stop (GstBaseSrc *source)
{
  return set_flushing (source, FALSE);
}

static GstStateChangeReturn
change_state (GstElement     *element,
              GstStateChange  transition)
{
  note_thread ();
  if (fake_script.refuses_start && transition == GST_STATE_CHANGE_READY_TO_PAUSED)
    return GST_STATE_CHANGE_FAILURE;

  return GST_ELEMENT_CLASS (fake_src_parent_class)->change_state (element, transition);
}

static void
set_property (GObject      *object,
              guint         id,
              const GValue *value,
              GParamSpec   *pspec)
{
  FakeSrc *self = (FakeSrc *) object;
  char **where = id == PROP_USER ? &self->user :
                 id == PROP_PASSWORD ? &self->password : &self->stream_type;

  g_free (*where);
  *where = g_value_dup_string (value);
}

/* The topology tells whether what the player was given has come here. */
static void
get_property (GObject    *object,
              guint       id,
              GValue     *value,
              GParamSpec *pspec)
{
  FakeSrc *self = (FakeSrc *) object;

  g_mutex_lock (&self->lock);
  g_value_take_boxed (value, gst_structure_new (
    "application/x-dvripsrc-stats", "video-units", G_TYPE_UINT64, self->units,
    "bytes", G_TYPE_UINT64, self->units * 1000,
    "last-byte-time", G_TYPE_INT64, self->last_us, "last-unit-time", G_TYPE_INT64, self->last_us,
    "topology", G_TYPE_STRING, g_strcmp0 (self->password, "secret") == 0 ? "one-socket" : "",
    "stream-type", G_TYPE_STRING, self->stream_type ? self->stream_type : "",
    "local-address", G_TYPE_STRING, "127.0.0.1", "remote-address", G_TYPE_STRING, "127.0.0.2",
    "local-port", G_TYPE_UINT, 40000, "remote-port", G_TYPE_UINT, 34567, NULL));
  g_mutex_unlock (&self->lock);
}

static void
fake_src_finalize (GObject *object)
{
  FakeSrc *self = (FakeSrc *) object;

  if (self->has_begun)
    note_thread ();
  g_free (self->uri);
  g_free (self->user);
  g_free (self->password);
  g_free (self->stream_type);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  g_atomic_int_add (&fake_seen.alive, -1);

  G_OBJECT_CLASS (fake_src_parent_class)->finalize (object);
}

static void
fake_src_class_init (FakeSrcClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseSrcClass *base_class = GST_BASE_SRC_CLASS (klass);

  object_class->set_property = set_property;
  object_class->get_property = get_property;
  object_class->finalize = fake_src_finalize;
  element_class->change_state = change_state;
  base_class->unlock = unlock;
  base_class->unlock_stop = unlock_stop;
  GST_PUSH_SRC_CLASS (klass)->create = create;

  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class, "Fake", "Source", "Fake", "Watchwall");
  g_object_class_install_property (object_class, PROP_USER, g_param_spec_string (
    "user", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (object_class, PROP_PASSWORD, g_param_spec_string (
    "password", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (object_class, PROP_STREAM_TYPE, g_param_spec_string (
    "stream-type", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (object_class, PROP_STATISTICS, g_param_spec_boxed (
    "statistics", NULL, NULL, GST_TYPE_STRUCTURE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  g_signal_new_class_handler ("close", G_TYPE_FROM_CLASS (klass),
                              G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (on_close),
                              NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
fake_src_init (FakeSrc *self)
{
  g_atomic_int_inc (&fake_seen.alive);
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->last_us = -1;
  gst_base_src_set_live (GST_BASE_SRC (self), TRUE);
  gst_base_src_set_format (GST_BASE_SRC (self), GST_FORMAT_TIME);
  gst_base_src_set_do_timestamp (GST_BASE_SRC (self), TRUE);
}

/**
 * fake_dvrip_register:
 *
 * After gst_init(), on the main thread.
 */
void
fake_dvrip_register (void)
{
  main_thread = g_thread_self ();
  g_assert_true (gst_element_register (NULL, "dvripsrc", GST_RANK_NONE, fake_src_get_type ()));
  g_assert_true (gst_element_register (NULL, "dvripdemux", GST_RANK_NONE, fake_demux_get_type ()));
  frames = fake_pictures_new ();
}

/**
 * fake_dvrip_rewind:
 *
 * Before each test: a device that plays, and nothing seen.
 */
void
fake_dvrip_rewind (void)
{
  fake_script = (FakeScript) {
    .stage = FAKE_STAGE_PLAYING,
    .has_error = TRUE,
    .interval_ms = 10,
  };
  fake_seen.closes = fake_seen.on_main = fake_seen.units = 0;
}
