/* encoder-reply-network.c
 *
 * What the box says of its network, to clients and to those who look for devices.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "encoder-reply-config.h"

/* What captures of devices show. */
#define DEVICE_TYPE 24

/**
 * encoder_reply_set_hex:
 *
 * Sets a number in the form that the protocol has for many: "0x0000000A".
 */
void
encoder_reply_set_hex (JsonObject *object,
                       const char *name,
                       guint32     value)
{
  char text[11];

  encoder_card_to_hex (value, text);
  json_object_set_string_member (object, name, text);
}

/**
 * encoder_reply_net_common:
 *
 * Returns: (transfer full): the configuration of the network
 */
JsonObject *
encoder_reply_net_common (const EncoderBox *box)
{
  JsonObject *object = json_object_new ();

  encoder_reply_set_hex (object, "GateWay", 0);
  encoder_reply_set_hex (object, "HostIP", box->card.address);
  json_object_set_string_member (object, "HostName", g_get_host_name ());
  json_object_set_int_member (object, "HttpPort", 0);
  json_object_set_string_member (object, "MAC", box->card.mac);
  json_object_set_int_member (object, "MaxBps", 0);
  json_object_set_string_member (object, "MonMode", "TCP");
  json_object_set_int_member (object, "SSLPort", 0);
  encoder_reply_set_hex (object, "Submask", box->card.netmask);
  json_object_set_int_member (object, "TCPMaxConn", box->max_connections);
  json_object_set_int_member (object, "TCPPort", box->tcp_port);
  json_object_set_string_member (object, "TransferPlan", "Quality");
  json_object_set_int_member (object, "UDPPort", 0);
  json_object_set_boolean_member (object, "UseHSDownLoad", FALSE);

  return object;
}

/**
 * encoder_reply_discovery:
 *
 * Returns: (transfer full): the network's configuration with what is added to it for those who look
 *   for devices
 */
JsonObject *
encoder_reply_discovery (const EncoderBox *box)
{
  JsonObject *object = encoder_reply_net_common (box);

  json_object_set_string_member (object, "BuildDate", "2026-11-22 00:00:00");
  json_object_set_int_member (object, "ChannelNum", box->channels);
  json_object_set_int_member (object, "DeviceType", DEVICE_TYPE);
  json_object_set_int_member (object, "NetConnectState", 0);
  json_object_set_string_member (object, "OtherFunction", "");
  json_object_set_string_member (object, "SN", box->serial);
  json_object_set_string_member (object, "Version", PACKAGE_VERSION);

  return object;
}
