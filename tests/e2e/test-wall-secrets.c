/* test-wall-secrets.c
 *
 * The password of a device, and the hash that is as good as it, stand nowhere but in the file of
 * credentials or in the keyring, for one that was typed: not in a log at any level, not on a command
 * line or in an environment, not in the report, not in the device file, and no graph of a pipeline is
 * written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-input.h"

#include <glib/gstdio.h>
#include <string.h>

#include "../model/fake-keyring.h"
#include "dvrip-hash.h"

/* Everything talks, which under sanitizers on a loaded machine takes longer than the wall waits for a
 * picture: it tries again. */
#define LIVE_SECONDS 150

#define ENTER_PASSWORD "^Enter Password$"

/* Nobody else writes these. */
#define PASSWORD "Kanari.en@vogel:/#%\"1"

typedef struct {
  E2eEncoder *encoder;
  E2eWall    *wall;
  char       *folder;
  char        hash[DVRIP_HASH_LENGTH + 1];
} Rig;

static char *
in_folder (Rig        *rig,
           const char *name)
{
  return g_build_filename (rig->folder, name, NULL);
}

static void
start_encoder (Rig *rig)
{
  g_autofree char *path = in_folder (rig, "password");
  g_autofree char *option = g_strconcat ("--password-file=", path, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, PASSWORD "\n", -1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
  rig->encoder = e2e_encoder_new_with (1, 0, (const char *const[]) { "--user=admin", option, NULL });
  g_unlink (path);
}

static const char *const loud[] = { "GST_DEBUG", "GST_DEBUG_FILE", "GST_DEBUG_DUMP_DOT_DIR",
                                    "G_MESSAGES_DEBUG", "E2E_WALL_LOG" };

/* Everything that can be made to talk, talks. */
static void
be_loud (Rig *rig)
{
  g_autofree char *log = in_folder (rig, "wall.log");
  g_autofree char *debug = in_folder (rig, "gstreamer.log");
  g_autofree char *dumps = in_folder (rig, "dumps");

  g_assert_cmpint (g_mkdir_with_parents (dumps, 0700), ==, 0);
  g_setenv ("GST_DEBUG", "*:9", TRUE);
  g_setenv ("GST_DEBUG_FILE", debug, TRUE);
  g_setenv ("GST_DEBUG_DUMP_DOT_DIR", dumps, TRUE);
  g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);
  g_setenv ("E2E_WALL_LOG", log, TRUE);
}

static void
start_wall (Rig        *rig,
            const char *password)
{
  be_loud (rig);
  rig->wall = e2e_wall_new (1, e2e_encoder_get_port (rig->encoder), password);
}

static void
rig_set_up (Rig          *rig,
            gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  dvrip_hash_password (PASSWORD, rig->hash);
  rig->folder = g_dir_make_tmp ("watchwall-secrets-XXXXXX", &error);
  g_assert_no_error (error);
  start_encoder (rig);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      remove_folder (path);
    else
      g_unlink (path);
  }
  g_rmdir (folder);
}

static void
rig_tear_down (Rig          *rig,
               gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (loud); i++)
    g_unsetenv (loud[i]);
  g_clear_pointer (&rig->wall, e2e_wall_free);
  e2e_encoder_free (rig->encoder);
  remove_folder (rig->folder);
  g_free (rig->folder);
}

static void
assert_without (Rig        *rig,
                const char *what,
                const char *text,
                gsize       size)
{
  static const char *const others[] = { PASSWORD, "Kanari.en%40vogel" };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (memmem (text, size, others[i], strlen (others[i])))
      g_error ("%s has the password", what);
  if (memmem (text, size, rig->hash, strlen (rig->hash)))
    g_error ("%s has the hash", what);
}

static gsize
search_file (Rig        *rig,
             const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize size;

  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);
  assert_without (rig, path, text, size);

  return size;
}

static void
search_process (Rig        *rig,
                const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", e2e_wall_get_pid (rig->wall), name);

  g_assert_cmpuint (search_file (rig, path), >, 0);
}

static void
search_report (Rig *rig)
{
  g_autoptr (JsonObject) report = e2e_wall_report (rig->wall);
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), report);
  g_autofree char *text = json_to_string (node, FALSE);

  assert_without (rig, "the report", text, strlen (text));
}

static void
search_folder (Rig *rig)
{
  g_autofree char *log = in_folder (rig, "wall.log");
  g_autofree char *debug = in_folder (rig, "gstreamer.log");
  g_autofree char *dumps = in_folder (rig, "dumps");
  g_autoptr (GDir) dir = g_dir_open (dumps, 0, NULL);
  gsize size = search_file (rig, debug);

  search_file (rig, log);
  g_assert_cmpuint (size, >, 100000);
  g_test_message ("%" G_GSIZE_FORMAT " bytes of GStreamer's log", size);
  g_assert_null (g_dir_read_name (dir));
}

static void
search_everywhere (Rig *rig)
{
  search_report (rig);
  search_process (rig, "cmdline");
  search_process (rig, "environ");
  search_folder (rig);
}

static void
test_right_password (Rig          *rig,
                     gconstpointer data)
{
  start_wall (rig, PASSWORD);
  e2e_wall_wait_state (rig->wall, 0, "live", LIVE_SECONDS);
  search_everywhere (rig);
}

/* What is refused may be the right one for another device. */
static void
test_refused_password (Rig          *rig,
                       gconstpointer data)
{
  g_clear_pointer (&rig->encoder, e2e_encoder_free);
  rig->encoder = e2e_encoder_new (1, 0);
  start_wall (rig, PASSWORD);
  e2e_wall_wait_state (rig->wall, 0, "needs-attention", LIVE_SECONDS);
  search_everywhere (rig);
}

static void
start_wall_without_password (Rig *rig)
{
  g_autofree char *devices = g_strdup_printf (
    "[device demo]\nuri=dvrip://127.0.0.1:%u\nuser=admin\n\n"
    "[camera demo-1]\ndevice=demo\nchannel=1\nnumber=1\nname=Camera 1\nplace=0\n",
    e2e_encoder_get_port (rig->encoder));

  rig->wall = e2e_wall_new_with_files (devices, NULL);
}

static gboolean
is_asked (gpointer title)
{
  const char *const argv[] = { "xdotool", "search", "--onlyvisible", "--name", title, NULL };
  g_autoptr (GSubprocess) search = e2e_spawn (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL);

  return g_subprocess_wait_check (search, NULL, NULL);
}

/* As a person does it: a click on the tile, which is all of the screen; the password, Enter. */
static void
enter_password (Rig *rig)
{
  e2e_focus_window ("^Watchwall$");
  e2e_repeat (is_asked, (gpointer) ENTER_PASSWORD, "mousemove 960 540 click 1");
  e2e_focus_window (ENTER_PASSWORD);
  e2e_type (PASSWORD);
  e2e_press ("Return");
}

static void
search_devices (Rig *rig)
{
  g_autofree char *devices = e2e_wall_dup_devices (rig->wall);

  assert_without (rig, "the device file", devices, strlen (devices));
}

static void
wait_until_kept (FakeKeyring *keyring)
{
  gint64 end_us = g_get_monotonic_time () + LIVE_SECONDS * G_USEC_PER_SEC;
  g_autofree char *password = NULL;

  while (!(password = fake_keyring_dup_password (keyring, "admin"))) {
    g_assert_cmpint (g_get_monotonic_time (), <, end_us);
    g_usleep (20 * 1000);
  }
  g_assert_cmpstr (password, ==, PASSWORD);
}

static void
test_typed_password (Rig          *rig,
                     gconstpointer data)
{
  FakeKeyring *keyring = fake_keyring_new (FAKE_KEYRING_OPEN);
  g_autofree char *labels = NULL;

  be_loud (rig);
  start_wall_without_password (rig);
  e2e_wall_wait_state (rig->wall, 0, "needs-attention", LIVE_SECONDS);
  enter_password (rig);
  e2e_wall_wait_state (rig->wall, 0, "live", LIVE_SECONDS);
  wait_until_kept (keyring);
  labels = fake_keyring_dup_labels (keyring);
  assert_without (rig, "what the keyring shows", labels, strlen (labels));
  search_everywhere (rig);
  search_devices (rig);

  /* From now on nobody has to type it. */
  g_clear_pointer (&rig->wall, e2e_wall_free);
  start_wall_without_password (rig);
  e2e_wall_wait_state (rig->wall, 0, "live", LIVE_SECONDS);
  search_everywhere (rig);
  g_clear_pointer (&rig->wall, e2e_wall_free);
  fake_keyring_free (keyring);
}

/* The wall comes up at once and serves from memory. */
static void
test_hanging_keyring (Rig          *rig,
                      gconstpointer data)
{
  FakeKeyring *keyring = fake_keyring_new (FAKE_KEYRING_HANGING);
  guint logins = e2e_encoder_count (rig->encoder, "logins");

  start_wall_without_password (rig);
  g_assert_cmpfloat (e2e_wall_wait_state (rig->wall, 0, "needs-attention", LIVE_SECONDS), <,
                     e2e_is_small () ? 60 : 20);
  g_assert_cmpuint (e2e_encoder_count (rig->encoder, "logins"), ==, logins);
  enter_password (rig);
  e2e_wall_wait_state (rig->wall, 0, "live", LIVE_SECONDS);
  g_clear_pointer (&rig->wall, e2e_wall_free);
  fake_keyring_free (keyring);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/e2e/secrets/right-password-is-told-nowhere", Rig, NULL, rig_set_up,
              test_right_password, rig_tear_down);
  g_test_add ("/e2e/secrets/refused-password-is-told-nowhere", Rig, NULL, rig_set_up,
              test_refused_password, rig_tear_down);
  g_test_add ("/e2e/secrets/typed-password-is-told-to-the-keyring-alone", Rig, NULL, rig_set_up,
              test_typed_password, rig_tear_down);
  g_test_add ("/e2e/secrets/hanging-keyring-holds-nothing-up", Rig, NULL, rig_set_up,
              test_hanging_keyring, rig_tear_down);

  return g_test_run ();
}
