/* test-device-store.c
 *
 * A good file is understood, a broken one refused with file, group, key and reason, and changes
 * nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>

#include "wall-device-store.h"

typedef struct {
  WallDeviceStore *store;
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture      *self,
        gconstpointer data)
{
  self->store = wall_device_store_new ();
  self->folder = g_dir_make_tmp ("store-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "file", NULL);
}

static void
tear_down (Fixture      *self,
           gconstpointer data)
{
  g_unlink (self->path);
  g_rmdir (self->folder);
  g_assert_finalize_object (self->store);
  g_free (self->folder);
  g_free (self->path);
}

static void
write_file (Fixture    *self,
            const char *text,
            int         mode)
{
  g_assert_true (g_file_set_contents (self->path, text, -1, NULL));
  g_assert_cmpint (g_chmod (self->path, mode), ==, 0);
}

static void
load (Fixture    *self,
      const char *text)
{
  g_autoptr (GError) error = NULL;

  write_file (self, text, 0644);
  wall_device_store_load (self->store, self->path, &error);
  g_assert_no_error (error);
}

static void
load_credentials (Fixture    *self,
                  const char *text)
{
  g_autoptr (GError) error = NULL;

  write_file (self, text, 0600);
  wall_device_store_load_credentials (self->store, self->path, &error);
  g_assert_no_error (error);
}

static WallCameraConfig *
get_camera (Fixture *self,
            guint    index)
{
  g_autoptr (WallCameraConfig) config =
    g_list_model_get_item (wall_device_store_get_cameras (self->store), index);

  g_assert_nonnull (config);
  return config;
}

static WallDevice *
get_device_of (Fixture *self,
               guint    index)
{
  g_autofree char *id = NULL;
  WallDevice *device;

  g_object_get (get_camera (self, index), "device-id", &id, NULL);
  device = wall_device_store_find (self->store, id);
  g_assert_nonnull (device);
  return device;
}

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
  g_assert_cmpstr (wall_camera_config_get_stream (get_camera (self, 0)), ==, "main");
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

static void
test_refuses (Fixture      *self,
              gconstpointer data)
{
  static const struct {
    const char *text, *first, *second;
  } cases[] = {
    { RECORDER "[camera a]\ndevice=r\n\nnonsense\n", "line 7", "key=value" },
    { "uri=x\n", "line 1", "" },
    { RECORDER "[camera a]\ndevice=r\n[camera a]\ndevice=r\n", "line 6", "[camera a]" },
    { RECORDER "[camara a]\ndevice=r\n", "[camara a]", "groups" },
    { RECORDER "[camera ]\ndevice=r\n", "ID", "" },
    { "[device r]\nuser=x\n", "[device r] uri", "missing" },
    { "[device r]\nuri=http://x\n", "[device r] uri", "dvrip" },
    { "[device r]\nuri=dvrip://x:99999\n", "[device r] uri", "" },
    { "[device r]\nuri=dvrip://x/1\n", "[device r] uri", "channel" },
    { "[device r]\nuri=dvrip://u:p@x\n", "[device r] uri", "credentials" },
    { "[device r]\nuri=dvrip://u@x\nuser=v\n", "[device r] user", "another" },
    { RECORDER "[camera a]\nchannel=1\n", "[camera a] device", "missing" },
    { RECORDER "[camera a]\ndevice=q\n", "[camera a] device", "[device q]" },
    { RECORDER "[camera a]\ndevice=r\nuri=dvrip://x/1\n", "[camera a] uri", "device" },
    { RECORDER "[camera a]\nuri=rtsp://x/1\n", "[camera a] uri", "dvrip" },
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

  load (self, RECORDER "[camera good]\ndevice=r\n");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (self, cases[i].text, cases[i].first, cases[i].second);
  g_assert_cmpstr (wall_camera_config_get_id (get_camera (self, 0)), ==, "good");
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

#define LOGIN "[login 1]\nhost=10.0.0.9\nport=8000\nuser=guard\npassword=se=cr;et \n"

static void
test_credentials (Fixture      *self,
                  gconstpointer data)
{
  load (self, RECORDER "[camera a]\ndevice=r\n[camera b]\nuri=dvrip://guard@10.0.0.9\n");
  load_credentials (self, LOGIN "[login 2]\nhost=elsewhere\nuser=x\npassword=\n");
  g_assert_cmpstr (wall_device_get_password (get_device_of (self, 0)), ==, "se=cr;et ");
  g_assert_null (wall_device_get_password (get_device_of (self, 1)));
  load_credentials (self, "[login 1]\nhost=10.0.0.9\nuser=guard\npassword=\n");
  g_assert_cmpstr (wall_device_get_password (get_device_of (self, 1)), ==, "");
}

static void
test_credentials_first (Fixture      *self,
                        gconstpointer data)
{
  load_credentials (self, LOGIN);
  load (self, RECORDER "[camera a]\ndevice=r\n");
  g_assert_cmpstr (wall_device_get_password (get_device_of (self, 0)), ==, "se=cr;et ");
}

static void
test_credentials_are_private (Fixture      *self,
                              gconstpointer data)
{
  const int modes[] = { 0604, 0640, 0602, 0620, 0601, 0610, 0644, 0666 };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++) {
    g_autoptr (GError) error = NULL;

    write_file (self, LOGIN, modes[i]);
    g_assert_false (wall_device_store_load_credentials (self->store, self->path, &error));
    g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_PERM);
    g_assert_nonnull (strstr (error->message, self->path));
  }
}

static void
test_refuses_credentials (Fixture      *self,
                          gconstpointer data)
{
  static const struct {
    const char *text, *word;
  } cases[] = {
    { "[login 1]\nport=1\nuser=u\npassword=canary\n", "[login 1] host" },
    { "[login 1]\nhost=h\npassword=canary\n", "[login 1] user" },
    { "[login 1]\nhost=h\nuser=u\n", "[login 1] password" },
    { "[login 1]\nhost=h\nport=0\nuser=u\npassword=canary\n", "[login 1] port" },
    { "[login 1]\nhost=h\nport=65536\nuser=u\npassword=canary\n", "[login 1] port" },
    { "[logon 1]\nhost=h\nuser=u\npassword=canary\n", "[logon 1]" },
    { "[login 1]\nhost=h\nuser=u\npassword=canary\n[login 2]\nhost=H\nuser=u\npassword=x\n",
      "[login 2]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    write_file (self, cases[i].text, 0600);
    g_assert_false (wall_device_store_load_credentials (self->store, self->path, &error));
    g_assert_nonnull (strstr (error->message, cases[i].word));
    g_assert_null (strstr (error->message, "canary"));
  }
}

/* A password that breaks the file is not repeated to whoever reads the message. */
static void
test_errors_keep_password (Fixture      *self,
                           gconstpointer data)
{
  const char *texts[] = {
    "[login 1]\nhost=h\ncanary\n",
    "[login 1]\nhost=h\nuser=u\npassword=canary\xff\n",
    "[login 1]\nhost=h\nuser=u\npassword=canary\\q\n",
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    write_file (self, texts[i], 0600);
    g_assert_false (wall_device_store_load_credentials (self->store, self->path, &error));
    g_assert_nonnull (strstr (error->message, i == 0 ? "line 3" : "[login 1] password"));
    g_assert_null (strstr (error->message, "canary"));
    g_clear_error (&error);
  }

  write_file (self, "[device r]\nuri=dvrip://u:canary:canary@h:canary\n", 0600);
  g_assert_false (wall_device_store_load (self->store, self->path, &error));
  g_assert_null (strstr (error->message, "canary"));
}

#define add(name, function)                                                                        \
  g_test_add ("/model/device-store/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("reads", test_reads);
  add ("fills-gaps", test_fills_gaps);
  add ("own-uri", test_own_uri);
  add ("refuses", test_refuses);
  add ("syntax-error-has-its-line", test_syntax_error_has_its_line);
  add ("refuses-zero-bytes", test_refuses_zero_bytes);
  add ("takes-invisible-signs", test_takes_invisible_signs);
  add ("limit", test_limit);
  add ("refuses-what-is-no-file", test_refuses_what_is_no_file);
  add ("empty-file", test_empty_file);
  add ("credentials", test_credentials);
  add ("credentials-first", test_credentials_first);
  add ("credentials-are-private", test_credentials_are_private);
  add ("refuses-credentials", test_refuses_credentials);
  add ("errors-keep-password", test_errors_keep_password);
  return g_test_run ();
}
