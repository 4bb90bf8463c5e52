/* gstdvripactions.c
 *
 * What a dvripsrc can be asked for besides its stream, as action signals, and what became of it, as
 * messages on the pipeline's bus. No call waits for the device.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "config.h"

#include "gstdvripactions.h"

GST_DEBUG_CATEGORY_EXTERN (gst_dvrip_src_debug);
#define GST_CAT_DEFAULT gst_dvrip_src_debug

#define DEFAULT_SPEED 5

/* As gst-plugins-base calls it; the whole of libgstvideo for one name would be much. */
#define FORCE_KEY_UNIT "GstForceKeyUnit"

/* Refusals are told at once. Returns: the number of the request, 0: there is none */
static guint
ask (GstDvripSrc        *self,
     const DvripRequest *request)
{
  g_autoptr (GstDvripLink) link = gst_dvrip_src_ref_link (self);
  DvripReply reply = { .kind = request->kind, .outcome = DVRIP_OUTCOME_CLOSED };
  guint id = link != NULL ? gst_dvrip_link_request (link, request, &reply.outcome) : 0;

  if (id == 0 && !request->is_automatic)
    gst_dvrip_reply_post (GST_ELEMENT (self), &reply);

  return id;
}

static guint
ask_plainly (GstDvripSrc     *self,
             DvripRequestKind kind)
{
  const DvripRequest request = { .kind = kind };

  return ask (self, &request);
}

static guint
ptz (GstDvripSrc *self,
     const char  *command,
     int          speed,
     int          preset)
{
  const DvripRequest request = {
    .kind = DVRIP_REQUEST_PTZ,
    .command = command,
    .speed = speed == 0 ? DEFAULT_SPEED : (guint) speed,
    .number = (guint) preset,
  };

  return ask (self, &request);
}

static guint
ptz_stop (GstDvripSrc *self)
{
  return ask_plainly (self, DVRIP_REQUEST_PTZ_STOP);
}

static guint
request_key_frame (GstDvripSrc *self)
{
  return ask_plainly (self, DVRIP_REQUEST_KEY_FRAME);
}

static void
set_alarms (GstDvripSrc *self,
            gboolean     wants_alarms)
{
  gboolean is_new;

  GST_OBJECT_LOCK (self);
  is_new = self->settings.config.alarms != wants_alarms;
  self->settings.config.alarms = wants_alarms;
  GST_OBJECT_UNLOCK (self);

  if (is_new)
    g_object_notify (G_OBJECT (self), "alarms");
}

static guint
subscribe_alarms (GstDvripSrc *self)
{
  set_alarms (self, TRUE);

  return ask_plainly (self, DVRIP_REQUEST_SUBSCRIBE);
}

static guint
unsubscribe_alarms (GstDvripSrc *self)
{
  set_alarms (self, FALSE);

  return ask_plainly (self, DVRIP_REQUEST_UNSUBSCRIBE);
}

static guint
talk_start (GstDvripSrc *self)
{
  return ask_plainly (self, DVRIP_REQUEST_TALK_START);
}

static gboolean
talk_push (GstDvripSrc *self,
           GstBuffer   *buffer)
{
  g_autoptr (GstDvripLink) link = gst_dvrip_src_ref_link (self);
  g_autoptr (GBytes) alaw = NULL;
  gpointer data;
  gsize size;

  if (link == NULL || buffer == NULL)
    return FALSE;

  gst_buffer_extract_dup (buffer, 0, gst_buffer_get_size (buffer), &data, &size);
  alaw = g_bytes_new_take (data, size);

  return gst_dvrip_link_talk (link, alaw);
}

static guint
talk_stop (GstDvripSrc *self)
{
  return ask_plainly (self, DVRIP_REQUEST_TALK_STOP);
}

static guint
snapshot (GstDvripSrc *self)
{
  return ask_plainly (self, DVRIP_REQUEST_SNAPSHOT);
}

static guint
channel_titles (GstDvripSrc *self)
{
  return ask_plainly (self, DVRIP_REQUEST_TITLES);
}

static guint
system_info (GstDvripSrc *self)
{
  return ask_plainly (self, DVRIP_REQUEST_SYSTEM_INFO);
}

static void
install_plain (GObjectClass *object_class,
               const char   *name,
               GCallback     handler)
{
  g_signal_new_class_handler (name, G_TYPE_FROM_CLASS (object_class),
                              G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, handler, NULL, NULL, NULL,
                              G_TYPE_UINT, 0);
}

static void
install_ptz (GObjectClass *object_class)
{
  /**
   * GstDvripSrc::ptz:
   * @command: as it stands on the wire: "DirectionUp", "DirectionDown", "DirectionLeft",
   *   "DirectionRight", "DirectionLeftUp", "DirectionLeftDown", "DirectionRightUp",
   *   "DirectionRightDown", "ZoomTile" (closer), "ZoomWide", "FocusNear", "FocusFar", "IrisSmall",
   *   "IrisLarge"; "SetPreset", "GotoPreset", "ClearPreset"; "StartTour", "StopTour";
   *   "AutoPanOn", "AutoPanOff", "Menu"
   * @speed: 1 to 8; 0 for a middle one
   * @preset: the number of the preset or tour, 1 to 255; without meaning for other commands
   *
   * Turns the camera. A move goes on until #GstDvripSrc::ptz-stop, until another move, or until the
   * element closes. A move that could not be sent within the property "request-timeout" is not sent
   * at all ("not-sent").
   *
   * Returns: the number of the request, 0 if it was refused here
   */
  g_signal_new_class_handler ("ptz", G_TYPE_FROM_CLASS (object_class),
                              G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (ptz),
                              NULL, NULL, NULL, G_TYPE_UINT,
                              3, G_TYPE_STRING, G_TYPE_INT, G_TYPE_INT);

  /**
   * GstDvripSrc::ptz-stop:
   *
   * Stops what #GstDvripSrc::ptz has made to move. It goes before all other requests, and is
   * repeated twice where the device does not answer it.
   *
   * Returns: the number of the request, 0 if it was refused here
   */
  install_plain (object_class, "ptz-stop", G_CALLBACK (ptz_stop));
}

static void
install_alarms (GObjectClass *object_class)
{
  /**
   * GstDvripSrc::subscribe-alarms:
   *
   * Sets the property "alarms", and asks for them now.
   *
   * Returns: the number of the request, 0 if it was refused here
   */
  install_plain (object_class, "subscribe-alarms", G_CALLBACK (subscribe_alarms));

  /**
   * GstDvripSrc::unsubscribe-alarms:
   *
   * Clears the property "alarms", and tells the device.
   *
   * Returns: the number of the request, 0 if it was refused here
   */
  install_plain (object_class, "unsubscribe-alarms", G_CALLBACK (unsubscribe_alarms));
}

static void
install_talk (GObjectClass *object_class)
{
  /**
   * GstDvripSrc::talk-start:
   *
   * Opens the device's loudspeaker. A device that talks with somebody else already refuses with
   * 503.
   *
   * Returns: the number of the request, 0 if it was refused here
   */
  install_plain (object_class, "talk-start", G_CALLBACK (talk_start));

  /**
   * GstDvripSrc::talk-push:
   * @buffer: A-law, 8000 Hz, one channel, of any length (caps audio/x-alaw)
   *
   * Says something, from #GstDvripSrc::talk-start on. It is sent at the pace of speech; two seconds
   * can wait, beyond that the oldest is dropped. Time stamps are not looked at.
   *
   * Returns: %FALSE if nobody listens, or if something had to be dropped
   */
  g_signal_new_class_handler ("talk-push", G_TYPE_FROM_CLASS (object_class),
                              G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION, G_CALLBACK (talk_push),
                              NULL, NULL, NULL, G_TYPE_BOOLEAN, 1, GST_TYPE_BUFFER);

  /**
   * GstDvripSrc::talk-stop:
   *
   * Closes the loudspeaker once what was pushed up to now is said.
   *
   * Returns: the number of the request, 0 if it was refused here
   */
  install_plain (object_class, "talk-stop", G_CALLBACK (talk_stop));
}

static void
install_words (GObjectClass *object_class)
{
  /**
   * GstDvripSrc::channel-titles:
   *
   * Asks what the device calls its channels.
   *
   * Returns: the number of the request, 0 if it was refused here
   */
  install_plain (object_class, "channel-titles", G_CALLBACK (channel_titles));

  /**
   * GstDvripSrc::system-info:
   *
   * Asks what the device is.
   *
   * Returns: the number of the request, 0 if it was refused here
   */
  install_plain (object_class, "system-info", G_CALLBACK (system_info));
}

/**
 * gst_dvrip_actions_install:
 *
 * Installs the action signals. Each may be emitted from any thread, and returns at once.
 */
void
gst_dvrip_actions_install (GObjectClass *object_class)
{
  install_ptz (object_class);
  install_alarms (object_class);
  install_talk (object_class);
  install_words (object_class);

  /**
   * GstDvripSrc::request-key-frame:
   *
   * Asks for a key frame, as an upstream "GstForceKeyUnit" event does. The protocol has a message
   * for it of which no public text shows the form, so expect "not-supported": the next key frame
   * then comes when the device sends one. A device that did not understand once is not asked again.
   *
   * Returns: the number of the request, 0 if it was refused here
   */
  install_plain (object_class, "request-key-frame", G_CALLBACK (request_key_frame));

  /**
   * GstDvripSrc::snapshot:
   *
   * Asks for a still picture, which comes with the message "dvrip-reply". Many devices cannot.
   *
   * Returns: the number of the request, 0 if it was refused here
   */
  install_plain (object_class, "snapshot", G_CALLBACK (snapshot));
}

/**
 * gst_dvrip_actions_note_alarms:
 * @wants_alarms: what the property "alarms" was set to
 *
 * Tells a device that is connected.
 */
void
gst_dvrip_actions_note_alarms (GstDvripSrc *self,
                               gboolean     wants_alarms)
{
  const DvripRequest request = {
    .kind = wants_alarms ? DVRIP_REQUEST_SUBSCRIBE : DVRIP_REQUEST_UNSUBSCRIBE,
    .is_automatic = TRUE,
  };

  ask (self, &request);
}

/**
 * gst_dvrip_actions_handle_event:
 * @event: that came from downstream
 *
 * Returns: whether it is one that the device can be asked about
 */
gboolean
gst_dvrip_actions_handle_event (GstDvripSrc *self,
                                GstEvent    *event)
{
  const DvripRequest request = { .kind = DVRIP_REQUEST_KEY_FRAME, .is_automatic = TRUE };

  if (GST_EVENT_TYPE (event) != GST_EVENT_CUSTOM_UPSTREAM
      || !gst_event_has_name (event, FORCE_KEY_UNIT))
    return FALSE;

  return ask (self, &request) != 0;
}

static void
set_titles (GstStructure *structure,
            JsonObject   *message)
{
  g_auto (GStrv) titles = dvrip_message_read_titles (message, NULL);

  if (titles != NULL)
    gst_structure_set (structure, "titles", G_TYPE_STRV, titles, NULL);
}

static void
set_system_info (GstStructure *structure,
                 JsonObject   *message)
{
  DvripSystemInfo info;

  if (!dvrip_message_read_system_info (message, &info, NULL))
    return;

  gst_structure_set (structure,
                     "model", G_TYPE_STRING, info.model,
                     "hardware", G_TYPE_STRING, info.hardware,
                     "software", G_TYPE_STRING, info.software,
                     "serial", G_TYPE_STRING, info.serial,
                     "video-inputs", G_TYPE_UINT, info.video_inputs,
                     "digital-channels", G_TYPE_UINT, info.digital_channels,
                     NULL);
  dvrip_system_info_clear (&info);
}

/**
 * gst_dvrip_reply_post:
 * @element: who posts
 * @reply: what became of a request
 *
 * Posts the element message "dvrip-reply".
 */
void
gst_dvrip_reply_post (GstElement       *element,
                      const DvripReply *reply)
{
  const char *name = dvrip_request_kind_to_nick (reply->kind);
  const char *reason = dvrip_reply_get_reason (reply);
  GstStructure *structure =
    gst_structure_new ("dvrip-reply",
                       "request", G_TYPE_UINT, reply->request,
                       "name", G_TYPE_STRING, name,
                       "ret", G_TYPE_INT, reply->ret,
                       "reason", G_TYPE_STRING, reason,
                       "text", G_TYPE_STRING, dvrip_reply_get_words (reply),
                       NULL);

  if (reply->picture != NULL) {
    g_autoptr (GstBuffer) picture = gst_buffer_new_wrapped_bytes (reply->picture);

    gst_structure_set (structure, "picture", GST_TYPE_BUFFER, picture, NULL);
  }

  if (reply->message != NULL && reply->kind == DVRIP_REQUEST_TITLES)
    set_titles (structure, reply->message);
  else if (reply->message != NULL && reply->kind == DVRIP_REQUEST_SYSTEM_INFO)
    set_system_info (structure, reply->message);

  GST_DEBUG_OBJECT (element, "request %u (%s): %s, %d", reply->request, name, reason, reply->ret);
  gst_element_post_message (element, gst_message_new_element (GST_OBJECT (element), structure));
}

/**
 * gst_dvrip_alarm_post:
 * @element: who posts
 * @alarm: what the device tells
 *
 * Posts the element message "dvrip-alarm".
 */
void
gst_dvrip_alarm_post (GstElement       *element,
                      const DvripAlarm *alarm)
{
  GstStructure *structure =
    gst_structure_new ("dvrip-alarm",
                       "channel", G_TYPE_UINT, (guint) (alarm->channel + 1),
                       "event", G_TYPE_STRING, alarm->event,
                       "status", G_TYPE_STRING, alarm->status,
                       "time", G_TYPE_STRING, alarm->start_time,
                       NULL);

  gst_element_post_message (element, gst_message_new_element (GST_OBJECT (element), structure));
}
