/* encoder-reply-config.c
 *
 * What the box says when it is asked for its configuration, its abilities and its state: what
 * clients of this protocol ask for, in the shape that captures of devices and the vendor's text
 * show, with what is true here. What it does not know is not answered at all.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "encoder-reply-config.h"

#include <math.h>
#include <string.h>

#include "dvrip-message.h"
#include "encoder-format.h"

/* Bits of a compression mask, by the vendor's list of codecs. */
enum { MASK_MPEG4 = 1 << 0, MASK_MJPG = 1 << 5, MASK_H264 = 1 << 7, MASK_H265 = 1 << 8 };

static JsonNode *
take_object (JsonObject *object)
{
  return json_node_init_object (json_node_alloc (), object);
}

static JsonNode *
take_array (JsonArray *array)
{
  JsonNode *node = json_node_init_array (json_node_alloc (), array);

  json_array_unref (array);
  return node;
}

static JsonNode *
write_net_common (const EncoderBox *box)
{
  g_autoptr (JsonObject) object = encoder_reply_net_common (box);

  return take_object (object);
}

/* The vendor's names of sizes; others are said in numbers. */
static char *
name_size (guint width,
           guint height)
{
  static const struct {
    guint       width, height;
    const char *name;
  } sizes[] = {
    { 176, 144, "QCIF" }, { 320, 240, "QVGA" }, { 352, 288, "CIF" }, { 640, 480, "VGA" },
    { 704, 576, "D1" }, { 720, 576, "D1" }, { 960, 576, "960H" }, { 1280, 720, "720P" },
    { 1280, 960, "960P" }, { 1920, 1080, "1080P" }, { 2048, 1536, "3M" }, { 2560, 1440, "4M" },
    { 2592, 1944, "5M" }, { 3840, 2160, "4K" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    if (sizes[i].width == width && sizes[i].height == height)
      return g_strdup (sizes[i].name);
  }

  return g_strdup_printf ("%ux%u", width, height);
}

static const char *
name_codec (DvripVideoCodec codec)
{
  switch (codec) {
  case DVRIP_VIDEO_H265:
    return "H.265";
  case DVRIP_VIDEO_H264:
    return "H.264";
  case DVRIP_VIDEO_MPEG4:
    return "MPEG4";
  case DVRIP_VIDEO_UNKNOWN:
  default:
    return "MJPG";
  }
}

static guint32
mask_codec (DvripVideoCodec codec)
{
  switch (codec) {
  case DVRIP_VIDEO_H265:
    return MASK_H265;
  case DVRIP_VIDEO_H264:
    return MASK_H264;
  case DVRIP_VIDEO_MPEG4:
    return MASK_MPEG4;
  case DVRIP_VIDEO_UNKNOWN:
  default:
    return MASK_MJPG;
  }
}

static EncoderFormat
to_format (const EncoderLoopInfo *info)
{
  return (EncoderFormat) { .width = info->width, .height = info->height,
                           .fps = info->rate_num / (double) info->rate_den };
}

static JsonObject *
write_video (const EncoderBoxStream *stream)
{
  const EncoderLoopInfo *info = &stream->info;
  JsonObject *object = json_object_new ();
  EncoderFormat format = to_format (info);
  g_autofree char *size = name_size (info->width, info->height);
  gint64 fps = MAX (1, lround (format.fps));

  json_object_set_int_member (object, "BitRate", stream->kbps);
  json_object_set_string_member (object, "BitRateControl", "VBR");
  json_object_set_string_member (object, "Compression", name_codec (info->codec));
  json_object_set_int_member (object, "FPS", fps);
  json_object_set_int_member (object, "GOP", MAX (1, (encoder_format_get_gop (&format) + fps / 2) /
                                                     fps));
  json_object_set_int_member (object, "Quality", 4);
  json_object_set_string_member (object, "Resolution", size);

  return object;
}

static JsonObject *
write_stream (const EncoderBoxStream *stream)
{
  JsonObject *object = json_object_new ();

  json_object_set_boolean_member (object, "AudioEnable", TRUE);
  json_object_set_object_member (object, "Video", write_video (stream));
  json_object_set_boolean_member (object, "VideoEnable", TRUE);

  return object;
}

/* A stream of which nothing is known yet has no member. */
static JsonNode *
write_encode (const EncoderBox *box)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < box->channels; i++) {
    JsonObject *object = json_object_new ();

    if (box->states[i].sub.info.width > 0)
      json_object_set_object_member (object, "ExtraFormat", write_stream (&box->states[i].sub));
    if (box->states[i].main.info.width > 0)
      json_object_set_object_member (object, "MainFormat", write_stream (&box->states[i].main));
    json_array_add_object_element (array, object);
  }

  return take_array (array);
}

static JsonNode *
write_location (const EncoderBox *box)
{
  g_autoptr (JsonObject) object = json_object_new ();

  /* The clock follows this computer's, summer time included: there is no rule to apply. */
  json_object_set_string_member (object, "DSTRule", "Off");
  json_object_set_string_member (object, "DateFormat", "YYMMDD");
  json_object_set_string_member (object, "DateSeparator", "-");
  json_object_set_string_member (object, "Language", "English");
  json_object_set_string_member (object, "TimeFormat", "24");
  json_object_set_string_member (object, "VideoFormat", "PAL");

  return take_object (object);
}

static JsonNode *
write_general (const EncoderBox *box)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_int_member (object, "AutoLogout", 0);
  json_object_set_int_member (object, "LocalNo", 0);
  json_object_set_string_member (object, "MachineName", g_get_host_name ());
  json_object_set_string_member (object, "OverWrite", "StopRecord");

  return take_object (object);
}

/* A name without a dot asks for all that is below it. */
static JsonNode *
write_all_general (const EncoderBox *box)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_member (object, "General", write_general (box));
  json_object_set_member (object, "Location", write_location (box));

  return take_object (object);
}

static JsonNode *
write_titles (const EncoderBox *box)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < box->channels; i++)
    json_array_add_string_element (array, box->titles[i]);

  return take_array (array);
}

static JsonObject *
write_flags (const char *const *yes,
             const char *const *no)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; yes[i]; i++)
    json_object_set_boolean_member (object, yes[i], TRUE);
  for (guint i = 0; no[i]; i++)
    json_object_set_boolean_member (object, no[i], FALSE);

  return object;
}

#define FLAGS(...) ((const char *const[]) { __VA_ARGS__, NULL })

static JsonNode *
write_system_function (const EncoderBox *box)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_object_member (object, "AlarmFunction",
                                 write_flags (FLAGS ("LossDetect", "MotionDetect"),
                                              FLAGS ("AlarmConfig", "BlindDetect", "NetAbort",
                                                     "NetAlarm", "StorageFailure")));
  json_object_set_object_member (object, "EncodeFunction",
                                 write_flags (FLAGS ("DoubleStream", "SnapStream"),
                                              FLAGS ("CombineStream", "WaterMark")));
  json_object_set_object_member (object, "NetServerFunction",
                                 write_flags (FLAGS (NULL), FLAGS ("NetDHCP", "NetEmail", "NetFTP",
                                                               "NetNTP", "NetRTSP", "NetUPNP")));
  json_object_set_object_member (object, "PreviewFunction",
                                 write_flags (FLAGS ("Talk", "Tour"), FLAGS ("GUISet")));

  return take_object (object);
}

static JsonObject *
write_stream_ability (const char *name,
                      guint32     codecs)
{
  JsonObject *object = json_object_new ();

  encoder_reply_set_hex (object, "CompressionMask", codecs);
  json_object_set_boolean_member (object, "Enable", codecs != 0);
  json_object_set_boolean_member (object, "HaveAudio", TRUE);
  json_object_set_string_member (object, "StreamType", name);

  return object;
}

static JsonNode *
write_encode_capability (const EncoderBox *box)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *streams = json_array_new ();
  guint32 main_codecs = 0, sub_codecs = 0;

  for (guint i = 0; i < box->channels; i++) {
    if (box->states[i].main.info.width > 0)
      main_codecs |= mask_codec (box->states[i].main.info.codec);
    if (box->states[i].sub.info.width > 0)
      sub_codecs |= mask_codec (box->states[i].sub.info.codec);
  }
  json_array_add_object_element (streams, write_stream_ability ("MainStream", main_codecs));
  json_array_add_object_element (streams, write_stream_ability ("ExtraStream1", sub_codecs));
  json_object_set_int_member (object, "ChannelMaxSetSync", 0);
  json_object_set_array_member (object, "EncodeInfo", streams);

  return take_object (object);
}

static JsonNode *
write_talk_format (const EncoderBox *box)
{
  JsonArray *array = json_array_new ();
  JsonObject *format = json_object_new ();

  json_object_set_int_member (format, "BitRate", 64);
  json_object_set_string_member (format, "EncodeType", "G711_ALAW");
  json_object_set_int_member (format, "SampleBit", 8);
  json_object_set_int_member (format, "SampleRate", 8);
  json_array_add_object_element (array, format);

  return take_array (array);
}

/* No disks. */
static JsonNode *
write_storage (const EncoderBox *box)
{
  return take_array (json_array_new ());
}

static JsonNode *
write_oem (const EncoderBox *box)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "Address", "");
  json_object_set_string_member (object, "Name", "Watchwall");
  json_object_set_string_member (object, "Telephone", "");

  return take_object (object);
}

/* A bit a channel; there is room for the first 32. */
static JsonObject *
write_alarm_state (const EncoderBox *box)
{
  JsonObject *object = json_object_new ();
  guint32 loss = 0, motion = 0;

  for (guint i = 0; i < MIN (box->channels, 32); i++) {
    loss |= box->states[i].has_loss ? 1u << i : 0;
    motion |= box->states[i].has_motion ? 1u << i : 0;
  }
  json_object_set_int_member (object, "AlarmIn", 0);
  json_object_set_int_member (object, "AlarmOut", 0);
  json_object_set_int_member (object, "VideoBlind", 0);
  json_object_set_int_member (object, "VideoLoss", loss);
  json_object_set_int_member (object, "VideoMotion", motion);

  return object;
}

static JsonNode *
write_work_state (const EncoderBox *box)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *channels = json_array_new ();

  for (guint i = 0; i < box->channels; i++) {
    JsonObject *channel = json_object_new ();

    if (box->states[i].main.info.width > 0)
      json_object_set_int_member (channel, "Bitrate", box->states[i].main.kbps);
    json_object_set_boolean_member (channel, "Record", FALSE);
    json_array_add_object_element (channels, channel);
  }
  json_object_set_object_member (object, "AlarmState", write_alarm_state (box));
  json_object_set_array_member (object, "ChannelState", channels);

  return take_object (object);
}

static const struct {
  EncoderTopic topic;
  const char  *name;
  JsonNode *(*write) (const EncoderBox *box);
} topics[] = {
  { ENCODER_TOPIC_CONFIG, "ChannelTitle", write_titles },
  { ENCODER_TOPIC_CONFIG, "General", write_all_general },
  { ENCODER_TOPIC_CONFIG, "General.General", write_general },
  { ENCODER_TOPIC_CONFIG, "General.Location", write_location },
  { ENCODER_TOPIC_CONFIG, "NetWork.NetCommon", write_net_common },
  { ENCODER_TOPIC_CONFIG, "Simplify.Encode", write_encode },
  { ENCODER_TOPIC_ABILITY, "EncodeCapability", write_encode_capability },
  { ENCODER_TOPIC_ABILITY, "SystemFunction", write_system_function },
  { ENCODER_TOPIC_ABILITY, "TalkAudioFormat", write_talk_format },
  { ENCODER_TOPIC_INFO, "OEMInfo", write_oem },
  { ENCODER_TOPIC_INFO, "StorageInfo", write_storage },
  { ENCODER_TOPIC_INFO, "WorkState", write_work_state },
};

static JsonNode *
find_whole (const EncoderBox *box,
            EncoderTopic      topic,
            const char       *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (topics); i++) {
    if (topics[i].topic == topic && strcmp (topics[i].name, name) == 0)
      return topics[i].write (box);
  }

  return NULL;
}

/* "Simplify.Encode.[0]" is what stands there for channel 0. */
static JsonNode *
find_value (const EncoderBox *box,
            EncoderTopic      topic,
            const char       *name)
{
  const char *bracket = g_strrstr (name, ".[");
  g_autofree char *base = bracket ? g_strndup (name, (gsize) (bracket - name)) : NULL;
  g_autofree char *digits = NULL;
  g_autoptr (JsonNode) whole = NULL;
  guint64 index;

  if (!bracket)
    return find_whole (box, topic, name);
  if (!g_str_has_suffix (bracket, "]"))
    return NULL;

  whole = find_whole (box, topic, base);
  digits = g_strndup (bracket + 2, strlen (bracket) - 3);
  if (!whole || !JSON_NODE_HOLDS_ARRAY (whole) ||
      !g_ascii_string_to_unsigned (digits, 10, 0, G_MAXUINT16, &index, NULL) ||
      index >= json_array_get_length (json_node_get_array (whole)))
    return NULL;

  return json_array_dup_element (json_node_get_array (whole), (guint) index);
}

/**
 * encoder_reply_topic:
 * @name: what is asked for
 *
 * Returns: (transfer full) (nullable): the reply; %NULL if there is nothing of that name
 */
GBytes *
encoder_reply_topic (const EncoderBox *box,
                     EncoderTopic      topic,
                     const char       *name,
                     guint32           session_id)
{
  JsonNode *value = find_value (box, topic, name);
  g_autoptr (JsonObject) message = json_object_new ();
  g_autoptr (JsonNode) root = NULL;

  if (!value)
    return NULL;

  json_object_set_string_member (message, "Name", name);
  json_object_set_int_member (message, "Ret", DVRIP_RET_OK);
  encoder_reply_set_hex (message, "SessionID", session_id);
  json_object_set_member (message, name, value);
  root = take_object (message);

  return dvrip_message_write_json (root);
}
