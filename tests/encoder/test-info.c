/* test-info.c
 *
 * What the box says of itself, its configuration and its abilities.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "box.h"
#include "encoder-device.h"
#include "raw-client.h"

static EncoderServer *
start_box (guint      channels,
           guint      max_connections,
           RawClient **out_client)
{
  EncoderConfig config;
  EncoderServer *server;

  box_config (&config, channels);
  config.max_connections = max_connections;
  server = box_start (&config);
  *out_client = raw_client_new (encoder_server_get_port (server, 1));
  raw_client_login (*out_client);

  return server;
}

/* The whole reply but for what is different everywhere, which stands for itself as "*". */
static void
assert_reply (RawClient  *client,
              guint16     id,
              const char *name,
              const char *value)
{
  g_autofree char *json = g_strdup_printf ("{\"Name\":\"%s\",\"SessionID\":\"0x1\"}", name);
  g_autofree char *reply = raw_client_ask (client, id, json);
  g_autofree char *expected =
    g_strdup_printf ("{ \"Name\" : \"%s\", \"Ret\" : 100, \"SessionID\" : \"0x%08X\", \"%s\" : "
                     "%s }", name, client->session, name, value);
  g_autoptr (GPatternSpec) pattern = g_pattern_spec_new (expected);

  if (!g_pattern_spec_match_string (pattern, reply))
    g_assert_cmpstr (reply, ==, expected);
}

static void
assert_ret (RawClient  *client,
            guint16     id,
            const char *name,
            int         ret)
{
  g_autofree char *json = g_strdup_printf ("{\"Name\":\"%s\"}", name);
  g_autofree char *reply = raw_client_ask (client, id, json);
  g_autofree char *expected =
    g_strdup_printf ("{ \"Name\" : \"%s\", \"Ret\" : %d, \"SessionID\" : \"0x%08X\" }", name, ret,
                     client->session);

  g_assert_cmpstr (reply, ==, expected);
}

#define MAIN "\"MainFormat\" : { \"AudioEnable\" : true, \"Video\" : { \"BitRate\" : *, " \
             "\"BitRateControl\" : \"VBR\", \"Compression\" : \"H.264\", \"FPS\" : 25, " \
             "\"GOP\" : *, \"Quality\" : 4, \"Resolution\" : \"160x96\" }, \"VideoEnable\" : true }"
#define SUB "\"ExtraFormat\" : { \"AudioEnable\" : true, \"Video\" : { \"BitRate\" : *, " \
            "\"BitRateControl\" : \"VBR\", \"Compression\" : \"H.264\", \"FPS\" : 10, " \
            "\"GOP\" : *, \"Quality\" : 4, \"Resolution\" : \"80x64\" }, \"VideoEnable\" : true }"

static void
test_config (void)
{
  g_autoptr (RawClient) client = NULL;
  g_autoptr (EncoderServer) server = start_box (2, 10, &client);
  guint port = encoder_server_get_port (server, 1);
  g_autofree char *net =
    g_strdup_printf ("{ \"GateWay\" : \"0x00000000\", \"HostIP\" : \"0x0100007F\", "
                     "\"HostName\" : \"%s\", \"HttpPort\" : 0, "
                     "\"MAC\" : \"00:00:00:00:00:00\", \"MaxBps\" : 0, \"MonMode\" : \"TCP\", "
                     "\"SSLPort\" : 0, \"Submask\" : \"0x000000FF\", \"TCPMaxConn\" : 10, "
                     "\"TCPPort\" : %u, \"TransferPlan\" : \"Quality\", \"UDPPort\" : 0, "
                     "\"UseHSDownLoad\" : false }", g_get_host_name (), port);

  assert_reply (client, 1042, "NetWork.NetCommon", net);
  assert_reply (client, 1044, "NetWork.NetCommon", net);
  assert_reply (client, 1042, "Simplify.Encode", "[ { " SUB ", " MAIN " }, { " SUB ", " MAIN " } ]");
  assert_reply (client, 1042, "Simplify.Encode.[1]", "{ " SUB ", " MAIN " }");
  assert_reply (client, 1042, "ChannelTitle", "[ \"CAM01\", \"CAM02\" ]");
  assert_reply (client, 1042, "ChannelTitle.[1]", "\"CAM02\"");
  assert_reply (client, 1042, "General.Location",
                "{ \"DSTRule\" : \"Off\", \"DateFormat\" : \"YYMMDD\", \"DateSeparator\" : \"-\", "
                "\"Language\" : \"English\", \"TimeFormat\" : \"24\", \"VideoFormat\" : \"PAL\" }");
  assert_reply (client, 1042, "General",
                "{ \"General\" : { \"AutoLogout\" : 0, *}, \"Location\" : { \"DSTRule\" : *} }");
  assert_reply (client, 1042, "General.General", "{ \"AutoLogout\" : 0, *}");
}

static void
test_unknown (void)
{
  static const char *const configs[] = {
    "Nothing", "", "Simplify.Encode.[2]", "Simplify.Encode.[", "Simplify.Encode.[]",
    "Simplify.Encode.[-1]", "Simplify.Encode.[x]", "Simplify.Encode.[0].[0]",
    "NetWork.NetCommon.[0]", "SystemFunction", "NetWork.RemoteDeviceV3",
  };
  g_autoptr (RawClient) client = NULL;
  g_autoptr (EncoderServer) server = start_box (2, 0, &client);

  g_assert_cmpuint (encoder_server_get_channels (server), ==, 2);
  for (gsize i = 0; i < G_N_ELEMENTS (configs); i++)
    assert_ret (client, 1042, configs[i], 607);
  assert_ret (client, 1360, "Simplify.Encode", 607);
  assert_ret (client, 1020, "Weather", 102);
  assert_ret (client, 1040, "NetWork.NetCommon", 107);
}

static void
test_abilities (void)
{
  g_autoptr (RawClient) client = NULL;
  g_autoptr (EncoderServer) server = start_box (1, 0, &client);

  g_assert_cmpuint (encoder_server_get_channels (server), ==, 1);
  assert_reply (client, 1360, "SystemFunction",
                "{ \"AlarmFunction\" : { \"LossDetect\" : true, \"MotionDetect\" : true, "
                "\"AlarmConfig\" : false, *}, \"EncodeFunction\" : { \"DoubleStream\" : true, "
                "\"SnapStream\" : true, \"CombineStream\" : false, *}, \"NetServerFunction\" : { *"
                "\"NetRTSP\" : false, *}, \"PreviewFunction\" : { \"Talk\" : true, *} }");
  assert_reply (client, 1360, "TalkAudioFormat",
                "[ { \"BitRate\" : 64, \"EncodeType\" : \"G711_ALAW\", \"SampleBit\" : 8, "
                "\"SampleRate\" : 8 } ]");
  assert_reply (client, 1360, "EncodeCapability",
                "{ \"ChannelMaxSetSync\" : 0, \"EncodeInfo\" : [ "
                "{ \"CompressionMask\" : \"0x00000080\", \"Enable\" : true, \"HaveAudio\" : true, "
                "\"StreamType\" : \"MainStream\" }, "
                "{ \"CompressionMask\" : \"0x00000080\", \"Enable\" : true, \"HaveAudio\" : true, "
                "\"StreamType\" : \"ExtraStream1\" } ] }");
}

/* What is said is what is sent. */
static void
test_codecs (void)
{
  static const struct {
    EncoderCodec codec;
    const char  *name, *mask;
  } codecs[] = {
    { ENCODER_CODEC_H265, "H.265", "0x00000100" },
    { ENCODER_CODEC_JPEG, "MJPG", "0x00000020" },
    { ENCODER_CODEC_MPEG4, "MPEG4", "0x00000001" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codecs); i++) {
    EncoderConfig config;
    g_autoptr (EncoderServer) server = NULL;
    g_autoptr (RawClient) client = NULL;
    g_autofree char *encode = NULL;
    g_autofree char *ability = NULL;
    g_autofree char *name = g_strdup_printf ("\"Compression\" : \"%s\"", codecs[i].name);

    box_config (&config, 1);
    config.main = (EncoderFormat) { 320, 240, 5.0, codecs[i].codec };
    server = box_start (&config);
    client = raw_client_new (encoder_server_get_port (server, 1));
    raw_client_login (client);
    encode = raw_client_ask (client, 1042, "{\"Name\":\"Simplify.Encode.[0]\"}");
    ability = raw_client_ask (client, 1360, "{\"Name\":\"EncodeCapability\"}");
    g_assert_nonnull (strstr (encode, name));
    g_assert_nonnull (strstr (encode, "\"Resolution\" : \"QVGA\""));
    g_assert_nonnull (strstr (encode, "\"FPS\" : 5,"));
    g_assert_nonnull (strstr (ability, codecs[i].mask));
  }
}

static void
test_state (void)
{
  g_autoptr (RawClient) client = NULL;
  g_autoptr (EncoderServer) server = start_box (2, 0, &client);
  g_autofree char *info = NULL;

  encoder_device_set_alarm (server, 2, ENCODER_ALARM_MOTION, TRUE);
  encoder_device_set_alarm (server, 0, ENCODER_ALARM_LOSS, TRUE);
  assert_reply (client, 1020, "WorkState",
                "{ \"AlarmState\" : { \"AlarmIn\" : 0, \"AlarmOut\" : 0, \"VideoBlind\" : 0, "
                "\"VideoLoss\" : 3, \"VideoMotion\" : 2 }, \"ChannelState\" : [ "
                "{ \"Bitrate\" : *, \"Record\" : false }, { \"Bitrate\" : *, "
                "\"Record\" : false } ] }");
  assert_reply (client, 1020, "StorageInfo", "[ ]");
  assert_reply (client, 1020, "OEMInfo",
                "{ \"Address\" : \"\", \"Name\" : \"Watchwall\", \"Telephone\" : \"\" }");
  info = raw_client_ask (client, 1020, "{\"Name\":\"SystemInfo\"}");
  g_assert_true (g_regex_match_simple ("\"SerialNo\" : \"[0-9a-f]{16}\"", info, 0, 0));
  g_assert_nonnull (strstr (info, "\"TalkInChannel\" : 1"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/encoder/info/config", test_config);
  g_test_add_func ("/encoder/info/unknown", test_unknown);
  g_test_add_func ("/encoder/info/abilities", test_abilities);
  g_test_add_func ("/encoder/info/codecs", test_codecs);
  g_test_add_func ("/encoder/info/state", test_state);

  return g_test_run ();
}
