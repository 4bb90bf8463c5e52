/* test-device-store.c
 *
 * A good file is understood, a broken one refused with file, group, key and reason, and changes
 * nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store-fixture.h"

static guint
count_cameras (Fixture *self)
{
  return g_list_model_get_n_items (wall_device_store_get_cameras (self->store));
}

static guint
count_devices (Fixture *self)
{
  return g_list_model_get_n_items (wall_device_store_get_devices (self->store));
}

#define HTTPS    "[device h]\nuri=https://cam.local\nuser=guard\n"
#define HEX      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define XEH      "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
#define RECORDER "[device r]\nuri=dvrip://10.0.0.9:8000\nuser=guard\n"

static void
test_reads (Fixture      *self,
            gconstpointer data)
{
  load (self,
        "# The yard\n" RECORDER
        "[camera b]\ndevice=r\nchannel=2\nstream=sub\nnumber=12\nname=Gate; north\nplace=1\n"
        "[camera a]\ndevice=r\nnumber=7\nplace=0\nenabled=false\nfuture=x\n");

  g_assert_cmpuint (count_devices (self), ==, 1);
  g_assert_cmpstr (wall_device_get_host (get_device_of (self, 0)), ==, "10.0.0.9");
  g_assert_cmpuint (wall_device_get_port (get_device_of (self, 0)), ==, 8000);
  g_assert_cmpstr (wall_device_get_user (get_device_of (self, 0)), ==, "guard");
  g_assert_null (wall_device_get_password (get_device_of (self, 0)));

  g_assert_cmpuint (count_cameras (self), ==, 2);
  g_assert_cmpuint (wall_camera_config_get_number (get_camera (self, 0)), ==, 7);
  g_assert_cmpuint (wall_camera_config_get_channel (get_camera (self, 0)), ==, 1);
  g_assert_cmpstr (wall_camera_config_get_stream (get_camera (self, 0)), ==, "auto");
  g_assert_false (wall_camera_config_get_enabled (get_camera (self, 0)));
  g_assert_cmpuint (wall_camera_config_get_number (get_camera (self, 1)), ==, 12);
  g_assert_cmpuint (wall_camera_config_get_channel (get_camera (self, 1)), ==, 2);
  g_assert_cmpstr (wall_camera_config_get_stream (get_camera (self, 1)), ==, "sub");
  g_assert_cmpstr (wall_camera_config_get_name (get_camera (self, 1)), ==, "Gate; north");
  g_assert_true (wall_camera_config_get_enabled (get_camera (self, 1)));
}

static void
test_fills_gaps (Fixture      *self,
                 gconstpointer data)
{
  load (self, RECORDER "[camera a]\ndevice=r\n"
                       "[camera b]\ndevice=r\nplace=0\n"
                       "[camera c]\ndevice=r\nnumber=2\nplace=5\n"
                       "[camera d]\ndevice=r\n");

  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (wall_camera_config_get_place (get_camera (self, i)), ==, i);
  g_assert_cmpuint (wall_camera_config_get_place (get_camera (self, 3)), ==, 5);
  g_assert_cmpstr (wall_camera_config_get_id (get_camera (self, 0)), ==, "b");
  g_assert_cmpuint (wall_camera_config_get_number (get_camera (self, 0)), ==, 1);
  g_assert_cmpuint (wall_camera_config_get_number (get_camera (self, 1)), ==, 3);
  g_assert_cmpuint (wall_camera_config_get_number (get_camera (self, 2)), ==, 4);
  g_assert_cmpuint (wall_camera_config_get_number (get_camera (self, 3)), ==, 2);
  g_assert_cmpstr (wall_camera_config_get_name (get_camera (self, 0)), ==, "Camera 1");
}

static void
test_own_uri (Fixture      *self,
              gconstpointer data)
{
  load (self, RECORDER "[camera a]\nuri=dvrip://guard@10.0.0.9:8000/3?stream=sub\n"
                       "[camera b]\nuri=dvrip://other@10.0.0.9:8000/4\n"
                       "[camera c]\nuri=dvrip://other@10.0.0.9:8000\nchannel=5\nstream=sub\n"
                       "[camera d]\nuri=dvrip://[::1]\n");

  g_assert_cmpuint (count_devices (self), ==, 3);
  g_assert_true (get_device_of (self, 0) == wall_device_store_find (self->store, "r"));
  g_assert_cmpuint (wall_camera_config_get_channel (get_camera (self, 0)), ==, 3);
  g_assert_cmpstr (wall_camera_config_get_stream (get_camera (self, 0)), ==, "sub");
  g_assert_true (get_device_of (self, 1) == get_device_of (self, 2));
  g_assert_cmpstr (wall_device_get_user (get_device_of (self, 1)), ==, "other");
  g_assert_cmpuint (wall_camera_config_get_channel (get_camera (self, 2)), ==, 5);
  g_assert_cmpstr (wall_camera_config_get_stream (get_camera (self, 2)), ==, "sub");
  g_assert_cmpstr (wall_device_get_host (get_device_of (self, 3)), ==, "::1");
  g_assert_cmpuint (wall_device_get_port (get_device_of (self, 3)), ==, 34567);
  g_assert_cmpstr (wall_device_get_user (get_device_of (self, 3)), ==, "admin");
}

static const char *
get_path (Fixture *self,
          guint    index)
{
  return wall_camera_config_get_path (get_camera (self, index));
}

static void
test_other_schemes (Fixture      *self,
                    gconstpointer data)
{
  load (self, HTTPS "[camera a]\ndevice=h\npath=/one?q=%41\n"
                    "[camera b]\nuri=https://guard@CAM.local:443/two\n"
                    "[camera c]\nuri=https://cam.local/three\n"
                    "[camera d]\nuri=http://guard@cam.local:443/four\n"
                    "[camera e]\nuri=tcp://10.0.0.7:5000\n"
                    "[camera f]\nuri=rtsp://10.0.0.8\n[camera g]\nuri=rtsp://10.0.0.8:554/x\n");

  g_assert_cmpuint (count_devices (self), ==, 5);
  g_assert_cmpstr (get_path (self, 0), ==, "/one?q=%41");
  g_assert_true (get_device_of (self, 0) == get_device_of (self, 1));
  g_assert_cmpstr (get_path (self, 1), ==, "/two");
  g_assert_true (get_device_of (self, 0) != get_device_of (self, 2));
  g_assert_true (wall_device_is_anonymous (get_device_of (self, 2)));
  g_assert_false (wall_device_is_anonymous (get_device_of (self, 0)));
  g_assert_true (get_device_of (self, 0) != get_device_of (self, 3));
  g_assert_cmpstr (wall_device_get_scheme (get_device_of (self, 4))->name, ==, "tcp");
  g_assert_true (wall_device_is_anonymous (get_device_of (self, 4)));
  g_assert_true (get_device_of (self, 5) == get_device_of (self, 6));
  g_assert_null (get_path (self, 5));
}

static void
test_certificates (Fixture      *self,
                   gconstpointer data)
{
  load (self, "[device h]\nuri=https://h\ncertificate=SHA256:01:23:45:67:89:AB:CD:EF:01:23:45:67:"
              "89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF\n"
              "[camera a]\ndevice=h\n[camera b]\nuri=https://i/1\n"
              "[camera c]\nuri=https://i/2\ncertificate=sha256:" XEH "\n");

  g_assert_cmpstr (wall_device_get_certificate (get_device_of (self, 0)), ==, "sha256:" HEX);
  g_assert_cmpstr (wall_device_get_certificate (get_device_of (self, 1)), ==, "sha256:" XEH);
  load (self, HTTPS "[camera a]\ndevice=h\n");
  g_assert_null (wall_device_get_certificate (get_device_of (self, 0)));
}

static void
assert_refused (Fixture    *self,
                const char *text,
                const char *first,
                const char *second)
{
  g_autoptr (GError) error = NULL;

  write_file (self, text, 0644);
  g_assert_false (wall_device_store_load (self->store, self->path, &error));
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_true (g_str_has_prefix (error->message, self->path));
  g_assert_nonnull (strstr (error->message, first));
  g_assert_nonnull (strstr (error->message, second));
  g_assert_cmpuint (count_cameras (self), ==, 1);
  g_assert_cmpuint (count_devices (self), ==, 1);
}

typedef struct {
  const char *text, *first, *second;
} Refusal;

static void
assert_all_refused (Fixture       *self,
                    const Refusal *cases,
                    gsize          n_cases)
{
  load (self, RECORDER "[camera good]\ndevice=r\n");
  for (gsize i = 0; i < n_cases; i++)
    assert_refused (self, cases[i].text, cases[i].first, cases[i].second);
  g_assert_cmpstr (wall_camera_config_get_id (get_camera (self, 0)), ==, "good");
}

static void
test_refuses_groups (Fixture      *self,
                     gconstpointer data)
{
  static const Refusal cases[] = {
    { RECORDER "[camera a]\ndevice=r\n\nnonsense\n", "line 7", "key=value" },
    { "uri=x\n", "line 1", "" },
    { RECORDER "[camera a]\ndevice=r\n[camera a]\ndevice=r\n", "line 6", "[camera a]" },
    { RECORDER "[camara a]\ndevice=r\n", "[camara a]", "groups" },
    { RECORDER "[camera ]\ndevice=r\n", "ID", "" },
    { "[device r]\nuser=x\n", "[device r] uri", "missing" },
  };

  assert_all_refused (self, cases, G_N_ELEMENTS (cases));
}

static void
test_refuses_addresses (Fixture      *self,
                        gconstpointer data)
{
  static const Refusal cases[] = {
    { "[device r]\nuri=ftp://x\n", "[device r] uri", "dvrip, rtsp" },
    { "[device r]\nuri=rtsp://x/1\n", "[device r] uri", "path" },
    { "[device r]\nuri=rtsp://u:p@x\n", "[device r] uri", "credentials" },
    { "[device r]\nuri=tcp://x:1\nuser=u\n", "[device r] user", "signs in" },
    { HTTPS "[camera a]\ndevice=h\nchannel=1\n", "[camera a] channel", "path" },
    { HTTPS "[camera a]\ndevice=h\nstream=main\n", "[camera a] stream", "path" },
    { HTTPS "[camera a]\ndevice=h\npath=video\n", "[camera a] path", "“/”" },
    { HTTPS "[camera a]\ndevice=h\npath=/a b\n", "[camera a] path", "%20" },
    { HTTPS "[camera a]\ndevice=h\npath=/a\\nb\n", "[camera a] path", "%20" },
    { RECORDER "[camera a]\ndevice=r\npath=/x\n", "[camera a] path", "channels" },
    { RECORDER "[camera a]\nuri=http://x/1\npath=/x\n", "[camera a] path", "uri" },
    { RECORDER "[camera a]\nuri=gopher://x/1\n", "[camera a] uri", "gopher" },
    { RECORDER "[camera a]\nuri=tcp://x\n", "[camera a] uri", "port" },
    { RECORDER "certificate=sha256:" HEX "\n", "[device r] certificate", "no certificate" },
    { HTTPS "certificate=sha256:00\n", "[device h] certificate", "64" },
    { HTTPS "certificate=\n", "[device h] certificate", "64" },
    { HTTPS "[camera a]\ndevice=h\ncertificate=x\n", "[camera a] certificate", "device" },
    { "[camera a]\nuri=https://x/1\ncertificate=sha256:" HEX "\n"
      "[camera b]\nuri=https://x/2\ncertificate=sha256:" XEH "\n",
      "[camera b] certificate", "another" },
    { "[device r]\nuri=dvrip://x:99999\n", "[device r] uri", "" },
    { "[device r]\nuri=dvrip://x/1\n", "[device r] uri", "channel" },
    { "[device r]\nuri=dvrip://u:p@x\n", "[device r] uri", "credentials" },
    { "[device r]\nuri=dvrip://u@x\nuser=v\n", "[device r] user", "another" },
  };

  assert_all_refused (self, cases, G_N_ELEMENTS (cases));
}

static void
test_refuses_values (Fixture      *self,
                     gconstpointer data)
{
  static const Refusal cases[] = {
    { RECORDER "[camera a]\nchannel=1\n", "[camera a] device", "missing" },
    { RECORDER "[camera a]\ndevice=q\n", "[camera a] device", "[device q]" },
    { RECORDER "[camera a]\ndevice=r\nuri=dvrip://x/1\n", "[camera a] uri", "device" },
    { RECORDER "[camera a]\nuri=dvrip://x/1\nchannel=1\n", "[camera a] channel", "uri" },
    { RECORDER "[camera a]\nuri=dvrip://x/?stream=sub\nstream=sub\n", "[camera a] stream", "uri" },
    { RECORDER "[camera a]\ndevice=r\nchannel=0\n", "[camera a] channel", "256" },
    { RECORDER "[camera a]\ndevice=r\nchannel=257\n", "[camera a] channel", "256" },
    { RECORDER "[camera a]\ndevice=r\nchannel=-1\n", "[camera a] channel", "-1" },
    { RECORDER "[camera a]\ndevice=r\nchannel=1x\n", "[camera a] channel", "1x" },
    { RECORDER "[camera a]\ndevice=r\nstream=third\n", "[camera a] stream", "third" },
    { RECORDER "[camera a]\ndevice=r\nnumber=0\n", "[camera a] number", "9999" },
    { RECORDER "[camera a]\ndevice=r\nnumber=10000\n", "[camera a] number", "9999" },
    { RECORDER "[camera a]\ndevice=r\nplace=256\n", "[camera a] place", "255" },
    { RECORDER "[camera a]\ndevice=r\nenabled=perhaps\n", "[camera a] enabled", "true" },
    { RECORDER "[camera a]\ndevice=r\nname=\xff\xfe\n", "[camera a] name", "" },
    { RECORDER "[camera a]\ndevice=r\nnumber=4\n[camera b]\ndevice=r\nnumber=4\n",
      "[camera b] number", "4" },
    { RECORDER "[camera a]\ndevice=r\nplace=4\n[camera b]\ndevice=r\nplace=4\n",
      "[camera b] place", "4" },
  };

  assert_all_refused (self, cases, G_N_ELEMENTS (cases));
}

static void
test_syntax_error_has_its_line (Fixture      *self,
                                gconstpointer data)
{
  load (self, RECORDER "[camera good]\ndevice=r\n");
  for (guint bad = 4; bad < 40; bad++) {
    g_autoptr (GString) text = g_string_new (RECORDER);
    g_autofree char *line = g_strdup_printf ("line %u:", bad);

    for (guint i = 4; i < 40; i++)
      g_string_append_printf (text, i == bad ? "broken\n" : "k%u=v\n", i);
    assert_refused (self, text->str, line, "");
  }
}

static void
test_refuses_zero_bytes (Fixture      *self,
                         gconstpointer data)
{
  static const char text[] = RECORDER "\0[camera a]\ndevice=r\n";
  g_autoptr (GError) error = NULL;

  load (self, RECORDER "[camera good]\ndevice=r\n");
  g_assert_true (g_file_set_contents (self->path, text, sizeof text - 1, NULL));
  g_assert_false (wall_device_store_load (self->store, self->path, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "line 4"));
  g_assert_cmpuint (count_cameras (self), ==, 1);
}

/* What nobody sees in an editor. */
static void
test_takes_invisible_signs (Fixture      *self,
                            gconstpointer data)
{
  load (self, "\xef\xbb\xbf[device r]\r\nuri=dvrip://10.0.0.9:8000 \r\n\r\n"
              "[camera a]\r\ndevice=r \t\r\nstream=sub \r\nname=Gate \r\n"
              "[camera b]\ndevice=r\nname= \n");

  g_assert_cmpuint (count_cameras (self), ==, 2);
  g_assert_cmpstr (wall_device_get_host (get_device_of (self, 0)), ==, "10.0.0.9");
  g_assert_cmpstr (wall_camera_config_get_stream (get_camera (self, 0)), ==, "sub");
  g_assert_cmpstr (wall_camera_config_get_name (get_camera (self, 0)), ==, "Gate");
  g_assert_cmpstr (wall_camera_config_get_name (get_camera (self, 1)), ==, "Camera 2");
}

static void
test_limit (Fixture      *self,
            gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (RECORDER);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 256; i++)
    g_string_append_printf (text, "[camera %u]\ndevice=r\n", i);
  load (self, text->str);
  g_assert_cmpuint (count_cameras (self), ==, 256);
  g_assert_cmpuint (wall_camera_config_get_place (get_camera (self, 255)), ==, 255);

  g_string_append (text, "[camera more]\ndevice=r\n");
  write_file (self, text->str, 0644);
  g_assert_false (wall_device_store_load (self->store, self->path, &error));
  g_assert_nonnull (strstr (error->message, "256"));
  g_assert_cmpuint (count_cameras (self), ==, 256);
}

static void
test_refuses_what_is_no_file (Fixture      *self,
                              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *large = g_strnfill (1024 * 1024 + 1, '#');

  g_assert_false (wall_device_store_load (self->store, self->path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, self->path));
  g_clear_error (&error);

  g_assert_false (wall_device_store_load (self->store, self->folder, &error));
  g_assert_nonnull (strstr (error->message, "regular"));
  g_clear_error (&error);

  g_assert_false (wall_device_store_load (self->store, "/dev/zero", &error));
  g_assert_nonnull (strstr (error->message, "regular"));
  g_clear_error (&error);

  write_file (self, large, 0644);
  g_assert_false (wall_device_store_load (self->store, self->path, &error));
  g_assert_nonnull (strstr (error->message, "1048577"));
}

static void
test_empty_file (Fixture      *self,
                 gconstpointer data)
{
  load (self, "");
  g_assert_cmpuint (count_cameras (self), ==, 0);
  load (self, "# nothing yet\n");
  g_assert_cmpuint (count_cameras (self), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/model/device-store/reads", test_reads);
  ADD ("/model/device-store/fills-gaps", test_fills_gaps);
  ADD ("/model/device-store/own-uri", test_own_uri);
  ADD ("/model/device-store/other-schemes", test_other_schemes);
  ADD ("/model/device-store/certificates", test_certificates);
  ADD ("/model/device-store/refuses-groups", test_refuses_groups);
  ADD ("/model/device-store/refuses-addresses", test_refuses_addresses);
  ADD ("/model/device-store/refuses-values", test_refuses_values);
  ADD ("/model/device-store/syntax-error-has-its-line", test_syntax_error_has_its_line);
  ADD ("/model/device-store/refuses-zero-bytes", test_refuses_zero_bytes);
  ADD ("/model/device-store/takes-invisible-signs", test_takes_invisible_signs);
  ADD ("/model/device-store/limit", test_limit);
  ADD ("/model/device-store/refuses-what-is-no-file", test_refuses_what_is_no_file);
  ADD ("/model/device-store/empty-file", test_empty_file);
  return g_test_run ();
}
