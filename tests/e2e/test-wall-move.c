/* test-wall-move.c
 *
 * Cameras are moved, renamed, switched off and removed as a person does it, by mouse and keyboard. The
 * device file then says so and nothing else, no other camera moves, and no other connection is touched.
 * The window comes back where it was.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-rig.h"

#include <signal.h>
#include <stdarg.h>

#define CAMERAS 5
#define WAIT_SECONDS 30

typedef struct {
  int x, y;
} Point;

/* One line of xdotool, words separated by blanks. */
static void G_GNUC_PRINTF (1, 2)
xdotool (const char *format,
         ...)
{
  g_autofree char *line = NULL;
  g_autofree char *command = NULL;
  g_auto (GStrv) argv = NULL;
  g_autoptr (GSubprocess) process = NULL;
  va_list rest;

  va_start (rest, format);
  line = g_strdup_vprintf (format, rest);
  va_end (rest);
  command = g_strconcat ("xdotool ", line, NULL);
  g_assert_true (g_shell_parse_argv (command, NULL, &argv, NULL));

  process = e2e_spawn ((const char *const *) argv, G_SUBPROCESS_FLAGS_NONE, NULL);
  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

/* The middle of a camera's picture; -1, -1 while it is not to be seen. */
static Point
get_middle (E2eWall *wall,
            guint    camera)
{
  g_autoptr (JsonObject) report = e2e_wall_report (wall);
  JsonObject *object = e2e_report_camera (report, camera);
  JsonObject *bounds;

  if (!json_object_has_member (object, "picture")
      || json_object_get_null_member (object, "picture"))
    return (Point) { -1, -1 };

  bounds = json_object_get_object_member (object, "picture");

  return (Point) {
    (int) (json_object_get_int_member (bounds, "x")
           + json_object_get_int_member (bounds, "width") / 2),
    (int) (json_object_get_int_member (bounds, "y")
           + json_object_get_int_member (bounds, "height") / 2),
  };
}

static gboolean
is_near (Point a,
         Point b)
{
  return ABS (a.x - b.x) <= 2 && ABS (a.y - b.y) <= 2;
}

static void
wait_at (E2eWall *wall,
         guint    camera,
         Point    point)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  while (!is_near (get_middle (wall, camera), point)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (50 * 1000);
  }
}

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

static void
assert_places (E2eWall    *wall,
               const char *places)
{
  for (guint i = 0; i < CAMERAS; i++) {
    g_autofree char *place = g_strndup (places + i, 1);

    wait_value (wall, i, "place", place);
  }
}

/* A drag is one only where the pointer is seen on its way. */
static void
drag_over (Point from,
           Point to)
{
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_append_printf (line, "mousemove %d %d mousedown 1", from.x, from.y);
  for (int i = 1; i <= 8; i++)
    g_string_append_printf (line, " sleep 0.03 mousemove %d %d", from.x + (to.x - from.x) * i / 8,
                            from.y + (to.y - from.y) * i / 8);
  xdotool ("%s mousemove_relative 1 1 sleep 0.1", line->str);
}

static void
drag (Point from,
      Point to)
{
  drag_over (from, to);
  xdotool ("mouseup 1");
}

/* Every action is reached over D-Bus too. */
static void
act (const char *path,
     const char *action,
     const char *parameter)
{
  g_autoptr (GSubprocess) process
    = e2e_spawn ((const char *const[]) { "gdbus", "call", "--session", "--dest",
                                         "org.watchwall.Watchwall", "--object-path", path,
                                         "--method", "org.gtk.Actions.Activate", action, parameter,
                                         "{}", NULL },
                 G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL);

  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

static void
click (E2eWall *wall,
       guint    camera)
{
  Point point = get_middle (wall, camera);

  xdotool ("mousemove %d %d click 1", point.x, point.y);
}

/* Onto an empty place, and onto a camera. */
static void
test_drag (E2eWall *wall)
{
  Point places[CAMERAS];
  Point empty;

  for (guint i = 0; i < CAMERAS; i++)
    places[i] = get_middle (wall, i);
  empty = (Point) { places[4].x + places[1].x - places[0].x, places[4].y };

  drag (places[0], empty);
  wait_at (wall, 0, empty);
  assert_places (wall, "51234");

  drag (empty, places[3]);
  wait_at (wall, 0, places[3]);
  wait_at (wall, 3, empty);
  assert_places (wall, "31254");
  for (guint i = 1; i < CAMERAS; i++)
    if (i != 3)
      g_assert_true (is_near (get_middle (wall, i), places[i]));

  xdotool ("key ctrl+z");
  assert_places (wall, "51234");
  xdotool ("key ctrl+z");
  wait_at (wall, 0, places[0]);
  assert_places (wall, "01234");
}

static void
set_layout (const char *layout)
{
  g_autofree char *parameter = g_strdup_printf ("[<'%s'>]", layout);

  act ("/org/watchwall/Watchwall/window/1", "layout", parameter);
}

/* Who waits at the edge of the wall with a camera turns the page. */
static void
test_drag_to_page (E2eWall *wall)
{
  Point first, second;

  set_layout ("2x2");
  e2e_wall_wait_state (wall, 4, "receiving", WAIT_SECONDS);
  first = get_middle (wall, 0);
  second = get_middle (wall, 1);

  drag_over (first, (Point) { 2 * second.x - first.x - 20, first.y });
  e2e_wall_wait_state (wall, 4, "live", WAIT_SECONDS);
  xdotool ("mousemove %d %d mousemove_relative 1 1 sleep 0.1 mouseup 1", second.x, second.y);
  assert_places (wall, "51234");
  wait_at (wall, 0, second);

  xdotool ("key ctrl+shift+Page_Up");
  assert_places (wall, "15234");
  xdotool ("key ctrl+z ctrl+z");
  assert_places (wall, "01234");
  set_layout ("automatic");
  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
}

/* The focus goes with the camera. */
static void
test_move_by_keys (E2eWall *wall)
{
  Point first = get_middle (wall, 0), second = get_middle (wall, 1), below = get_middle (wall, 4);

  click (wall, 0);
  xdotool ("key ctrl+shift+Right");
  wait_at (wall, 0, second);
  wait_at (wall, 1, first);
  assert_places (wall, "10234");
  xdotool ("key ctrl+shift+Down");
  wait_at (wall, 0, below);
  assert_places (wall, "40231");
  xdotool ("key ctrl+z");
  wait_at (wall, 0, second);
  xdotool ("key ctrl+z");
  assert_places (wall, "01234");
}

static void
test_rename (E2eWall *wall)
{
  click (wall, 1);
  xdotool ("key F2");
  xdotool ("type --delay 1 \"Gate 12\"");
  xdotool ("key Return");
  wait_value (wall, 1, "name", "Gate 12");

  xdotool ("key F2");
  xdotool ("type --delay 1 nonsense");
  xdotool ("key Escape ctrl+z");
  wait_value (wall, 1, "name", "Camera 2");
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
static void
choose (const char *menu_key,
        const char *letter)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  xdotool ("key %s", menu_key);
  while (count_windows () < 2) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (50 * 1000);
  }
  xdotool ("key %s", letter);
}

/* By the menu, with its own letters: switched off, and on again. */
static void
test_off (E2eWall *wall)
{
  click (wall, 2);
  choose ("shift+F10", "o");
  e2e_wall_wait_state (wall, 2, "off", WAIT_SECONDS);
  wait_value (wall, 2, "enabled", "false");
  assert_places (wall, "01234");

  choose ("Menu", "o");
  e2e_wall_wait_state (wall, 2, "live", WAIT_SECONDS);
  wait_value (wall, 2, "enabled", NULL);
}

static void
wait_count (E2eWall *wall,
            guint    n)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  while (TRUE) {
    g_autoptr (JsonObject) report = e2e_wall_report (wall);

    if (json_array_get_length (json_object_get_array_member (report, "cameras")) == n)
      return;
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    g_usleep (50 * 1000);
  }
}

/* The others stay where they are, and it comes back where it was. */
static void
test_remove (E2eWall *wall)
{
  Point there = get_middle (wall, 1), other = get_middle (wall, 2);
  g_autofree char *before = e2e_wall_dup_devices (wall);
  g_autofree char *after = NULL;

  click (wall, 1);
  xdotool ("key Delete");
  wait_count (wall, CAMERAS - 1);
  wait_value (wall, 1, "name", NULL);
  g_assert_true (is_near (get_middle (wall, 1), other));

  xdotool ("key ctrl+z");
  wait_count (wall, CAMERAS);
  wait_value (wall, 1, "name", "Camera 2");
  e2e_wall_wait_state (wall, CAMERAS - 1, "live", WAIT_SECONDS);
  wait_at (wall, CAMERAS - 1, there);
  after = e2e_wall_dup_devices (wall);
  g_assert_cmpstr (after, ==, before);
}

/* Without who signs in, and how. */
static void
test_copy_address (guint16 port)
{
  g_autofree char *address = g_strdup_printf ("dvrip://127.0.0.1:%u/3?stream=main", port);
  g_autofree char *text = NULL;
  g_autoptr (GSubprocess) xclip = NULL;

  act ("/org/watchwall/Watchwall", "copy-camera-address", "[<'demo-3'>]");
  xclip = e2e_spawn ((const char *const[]) { "xclip", "-selection", "clipboard", "-o", NULL },
                     G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL);
  g_assert_true (g_subprocess_communicate_utf8 (xclip, NULL, NULL, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, address);
}

static gint64
get_port (E2eWall *wall,
          guint    camera)
{
  g_autoptr (JsonObject) report = e2e_wall_report (wall);
  JsonObject *connection = json_object_get_object_member (e2e_report_camera (report, camera),
                                                          "connection");

  return json_object_get_int_member (connection, "local_port");
}

static void
test_move (void)
{
  g_autoptr (E2eEncoder) encoder = e2e_encoder_new (CAMERAS, 0);
  g_autoptr (E2eWall) wall = e2e_wall_new (CAMERAS, e2e_encoder_get_port (encoder), "admin");
  gint64 ports[CAMERAS];
  guint logins;

  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
  logins = e2e_encoder_count (encoder, "logins");
  for (guint i = 0; i < CAMERAS; i++)
    ports[i] = get_port (wall, i);

  test_drag (wall);
  test_drag_to_page (wall);
  test_move_by_keys (wall);
  test_rename (wall);
  test_copy_address (e2e_encoder_get_port (encoder));
  g_assert_cmpuint (e2e_encoder_count (encoder, "logins"), ==, logins);

  test_off (wall);
  test_remove (wall);
  g_assert_cmpuint (e2e_encoder_count (encoder, "logins"), ==, logins + 2);
  g_assert_cmpint (get_port (wall, 0), ==, ports[0]);
  g_assert_cmpint (get_port (wall, 2), ==, ports[3]);
  g_assert_cmpint (get_port (wall, 3), ==, ports[4]);
}

/* The window's place and size as the desktop has them: "X Y WIDTH HEIGHT". */
static char *
dup_geometry (void)
{
  g_autoptr (GSubprocess) process
    = e2e_spawn ((const char *const[]) { "xdotool", "search", "--sync", "--onlyvisible", "--name",
                                         "^Watchwall$", "getwindowgeometry", "--shell", NULL },
                 G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GString *geometry = g_string_new (NULL);

  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (g_str_has_prefix (lines[i], "X=") || g_str_has_prefix (lines[i], "Y=")
        || g_str_has_prefix (lines[i], "WIDTH=") || g_str_has_prefix (lines[i], "HEIGHT="))
      g_string_append_printf (geometry, "%s ", lines[i]);

  return g_string_free (geometry, FALSE);
}

/* @shape: (nullable): what xdotool does for it, again if the window is still
 * given the size that it began with; half a second later it has heard of it. */
static void
wait_geometry (const char *wanted,
               const char *shape)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  while (TRUE) {
    g_autofree char *geometry = NULL;

    if (shape)
      xdotool ("%s sleep 0.5", shape);
    geometry = dup_geometry ();
    if (g_str_equal (geometry, wanted))
      return;
    if (g_get_monotonic_time () > end)
      g_error ("The window is at %s, not %s", geometry, wanted);
    g_usleep (100 * 1000);
  }
}

static GSubprocess *
start_wall (void)
{
  return e2e_spawn ((const char *const[]) { g_getenv ("WATCHWALL"), NULL }, G_SUBPROCESS_FLAGS_NONE,
                    NULL);
}

static void
end_wall (GSubprocess *wall)
{
  g_subprocess_send_signal (wall, SIGTERM);
  g_assert_true (g_subprocess_wait_check (wall, NULL, NULL));
}

static void
test_comes_back (void)
{
  static const char there[] = "X=310 Y=140 WIDTH=700 HEIGHT=500 ";
  g_autoptr (GSubprocess) first = NULL;
  g_autoptr (GSubprocess) second = NULL;

  g_setenv ("GSETTINGS_BACKEND", "keyfile", TRUE);
  first = start_wall ();
  wait_geometry (there, "search --sync --onlyvisible --name ^Watchwall$ windowsize 700 500 "
                        "windowmove 310 140");
  end_wall (first);

  second = start_wall ();
  wait_geometry (there, NULL);
  end_wall (second);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/e2e/move/by-hand", test_move);
  g_test_add_func ("/e2e/move/window-comes-back", test_comes_back);

  return g_test_run ();
}
