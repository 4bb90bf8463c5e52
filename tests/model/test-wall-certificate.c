/* test-wall-certificate.c
 *
 * The certificate of a real camera: trusted first and written into the file, refused when it is
 * another one, and trusted anew by a click after a person has removed its line.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gst/gst.h>

#include "../stream/rtsp-process.h"
#include "wait-until.h"
#include "wall-camera-list.h"
#include "wall-foreign.h"

#define OTHER "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

typedef struct {
  RtspProcess     *device;
  WallDeviceStore *store;
  WallCameraList  *list;
  char            *folder, *devices, *credentials;
  guint            tick;
} Rig;

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static char *
make_devices (Rig        *rig,
              const char *line)
{
  return g_strdup_printf ("# the gate\n[device gate]\nuri=rtsps://guard@127.0.0.1:%d\n%s\n"
                          "[camera 1]\ndevice=gate\npath=/live/ch1\n"
                          "[camera 2]\ndevice=gate\npath=/live/ch1\n",
                          g_atomic_int_get (&rig->device->port), line);
}

static void
write_devices (Rig        *rig,
               const char *line)
{
  g_autofree char *text = make_devices (rig, line);

  g_assert_true (g_file_set_contents (rig->devices, text, -1, NULL));
}

static void
assert_devices (Rig        *rig,
                const char *line)
{
  g_autofree char *wanted = make_devices (rig, line);
  g_autofree char *text = NULL;

  wait_until (!wall_device_store_is_busy (rig->store));
  g_assert_true (g_file_get_contents (rig->devices, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, wanted);
}

static void
open_rig (Rig        *rig,
          const char *line)
{
  g_autofree char *login = NULL;
  g_autoptr (GError) error = NULL;

  *rig = (Rig){ .device = rtsp_process_new ("digest", "tls", 0, RTSP_H264) };
  rig->folder = g_dir_make_tmp ("certificate-XXXXXX", NULL);
  rig->devices = g_build_filename (rig->folder, "devices", NULL);
  rig->credentials = g_build_filename (rig->folder, "credentials", NULL);
  login = g_strdup_printf ("[login 1]\nhost=127.0.0.1\nport=%d\nuser=guard\npassword=s3cret word\n",
                           g_atomic_int_get (&rig->device->port));
  write_devices (rig, line);
  g_assert_true (g_file_set_contents_full (rig->credentials, login, -1, G_FILE_SET_CONTENTS_NONE,
                                           0600, NULL));

  rig->store = wall_device_store_new ();
  wall_device_store_load (rig->store, rig->devices, &error);
  g_assert_no_error (error);
  wall_device_store_load_credentials (rig->store, rig->credentials, &error);
  g_assert_no_error (error);
  rig->list = wall_camera_list_new (rig->store);
  rig->tick = g_timeout_add (20, on_tick, NULL);
  wall_camera_list_start (rig->list);
}

static void
on_closed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  wall_camera_list_close_finish (WALL_CAMERA_LIST (source), result);
  *(gboolean *) user_data = TRUE;
}

static void
close_rig (Rig *rig)
{
  gboolean is_closed = FALSE;

  wall_camera_list_close_async (rig->list, on_closed, &is_closed);
  wait_until (is_closed);
  g_source_remove (rig->tick);
  g_object_unref (rig->list);
  g_object_unref (rig->store);
  rtsp_process_free (rig->device);
  remove (rig->devices);
  remove (rig->credentials);
  remove (rig->folder);
  g_free (rig->devices);
  g_free (rig->credentials);
  g_free (rig->folder);
}

static WallCameraSums
get_rig_sums (Rig *rig)
{
  WallCameraSums sums;

  wall_camera_list_get_sums (rig->list, &sums);
  return sums;
}

static WallCamera *
get_rig_camera (Rig   *rig,
                guint  index)
{
  g_autoptr (WallCamera) camera = g_list_model_get_item (G_LIST_MODEL (rig->list), index);

  return camera;
}

static char *
dup_line (Rig *rig)
{
  return g_strdup_printf ("certificate=%s\n",
                          wall_device_get_certificate (wall_device_store_find (rig->store, "gate")));
}

static void
test_trusted_first (void)
{
  g_autofree char *line = NULL;
  Rig rig;

  open_rig (&rig, "");
  wait_until (get_rig_sums (&rig).receiving == 2);
  line = dup_line (&rig);
  assert_devices (&rig, line);
  close_rig (&rig);
}

static void
test_changed (void)
{
  g_autofree char *line = NULL;
  Rig rig;

  open_rig (&rig, "certificate=" OTHER "\n");
  wait_until (get_rig_sums (&rig).attention == 2);
  for (guint i = 0; i < 2; i++) {
    WallCameraStatus status;

    wall_camera_get_status (get_rig_camera (&rig, i), &status);
    g_assert_cmpint (status.reason, ==, WALL_REASON_CERTIFICATE_CHANGED);
    g_assert_cmpint (status.retry_in_us, <, 0);
  }
  g_assert_cmpint (g_atomic_int_get (&rig.device->logins), ==, 0);

  /* A click alone changes nothing. */
  wall_camera_retry (get_rig_camera (&rig, 0));
  wait_until (get_rig_sums (&rig).attention == 1);
  wait_until (get_rig_sums (&rig).attention == 2);
  g_assert_cmpint (g_atomic_int_get (&rig.device->logins), ==, 0);
  assert_devices (&rig, "certificate=" OTHER "\n");

  /* After the line is gone one click is enough for both. */
  write_devices (&rig, "");
  wall_camera_retry (get_rig_camera (&rig, 0));
  wait_until (get_rig_sums (&rig).receiving == 2);
  line = dup_line (&rig);
  g_assert_cmpstr (line, !=, "certificate=" OTHER "\n");
  assert_devices (&rig, line);
  close_rig (&rig);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = g_path_get_dirname (argv[0]);
  g_autofree char *beside = g_build_filename (folder, "..", "stream", "test", NULL);

  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  rtsp_process_init (beside);
  wall_foreign_set_default_deadlines (&(WallForeignDeadlines) {
    .lookup_ms = 20000, .connect_ms = 20000, .login_ms = 20000, .start_ms = 20000,
    .silence_ms = 20000, .close_ms = 20000,
  });

  g_test_add_func ("/model/wall-certificate/trusted-first", test_trusted_first);
  g_test_add_func ("/model/wall-certificate/changed", test_changed);
  return g_test_run ();
}
