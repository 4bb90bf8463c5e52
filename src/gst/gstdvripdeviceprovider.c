/* gstdvripdeviceprovider.c
 *
 * Finds DVRIP devices on the local networks: all that answer to a question by UDP, over every
 * network card, asked again while somebody watches.
 * Callable from any thread. Starting and stopping do not wait; a single look at what is there, when
 * nobody watches, takes as long as a round.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

/**
 * SECTION:provider-dvripdeviceprovider
 * @title: dvripdeviceprovider
 * @see_also: dvripsrc
 *
 * |[
 * gst-device-monitor-1.0 -f Source/Network:application/x-dvrip
 * ]|
 */

#include "config.h"

#include "gstdvripdeviceprovider.h"

#include "gstdvripdevice.h"
#include "gstdvripplugin.h"
#include "gstdvriprounds.h"

#define DEFAULT_INTERVAL_MS 10000
#define DEFAULT_DURATION_MS 2000

struct _GstDvripDeviceProvider {
  GstDeviceProvider parent_instance;

  /* Guarded by the object's lock. */
  GstDvripRoundsConfig config;
  GstDvripRounds *rounds;      /* (nullable): somebody watches */
};

enum {
  PROP_0,
  PROP_PORT,
  PROP_TARGETS,
  PROP_INTERVAL,
  PROP_DURATION,
};

G_DEFINE_FINAL_TYPE (GstDvripDeviceProvider, gst_dvrip_device_provider, GST_TYPE_DEVICE_PROVIDER)

GST_DEVICE_PROVIDER_REGISTER_DEFINE (dvripdeviceprovider, "dvripdeviceprovider", GST_RANK_PRIMARY,
                                     GST_TYPE_DVRIP_DEVICE_PROVIDER)

static GstDvripRoundsConfig
copy_config (GstDvripDeviceProvider *self)
{
  GstDvripRoundsConfig config;

  GST_OBJECT_LOCK (self);
  config = self->config;
  config.targets = g_strdupv (self->config.targets);
  GST_OBJECT_UNLOCK (self);

  return config;
}

static gboolean
gst_dvrip_device_provider_start (GstDeviceProvider *provider)
{
  GstDvripDeviceProvider *self = GST_DVRIP_DEVICE_PROVIDER (provider);
  GstDvripRoundsConfig config = copy_config (self);
  GstDvripRounds *rounds = gst_dvrip_rounds_begin (provider, &config);

  g_strfreev (config.targets);
  GST_OBJECT_LOCK (self);
  self->rounds = rounds;
  GST_OBJECT_UNLOCK (self);

  return TRUE;
}

static void
gst_dvrip_device_provider_stop (GstDeviceProvider *provider)
{
  GstDvripDeviceProvider *self = GST_DVRIP_DEVICE_PROVIDER (provider);
  GstDvripRounds *rounds;

  GST_OBJECT_LOCK (self);
  rounds = g_steal_pointer (&self->rounds);
  GST_OBJECT_UNLOCK (self);

  if (rounds)
    gst_dvrip_rounds_end (rounds);
}

typedef struct {
  GMainLoop *loop;
  GList     *devices;
} Look;

static void
on_found (const DvripDevice *found,
          gpointer           data)
{
  Look *look = data;

  look->devices = g_list_prepend (look->devices,
                                  gst_object_ref_sink (gst_dvrip_device_new (found)));
}

static void
on_looked (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Look *look = data;
  GPtrArray *devices = dvrip_prober_run_finish (result, NULL);

  g_clear_pointer (&devices, g_ptr_array_unref);
  g_main_loop_quit (look->loop);
}

/* Asked by an application that does not want to watch, and waits. */
static GList *
gst_dvrip_device_provider_probe (GstDeviceProvider *provider)
{
  GstDvripRoundsConfig config = copy_config (GST_DVRIP_DEVICE_PROVIDER (provider));
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  const DvripProberConfig prober = {
    .port = config.port,
    .targets = (const char *const *) config.targets,
    .duration_ms = config.duration_ms,
  };
  Look look = { .loop = loop };

  g_main_context_push_thread_default (context);
  dvrip_prober_run_async (&prober, on_found, &look, NULL, on_looked, &look);
  g_main_loop_run (loop);
  g_main_context_pop_thread_default (context);
  g_strfreev (config.targets);

  return look.devices;
}

static void
gst_dvrip_device_provider_set_property (GObject      *object,
                                        guint         id,
                                        const GValue *value,
                                        GParamSpec   *pspec)
{
  GstDvripDeviceProvider *self = GST_DVRIP_DEVICE_PROVIDER (object);

  GST_OBJECT_LOCK (self);
  switch (id) {
  case PROP_PORT:
    self->config.port = (guint16) g_value_get_uint (value);
    break;
  case PROP_TARGETS:
    g_strfreev (self->config.targets);
    self->config.targets = g_value_dup_boxed (value);
    break;
  case PROP_INTERVAL:
    self->config.interval_ms = g_value_get_uint (value);
    break;
  case PROP_DURATION:
    self->config.duration_ms = g_value_get_uint (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
  GST_OBJECT_UNLOCK (self);
}

static void
gst_dvrip_device_provider_get_property (GObject    *object,
                                        guint       id,
                                        GValue     *value,
                                        GParamSpec *pspec)
{
  GstDvripDeviceProvider *self = GST_DVRIP_DEVICE_PROVIDER (object);

  GST_OBJECT_LOCK (self);
  switch (id) {
  case PROP_PORT:
    g_value_set_uint (value, self->config.port);
    break;
  case PROP_TARGETS:
    g_value_set_boxed (value, self->config.targets);
    break;
  case PROP_INTERVAL:
    g_value_set_uint (value, self->config.interval_ms);
    break;
  case PROP_DURATION:
    g_value_set_uint (value, self->config.duration_ms);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
  GST_OBJECT_UNLOCK (self);
}

static void
gst_dvrip_device_provider_finalize (GObject *object)
{
  GstDvripDeviceProvider *self = GST_DVRIP_DEVICE_PROVIDER (object);

  g_strfreev (self->config.targets);

  G_OBJECT_CLASS (gst_dvrip_device_provider_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  g_object_class_install_property (
    object_class, PROP_PORT,
    g_param_spec_uint ("port", "Port", "The UDP port that devices listen on", 1, G_MAXUINT16,
                       DVRIP_DISCOVERY_PORT, flags));
  g_object_class_install_property (
    object_class, PROP_TARGETS,
    g_param_spec_boxed ("targets", "Targets",
                        "IPv4 addresses to ask, instead of everybody over every network card",
                        G_TYPE_STRV, flags));
  g_object_class_install_property (
    object_class, PROP_INTERVAL,
    g_param_spec_uint ("interval", "Interval", "Milliseconds from one round to the next", 1,
                       G_MAXINT, DEFAULT_INTERVAL_MS, flags));
  g_object_class_install_property (
    object_class, PROP_DURATION,
    g_param_spec_uint ("duration", "Duration", "Milliseconds for which a round waits for answers",
                       1, G_MAXINT, DEFAULT_DURATION_MS, flags));
}

static void
gst_dvrip_device_provider_class_init (GstDvripDeviceProviderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstDeviceProviderClass *provider_class = GST_DEVICE_PROVIDER_CLASS (klass);

  object_class->set_property = gst_dvrip_device_provider_set_property;
  object_class->get_property = gst_dvrip_device_provider_get_property;
  object_class->finalize = gst_dvrip_device_provider_finalize;
  provider_class->start = gst_dvrip_device_provider_start;
  provider_class->stop = gst_dvrip_device_provider_stop;
  provider_class->probe = gst_dvrip_device_provider_probe;

  install_properties (object_class);
  gst_device_provider_class_set_static_metadata (
    provider_class, "DVRIP device provider", GST_DVRIP_DEVICE_CLASS,
    "Finds DVRIP (Sofia, XMEye, NETsurveillance) cameras and recorders on the local networks",
    "The Watchwall authors");
}

static void
gst_dvrip_device_provider_init (GstDvripDeviceProvider *self)
{
  self->config = (GstDvripRoundsConfig) {
    .port = DVRIP_DISCOVERY_PORT,
    .interval_ms = DEFAULT_INTERVAL_MS,
    .duration_ms = DEFAULT_DURATION_MS,
  };
}
