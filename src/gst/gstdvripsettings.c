/* gstdvripsettings.c
 *
 * The properties of a dvripsrc that say what to connect to, and how long to wait. The password goes
 * in and does not come out again.
 * Not locked: the element guards it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "config.h"

#include "gstdvripsettings.h"

#include "dvrip-header.h"
#include "gstdvripuri.h"

#define DEFAULT_USER   "admin"
#define MAX_TIMEOUT_MS (60 * 60 * 1000)

static const struct {
  GstDvripSetting setting;
  gsize           offset;
  guint           default_ms;
  const char     *name;
  const char     *nick;
  const char     *blurb;
} timeouts[] = {
  { GST_DVRIP_SETTING_LOOKUP_TIMEOUT, G_STRUCT_OFFSET (DvripSessionConfig, lookup_ms), 5000,
    "lookup-timeout", "Lookup timeout",
    "Longest time for the lookup of the host's name, in milliseconds" },
  { GST_DVRIP_SETTING_CONNECT_TIMEOUT, G_STRUCT_OFFSET (DvripSessionConfig, connect_ms), 4000,
    "connect-timeout", "Connect timeout",
    "Longest time until the device accepts a connection, in milliseconds" },
  { GST_DVRIP_SETTING_LOGIN_TIMEOUT, G_STRUCT_OFFSET (DvripSessionConfig, login_ms), 5000,
    "login-timeout", "Login timeout",
    "Longest time until the device answers the login, in milliseconds" },
  { GST_DVRIP_SETTING_CLAIM_TIMEOUT, G_STRUCT_OFFSET (DvripSessionConfig, claim_ms), 5000,
    "claim-timeout", "Claim timeout",
    "Longest time until the device grants the channel, in milliseconds" },
  { GST_DVRIP_SETTING_START_TIMEOUT, G_STRUCT_OFFSET (DvripSessionConfig, start_ms), 5000,
    "start-timeout", "Start timeout",
    "Longest time from the start of the stream to its first data, for each topology, "
    "in milliseconds" },
  { GST_DVRIP_SETTING_UNIT_TIMEOUT, G_STRUCT_OFFSET (DvripSessionConfig, unit_ms), 5000,
    "unit-timeout", "Unit timeout",
    "Longest time from the first to the last byte of a picture or packet, in milliseconds" },
  { GST_DVRIP_SETTING_SILENCE_TIMEOUT, G_STRUCT_OFFSET (DvripSessionConfig, silence_ms), 6000,
    "silence-timeout", "Silence timeout",
    "Longest time without a byte of the stream, in milliseconds" },
  { GST_DVRIP_SETTING_REQUEST_TIMEOUT, G_STRUCT_OFFSET (DvripSessionConfig, request_ms), 5000,
    "request-timeout", "Request timeout",
    "Longest time until the device answers a request besides the stream, in milliseconds; the "
    "stream goes on" },
};

static const GEnumValue streams[] = {
  { DVRIP_STREAM_MAIN, "Main stream: the channel's full size and rate", "main" },
  { DVRIP_STREAM_SUB, "Sub stream: a smaller picture of the same channel", "sub" },
  { 0, NULL, NULL },
};

static const GEnumValue topologies[] = {
  { DVRIP_TOPOLOGY_AUTO, "One socket first, two where the device refuses that or stays silent",
    "auto" },
  { DVRIP_TOPOLOGY_ONE_SOCKET, "One socket for control and media", "one-socket" },
  { DVRIP_TOPOLOGY_TWO_SOCKETS, "A socket for control and another for media", "two-sockets" },
  { 0, NULL, NULL },
};

static GType
register_enum (gsize            *once,
               const char       *name,
               const GEnumValue *values)
{
  if (g_once_init_enter (once))
    g_once_init_leave (once, g_enum_register_static (name, values));

  return *once;
}

GType
gst_dvrip_stream_get_type (void)
{
  static gsize once;

  return register_enum (&once, "GstDvripStream", streams);
}

GType
gst_dvrip_topology_get_type (void)
{
  static gsize once;

  return register_enum (&once, "GstDvripTopology", topologies);
}

static guint *
find_timeout (const GstDvripSettings *self,
              guint                   setting)
{
  for (guint i = 0; i < G_N_ELEMENTS (timeouts); i++)
    if (timeouts[i].setting == setting)
      return G_STRUCT_MEMBER_P (&self->config, timeouts[i].offset);

  return NULL;
}

static void
install (GObjectClass   *object_class,
         GstDvripSetting setting,
         GParamSpec     *pspec)
{
  g_object_class_install_property (object_class, setting, pspec);
}

static void
install_address (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY;
  const GParamFlags secret = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY;

  install (object_class, GST_DVRIP_SETTING_URI,
           g_param_spec_string ("uri", "URI",
                                "Address: dvrip://[user[:password]@]host[:port]/channel"
                                "?stream=main|sub, percent-encoded; read back without the "
                                "password", NULL, flags));
  install (object_class, GST_DVRIP_SETTING_HOST,
           g_param_spec_string ("host", "Host", "Name or address of the device", NULL, flags));
  install (object_class, GST_DVRIP_SETTING_PORT,
           g_param_spec_uint ("port", "Port", "TCP port of the device",
                              1, 65535, DVRIP_DEFAULT_PORT, flags));
  install (object_class, GST_DVRIP_SETTING_CHANNEL,
           g_param_spec_uint ("channel", "Channel", "Channel of the device, counted from 1",
                              1, GST_DVRIP_MAX_CHANNEL, 1, flags));
  install (object_class, GST_DVRIP_SETTING_STREAM,
           g_param_spec_enum ("stream", "Stream", "Which stream of the channel to play",
                              GST_TYPE_DVRIP_STREAM, DVRIP_STREAM_MAIN, flags));
  install (object_class, GST_DVRIP_SETTING_USER,
           g_param_spec_string ("user", "User", "Name to sign in with", DEFAULT_USER, flags));
  install (object_class, GST_DVRIP_SETTING_PASSWORD,
           g_param_spec_string ("password", "Password",
                                "Password to sign in with; it cannot be read back, and is "
                                "forgotten when the address changes to another device",
                                NULL, secret));
}

static void
install_ways (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY;

  install (object_class, GST_DVRIP_SETTING_TOPOLOGY,
           g_param_spec_enum ("topology", "Topology",
                              "How many sockets a stream takes; \"statistics\" tells what worked",
                              GST_TYPE_DVRIP_TOPOLOGY, DVRIP_TOPOLOGY_AUTO, flags));
  install (object_class, GST_DVRIP_SETTING_STREAM_TYPE,
           g_param_spec_string ("stream-type", "Stream type",
                                "What the device called its sub stream last time (\"Extra1\", "
                                "\"Extra\"), to be tried first; \"statistics\" tells what worked",
                                NULL, flags));
}

static void
install_timeouts (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY;

  for (guint i = 0; i < G_N_ELEMENTS (timeouts); i++)
    install (object_class, timeouts[i].setting,
             g_param_spec_uint (timeouts[i].name, timeouts[i].nick, timeouts[i].blurb,
                                1, MAX_TIMEOUT_MS, timeouts[i].default_ms, flags));
}

static void
replace (char      **place,
         const char *value)
{
  char *copy = g_strdup (value);

  g_free (*place);
  *place = copy;
}

/* A property cannot refuse a value: the failure is told when the element starts. */
static void
set_uri_property (GstDvripSettings *self,
                  const char       *uri)
{
  g_autoptr (GError) error = NULL;

  if (!gst_dvrip_settings_set_uri (self, uri != NULL ? uri : "", &error))
    replace (&self->bad_uri, error->message);
}

static void
install_besides (GObjectClass *object_class)
{
  install (object_class, GST_DVRIP_SETTING_NO_STREAM,
           g_param_spec_boolean ("no-stream", "No stream",
                                 "Sign in and play nothing: for what else the device can be asked "
                                 "for, with a channel that may be away", FALSE,
                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                 | GST_PARAM_MUTABLE_READY));
  install (object_class, GST_DVRIP_SETTING_ALARMS,
           g_param_spec_boolean ("alarms", "Alarms",
                                 "Subscribe to the device's alarms with each login; they are "
                                 "posted as messages \"dvrip-alarm\"", FALSE,
                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                 | GST_PARAM_MUTABLE_PLAYING));
}

/**
 * gst_dvrip_settings_install:
 *
 * Installs the properties of #GstDvripSetting under those ids.
 */
void
gst_dvrip_settings_install (GObjectClass *object_class)
{
  install_address (object_class);
  install_ways (object_class);
  install_timeouts (object_class);
  install_besides (object_class);
}

/**
 * gst_dvrip_settings_init:
 * @self: (out caller-allocates): set to the properties' defaults
 */
void
gst_dvrip_settings_init (GstDvripSettings *self)
{
  self->bad_uri = NULL;
  dvrip_session_config_init (&self->config);
  self->config.port = DVRIP_DEFAULT_PORT;
  replace (&self->config.user, DEFAULT_USER);

  for (guint i = 0; i < G_N_ELEMENTS (timeouts); i++)
    *find_timeout (self, timeouts[i].setting) = timeouts[i].default_ms;
}

/**
 * gst_dvrip_settings_clear:
 *
 * Frees what @self points to, not @self.
 */
void
gst_dvrip_settings_clear (GstDvripSettings *self)
{
  dvrip_session_config_clear (&self->config);
  g_clear_pointer (&self->bad_uri, g_free);
}

/**
 * gst_dvrip_settings_set:
 * @setting: the id of a property
 *
 * Returns: whether it is one of #GstDvripSetting
 */
gboolean
gst_dvrip_settings_set (GstDvripSettings *self,
                        guint             setting,
                        const GValue     *value)
{
  DvripSessionConfig *config = &self->config;
  guint *timeout = find_timeout (self, setting);

  if (timeout != NULL) {
    *timeout = g_value_get_uint (value);
    return TRUE;
  }

  switch (setting) {
  case GST_DVRIP_SETTING_URI:
    set_uri_property (self, g_value_get_string (value));
    return TRUE;
  case GST_DVRIP_SETTING_HOST:
    replace (&config->host, g_value_get_string (value));
    replace (&self->bad_uri, NULL);
    return TRUE;
  case GST_DVRIP_SETTING_PORT:
    config->port = g_value_get_uint (value);
    return TRUE;
  case GST_DVRIP_SETTING_CHANNEL:
    config->channel = g_value_get_uint (value) - 1;
    return TRUE;
  case GST_DVRIP_SETTING_STREAM:
    config->stream = g_value_get_enum (value);
    return TRUE;
  case GST_DVRIP_SETTING_USER:
    replace (&config->user, g_value_get_string (value));
    return TRUE;
  case GST_DVRIP_SETTING_PASSWORD:
    replace (&config->password, g_value_get_string (value));
    return TRUE;
  case GST_DVRIP_SETTING_TOPOLOGY:
    config->topology = g_value_get_enum (value);
    return TRUE;
  case GST_DVRIP_SETTING_STREAM_TYPE:
    replace (&config->stream_type, g_value_get_string (value));
    return TRUE;
  case GST_DVRIP_SETTING_ALARMS:
    config->alarms = g_value_get_boolean (value);
    return TRUE;
  case GST_DVRIP_SETTING_NO_STREAM:
    config->no_stream = g_value_get_boolean (value);
    return TRUE;
  default:
    return FALSE;
  }
}

/**
 * gst_dvrip_settings_get:
 * @setting: the id of a property; the password is none that can be read
 *
 * Returns: whether it is one of #GstDvripSetting
 */
gboolean
gst_dvrip_settings_get (const GstDvripSettings *self,
                        guint                   setting,
                        GValue                 *out_value)
{
  const DvripSessionConfig *config = &self->config;
  const guint *timeout = find_timeout (self, setting);

  if (timeout != NULL) {
    g_value_set_uint (out_value, *timeout);
    return TRUE;
  }

  switch (setting) {
  case GST_DVRIP_SETTING_URI:
    g_value_take_string (out_value, gst_dvrip_settings_get_uri (self));
    return TRUE;
  case GST_DVRIP_SETTING_HOST:
    g_value_set_string (out_value, config->host);
    return TRUE;
  case GST_DVRIP_SETTING_PORT:
    g_value_set_uint (out_value, config->port);
    return TRUE;
  case GST_DVRIP_SETTING_CHANNEL:
    g_value_set_uint (out_value, config->channel + 1);
    return TRUE;
  case GST_DVRIP_SETTING_STREAM:
    g_value_set_enum (out_value, config->stream);
    return TRUE;
  case GST_DVRIP_SETTING_USER:
    g_value_set_string (out_value, config->user);
    return TRUE;
  case GST_DVRIP_SETTING_TOPOLOGY:
    g_value_set_enum (out_value, config->topology);
    return TRUE;
  case GST_DVRIP_SETTING_STREAM_TYPE:
    g_value_set_string (out_value, config->stream_type);
    return TRUE;
  case GST_DVRIP_SETTING_ALARMS:
    g_value_set_boolean (out_value, config->alarms);
    return TRUE;
  case GST_DVRIP_SETTING_NO_STREAM:
    g_value_set_boolean (out_value, config->no_stream);
    return TRUE;
  default:
    return FALSE;
  }
}

/**
 * gst_dvrip_settings_set_uri:
 * @uri: the address
 *
 * Takes what an address says. A user or password that it does not say stays as it was set, but no
 * password follows to another device.
 *
 * Returns: %FALSE with @error (a %GST_URI_ERROR) set, and @self as it was
 */
gboolean
gst_dvrip_settings_set_uri (GstDvripSettings *self,
                            const char       *uri,
                            GError          **error)
{
  DvripSessionConfig *config = &self->config;
  g_auto (GstDvripUri) address = { .port = 0 };

  if (!gst_dvrip_uri_parse (uri, &address, error))
    return FALSE;

  if (config->host != NULL
      && (g_ascii_strcasecmp (config->host, address.host) != 0 || config->port != address.port))
    replace (&config->password, NULL);

  replace (&config->host, address.host);
  config->port = address.port;
  config->channel = address.channel - 1;
  config->stream = address.stream;
  if (address.user != NULL)
    replace (&config->user, address.user);
  if (address.password != NULL)
    replace (&config->password, address.password);
  replace (&self->bad_uri, NULL);

  return TRUE;
}

/**
 * gst_dvrip_settings_get_uri:
 *
 * Returns: (transfer full) (nullable): the address, without the password; %NULL without a host
 */
char *
gst_dvrip_settings_get_uri (const GstDvripSettings *self)
{
  const DvripSessionConfig *config = &self->config;
  const GstDvripUri address = {
    .host = config->host,
    .port = config->port,
    .user = config->user,
    .channel = config->channel + 1,
    .stream = config->stream,
  };

  if (config->host == NULL)
    return NULL;

  return gst_dvrip_uri_to_string (&address);
}

/**
 * gst_dvrip_settings_copy_config:
 * @out_config: (out caller-allocates): to be cleared with dvrip_session_config_clear()
 *
 * Returns: %FALSE with @error (%WALL_REASON_BAD_ADDRESS) set if there is no usable address;
 *   @out_config is set only on success
 */
gboolean
gst_dvrip_settings_copy_config (const GstDvripSettings *self,
                                DvripSessionConfig     *out_config,
                                GError                **error)
{
  const DvripSessionConfig *config = &self->config;
  gboolean has_host = config->host != NULL && *config->host != '\0';

  if (self->bad_uri != NULL || !has_host) {
    g_set_error_literal (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS,
                         self->bad_uri != NULL ? self->bad_uri : "No host was set");
    return FALSE;
  }

  *out_config = *config;
  out_config->host = g_strdup (config->host);
  out_config->user = g_strdup (config->user != NULL ? config->user : "");
  out_config->password = g_strdup (config->password != NULL ? config->password : "");
  out_config->stream_type = g_strdup (config->stream_type);
  return TRUE;
}
