/* test-sandbox.c
 *
 * A wall in Flatpak's sandbox and an encoder outside it, on a desktop made for it: the bus starts the
 * wall, a person adds a device and saves pictures, and what the tiles show is the encoder's picture.
 * build-aux/flatpak/try runs it, a part at a time, and says in the environment where the encoder
 * listens (SANDBOX_PORT), with what password (SANDBOX_PASSWORD), and the folder in which things are to
 * be saved (SANDBOX_FOLDER).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "e2e-accessible.h"
#include "e2e-rig.h"
#include "e2e-tile.h"
#include "sandbox-chooser.h"

#define CAMERAS 16
#define WAIT_SECONDS 60
#define SOON_SECONDS 15

#define ADDRESS "Address, such as 192.168.1.10 or a URL"
#define ALL_CHOSEN "16 of 16 chosen"
#define NO_KEYRING "There is no keyring here: passwords are kept until Watchwall is closed."
#define NO_DECODER "org.freedesktop.Platform.codecs-extra. “flatpak update” installs it"

static const EncoderFormat format = { 320, 180, 10 };

static const char *
get_variable (const char *name)
{
  const char *value = g_getenv (name);

  if (value == NULL)
    g_error ("%s is not set", name);

  return value;
}

static char *
dup_own_path (const char *first,
              const char *second)
{
  return g_build_filename (g_get_home_dir (), ".var", "app", "org.watchwall.Watchwall", first,
                           second, NULL);
}

static E2eWall *
start_wall (void)
{
  g_autofree char *devices = dup_own_path ("config", "watchwall/devices");

  return e2e_wall_new_activated (devices);
}

static guint
count_cameras (E2eWall *wall)
{
  g_autoptr (JsonObject) report = e2e_wall_report (wall);

  return json_array_get_length (json_object_get_array_member (report, "cameras"));
}

static void
wait_cameras (E2eWall *wall,
              guint    n)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  while (count_cameras (wall) != n) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (100 * 1000);
  }
}

static void
write_over (const char *text)
{
  e2e_press ("ctrl+a");
  e2e_type (text);
}

static void
type_login (void)
{
  g_autofree char *address = g_strconcat ("127.0.0.1:", get_variable ("SANDBOX_PORT"), NULL);

  e2e_focus_window ("^Watchwall$");
  write_over (address);
  e2e_press ("Tab");
  write_over ("admin");
  e2e_press ("Tab");
  write_over (get_variable ("SANDBOX_PASSWORD"));
  e2e_press ("Return");
}

static gboolean
is_there_soon (const char *words)
{
  gint64 end = g_get_monotonic_time () + SOON_SECONDS * G_USEC_PER_SEC;

  while (!e2e_accessible_has (E2E_NAME, words)) {
    if (g_get_monotonic_time () > end)
      return FALSE;
    g_usleep (200 * 1000);
  }

  return TRUE;
}

/* As a person does it, with a keyboard. What is typed before the first field has the focus is nobody's;
 * after that it has it again, since what stands there cannot be right. */
static void
add_device (E2eWall *wall)
{
  guint attempts = 0;

  e2e_focus_window ("^Watchwall$");
  e2e_wall_activate_app (wall, "add-device", NULL);
  e2e_accessible_wait (E2E_NAME, ADDRESS, WAIT_SECONDS);
  do
    type_login ();
  while (!is_there_soon (ALL_CHOSEN) && ++attempts < 5);
  e2e_accessible_wait_focus ("Add", WAIT_SECONDS);
  e2e_press ("Return");
  wait_cameras (wall, CAMERAS);
}

static gboolean
fills (JsonObject *report,
       E2eScreen  *screen)
{
  JsonObject *wall = json_object_get_object_member (report, "wall");

  return json_object_get_int_member (wall, "width") == e2e_screen_get_width (screen) &&
         json_object_get_int_member (wall, "height") == e2e_screen_get_height (screen);
}

static JsonObject *
fill_screen (E2eWall   *wall,
             E2eScreen *screen)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;
  JsonObject *report = e2e_wall_report (wall);

  if (!json_object_get_boolean_member (json_object_get_object_member (report, "wall"),
                                       "is_fullscreen"))
    e2e_wall_activate (wall, "fullscreen", NULL);
  while (!fills (report, screen)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (100 * 1000);
    json_object_unref (report);
    report = e2e_wall_report (wall);
  }

  return report;
}

static void
assert_pictures (E2eWall *wall)
{
  g_autoptr (E2eScreen) screen = e2e_screen_open ();
  g_autoptr (JsonObject) report = NULL;

  g_test_message ("%d cameras live after %.1f s", CAMERAS,
                  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS));
  report = fill_screen (wall, screen);
  for (guint i = 0; i < CAMERAS; i++) {
    E2eRect rect = e2e_report_picture (report, i);

    e2e_tile_assert_moves (screen, &rect, i + 1, &format);
  }
}

/* SANDBOX_PICTURE: the file of a picture of the screen, for people. */
static void
take_picture (void)
{
  const char *file = get_variable ("SANDBOX_PICTURE");
  const char *const x11[] = { "import", "-window", "root", file, NULL };
  const char *const wayland[] = { "grim", file, NULL };
  g_autoptr (GSubprocess) process =
    e2e_spawn (g_getenv ("HERMETIC_FRAMEBUFFER") ? x11 : wayland, G_SUBPROCESS_FLAGS_NONE, NULL);

  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

/* In no file that the wall or the desktop keeps can it be read. */
static void
assert_password_is_hidden (void)
{
  const char *const argv[] = { "grep", "--recursive", "--files-with-matches", "--text", "--",
                               get_variable ("SANDBOX_PASSWORD"), g_get_home_dir (), NULL };
  g_autoptr (GSubprocess) grep = e2e_spawn (argv, G_SUBPROCESS_FLAGS_NONE, NULL);

  g_subprocess_wait (grep, NULL, NULL);
  g_assert_cmpint (g_subprocess_get_exit_status (grep), ==, 1);
}

static void
wait_file (const char *path)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  while (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    if (g_get_monotonic_time () > end)
      g_error ("There is no %s", path);
    g_usleep (100 * 1000);
  }
}

static void
test_add (void)
{
  g_autoptr (E2eWall) wall = start_wall ();
  g_autofree char *keyring = dup_own_path ("data", "keyrings/default.keyring");

  add_device (wall);
  assert_pictures (wall);
  take_picture ();
  wait_file (keyring);
  assert_password_is_hidden ();
}

static void
test_again (void)
{
  g_autoptr (E2eWall) wall = start_wall ();

  assert_pictures (wall);
  take_picture ();
}

/* Returns: (transfer full): the only file there of that end */
static char *
wait_for_end (const char *folder,
              const char *end)
{
  gint64 deadline = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  while (g_get_monotonic_time () < deadline) {
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name (dir))) {
      if (g_str_has_suffix (name, end))
        return g_build_filename (folder, name, NULL);
    }
    g_usleep (100 * 1000);
  }
  g_error ("There is no …%s in %s", end, folder);

  return NULL;
}

static guint
count_files (const char *folder,
             const char *end)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)))
    n += g_str_has_suffix (name, end);

  return n;
}

static void
wait_files (const char *folder,
            const char *end,
            guint       n)
{
  gint64 deadline = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  while (count_files (folder, end) != n) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    g_usleep (100 * 1000);
  }
}

/* A person is asked for the folder once, and never again. */
static void
save_snapshots (E2eWall        *wall,
                SandboxChooser *chooser,
                const char     *folder)
{
  g_autofree char *file = NULL;
  g_autoptr (GMappedFile) png = NULL;

  e2e_wall_activate (wall, "camera", g_variant_new_uint32 (3));
  e2e_wall_activate (wall, "snapshot", NULL);
  file = wait_for_end (folder, ".png");
  g_assert_cmpuint (sandbox_chooser_count (chooser), ==, 1);
  e2e_wall_activate (wall, "snapshot", NULL);
  wait_files (folder, ".png", 2);
  g_assert_cmpuint (sandbox_chooser_count (chooser), ==, 1);
  e2e_wall_activate (wall, "camera", g_variant_new_uint32 (0));

  png = g_mapped_file_new (file, FALSE, NULL);
  g_assert_nonnull (png);
  g_assert_cmpmem (g_mapped_file_get_contents (png), 8, "\x89PNG\r\n\x1a\n", 8);
}

static void
export_wall (E2eWall    *wall,
             const char *folder)
{
  g_autofree char *file = NULL;
  g_autofree char *text = NULL;

  e2e_wall_activate_app (wall, "export-wall", NULL);
  file = wait_for_end (folder, ".wall");
  for (guint i = 0; i < WAIT_SECONDS * 10 && !(text && strstr (text, "[settings]")); i++) {
    g_usleep (100 * 1000);
    g_free (text);
    g_assert_true (g_file_get_contents (file, &text, NULL, NULL));
  }
  g_assert_nonnull (strstr (text, "[settings]"));
  g_assert_nonnull (strstr (text, get_variable ("SANDBOX_PORT")));
  g_assert_null (strstr (text, get_variable ("SANDBOX_PASSWORD")));
}

static void
test_files (void)
{
  const char *folder = get_variable ("SANDBOX_FOLDER");
  g_autoptr (SandboxChooser) chooser = sandbox_chooser_new (folder);
  g_autoptr (E2eWall) wall = start_wall ();

  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
  save_snapshots (wall, chooser, folder);
  export_wall (wall, folder);
}

static void
test_no_keyring (void)
{
  g_autoptr (E2eWall) wall = start_wall ();

  add_device (wall);
  e2e_accessible_wait (E2E_NAME, NO_KEYRING, WAIT_SECONDS);
  assert_pictures (wall);
  take_picture ();
  assert_password_is_hidden ();
}

/* Until the password is found, that is what is said of a camera. */
static guint
count_without_decoder (E2eWall *wall)
{
  g_autoptr (JsonObject) report = e2e_wall_report (wall);
  guint n = 0;

  for (guint i = 0; i < CAMERAS; i++)
    n += g_str_equal (e2e_report_reason (report, i), "no-decoder");

  return n;
}

static void
test_no_decoder (void)
{
  g_autoptr (E2eWall) wall = start_wall ();
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  while (count_without_decoder (wall) < CAMERAS) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (100 * 1000);
  }
  e2e_accessible_wait_described ("CAM01", "No H.264 decoder", WAIT_SECONDS);
  /* In the tile, where the picture would be, and of the tile, for who cannot see it. */
  e2e_accessible_wait (E2E_NAME, NO_DECODER, WAIT_SECONDS);
  e2e_accessible_wait_described ("CAM01", NO_DECODER, WAIT_SECONDS);
  take_picture ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/add", test_add);
  g_test_add_func ("/sandbox/again", test_again);
  g_test_add_func ("/sandbox/files", test_files);
  g_test_add_func ("/sandbox/no-keyring", test_no_keyring);
  g_test_add_func ("/sandbox/no-decoder", test_no_decoder);

  return g_test_run ();
}
