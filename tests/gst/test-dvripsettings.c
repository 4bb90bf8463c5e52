/* test-dvripsettings.c
 *
 * What a dvripsrc hands to its session, however it was told.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "gstdvripsettings.h"

#include "wall-reason.h"

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GstDvripSettings, gst_dvrip_settings_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DvripSessionConfig, dvrip_session_config_clear)

static void
set_string (GstDvripSettings *settings,
            GstDvripSetting   setting,
            const char       *text)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, text);
  g_assert_true (gst_dvrip_settings_set (settings, setting, &value));
}

static void
set_uint (GstDvripSettings *settings,
          GstDvripSetting   setting,
          guint             number)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_UINT);
  g_value_set_uint (&value, number);
  g_assert_true (gst_dvrip_settings_set (settings, setting, &value));
}

static void
test_defaults_are_the_policy (void)
{
  g_auto (GstDvripSettings) settings;
  g_auto (DvripSessionConfig) config = { .port = 0 };

  gst_dvrip_settings_init (&settings);
  set_string (&settings, GST_DVRIP_SETTING_HOST, "h");
  g_assert_true (gst_dvrip_settings_copy_config (&settings, &config, NULL));

  g_assert_cmpstr (config.user, ==, "admin");
  g_assert_cmpstr (config.password, ==, "");
  g_assert_cmpuint (config.port, ==, 34567);
  g_assert_cmpuint (config.channel, ==, 0);
  g_assert_cmpint (config.topology, ==, DVRIP_TOPOLOGY_AUTO);
  g_assert_cmpuint (config.lookup_ms, ==, 5000);
  g_assert_cmpuint (config.connect_ms, ==, 4000);
  g_assert_cmpuint (config.login_ms, ==, 5000);
  g_assert_cmpuint (config.claim_ms, ==, 5000);
  g_assert_cmpuint (config.start_ms, ==, 5000);
  g_assert_cmpuint (config.unit_ms, ==, 5000);
  g_assert_cmpuint (config.silence_ms, ==, 6000);
  g_assert_cmpuint (config.request_ms, ==, 5000);
  g_assert_false (config.alarms);
}

static void
test_each_timeout_is_its_own (void)
{
  const GstDvripSetting first = GST_DVRIP_SETTING_LOOKUP_TIMEOUT;
  g_auto (GstDvripSettings) settings;

  gst_dvrip_settings_init (&settings);
  for (guint i = first; i < GST_DVRIP_N_SETTINGS; i++)
    set_uint (&settings, i, i);

  g_assert_cmpuint (settings.config.lookup_ms, ==, first);
  g_assert_cmpuint (settings.config.connect_ms, ==, first + 1);
  g_assert_cmpuint (settings.config.login_ms, ==, first + 2);
  g_assert_cmpuint (settings.config.claim_ms, ==, first + 3);
  g_assert_cmpuint (settings.config.start_ms, ==, first + 4);
  g_assert_cmpuint (settings.config.unit_ms, ==, first + 5);
  g_assert_cmpuint (settings.config.silence_ms, ==, first + 6);
  g_assert_cmpuint (settings.config.request_ms, ==, first + 7);
}

static void
test_channel_counts_from_one_outside (void)
{
  g_auto (GstDvripSettings) settings;
  g_autofree char *uri = NULL;

  gst_dvrip_settings_init (&settings);
  set_string (&settings, GST_DVRIP_SETTING_HOST, "h");
  set_uint (&settings, GST_DVRIP_SETTING_CHANNEL, 16);
  g_assert_cmpuint (settings.config.channel, ==, 15);
  uri = gst_dvrip_settings_get_uri (&settings);
  g_assert_cmpstr (uri, ==, "dvrip://admin@h:34567/16?stream=main");
}

static void
test_password_stays_with_its_device (void)
{
  g_auto (GstDvripSettings) settings;

  gst_dvrip_settings_init (&settings);
  set_string (&settings, GST_DVRIP_SETTING_PASSWORD, "first");
  g_assert_true (gst_dvrip_settings_set_uri (&settings, "dvrip://u@h/1", NULL));
  g_assert_cmpstr (settings.config.password, ==, "first");
  g_assert_cmpstr (settings.config.user, ==, "u");

  g_assert_true (gst_dvrip_settings_set_uri (&settings, "dvrip://H/2", NULL));
  g_assert_cmpstr (settings.config.password, ==, "first");
  g_assert_cmpstr (settings.config.user, ==, "u");

  g_assert_true (gst_dvrip_settings_set_uri (&settings, "dvrip://other/1", NULL));
  g_assert_null (settings.config.password);

  g_assert_true (gst_dvrip_settings_set_uri (&settings, "dvrip://u:second@other/1", NULL));
  g_assert_cmpstr (settings.config.password, ==, "second");

  g_assert_true (gst_dvrip_settings_set_uri (&settings, "dvrip://other:1/1", NULL));
  g_assert_null (settings.config.password);
}

static void
test_refused_address_changes_nothing (void)
{
  g_auto (GstDvripSettings) settings;
  g_autoptr (GError) error = NULL;

  gst_dvrip_settings_init (&settings);
  g_assert_true (gst_dvrip_settings_set_uri (&settings, "dvrip://u:pw@h/3", NULL));
  g_assert_false (gst_dvrip_settings_set_uri (&settings, "dvrip://v:other@g/0", &error));
  g_assert_error (error, GST_URI_ERROR, GST_URI_ERROR_BAD_URI);
  g_assert_cmpstr (settings.config.host, ==, "h");
  g_assert_cmpstr (settings.config.user, ==, "u");
  g_assert_cmpstr (settings.config.password, ==, "pw");
  g_assert_cmpuint (settings.config.channel, ==, 2);
}

/* A property cannot refuse, so a bad address is kept in mind until there is a good one. */
static void
test_bad_property_is_told_at_start (void)
{
  g_auto (GstDvripSettings) settings;
  g_auto (DvripSessionConfig) config = { .port = 0 };
  g_autoptr (GError) error = NULL;

  gst_dvrip_settings_init (&settings);
  set_string (&settings, GST_DVRIP_SETTING_HOST, "h");
  set_string (&settings, GST_DVRIP_SETTING_URI, "dvrip://h/0");
  g_assert_false (gst_dvrip_settings_copy_config (&settings, &config, &error));
  g_assert_error (error, WALL_ERROR, WALL_REASON_BAD_ADDRESS);

  set_string (&settings, GST_DVRIP_SETTING_URI, "dvrip://h/1");
  g_assert_true (gst_dvrip_settings_copy_config (&settings, &config, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gst/dvripsettings/defaults-are-the-policy", test_defaults_are_the_policy);
  g_test_add_func ("/gst/dvripsettings/each-timeout-is-its-own", test_each_timeout_is_its_own);
  g_test_add_func ("/gst/dvripsettings/channel-counts-from-one",
                   test_channel_counts_from_one_outside);
  g_test_add_func ("/gst/dvripsettings/password-stays-with-its-device",
                   test_password_stays_with_its_device);
  g_test_add_func ("/gst/dvripsettings/refused-address-changes-nothing",
                   test_refused_address_changes_nothing);
  g_test_add_func ("/gst/dvripsettings/bad-property-is-told-at-start",
                   test_bad_property_is_told_at_start);

  return g_test_run ();
}
