/* test-wall-camera.c
 *
 * A camera is renamed, switched off and removed as a person does it, by mouse and keyboard, and comes
 * back as it was. The device file then says so and nothing else, no other camera is touched, and
 * nobody signs in again who need not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-input.h"

#define CAMERAS 3
#define WAIT_SECONDS 30

/* Not so soon after another one that they would be a double click. */
#define CLICK "mousemove %d %d sleep 0.5 click 1"

/* Until the wall says it of a camera. */
typedef struct {
  E2eWall    *wall;
  guint       camera;
  const char *before; /* of the name: any other one would be a mistake */
  const char *value;
} Wanted;

static char *
dup_value (E2eWall    *wall,
           guint       camera,
           const char *key)
{
  g_autofree char *text = e2e_wall_dup_devices (wall);
  g_autofree char *group = g_strdup_printf ("camera demo-%u", camera + 1);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_assert_true (g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, NULL));

  return g_key_file_get_string (file, group, key, NULL);
}

/* What was done is on the wall at once, and in the file soon. %NULL: there is no such key. */
static void
wait_value (E2eWall    *wall,
            guint       camera,
            const char *key,
            const char *value)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  while (TRUE) {
    g_autofree char *now = dup_value (wall, camera, key);

    if (g_strcmp0 (now, value) == 0)
      return;
    if (g_get_monotonic_time () > end)
      g_error ("%s of camera %u is %s, not %s", key, camera + 1, now, value);
    g_usleep (50 * 1000);
  }
}

static gboolean
has_name (gpointer data)
{
  Wanted *wanted = data;
  g_autoptr (JsonObject) report = e2e_wall_report (wanted->wall);
  JsonObject *camera = e2e_report_camera (report, wanted->camera);
  const char *name = json_object_get_string_member (camera, "name");

  if (!g_str_equal (name, wanted->value))
    g_assert_cmpstr (name, ==, wanted->before);

  return g_str_equal (name, wanted->value);
}

static gboolean
is_in_state (gpointer data)
{
  Wanted *wanted = data;
  g_autoptr (JsonObject) report = e2e_wall_report (wanted->wall);

  return g_str_equal (e2e_report_state (report, wanted->camera), wanted->value);
}

static gboolean
are_so_many (gpointer data)
{
  Wanted *wanted = data;
  g_autoptr (JsonObject) report = e2e_wall_report (wanted->wall);

  return json_array_get_length (json_object_get_array_member (report, "cameras")) == wanted->camera;
}

/* What was begun is left, the name is begun anew, and what stands there is written over. */
static void
rename_to (E2eWall    *wall,
           const char *before,
           const char *name,
           const char *first)
{
  Wanted wanted = { wall, 1, before, name };
  E2ePoint point = e2e_wall_middle (wall, 1);

  e2e_repeat (has_name, &wanted, "key Escape %s " CLICK " key F2 key ctrl+a "
              "type --delay 5 --terminator , '%s' , key Return", first, point.x, point.y, name);
  wait_value (wall, 1, "name", name);
}

static void
undo_name (E2eWall    *wall,
           const char *before,
           const char *name)
{
  Wanted wanted = { wall, 1, before, name };

  e2e_repeat (has_name, &wanted, "key ctrl+z");
  wait_value (wall, 1, "name", name);
}

/* A name that was begun and left is none, and no step to be taken back. */
static void
test_rename (E2eWall *wall)
{
  rename_to (wall, "Camera 2", "Gate 12", "");
  rename_to (wall, "Gate 12", "Yard", "key F2 key n key o key Escape");
  undo_name (wall, "Yard", "Gate 12");
  undo_name (wall, "Gate 12", "Camera 2");
}

static guint
count_windows (void)
{
  g_autoptr (GSubprocess) process
    = e2e_spawn ((const char *const[]) { "xdotool", "search", "--onlyvisible", "--class",
                                         "watchwall", NULL },
                 G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, NULL));
  lines = g_strsplit (g_strstrip (text), "\n", -1);

  return g_strv_length (lines);
}

/* A menu is a window of its own. */
static gboolean
is_menu_open (gpointer data)
{
  return count_windows () > 1;
}

/* By the menu, with its own letter. Escape closes what another attempt may have left. */
static void
choose (E2eWall    *wall,
        E2ePoint    point,
        const char *menu_key,
        const char *letter,
        const char *state)
{
  Wanted wanted = { wall, 2, NULL, state };
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  do {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    e2e_repeat (is_menu_open, NULL, "key Escape " CLICK " key %s", point.x, point.y,
                menu_key);
    e2e_press (letter);
  } while (!e2e_wait_for (is_in_state, &wanted, 5));
}

/* Switched off, and on again; without a picture it stays where it is. */
static void
test_off (E2eWall *wall)
{
  E2ePoint point = e2e_wall_middle (wall, 2);

  choose (wall, point, "shift+F10", "o", "off");
  wait_value (wall, 2, "enabled", "false");
  wait_value (wall, 2, "place", "2");

  choose (wall, point, "Menu", "o", "live");
  wait_value (wall, 2, "enabled", NULL);
}

/* The others stay where they are, and it comes back where it was. */
static void
test_remove (E2eWall *wall)
{
  Wanted fewer = { wall, CAMERAS - 1 }, all = { wall, CAMERAS };
  E2ePoint there = e2e_wall_middle (wall, 1), other = e2e_wall_middle (wall, 2);
  g_autofree char *before = e2e_wall_dup_devices (wall);
  g_autofree char *after = NULL;

  e2e_repeat (are_so_many, &fewer, CLICK " key Delete", there.x, there.y);
  wait_value (wall, 1, "name", NULL);
  e2e_wall_wait_at (wall, 1, other);

  e2e_repeat (are_so_many, &all, "key ctrl+z");
  wait_value (wall, 1, "name", "Camera 2");
  e2e_wall_wait_state (wall, CAMERAS - 1, "live", WAIT_SECONDS);
  e2e_wall_wait_at (wall, CAMERAS - 1, there);
  after = e2e_wall_dup_devices (wall);
  g_assert_cmpstr (after, ==, before);
}

/* Without who signs in, and how. */
static void
test_copy_address (E2eWall *wall,
                   guint16  port)
{
  g_autofree char *address = g_strdup_printf ("dvrip://127.0.0.1:%u/3?stream=main", port);
  g_autofree char *text = NULL;
  g_autoptr (GSubprocess) xclip = NULL;

  e2e_wall_activate_app (wall, "copy-camera-address", g_variant_new_string ("demo-3"));
  xclip = e2e_spawn ((const char *const[]) { "xclip", "-selection", "clipboard", "-o", NULL },
                     G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL);
  g_assert_true (g_subprocess_communicate_utf8 (xclip, NULL, NULL, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, address);
}

static gint64
get_port (E2eWall *wall)
{
  g_autoptr (JsonObject) report = e2e_wall_report (wall);
  JsonObject *connection = json_object_get_object_member (e2e_report_camera (report, 0),
                                                          "connection");

  return json_object_get_int_member (connection, "local_port");
}

static void
test_camera (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (CAMERAS, 0);
  g_autoptr (E2eWall) wall = e2e_wall_new (CAMERAS, e2e_encoder_get_port (encoder), "admin");
  gint64 port;

  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
  e2e_focus_window ("^Watchwall$");
  port = get_port (wall);

  test_rename (wall);
  test_copy_address (wall, e2e_encoder_get_port (encoder));
  g_assert_cmpuint (e2e_encoder_count (encoder, "logins"), ==, CAMERAS);

  test_off (wall);
  test_remove (wall);
  g_assert_cmpuint (e2e_encoder_count (encoder, "logins"), ==, CAMERAS + 2);
  g_assert_cmpint (get_port (wall), ==, port);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/camera/by-hand", test_camera);

  return g_test_run ();
}
