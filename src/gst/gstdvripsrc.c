/* gstdvripsrc.c
 *
 * The element, as GStreamer sees it: properties, address, state changes, buffers. The connection
 * runs on the network thread (gstdvriplink.c); no state change waits for it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

/**
 * SECTION:element-dvripsrc
 * @title: dvripsrc
 * @see_also: dvripdemux
 *
 * Receives one stream of one channel of a camera or recorder that speaks DVRIP (also known as
 * Sofia, XMEye or NETsurveillance; TCP port 34567). It is a live source: each buffer is one unit of
 * the stream (a picture, a piece of sound, a piece of information) with its header, stamped with
 * the running time at which its first byte arrived. #dvripdemux takes the units apart.
 *
 * No state change waits for the network. %GST_MESSAGE_PROGRESS tells of the steps "connect",
 * "login", "claim" and "start". A failure is posted as an error whose details have a field
 * "reason" (a word such as "refused", "wrong-password" or "silent") and a field "ret" (the return
 * code of the device, 0 for none).
 *
 * A state change to READY or NULL leaves the orderly close of the connection to the network thread.
 * An application that wants to see it end emits the action signal #GstDvripSrc::close first and
 * waits for the element message "dvrip-closed", whose fields are "ended-by" ("us", "device" or
 * "deadline") and "reason" ("none" if nothing failed). The same message follows each failure, once
 * the sockets are closed.
 *
 * ## Besides the stream
 *
 * The device can be asked for more on the same connection: to turn the camera (#GstDvripSrc::ptz,
 * #GstDvripSrc::ptz-stop), for a still picture (#GstDvripSrc::snapshot), for a key frame
 * (#GstDvripSrc::request-key-frame, or an upstream force-key-unit event), to tell of alarms (the
 * property "alarms", #GstDvripSrc::subscribe-alarms) and to play what is said
 * (#GstDvripSrc::talk-start, #GstDvripSrc::talk-push, #GstDvripSrc::talk-stop); what it is, and
 * what it calls its channels (#GstDvripSrc::system-info, #GstDvripSrc::channel-titles). With the
 * property "no-stream" it only signs in, for such requests. Each call returns
 * at once, from any thread. What is asked before the stream plays waits for it; of what is asked
 * later one request goes at a time, besides those that turn the camera, and at most 16 wait. An
 * answer that does not come within the property "request-timeout" fails that request alone: the
 * stream goes on.
 *
 * The outcome of each request is posted as the element message "dvrip-reply", once: "request"
 * (uint, the number that the action returned; 0 for what it refused itself, and for what nobody
 * asked by hand), "name" (string, that of the action), "ret" (int, the return code of the device,
 * 0 for none), "reason" (string) and "text" (string, for people, translated); with a snapshot
 * "picture" (#GstBuffer, a JPEG), with titles "titles" (#GStrv, from the first channel on), with
 * system information "model", "hardware", "software", "serial" (strings, %NULL where the device
 * does not say), "video-inputs" and "digital-channels" (uint). The reason is "none" when it was done, "silent" (no answer),
 * "rejected", "no-permission" or another word of that kind (refused by the device), "bad-data" (an
 * answer that cannot be understood), "not-supported", "not-sent" (its turn came too late, or the
 * device does not read), "canceled" (by a later request), "closed" (there is no connection, or it
 * ends), "too-many" or "invalid". After a state change to READY nothing more is posted.
 *
 * Alarms are posted as the element message "dvrip-alarm": "channel" (uint, from 1; 0: the device
 * does not say), "event" (string, as the device calls it: "VideoMotion", "VideoLoss" …), "status"
 * (string, "Start" or "Stop") and "time" (string, the device's local time). A device tells of all
 * its channels. More than 64 in a second are not posted.
 *
 * |[<!-- language="C" -->
 * guint request;
 *
 * g_signal_emit_by_name (src, "ptz", "DirectionLeft", 3, 0, &request);
 * …
 * g_signal_emit_by_name (src, "ptz-stop", &request);
 * ]|
 *
 * What is said into a microphone comes as buffers of such a pipeline, from its appsink to
 * #GstDvripSrc::talk-push:
 * |[
 * pulsesrc ! audioconvert ! audioresample ! audio/x-raw,rate=8000,channels=1 ! alawenc ! appsink
 * ]|
 *
 * The password can be given in the address, but is better set as the property
 * #GstDvripSrc:password: an address is seen by others, for example in logs.
 *
 * ## Example launch line
 * |[
 * gst-launch-1.0 dvripsrc uri=dvrip://admin@192.168.1.10/1?stream=sub password=secret ! dvripdemux ! h264parse ! avdec_h264 ! videoconvert ! autovideosink sync=false
 * gst-launch-1.0 playbin3 uri=dvrip://admin:admin@127.0.0.1:34567/1
 * gst-launch-1.0 -m dvripsrc uri=dvrip://admin@192.168.1.10/1 password=secret alarms=true ! fakesink
 * ]|
 */

#include "config.h"

#include "gstdvripsrc-private.h"

#include "gstdvripactions.h"
#include "gstdvriperror.h"
#include "gstdvripplugin.h"
#include "gstdvripstatistics.h"

GST_DEBUG_CATEGORY (gst_dvrip_src_debug);
#define GST_CAT_DEFAULT gst_dvrip_src_debug

/* From the first byte of a unit to its last, and to the streaming thread. */
#define MIN_LATENCY (100 * GST_MSECOND)

enum {
  PROP_STATISTICS = GST_DVRIP_N_SETTINGS,
};

static GstStaticPadTemplate src_template =
  GST_STATIC_PAD_TEMPLATE ("src", GST_PAD_SRC, GST_PAD_ALWAYS,
                           GST_STATIC_CAPS ("application/x-dvrip"));

G_DEFINE_FINAL_TYPE_WITH_CODE (GstDvripSrc, gst_dvrip_src, GST_TYPE_PUSH_SRC,
                               G_IMPLEMENT_INTERFACE (GST_TYPE_URI_HANDLER,
                                                      gst_dvrip_src_uri_handler_init))

GST_ELEMENT_REGISTER_DEFINE (dvripsrc, "dvripsrc", GST_RANK_PRIMARY, GST_TYPE_DVRIP_SRC)

GstDvripLink *
gst_dvrip_src_ref_link (GstDvripSrc *self)
{
  GstDvripLink *link;

  GST_OBJECT_LOCK (self);
  link = self->link != NULL ? gst_dvrip_link_ref (self->link) : NULL;
  GST_OBJECT_UNLOCK (self);

  return link;
}

static gboolean
copy_config (GstDvripSrc        *self,
             DvripSessionConfig *out_config,
             GError            **error)
{
  gboolean is_copied;

  GST_OBJECT_LOCK (self);
  is_copied = gst_dvrip_settings_copy_config (&self->settings, out_config, error);
  GST_OBJECT_UNLOCK (self);

  return is_copied;
}

static gboolean
gst_dvrip_src_start (GstBaseSrc *base)
{
  GstDvripSrc *self = GST_DVRIP_SRC (base);
  g_autoptr (GstDvripLink) link = NULL;
  g_autofree char *uri = gst_dvrip_src_dup_uri (self);
  g_autoptr (GError) error = NULL;
  DvripSessionConfig config;

  if (!copy_config (self, &config, &error)) {
    gst_dvrip_error_post (GST_ELEMENT (self), error, 0, "dvripsrc");
    return FALSE;
  }

  link = gst_dvrip_link_new (GST_ELEMENT (self), &config, uri);
  dvrip_session_config_clear (&config);
  self->last_pts = 0;

  GST_OBJECT_LOCK (self);
  self->is_close_told = FALSE;
  self->link = gst_dvrip_link_ref (link);
  GST_OBJECT_UNLOCK (self);

  GST_INFO_OBJECT (self, "starting %s", uri);
  gst_dvrip_link_start (link);
  return TRUE;
}

static gboolean
gst_dvrip_src_stop (GstBaseSrc *base)
{
  GstDvripSrc *self = GST_DVRIP_SRC (base);
  g_autoptr (GstDvripLink) link = NULL;

  GST_OBJECT_LOCK (self);
  link = g_steal_pointer (&self->link);
  self->is_close_told = FALSE;
  GST_OBJECT_UNLOCK (self);

  if (link != NULL)
    gst_dvrip_link_abandon (link);

  return TRUE;
}

static void
set_flushing (GstDvripSrc *self,
              gboolean     is_flushing)
{
  g_autoptr (GstDvripLink) link = gst_dvrip_src_ref_link (self);

  if (link != NULL)
    gst_dvrip_link_set_flushing (link, is_flushing);
}

static gboolean
gst_dvrip_src_unlock (GstBaseSrc *base)
{
  set_flushing (GST_DVRIP_SRC (base), TRUE);
  return TRUE;
}

static gboolean
gst_dvrip_src_unlock_stop (GstBaseSrc *base)
{
  set_flushing (GST_DVRIP_SRC (base), FALSE);
  return TRUE;
}

/* The running time of an arrival: now, less the age of the unit. The pipeline's clock need not be
 * the monotonic one, and what came before it ran has no time before zero. */
static GstClockTime
running_time_of (GstDvripSrc *self,
                 gint64       arrival_us)
{
  g_autoptr (GstClock) clock = gst_element_get_clock (GST_ELEMENT (self));
  GstClockTime base_time = gst_element_get_base_time (GST_ELEMENT (self));
  GstClockTime now, before_now;

  if (clock == NULL)
    return GST_CLOCK_TIME_NONE;

  now = gst_clock_get_time (clock);
  before_now = MAX (g_get_monotonic_time () - arrival_us, 0) * GST_USECOND;

  return now > base_time + before_now ? now - base_time - before_now : 0;
}

/* Reading two clocks one after the other leaves some microseconds of jitter: never backwards. */
static void
stamp (GstDvripSrc *self,
       GstBuffer   *buffer,
       gint64       arrival_us)
{
  GstClockTime pts = running_time_of (self, arrival_us);

  if (!GST_CLOCK_TIME_IS_VALID (pts))
    return;

  self->last_pts = MAX (self->last_pts, pts);
  GST_BUFFER_PTS (buffer) = self->last_pts;
}

static GstFlowReturn
gst_dvrip_src_create (GstPushSrc *push,
                      GstBuffer **out_buffer)
{
  GstDvripSrc *self = GST_DVRIP_SRC (push);
  g_autoptr (GstDvripLink) link = gst_dvrip_src_ref_link (self);
  g_autoptr (DvripUnit) unit = link != NULL ? gst_dvrip_link_pull (link) : NULL;
  GstBuffer *buffer;

  if (unit == NULL)
    return GST_FLOW_FLUSHING;

  buffer = gst_buffer_new_wrapped_bytes (unit->bytes);
  stamp (self, buffer, unit->arrival_us);
  if (unit->is_discont)
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_DISCONT);
  if (unit->header.kind == DVRIP_UNIT_P)
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_DELTA_UNIT);

  *out_buffer = buffer;
  return GST_FLOW_OK;
}

static gboolean
gst_dvrip_src_query (GstBaseSrc *base,
                     GstQuery   *query)
{
  if (GST_QUERY_TYPE (query) == GST_QUERY_LATENCY) {
    gst_query_set_latency (query, TRUE, MIN_LATENCY,
                           MIN_LATENCY + GST_DVRIP_QUEUE_MAX_US * GST_USECOND);
    return TRUE;
  }

  return GST_BASE_SRC_CLASS (gst_dvrip_src_parent_class)->query (base, query);
}

static gboolean
gst_dvrip_src_event (GstBaseSrc *base,
                     GstEvent   *event)
{
  return gst_dvrip_actions_handle_event (GST_DVRIP_SRC (base), event)
         || GST_BASE_SRC_CLASS (gst_dvrip_src_parent_class)->event (base, event);
}

static void
set_playing (GstDvripSrc *self,
             gboolean     is_playing)
{
  g_autoptr (GstDvripLink) link = gst_dvrip_src_ref_link (self);

  if (link != NULL)
    gst_dvrip_link_set_playing (link, is_playing);
}

static GstStateChangeReturn
gst_dvrip_src_change_state (GstElement    *element,
                            GstStateChange transition)
{
  GstStateChangeReturn result;

  if (transition == GST_STATE_CHANGE_PAUSED_TO_PLAYING)
    set_playing (GST_DVRIP_SRC (element), TRUE);

  result = GST_ELEMENT_CLASS (gst_dvrip_src_parent_class)->change_state (element, transition);

  if (transition == GST_STATE_CHANGE_PLAYING_TO_PAUSED)
    set_playing (GST_DVRIP_SRC (element), FALSE);

  return result;
}

/* Without an attempt there is nothing to close, which is told at once, and once. */
static void
gst_dvrip_src_close (GstDvripSrc *self)
{
  g_autoptr (GstDvripLink) link = gst_dvrip_src_ref_link (self);
  gboolean tell;

  if (link != NULL) {
    gst_dvrip_link_close (link);
    return;
  }

  GST_OBJECT_LOCK (self);
  tell = !self->is_close_told;
  self->is_close_told = TRUE;
  GST_OBJECT_UNLOCK (self);

  if (tell)
    gst_dvrip_closed_post (GST_ELEMENT (self), DVRIP_ENDED_BY_US, NULL);
}

static void
gst_dvrip_src_set_property (GObject      *object,
                            guint         id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  GstDvripSrc *self = GST_DVRIP_SRC (object);
  gboolean is_known;

  GST_OBJECT_LOCK (self);
  is_known = gst_dvrip_settings_set (&self->settings, id, value);
  GST_OBJECT_UNLOCK (self);

  if (!is_known)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  else if (id == GST_DVRIP_SETTING_ALARMS)
    gst_dvrip_actions_note_alarms (self, g_value_get_boolean (value));
}

static GstStructure *
get_statistics (GstDvripSrc *self)
{
  g_autoptr (GstDvripLink) link = gst_dvrip_src_ref_link (self);

  return link != NULL ? gst_dvrip_link_get_statistics (link)
                      : gst_dvrip_statistics_new (NULL, NULL, 0);
}

static void
gst_dvrip_src_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  GstDvripSrc *self = GST_DVRIP_SRC (object);
  gboolean is_known;

  if (id == PROP_STATISTICS) {
    g_value_take_boxed (value, get_statistics (self));
    return;
  }

  GST_OBJECT_LOCK (self);
  is_known = gst_dvrip_settings_get (&self->settings, id, value);
  GST_OBJECT_UNLOCK (self);

  if (!is_known)
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
gst_dvrip_src_finalize (GObject *object)
{
  GstDvripSrc *self = GST_DVRIP_SRC (object);

  gst_dvrip_settings_clear (&self->settings);

  G_OBJECT_CLASS (gst_dvrip_src_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  gst_dvrip_settings_install (object_class);

  g_object_class_install_property (
    object_class, PROP_STATISTICS,
    g_param_spec_boxed ("statistics", "Statistics",
                        "What came so far, how much waits, and over which connection; may be "
                        "read at any time, from any thread",
                        GST_TYPE_STRUCTURE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));

  /**
   * GstDvripSrc::close:
   *
   * Begins the orderly close: the stream is stopped, the user signed out, the sockets closed once
   * the device has closed them too, or did not in time. Ends with the element message
   * "dvrip-closed" within a second. No EOS follows.
   */
  g_signal_new_class_handler ("close", G_TYPE_FROM_CLASS (object_class),
                              G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION,
                              G_CALLBACK (gst_dvrip_src_close), NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
}

static void
describe (GstElementClass *element_class)
{
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (
    element_class, "DVRIP source", "Source/Network",
    "Receives a channel of a DVRIP (Sofia, XMEye, NETsurveillance) camera or recorder",
    "The Watchwall authors");

  gst_type_mark_as_plugin_api (GST_TYPE_DVRIP_STREAM, 0);
  gst_type_mark_as_plugin_api (GST_TYPE_DVRIP_TOPOLOGY, 0);
}

static void
gst_dvrip_src_class_init (GstDvripSrcClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseSrcClass *base_class = GST_BASE_SRC_CLASS (klass);

  GST_DEBUG_CATEGORY_INIT (gst_dvrip_src_debug, "dvripsrc", 0, "DVRIP source");

  object_class->set_property = gst_dvrip_src_set_property;
  object_class->get_property = gst_dvrip_src_get_property;
  object_class->finalize = gst_dvrip_src_finalize;
  element_class->change_state = gst_dvrip_src_change_state;
  base_class->start = gst_dvrip_src_start;
  base_class->stop = gst_dvrip_src_stop;
  base_class->unlock = gst_dvrip_src_unlock;
  base_class->unlock_stop = gst_dvrip_src_unlock_stop;
  base_class->query = gst_dvrip_src_query;
  base_class->event = gst_dvrip_src_event;
  GST_PUSH_SRC_CLASS (klass)->create = gst_dvrip_src_create;

  install_properties (object_class);
  gst_dvrip_actions_install (object_class);
  describe (element_class);
}

static void
gst_dvrip_src_init (GstDvripSrc *self)
{
  GstBaseSrc *base = GST_BASE_SRC (self);

  gst_dvrip_settings_init (&self->settings);
  gst_base_src_set_live (base, TRUE);
  gst_base_src_set_format (base, GST_FORMAT_TIME);
  gst_base_src_set_do_timestamp (base, FALSE);
}
