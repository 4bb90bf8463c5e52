/* test-wall-move.c
 *
 * Cameras are moved as a person does it, by mouse and keyboard. The device file then says so and
 * nothing else, no other camera moves, and no other connection is touched. The window comes back
 * where it was.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "e2e-input.h"

#include <signal.h>

#define CAMERAS 5
#define WAIT_SECONDS 30

/* So long may pass between a drag and its end: it goes there, it is taken up, it is shown. */
#define DRAG_SECONDS 4

/* Of the automatic layout: three columns, and two rows. */
#define PLACES 6

typedef struct {
  E2eWall  *wall;
  E2ePoint  middles[PLACES];
} Rig;

/* Which place each camera has, as the wall says it. */
static gboolean
has_places (Rig        *rig,
            const char *places)
{
  g_autoptr (JsonObject) report = e2e_wall_report (rig->wall);

  for (guint i = 0; i < CAMERAS; i++)
    if (json_object_get_int_member (e2e_report_camera (report, i), "place") != places[i] - '0')
      return FALSE;

  return TRUE;
}

typedef struct {
  Rig        *rig;
  const char *places;
} Wanted;

static gboolean
is_as_wanted (gpointer data)
{
  Wanted *wanted = data;

  return has_places (wanted->rig, wanted->places);
}

static gboolean
is_written (gpointer data)
{
  Wanted *wanted = data;
  g_autofree char *text = e2e_wall_dup_devices (wanted->rig->wall);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_assert_true (g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, NULL));
  for (guint i = 0; i < CAMERAS; i++) {
    g_autofree char *group = g_strdup_printf ("camera demo-%u", i + 1);

    if (g_key_file_get_integer (file, group, "place", NULL) != wanted->places[i] - '0')
      return FALSE;
  }

  return TRUE;
}

/* What was done is on the wall at once, and in the file soon. */
static void
assert_places (Rig        *rig,
               const char *places)
{
  Wanted wanted = { rig, places };

  if (!e2e_wait_for (is_as_wanted, &wanted, WAIT_SECONDS))
    g_error ("The wall has other places than %s", places);
  if (!e2e_wait_for (is_written, &wanted, WAIT_SECONDS))
    g_error ("The file has other places than %s", places);
}

/* All cameras are on one page, where they belong: so a click meets the one that is meant. */
static void
wait_at_rest (Rig        *rig,
              const char *places)
{
  assert_places (rig, places);
  for (guint i = 0; i < CAMERAS; i++)
    e2e_wall_wait_at (rig->wall, i, rig->middles[places[i] - '0']);
}

/* Presses a key until the cameras are at these places. */
static void
press_until (Rig        *rig,
             const char *key,
             const char *places)
{
  Wanted wanted = { rig, places };

  e2e_focus_window ("^Watchwall$");
  e2e_repeat (is_as_wanted, &wanted, "key %s", key);
  assert_places (rig, places);
}

/* A drag is one only where the pointer is seen on its way. */
static void
drag_over (E2ePoint from,
           E2ePoint to)
{
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_append_printf (line, "mouseup 1 mousemove %d %d mousedown 1", from.x, from.y);
  for (int i = 1; i <= 8; i++)
    g_string_append_printf (line, " sleep 0.03 mousemove %d %d", from.x + (to.x - from.x) * i / 8,
                            from.y + (to.y - from.y) * i / 8);
  e2e_xdotool ("%s mousemove_relative 1 1 sleep 0.1", line->str);
}

/* A drop that comes before the wall has said that it takes what is dropped is none, so it may have to
 * be done again. */
static void
drag (Rig        *rig,
      guint       camera,
      E2ePoint    to,
      const char *places)
{
  Wanted wanted = { rig, places };
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  do {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    drag_over (e2e_wall_middle (rig->wall, camera), to);
    e2e_xdotool ("mouseup 1");
  } while (!e2e_wait_for (is_as_wanted, &wanted, DRAG_SECONDS));
  wait_at_rest (rig, places);
}

/* Onto an empty place, and onto a camera. */
static void
test_drag (Rig *rig)
{
  drag (rig, 0, rig->middles[5], "51234");
  drag (rig, 0, rig->middles[3], "31254");

  press_until (rig, "ctrl+z", "51234");
  press_until (rig, "ctrl+z", "01234");
  wait_at_rest (rig, "01234");
}

static void
set_layout (Rig        *rig,
            const char *layout)
{
  e2e_wall_activate (rig->wall, "layout", g_variant_new_string (layout));
}

static gboolean
is_second_page (gpointer data)
{
  g_autoptr (JsonObject) report = e2e_wall_report (((Rig *) data)->wall);

  return g_str_equal (e2e_report_state (report, 4), "live");
}

/* Holds a camera at the edge until the page has turned. */
static void
drag_to_next_page (Rig      *rig,
                   E2ePoint  first,
                   E2ePoint  second)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  do {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    drag_over (first, (E2ePoint) { 2 * second.x - first.x - 20, first.y });
  } while (!e2e_wait_for (is_second_page, rig, 2 * DRAG_SECONDS));
}

/* Who waits at the edge of the wall with a camera turns the page. If it was let go of too early, it
 * begins again on the first page. */
static void
drag_over_page (Rig        *rig,
                const char *places)
{
  Wanted wanted = { rig, places };
  E2ePoint first = e2e_wall_middle (rig->wall, 0), second = e2e_wall_middle (rig->wall, 1);
  gint64 end = g_get_monotonic_time () + 2 * WAIT_SECONDS * G_USEC_PER_SEC;

  while (TRUE) {
    drag_to_next_page (rig, first, second);
    e2e_xdotool ("mousemove %d %d mousemove_relative 1 1 sleep 0.1 mouseup 1", second.x, second.y);
    if (e2e_wait_for (is_as_wanted, &wanted, DRAG_SECONDS))
      break;
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    e2e_wall_activate (rig->wall, "previous-page", NULL);
    e2e_wall_wait_at (rig->wall, 0, first);
  }
  e2e_wall_wait_at (rig->wall, 0, second);
}

static void
test_drag_to_page (Rig *rig)
{
  set_layout (rig, "2x2");
  e2e_wall_wait_state (rig->wall, 4, "receiving", WAIT_SECONDS);
  drag_over_page (rig, "51234");
  assert_places (rig, "51234");

  press_until (rig, "ctrl+shift+Page_Up", "15234");
  press_until (rig, "ctrl+z", "51234");
  press_until (rig, "ctrl+z", "01234");
  set_layout (rig, "automatic");
  wait_at_rest (rig, "01234");
  e2e_wall_wait_state (rig->wall, -1, "live", WAIT_SECONDS);
}

/* The focus goes with the camera. */
static void
test_move_by_keys (Rig *rig)
{
  Wanted first = { rig, "10234" };

  e2e_focus_window ("^Watchwall$");
  e2e_repeat (is_as_wanted, &first, "mousemove %d %d click 1 key ctrl+shift+Right", rig->middles[0].x,
              rig->middles[0].y);
  wait_at_rest (rig, "10234");
  press_until (rig, "ctrl+shift+Down", "40231");
  press_until (rig, "ctrl+z", "10234");
  press_until (rig, "ctrl+z", "01234");
  wait_at_rest (rig, "01234");
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
  Rig rig = { wall };
  gint64 ports[CAMERAS];

  e2e_wall_wait_state (wall, -1, "live", WAIT_SECONDS);
  for (guint i = 0; i < CAMERAS; i++) {
    ports[i] = get_port (wall, i);
    rig.middles[i] = e2e_wall_middle (wall, i);
  }
  rig.middles[5] = (E2ePoint) { rig.middles[2].x, rig.middles[4].y };

  test_drag (&rig);
  test_drag_to_page (&rig);
  test_move_by_keys (&rig);
  for (guint i = 0; i < CAMERAS; i++)
    g_assert_cmpint (get_port (wall, i), ==, ports[i]);
  g_assert_cmpuint (e2e_encoder_count (encoder, "logins"), ==, CAMERAS);
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
      e2e_xdotool ("%s sleep 0.5", shape);
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
  wait_geometry (there, "search --sync --onlyvisible --name '^Watchwall$' windowsize 700 500 "
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
